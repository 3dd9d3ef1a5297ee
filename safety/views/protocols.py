"""The steps for each concern: read and changed by those who run the place, ticked off in a case."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.text import number_in
from people.access import member_required
from safety import actions, permissions, queries
from safety.forms import AnswerAuthorForm, ProtocolForm
from safety.models import Concern, Protocol
from safety.protocols import in_words
from safety.views.desk import acted


@require_GET
@member_required
def protocol_list(request: HttpRequest) -> HttpResponse:
    """The steps in force for every concern."""
    _refuse_others(request)
    return render(request, "safety/protocol_list.html", {"protocols": queries.list_protocols()})


@require_http_methods(["GET", "POST"])
@member_required
def protocol_detail(request: HttpRequest, concern: str) -> HttpResponse:
    """The steps for one concern, to read and change; older versions to read."""
    _refuse_others(request)
    if concern not in Concern.values:
        raise Http404
    newest = queries.newest_protocol(concern)
    form = ProtocolForm(request.POST if request.method == "POST" else None, initial=_as_typed(newest))
    if form.is_valid():
        said = form.cleaned_data
        try:
            actions.publish_protocol(
                concern, steps=said["steps"], replies=form.replies(), version=said["version"],
                by=request.member, now=timezone.now(),
            )  # fmt: skip
            messages.success(request, _("Saved. Cases that are open keep the steps they began with."))
            return redirect("protocol_detail", concern)
        except actions.ProtocolMoved as moved:
            newest = moved.protocol
            form.add_error(
                None,
                _("Somebody else changed these steps meanwhile. Theirs stand below; yours are still here."),
            )
            form.data = {**form.data.dict(), "version": newest.version}  # what they see now is the newest
    context = {
        "form": form,
        "newest": newest,
        "steps": [in_words(step) for step in newest.steps],
        "older": [_in_words(one) for one in queries.list_versions(concern) if one.version < newest.version],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "safety/protocol_detail.html", context, status=status)


def _refuse_others(request: HttpRequest) -> None:
    if not permissions.can_edit_protocols(request.member):
        raise PermissionDenied


def _as_typed(protocol: Protocol) -> dict[str, object]:
    replies = {f"reply_{place}": in_words(words) for place, words in enumerate(protocol.replies, start=1)}
    return {"version": protocol.version, "steps": "\n".join(map(in_words, protocol.steps)), **replies}


def _in_words(protocol: Protocol) -> tuple[Protocol, list[str]]:
    return protocol, [in_words(step) for step in protocol.steps]


@require_POST
@member_required
def case_step(request: HttpRequest, case_id: int) -> HttpResponse:
    """Tick off a step of the case's protocol, or take that back."""
    case = queries.get_case(case_id, viewer=request.member)
    done, undone = number_in(request.POST.get("done")), number_in(request.POST.get("undone"))
    if not (done or undone):
        raise Http404
    act = actions.tick_step if done else actions.untick_step
    act(case, number=done or undone, by=request.member, now=timezone.now())
    return redirect(f"{case.get_absolute_url()}#protocol")


@require_POST
@member_required
def case_answer(request: HttpRequest, case_id: int) -> HttpResponse:
    """Reply where it stands, in words of one's own."""
    return acted(
        request, case_id, "author_form", lambda case: AnswerAuthorForm(request.POST, auto_id="author_%s"),
        lambda case, said: actions.answer_author(case, by=request.member, now=timezone.now(), **said),
    )  # fmt: skip
