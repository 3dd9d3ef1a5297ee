"""What one hears of outside and when, and the browsers that may show it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Router

from api.actions import Written
from api.v1.refusals import Refused, checked
from api.v1.routing import reads, writes
from api.v1.shapes.basics import Id
from api.v1.shapes.notices import (
    ChoicesToMake,
    NewPushDevice,
    NoticeChoices,
    PushDeviceOut,
    PushDevices,
)
from notifications import actions, queries
from notifications.forms import ChoicesForm, DeviceForm
from people.queries import get_device

router = Router(tags=["notices"])


@reads(
    router, "/me/notices", _("See what you hear of, where and when."), gives=NoticeChoices, shows="hearing"
)
def get_notice_choices(request: Any) -> Any:
    member = request.member
    return NoticeChoices.of(queries.list_choices(member), queries.get_settings(member))


@writes(router, "PUT", "/me/notices", _("Choose what you hear of, where and when."), gives=NoticeChoices)
def choose_notices(request: Any, body: ChoicesToMake) -> Written:
    chosen = queries.list_choices(request.member)
    known = {kind.name for one in chosen for kind in one.kinds}
    for place, made in enumerate(body.choices):
        if made.kind not in known:
            raise Refused.at(f"choices.{place}.kind")
    form = ChoicesForm(body.as_form(chosen), chosen=chosen)
    checked(form)
    origin = request.build_absolute_uri("/")
    actions.choose(request.member, kinds=form.kinds, settings={**form.settings, "origin": origin})
    return Written(200, "hearing")


@writes(
    router,
    "POST",
    "/me/notices/try",
    _("Have a note sent to your mailbox and your devices, to see it arrive."),
)
def try_notices(request: Any) -> None:
    actions.send_to_try(request.member, now=timezone.now())


@writes(router, "POST", "/me/notices/mail-works", _("Say that your mailbox takes notes again."))
def say_mail_works(request: Any) -> None:
    actions.mail_works_again(request.member)


@reads(
    router, "/me/push-devices", _("See which browsers may show notes."), gives=PushDevices, shows="devices"
)
def list_push_devices(request: Any) -> Any:
    return {"items": [PushDeviceOut.of(device) for device in queries.list_devices(request.member)]}


@writes(
    router,
    "POST",
    "/me/push-devices",
    _("Let this browser show notes; only for a script in a browser that is signed in."),
    gives=PushDevices,
)
def allow_push_device(request: Any, body: NewPushDevice) -> Written:
    browser = get_device(request.member, session_key=str(request.session.session_key))
    if browser is None or request.is_on_shared_computer:
        raise PermissionDenied
    told = checked(DeviceForm(body.model_dump()))
    try:
        actions.allow_device(request.member, **told, browser=browser, now=timezone.now())
    except actions.UnknownService:
        raise Refused.at("endpoint") from None
    return Written(200, "devices")


@writes(
    router,
    "DELETE",
    "/me/push-devices/{device_id}",
    _("Send nothing there any more; one that is not yours changes nothing and says the same."),
)
def take_back_push_device(request: Any, device_id: Id) -> None:
    actions.take_back_device(request.member, number=device_id)
