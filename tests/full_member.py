"""A member with rows in every table that can hold something of somebody's, made through the product's own actions."""

import uuid
from datetime import time, timedelta
from io import BytesIO
from typing import Any

from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from PIL import Image

from api.actions import Written, do_once
from chat import actions as chat
from chat.models import Request, Seat
from chat.queries import get_message, get_standing
from core.pictures import reencode
from core.privacy import classified_models, rows_of
from core.recordings import EncodedRecording
from forum import actions as forum
from forum.models import ImportedItem, Offer, Post, Space, Thread
from notifications.actions import notify
from people import actions as people
from people.models import Export, Topic
from safety.actions import record, save_safety_notes
from safety.models import SafetyNotes

WORDS = "velvet lighthouse"  # stands in everything she writes, and in nothing else
LOUD = "kingfishersong"  # the same for one token: a search index holds single words
SAID = f"{WORDS} {LOUD}"
# What is not there yet when the account is merely used. Each is filled in the test that is about it.
FILLED_ELSEWHERE = {"people.closing"}


def picture() -> Any:
    file = BytesIO()
    Image.new("RGB", (40, 30), (30, 90, 60)).save(file, "PNG")
    file.seek(0)
    return reencode(file)


def fill(member: Any, *, friend: Any, foe: Any) -> dict[str, Thread]:
    """Have the member use everything there is; return the threads by what they are."""
    now = timezone.now()
    old = member.name
    _says_who_they_are(member, foe=foe, now=now)
    room = Space.objects.create(slug="room", name="Room", purpose="A room", access="members")
    door = Space.objects.create(slug="door", name="Door", purpose="A door", access="request")
    forum.ask_to_enter(door, member=member)
    own = _starts_a_thread(room, member, now=now)
    opening = Post.objects.get(thread=own)
    friends = forum.start_thread(
        room, author=friend, title="Friend's title", body="Millpond song words", wants="listen", now=now
    )
    friends_post = Post.objects.get(thread=friends)
    hidden = _replies(friends, friends_post, member, friend, now=now)
    forum.post_reply(own, author=friend, body="I hear you, Zephyrine Quill.", now=now)
    alone = forum.start_thread(
        room, author=member, title=f"{WORDS} alone", body=SAID, wants="listen", now=now, anonymous=True
    )
    _reads_and_helps(room, friends_post, member, now=now)
    _hears_outside(member, now=now)
    save_safety_notes(member, now=now, **dict.fromkeys(SafetyNotes.PARTS, SAID))
    _is_in_a_call(member, friend, now=now)
    notify("forum.reply", subject_id=hidden.pk, member_ids=[member.pk], actor_id=friend.pk, now=now)
    ImportedItem.objects.create(source="elsewhere", kind="member", external_id=old, object_id=member.pk)
    _is_signed_in_and_takes_along(member, now=now)
    record("forum.history_read", by=friend, about_id=member.pk, subject=f"forum.post:{opening.pk}", now=now)
    _conversation(member, friend, now=now)
    _reports_and_decisions(member, opening, friends_post, now=now)
    _helping_others(member, friend, now=now)
    _in_groups(member, friend, now=now)
    _talking_now(member, friend, now=now)
    _sign_in_ways(member)
    return {"own": own, "friends": friends, "alone": alone}


def _says_who_they_are(member: Any, *, foe: Any, now: Any) -> None:
    """Fill the profile, have had two other names, and keep one member and one topic away."""
    people.save_profile(member, about=SAID, lived_experience=SAID, interests=SAID[:180])
    people.change_name(member, name="Zephyrine Quill", now=now)
    people.change_name(member, name="Marigold Zzyzx", now=now)
    people.block(foe, blocker=member)
    people.mute(foe, muter=member)
    people.choose_topic(member, topic=Topic.objects.first(), choice="leave_out")


def _starts_a_thread(room: Space, member: Any, *, now: Any) -> Thread:
    """Start a thread with a picture, and change its words once."""
    own = forum.start_thread(
        room, author=member, title=f"{WORDS} title", body=SAID, wants="ideas", now=now,
        nonce=uuid.uuid4(), picture=picture(), picture_description=SAID,
    )  # fmt: skip
    opening = Post.objects.get(thread=own)
    forum.edit_post(
        opening,
        by=member,
        body=f"{SAID} again",
        version=opening.version,
        now=now,
        title=f"{WORDS} other title",
    )
    return own


def _replies(friends: Thread, friends_post: Post, member: Any, friend: Any, *, now: Any) -> Post:
    """Reply to the friend, who quotes it, and once without a name; return the reply without one."""
    forum.post_reply(
        friends, author=member, body=SAID, now=now, quoted=friends_post, quoted_text="Millpond song",
        picture=picture(), picture_description=SAID,
    )  # fmt: skip
    hidden = forum.post_reply(friends, author=member, body=f"{SAID} in the dark", now=now, anonymous=True)
    mine = Post.objects.filter(thread=friends, author=member).first()
    thanks = "Thank you, Marigold Zzyzx, for that."
    forum.post_reply(friends, author=friend, body=thanks, now=now, quoted=mine, quoted_text=WORDS)
    return hidden


