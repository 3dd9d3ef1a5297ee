"""What somebody in pain finds beside their own messages and requests: people to talk to. Nobody is told of them."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chat import actions, queries
from people.access import member_required
from safety.queries import CarePanel, is_somebody_on_duty, panel_about_oneself


def care_for(request: HttpRequest, standing: queries.Standing) -> CarePanel:
    """Return the panel for the author of worrying messages."""
    address = standing.conversation.get_absolute_url()
    panel = _panel(request, says=_("Your words have arrived."), action=f"{address}care/", address=address)
    return panel if not standing.conversation.ends_for_good else replace(panel, offers_listener=False)


def care_after_asking(request: HttpRequest) -> CarePanel | None:
    """Return the panel for whoever asked somebody in worrying words, None for everybody else.

    Whether these are read is for the other to choose, so the way to people who are there stands beside them.
    """
    if not queries.needs_care_for_requests(request.member):
        return None
    address = reverse("conversation_list")
    return _panel(request, says=_("Your words are sent."), action=reverse("requests_care"), address=address)


def _panel(request: HttpRequest, **facts: str) -> CarePanel:
    country = request.GET.get("country", "")
    panel = panel_about_oneself(request.member, country=country, is_private=True, **facts)
    return replace(panel, offers_listener=is_somebody_on_duty())


@require_POST
@member_required
def conversation_care(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Ask to talk, say that one is safe, or put the panel away."""
    standing = queries.get_standing(conversation_id, viewer=request.member)
    wanted, now = request.POST.get("do"), timezone.now()
    if wanted == "talk":
        actions.ask_to_talk(request.member, now=now)
        return redirect(f"{standing.conversation.get_absolute_url()}#care")
    if wanted == "safe":
        actions.say_safe(standing, now=now)
        messages.success(request, _("Thank you for saying so."))
    elif wanted == "away":
        actions.put_care_away(standing)
    return redirect(standing.conversation)


@require_POST
@member_required
def requests_care(request: HttpRequest) -> HttpResponse:
    """Ask to talk, say that one is safe, or put the panel away, after asking somebody who has not said yes."""
    wanted, member, now = request.POST.get("do"), request.member, timezone.now()
    if wanted == "talk":
        actions.ask_to_talk(member, now=now)
        return redirect(f"{reverse('conversation_list')}#care")
    if wanted == "safe":
        actions.say_safe_after_asking(member, now=now)
        messages.success(request, _("Thank you for saying so."))
    elif wanted == "away":
        actions.put_care_after_asking_away(member, now=now)
    return redirect("conversation_list")
