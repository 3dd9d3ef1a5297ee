"""The rota: what shifts there are, who is on duty, and going off duty without leaving a case alone."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.access import member_required, permission_required
from safety import actions, permissions, queries
from safety.forms.rota import GoingForm, HoursForm, RotaForm, ShiftForm


def _require_helper(request: HttpRequest) -> None:
    if not permissions.can_be_on_duty(request.member):
        raise PermissionDenied


@require_safe
@member_required
def rota(request: HttpRequest) -> HttpResponse:
    """The shifts of the next two weeks, and who is on duty; for those who take shifts."""
    _require_helper(request)
    now = timezone.now()
    on_duty = queries.who_is_on_duty(now=now)
    context = {
        "rows": queries.list_shifts(request.member, now=now),
        "on_duty": on_duty,
        "sees_names": permissions.can_see_names_on_rota(request.member),
        "zone": timezone.get_default_timezone_name(),
        **queries.duty_facts(request.member, now=now),
    }
    return render(request, "safety/rota.html", context)


@require_POST
@member_required
def shift_change(request: HttpRequest, shift_id: int) -> HttpResponse:
    """Sign up, withdraw, put one's place up for others, keep it, or take one over."""
    _require_helper(request)
    viewer, now = request.member, timezone.now()
    shift = queries.get_shift(shift_id, viewer=viewer, now=now)
    try:
        match request.POST.get("do"):
            case "join":
                actions.sign_up(shift, by=viewer)
            case "leave":
                actions.withdraw(shift, by=viewer)
            case "offer":
                actions.offer_swap(shift, by=viewer, now=now)
                messages.success(
                    request, _("Colleagues can take it over now. It stays yours until somebody does.")
                )
            case "keep":
                actions.keep_place(shift, by=viewer)
            case "take":
                actions.take_over(shift, by=viewer)
                messages.success(request, _("It is yours now. Thank you."))
    except actions.ShiftIsFull:
        messages.info(request, _("Somebody was quicker: there is no place left in that shift."))
    return redirect("rota")


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def duty(request: HttpRequest) -> HttpResponse:
    """The bar about one's own duty, for a page that is open; and the switch, the break and staying on."""
    _require_helper(request)
    if request.method == "POST":
        _switch(request)
        return redirect(_back(request))
    return render(request, "safety/_duty.html", queries.duty_facts(request.member, now=timezone.now()))


def _switch(request: HttpRequest) -> None:
    viewer, now = request.member, timezone.now()
    match request.POST.get("do"):
        case "on":
            form = HoursForm(request.POST)
            hours = form.cleaned_data["hours"] if form.is_valid() else 1
            actions.go_on_duty(viewer, hours=hours, now=now)
        case "stay":
            actions.stay_on_duty(viewer, now=now)
        case "break":
            actions.take_a_break(viewer, now=now)
        case "back":
            actions.come_back(viewer, now=now)
        case "later":
            actions.remind_later(viewer, now=now)


def _back(request: HttpRequest) -> str:
    """Return the page the press came from, where it is one of ours."""
    came_from = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(came_from, allowed_hosts=None) and came_from.startswith("/")
    return came_from if is_ours else "/rota/"


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def duty_end(request: HttpRequest) -> HttpResponse:
    """Go off duty: what one still has goes to a colleague or back to the desk."""
    _require_helper(request)
    viewer, now = request.member, timezone.now()
    held = list(queries.list_held(viewer))
    colleagues = queries.list_colleagues_for_all(held, viewer=viewer, now=now)
    form = GoingForm(request.POST if request.method == "POST" else None, colleagues=colleagues)
    if form.is_valid():
        left = actions.go_off_duty(viewer, now=now, **form.cleaned_data)
        messages.success(
            request,
            _("You are off duty, and what you had is with others now. Thank you.")
            if left
            else _("You are off duty. Thank you."),
        )
        return redirect("rota")
    context = {
        "rows": queries.rows_of(held, viewer=viewer, now=now),
        "form": form,
        "is_on_duty": queries.get_own_duty(viewer, now=now) is not None,
    }
    return render(request, "safety/duty_end.html", context, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("plan_rota")
def operator_rota(request: HttpRequest) -> HttpResponse:
    """Plan shifts, and take them out again."""
    now = timezone.now()
    form = ShiftForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.plan_shift(by=request.member, now=now, **form.planned())
        messages.success(request, _("Planned. Helpers can sign up now."))
        return redirect("operator_rota")
    context = {
        "form": form,
        "settings_form": RotaForm(initial=vars(queries.rota_settings())),
        "shifts": queries.list_planned(now=now)[:100],
        "zone": timezone.get_default_timezone_name(),
    }
    return render(request, "safety/operator_rota.html", context, status=_status(form))


@require_POST
@permission_required("plan_rota")
def operator_rota_settings(request: HttpRequest) -> HttpResponse:
    """When breaks are due, and how much a shift should hold."""
    form = RotaForm(request.POST)
    if form.is_valid():
        actions.set_rota(by=request.member, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("operator_rota")
    now = timezone.now()
    context = {
        "form": ShiftForm(),
        "settings_form": form,
        "shifts": queries.list_planned(now=now)[:100],
        "zone": timezone.get_default_timezone_name(),
    }
    return render(request, "safety/operator_rota.html", context, status=_status(form))


@require_POST
@permission_required("plan_rota")
def shift_drop(request: HttpRequest, shift_id: int) -> HttpResponse:
    """Take a shift out of the plan, alone or with those of its series that come later."""
    now = timezone.now()
    shift = queries.list_planned(now=now).filter(pk=min(shift_id, 2**63 - 1)).first()
    if shift is not None:  # pressed twice: it is gone, which is what was wanted
        actions.drop_shift(shift, by=request.member, and_later="and_later" in request.POST, now=now)
        messages.success(request, _("Taken out of the plan."))
    return redirect("operator_rota")


def _status(form: Any) -> int:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