def _reads_and_helps(room: Space, friends_post: Post, member: Any, *, now: Any) -> None:
    """Press, keep, visit, offer to be asked, and leave drafts."""
    friends = friends_post.thread
    forum.toggle_support(friends_post, member=member, kind="hear", now=now)
    forum.bookmark(friends_post, member=member)
    forum.visit_space(room, member=member, now=now)
    forum.save_helper_settings(
        member, weekly_cap=3, quiet_from=time(22), quiet_until=time(8), time_zone="", languages=["en"],
        known_topics=["loss"], refused_topics=["abuse"], shares_lived_experience=True, now=now,
    )  # fmt: skip
    Offer.objects.create(thread=friends, member=member, offered_at=now, expires_at=now)
    forum.save_draft(member, space=room, title=f"{WORDS} draft", body=SAID)
    forum.save_draft(member, thread=friends, body=SAID)


def _is_signed_in_and_takes_along(member: Any, *, now: Any) -> None:
    """Be signed in, have asked for a copy of everything, and let a program in."""
    client = Client()
    client.force_login(member.account)
    assert Session.objects.exists()
    member.account.refresh_from_db()
    Export.objects.create(
        account=member.account, file_key="0" * 48, secret="00" * 32, asked_at=now - timedelta(minutes=1)
    )
    people.make_token(
        member, name=f"{WORDS} program", scopes=["read"], days=30, now=now, has_second_factor=False
    )
    do_once(member, key_hash="k", request_hash="r", write=lambda: Written(204), now=now)


def _conversation(member: Any, friend: Any, *, now: Any) -> None:
    """Talk with the friend, and ask somebody else who has not answered."""
    asked = chat.send_request(member, by=friend, words="May I ask?", now=now)
    conversation = chat.accept(asked, by=member, now=now)
    mine = get_standing(conversation.pk, viewer=member)
    chat.send_message(
        mine,
        author=member,
        body=SAID,
        now=now,
        notes=["loss"],
        nonce=uuid.uuid4(),
        attachments=[chat.NewAttachment.picture(picture(), description=SAID)],
    )
    theirs = chat.send_message(
        get_standing(conversation.pk, viewer=friend),
        author=friend,
        body="Millpond song words",
        now=now,
        attachments=[chat.NewAttachment.voice(EncodedRecording(b"Millpond song voice", seconds=3))],
    )
    chat.toggle_support(
        get_message(theirs.pk, viewer=member, now=now)[1], member=member, kind="hear", now=now
    )
    chat.choose_from_whom(member, from_whom="spaces")
    chat.make_excerpt(mine, [theirs.pk], by=member, now=now)
    Request.objects.filter(pk=asked.pk).delete()
    Seat.objects.filter(member=member).update(muted_at=now)
    Request.objects.create(sender=member, recipient=friend, words=SAID, sent_at=now)


def _in_groups(member: Any, friend: Any, *, now: Any) -> None:
    """Be in one group, and wait for a place in another."""
    from circles.models import CalendarFeed, Circle, Group, Membership, Schedule, Seat, Waiting

    for name in ("Night owls", "Early birds"):
        space = Space.objects.create(
            slug=f"group-{name[:5].lower()}", name=name, purpose=name, access="group"
        )
        group = Group.objects.create(
            name=name, purpose=name, agreement="We say I.", time_zone="UTC", space=space, opened_at=now
        )
        facts = {"group": group, "member": member}
        if name == "Night owls":
            Membership.objects.create(**facts, joined_at=now, agreed_edition=1)
            schedule = Schedule.objects.create(
                group=group, first_date=now.date(), at=now.time(), time_zone="UTC", planned_at=now
            )
            circle = Circle.objects.create(
                schedule=schedule,
                uid=uuid.uuid4(),
                day=now.date(),
                starts_at=now,
                ends_at=now + timedelta(hours=1),
                seats_there=8,
            )
            Seat.objects.create(circle=circle, member=member, signed_up_at=now)
            CalendarFeed.objects.create(member=member, secret_hash="s" * 64, made_at=now)
            _in_a_circle(circle, member, friend, now=now)
        else:
            Waiting.objects.create(**facts, asked_at=now)


def _in_a_circle(circle: Any, member: Any, friend: Any, *, now: Any) -> None:
    """Be in a circle, hold it, need help in it and leave another in distress."""
    from circles.models import CircleRecord, Meeting, OwnNote, Presence, SideRoom, Worry

    meeting = Meeting.objects.create(circle=circle, opened_at=now)
    mine, theirs = (
        Presence.objects.create(meeting=meeting, member=who, arrived_at=now, word_in=SAID, help_words=SAID)
        for who in (member, friend)
    )
    Presence.objects.filter(pk=theirs.pk).update(word_in="", help_words="")
    SideRoom.objects.create(meeting=meeting, guest=mine, helper=theirs, opened_at=now, closed_at=now)
    SideRoom.objects.create(meeting=meeting, guest=theirs, helper=mine, opened_at=now)
    OwnNote.objects.create(circle=circle, member=member, words=SAID)
    CircleRecord.objects.create(circle=circle, attendance=2, words=SAID, written_by=member)
    Worry.objects.create(circle=circle, member=member, said="heavy", at=now, answer=SAID)


