"""What a member wants to hear of and where; the browsers that may show it; and the press that ends all e-mail."""

from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from notifications import actions, queries
from notifications.forms import ChoicesForm, DeviceForm
from notifications.outside import is_refused, whose_stop_token
from notifications.push_keys import public_push_key
from people.access import member_required, permission_required
from people.models import Member
from people.queries import get_address, get_device


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def notice_choices(request: HttpRequest) -> HttpResponse:
    kept = queries.get_settings(request.member)
    form = ChoicesForm(
        request.POST if request.method == "POST" else None,
        chosen=queries.list_choices(request.member),
        initial={
            name: getattr(kept, name) for name in ("rhythm", "quiet_from", "quiet_until", "shows_count")
        },
    )
    if request.method == "POST" and form.is_valid():
        origin = request.build_absolute_uri("/")
        actions.choose(request.member, kinds=form.kinds, settings={**form.settings, "origin": origin})
        messages.success(request, _("Your choices are kept."))
        return redirect("notice_choices")
    address = get_address(request.member)
    facts = {
        "form": form,
        "can_send": settings.MAIL_IS_SET,
        "has_address": bool(address and address.verified_at),
        "mail_failed": bool(address and address.verified_at and is_refused(kept, address.verified_at)),
        "time_zone": request.member.time_zone,
        "devices": queries.list_devices(request.member),
        "is_shared": request.is_on_shared_computer,
        "public_key": public_push_key(),
    }
    return render(request, "notifications/notice_choices.html", facts, status=_status(form))


@require_POST
@member_required
def device_allow(request: HttpRequest) -> HttpResponse:
    """Take in what the browser's push service said; asked by a script, answered without words."""
    form = DeviceForm(request.POST)
    browser = get_device(request.member, session_key=str(request.session.session_key))
    if browser is None or request.is_on_shared_computer or not form.is_valid():
        return HttpResponse(status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        actions.allow_device(
            request.member,
            **form.cleaned_data,
            browser=browser,
            now=timezone.now(),
        )
    except actions.UnknownService:
        return HttpResponse(status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@require_POST
@member_required
def device_take_back(request: HttpRequest, number: int) -> HttpResponse:
    actions.take_back_device(request.member, number=number)
    messages.success(request, _("Nothing is sent there any more."))
    return redirect("notice_choices")


@require_POST
@member_required
def notice_try(request: HttpRequest) -> HttpResponse:
    actions.send_to_try(request.member, now=timezone.now())
    messages.success(request, _("A note is on its way to your mailbox and your devices."))
    return redirect("notice_choices")


@require_POST
@member_required
def mail_works(request: HttpRequest) -> HttpResponse:
    actions.mail_works_again(request.member)
    messages.success(request, _("We will try your mailbox again."))
    return redirect("notice_choices")


@never_cache
@csrf_exempt  # a mail program presses it, without our page; the sealed address is the proof
@require_http_methods(["GET", "HEAD", "POST"])
def notes_stop(request: HttpRequest, token: str) -> HttpResponse:
    """End all e-mail to whoever got this address, without signing in (RFC 8058). A GET changes nothing."""
    number = whose_stop_token(token)
    member = Member.objects.present().filter(pk=number).first() if number else None
    if member is None:
        return render(request, "people/note_over.html", status=HTTPStatus.NOT_FOUND)
    if request.method == "POST":
        actions.stop_mail(member)
    return render(request, "notifications/notes_stop.html", {"is_done": request.method == "POST"})


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("edit_community")
def operator_notes(request: HttpRequest) -> HttpResponse:
    """Show how sending is doing, and have what was given up sent again."""
    if request.method == "POST":
        actions.try_given_up(now=timezone.now())
        messages.success(request, _("They are tried again."))
        return redirect("operator_notes")
    facts = {"sending": queries.sending(), "can_send": settings.MAIL_IS_SET}
    return render(request, "notifications/operator_notes.html", facts)


def _status(form: ChoicesForm) -> int:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
