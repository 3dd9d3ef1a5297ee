"""Taking everything along, and closing the account."""

from http import HTTPStatus

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from people import actions, queries
from people.access import confirmed_recently
from people.before_going import duties_of
from people.forms.leaving import CloseForm
from people.models import ClosingChoice
from people.views.sending import sent


@require_http_methods(["GET", "POST"])
@confirmed_recently
def export(request: HttpRequest) -> HttpResponse:
    """Say what the file will hold, make it, and show how far it is."""
    if request.method == "POST":
        actions.ask_for_export(request.member, now=timezone.now())
        return redirect("export")
    return render(request, "people/export.html", {"export": queries.get_export(request.member)})


@require_POST
@confirmed_recently
def export_fetch(request: HttpRequest) -> HttpResponse:
    """Give the file out, once. A POST, so that nothing fetches it ahead of time."""
    found = queries.get_export(request.member)
    if found is None or found.ready_at is None:
        return redirect("export")
    response = StreamingHttpResponse(actions.fetch_export(found), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{timezone.now():%Y-%m-%d}.zip"'
    response["Cache-Control"] = "no-store"
    return response  # type: ignore[return-value]  # a stream is an answer like any other to those who wrap views


@require_http_methods(["GET", "POST"])
@confirmed_recently
def close(request: HttpRequest) -> HttpResponse:
    """Offer the two ways to close an account, and say before the press what stays, why and until when."""
    form = CloseForm(sent(request))
    if request.method == "POST" and form.is_valid():
        at_once = form.cleaned_data["when"] == "now"
        try:
            reference = actions.ask_to_close(
                request.member, choice=form.cleaned_data["choice"], at_once=at_once, now=timezone.now()
            )
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            logout(request)
            return redirect("receipt", reference)
    facts = {
        "form": form,
        "days": settings.RETENTION["change_of_mind"].days,
        "duties": duties_of(request.member),
        **queries.what_stays(),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "people/close.html", facts, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def closing(request: HttpRequest) -> HttpResponse:
    """Ask whoever signs in to an account that is to be closed whether they want to stay."""
    viewer = request.viewer
    if viewer is None or viewer.closes_at is None:
        return redirect("/" if viewer else "sign_in")
    wish = request.POST.get("wish")
    if wish == "stay" and not viewer.closed_by_staff:
        actions.stay(viewer.member)
        return redirect("/")
    if wish == "now":
        choice = queries.closing_choice(viewer.member) or ClosingChoice.ERASE
        reference = actions.ask_to_close(viewer.member, choice=choice, at_once=True, now=timezone.now())
        logout(request)
        return redirect("receipt", reference)
    return render(
        request, "people/closing.html", {"closes_at": viewer.closes_at, "by_staff": viewer.closed_by_staff}
    )


@never_cache
@require_GET
def receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """Show how far a closing is. The address is the receipt; whose it is is stored nowhere."""
    found = queries.get_receipt(reference)
    if found is None:
        raise Http404
    return render(
        request,
        "people/receipt.html",
        {"closing": found, "waits": found.due_at > timezone.now(), "reference": reference},
    )