def _is_in_a_call(member: Any, friend: Any, *, now: Any) -> None:
    """Have the member be in a call, with something their browser has to tell another."""
    from calls.models import Call, Participant, Signal

    call = Call.objects.create(venue="conversation", venue_id=1, began_at=now, room="a room")
    at_server = {"feed": "a feed", "line": '{"session": 1, "feed": "a feed"}'}
    mine, theirs = (
        Participant.objects.create(
            call=call, member=who, ref=f"{who.pk:016}", came_at=now, seen_at=now, **at_server
        )
        for who in (member, friend)
    )
    Signal.objects.create(to=theirs, sender=mine, kind="key", body="{}", sent_at=now)


def _hears_outside(member: Any, *, now: Any) -> None:
    """Choose to hear of replies on a device."""
    from notifications import actions as notices
    from people.models import Device

    browser = Device.objects.create(account=member.account, session_key="k" * 32, description="Firefox")
    notices.allow_device(
        member,
        browser=browser,
        endpoint="https://fcm.googleapis.com/x",
        public_key="k" * 87,
        auth="a" * 22,
        now=now,
    )
    notices.choose(member, kinds={"forum.reply": (True, False, True)}, settings={"shows_count": True})


def _reports_and_decisions(member: Any, own: Post, friends: Post, *, now: Any) -> None:
    """Report something, be decided about, and ask for another look."""
    from forum.moderation import load_posts
    from safety import actions as safety
    from safety.models import Case, Decision

    safety.report(load_posts([friends.pk])[friends.pk], by=member, reason="other", words=WORDS, now=now)
    case = safety.open_case(load_posts([own.pk])[own.pk], source="report", band=3, concern="other", now=now)
    Case.objects.filter(pk=case.pk).update(closed_at=now)
    decision = Decision.objects.create(case=case, member=member, outcome="edit", statement=WORDS, at=now)
    safety.appeal(decision, by=member, words=WORDS, now=now)


def _helping_others(member: Any, friend: Any, *, now: Any) -> None:
    """Have the member be down for a shift and on duty, with a buddy, and write after something hard."""
    from safety.models import Buddy, Case, Debrief, Duty, OwnLimits, SelfCheck, Shift, ShiftPlace

    shift = Shift.objects.create(starts_at=now, ends_at=now + timedelta(hours=2))
    ShiftPlace.objects.create(shift=shift, member=member)
    Buddy.objects.create(member=member, other=friend, chosen_at=now)
    case = Case.objects.create(source="report", band=1, concern="crisis", opened_at=now, due_at=now)
    Debrief.objects.create(member=member, case=case, feeling="heavy", words=WORDS, written_at=now)
    SelfCheck.objects.create(member=member, edition=1, passed_at=now)
    OwnLimits.objects.create(member=member, left_out=["abuse"])
    Duty.objects.create(member=member, shift=shift, since=now, until=shift.ends_at, break_due_at=now)


def _talking_now(member: Any, friend: Any, *, now: Any) -> None:
    """Have the member talk with a listener, and listen to somebody themselves."""
    from listening import actions as listening
    from listening.models import ListenerSettings, Talk

    for one, other in ((member, friend), (friend, member)):
        conversation = chat.bring_together(one, other, now=now)
        talk = Talk.objects.create(
            member=one, listener=other, conversation=conversation, began_at=now, place_at=now, waits_since=now,
            seen_at=now,
        )  # fmt: skip
        listening.answer_afterwards(talk, by=one, heard="yes", safer="yes", now=now)
        listening.write_note(talk, by=other, words=WORDS if other is member else "Millpond song", now=now)
    ListenerSettings.objects.create(member=member, most_at_once=2)


def _sign_in_ways(member: Any) -> None:
    """Fill what packages store, where they are installed."""
    from django.apps import apps

    if apps.is_installed("allauth.mfa"):
        people.add_app(member, secret="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    apps.get_model("people", "RecoveryAddress").objects.create(
        account=member.account, address="m@example.org"
    )
    address = apps.get_model("account", "EmailAddress").objects.create(
        user=member.account, email="m@example.org"
    )
    apps.get_model("account", "EmailConfirmation").objects.create(email_address=address, key="k" * 20)


def tables_left_empty(account: Any) -> list[str]:
    """Return the tables that could hold something of this account's and hold nothing."""
    return [
        model._meta.label_lower
        for model, privacy in classified_models()
        if privacy.of
        and model._meta.label_lower not in FILLED_ELSEWHERE
        and not rows_of(account, model).exists()
    ]
