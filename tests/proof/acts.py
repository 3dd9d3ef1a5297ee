"""What happens while others look: each act with what it is to be hidden from."""

from typing import Any

from django.utils import timezone

from tests.proof.circles_held import go_on_in_the_circle
from tests.proof.community import Community
from tests.proof.conversations import go_on_talking
from tests.proof.recognised import note_new_words
from tests.proof.support_groups import go_on_meeting


def anonymous_acts(community: Community) -> None:
    """Vera begins, answers, edits, pins, takes back and types, all without her name."""
    from forum.actions import edit_post, pin_update, remove_post, someone_is_writing

    vera = community.people["vera"]
    someone_is_writing(community.shared, writer=vera, anonymous=True)
    said = community.reply(community.shared, "vera", "Once more voicereply.", anonymous=True)
    edit_post(
        said, by=vera, body="Once more voicereply, changed.", version=said.version, now=community.later()
    )
    pinned = community.reply(community.voice, "vera", "Better voicepinned.", anonymous=True)
    pin_update(pinned, by=vera, now=community.later())
    remove_post(
        community.reply(community.shared, "vera", "No.", anonymous=True), by=vera, now=community.later()
    )
    community.start(community.open, "vera", "Another voicetitle", "Another voiceopening.", anonymous=True)


def named_acts(community: Community, who: str, words: str) -> None:
    """Somebody does under their name whatever one can do; those who are apart from them must not notice."""
    from forum.actions import edit_post, pin_update, remove_post, toggle_support
    from people.actions import draw_avatar, save_profile

    member = community.people[who]
    said = community.reply(community.shared, who, f"Again {words}.")
    edit_post(said, by=member, body=f"Again {words}, changed.", version=said.version, now=community.later())
    remove_post(community.reply(community.voice, who, f"Back {words}."), by=member, now=community.later())
    begun = community.start(community.open, who, f"New {words}", f"New {words} here.")
    pin_update(community.reply(begun, who, f"Update {words}."), by=member, now=community.later())
    toggle_support(community.voice_reply, member=member, kind="hear", now=timezone.now())
    save_profile(member, about=f"About {words}", about_audience="everyone")
    draw_avatar(member)


def acts_behind_the_door(community: Community) -> None:
    """Ines writes in the space by request."""
    from forum.actions import edit_post, remove_post

    ines = community.people["ines"]
    said = community.reply(community.behind, "ines", "More closedreply.")
    edit_post(said, by=ines, body="More closedreply, changed.", version=said.version, now=community.later())
    remove_post(
        community.reply(community.behind, "ines", "Less closedreply."), by=ines, now=community.later()
    )
    community.start(community.closed, "ines", "Later closedtitle", "Later closedopening.")


def acts_for_members(community: Community) -> None:
    """Members write in the space for members."""
    community.reply(community.in_members, "lena", "More memberreply.")
    community.start(community.members, "chen", "Later memberstitle", "Later membersopening.")


def acts_for_oneself(community: Community) -> None:
    """Lena, Ines and Asha do what only they, or one other person, ever see."""
    from forum.actions import bookmark, follow, mark_seen, save_draft, toggle_support, visit_space
    from people.actions import choose_topic, mute, save_profile, set_preferences
    from people.models import Topic

    lena, ines, asha = (community.people[who] for who in ("lena", "ines", "asha"))
    save_draft(lena, thread=community.voice, body="A new draftbody.")
    bookmark(community.voice_reply, member=ines)
    follow(community.voice, member=ines, now=timezone.now())
    mark_seen(community.voice, member=ines, post_id=community.voice_reply.pk)
    visit_space(community.open, member=ines, now=timezone.now())
    toggle_support(community.ashas_reply, member=ines, kind="hear", now=timezone.now())
    save_profile(asha, lived_experience="Still livedsecret.", lived_experience_audience="nobody")
    set_preferences(lena, pictures_on_tap=False, shows_writing=False)
    mute(community.people["rosa"], muter=lena)
    choose_topic(ines, topic=Topic.objects.all()[0], choice="leave_out")


def everything(community: Community) -> Any:
    """Do all of it; what was written is recognisable afterwards."""
    anonymous_acts(community)
    named_acts(community, "asha", "ashareply")
    named_acts(community, "dana", "danareply")
    acts_behind_the_door(community)
    acts_for_members(community)
    acts_for_oneself(community)
    go_on_talking(community)
    go_on_meeting(community)
    go_on_in_the_circle(community)
    note_new_words(community)
