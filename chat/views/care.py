"""What somebody in pain finds under their own messages: people to talk to. Nobody is told of them."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chat import actions, queries
from people.access import member_required
from safety.queries import CarePanel, is_somebody_on_duty, panel_about_oneself


def care_for(request: HttpRequest, standing: queries.Standing) -> CarePanel:
    """Return the panel for the author of worrying messages."""
    address = standing.conversation.get_absolute_url()
    panel = panel_about_oneself(
        request.member, says=_("Your words have arrived."), action=f"{address}care/", address=address,
        country=request.GET.get("country", ""), is_private=True,
    )  # fmt: skip
    return replace(panel, offers_listener=is_somebody_on_duty() and not standing.conversation.ends_for_good)


@require_POST
@member_required
def conversation_care(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Ask to talk, say that one is safe, or put the panel away."""
    standing = queries.get_standing(conversation_id, viewer=request.member)
    wanted, now = request.POST.get("do"), timezone.now()
    if wanted == "talk":
        actions.ask_to_talk(standing, now=now)
        return redirect(f"{standing.conversation.get_absolute_url()}#care")
    if wanted == "safe":
        actions.say_safe(standing, now=now)
        messages.success(request, _("Thank you for saying so."))
    elif wanted == "away":
        actions.put_care_away(standing)
    return redirect(standing.conversation)
