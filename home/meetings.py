"""Tells conversations how members met in the forum; neither of the two knows the other."""

from django.utils.translation import gettext as _

from chat.meetings import Acquaintance, Meeting, register
from core.languages import isolated
from forum.queries import find_common_thread, has_replied_to, offered_to_help, share_a_space
from people.models import Member


def where_met(one: Member, other: Member, viewer: Member) -> Meeting | None:
    """Return the thread in which both wrote under their names, as the viewer may read it."""
    thread = find_common_thread(one, other, viewer=viewer)
    if thread is None:
        return None
    sentence = _("You both wrote in %(thread)s.") % {"thread": isolated(thread.title)}
    return Meeting(sentence, thread.get_absolute_url())


IN_THE_FORUM = Acquaintance(
    has_answered=has_replied_to, share_a_place=share_a_space, where_met=where_met, helps=offered_to_help
)


def install() -> None:
    """Make it known to conversations."""
    register(IN_THE_FORUM)
