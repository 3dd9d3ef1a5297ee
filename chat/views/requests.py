"""Asking somebody whether they would like to talk, and answering who asks."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from chat import actions, meetings, queries
from chat.forms import FromWhomForm, RequestForm
from chat.models import Request
from core.languages import isolated
from core.pace import TooSoon
from people.access import member_required
from people.models import Member
from people.queries import get_member


@require_http_methods(["GET", "POST"])
@member_required
def member_write(request: HttpRequest, name: str) -> HttpResponse:
    """Ask a member; 404 alike for who is not there and who is not there for this one."""
    viewer = request.member
    recipient = get_member(name, viewer=viewer)
    if recipient.pk == viewer.pk:
        raise Http404
    if standing := queries.find_standing(viewer, recipient):
        return redirect(standing.conversation)
    if asked_by_them := queries.find_request(sender=recipient, viewer=viewer):
        return redirect("request_detail", asked_by_them.pk)
    form = RequestForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and (done := _send(request, recipient, form)):
        return done
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = {
        "recipient": recipient,
        "form": form,
        "sent": queries.find_sent(viewer=viewer, recipient=recipient),
        "met": meetings.where_met(viewer, recipient, viewer=viewer),
    }
    return render(request, "chat/member_write.html", context, status=status)


def _send(request: HttpRequest, recipient: Member, form: RequestForm) -> HttpResponse | None:
    """Send it, or say at the form what stands against it."""
    try:
        actions.send_request(
            recipient, by=request.member, words=form.cleaned_data["words"], now=timezone.now()
        )
    except actions.AlreadyAsked:
        form.add_error(None, _("You wrote to them already. One request at a time is enough."))
    except actions.TooManyRequests:
        form.add_error(None, _("That is as many people as one can ask in a day. Please try again tomorrow."))
    except TooSoon as soon:
        form.add_error(None, soon.in_words(now=timezone.now()))
    except actions.AlreadyTalking:
        return redirect("conversation_list")
    except PermissionDenied:
        form.add_error(None, _("You can read everything, but not write at the moment."))
    else:
        messages.success(request, _("Sent. If they would like to talk, you will find them here."))
        return redirect("/conversations/#sent")
    return None


@require_http_methods(["GET", "POST"])
@member_required
def request_detail(request: HttpRequest, request_id: int) -> HttpResponse:
    """One request to this member: what they say, where the two met, and four ways to answer."""
    asked = queries.get_request(request_id, viewer=request.member)
    if request.method == "POST":
        try:
            return _answer(request, asked)
        except actions.GroupFull:
            return _request_page(request, asked, status=HTTPStatus.CONFLICT, is_full=True)
    return _request_page(request, asked)


def _request_page(
    request: HttpRequest, asked: Request, *, status: int = HTTPStatus.OK, is_full: bool = False
) -> HttpResponse:
    context = {
        "asked": asked,
        "met": meetings.where_met(asked.sender, request.member, viewer=request.member),
        "people": queries.people_of(asked),
        "reader_is_advised": asked.sounds_in_danger and meetings.helps(request.member),
        "is_full": is_full,
    }
    return render(request, "chat/request_detail.html", context, status=status)


def _answer(request: HttpRequest, asked: Request) -> HttpResponse:
    viewer, now, name = request.member, timezone.now(), isolated(asked.sender.name)
    answer = request.POST.get("answer")
    if answer == "accept":
        return redirect(actions.accept(asked, by=viewer, now=now))
    if answer == "report":
        excerpt = actions.make_excerpt_of_request(asked, by=viewer, now=now)
        return redirect("report", "chat.excerpt", excerpt.pk)
    if answer == "block":
        actions.decline_and_block(asked, by=viewer, now=now)
        messages.success(request, _("You won't see each other here any more. They are not told."))
    elif answer == "not_now":
        actions.set_aside(asked, by=viewer, now=now)
        messages.success(
            request, _("%(name)s sees no difference. You can still say yes later.") % {"name": name}
        )
    else:
        return redirect("request_detail", asked.pk)
    return redirect("conversation_list")


@require_POST
@member_required
def request_take_back(request: HttpRequest, request_id: int) -> HttpResponse:
    """Take the words of one's own request back."""
    actions.take_back(queries.get_sent(request_id, viewer=request.member), by=request.member)
    messages.success(request, _("Your words are taken back."))
    return redirect("conversation_list")


@require_http_methods(["GET", "POST"])
@member_required
def from_whom(request: HttpRequest) -> HttpResponse:
    """Say who may ask oneself."""
    chosen = queries.from_whom(request.member)
    form = FromWhomForm(request.POST if request.method == "POST" else None, initial={"from_whom": chosen})
    if form.is_valid():
        actions.choose_from_whom(request.member, from_whom=form.cleaned_data["from_whom"])
        messages.success(request, _("Saved."))
        return redirect("from_whom")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "chat/from_whom.html", {"form": form}, status=status)
