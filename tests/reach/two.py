"""Asha, who reads, and somebody who writes: what either can do so that words of the one may reach the other.

Each of them says words of their own that occur nowhere else, so that all of them can live in one community and be told
apart in whatever reaches Asha.
"""

from datetime import time, timedelta
from itertools import product
from typing import Any

from django.utils import timezone

from chat import actions as chat
from chat.models import AttachmentKind, Room
from chat.queries import get_standing
from people import actions as people
from tests.cast import PASSPHRASE
from tests.proof.community import forget

_MARKS = ["".join(letters) for letters in product("bfgkpstz", repeat=2)]  # no two names may look alike


class Two:
    """Asha and one who writes; a third talks with both of them, and Mo runs the place."""

    def __init__(self, me: Any, mo: Any, number: int) -> None:
        self.mark = _MARKS[number]
        self.me, self.mo, self.now = me, mo, timezone.now()
        self.them, self.third = (self._join(who) for who in ("Writer", "Third"))
        self.secret, self.found_by = f"velvetlighthouse{self.mark}", f"kingfishersong{self.mark}"

    @property
    def words(self) -> str:
        """What they say: one word to look for it by, and one that nobody ever asks for."""
        return f"{self.secret} {self.found_by}"

    def _join(self, who: str) -> Any:
        return people.sign_up(name=f"{who} {self.mark}", passphrase=PASSPHRASE, now=self.now)

    # ---- meeting, asking, talking

    def meet(self) -> None:
        """They begin a thread in which Asha answers, so that they may ask her."""
        from forum.actions import post_reply, start_thread

        thread = start_thread(
            self.space(), author=self.them, title="Evenings", body="Long.", wants="listen", now=self.now
        )
        post_reply(thread, author=self.me, body="I know them.", now=self.now)

    def ask(self) -> Any:
        """Have them ask Asha, and the background decide whether she is shown it."""
        asked = chat.send_request(self.me, by=self.them, words=self.words, now=self.now)
        chat.deliver(asked.pk, now=self.now)
        asked.refresh_from_db()
        return asked

    def talk(self, one: Any = None, other: Any = None) -> Any:
        """Have two people talk, those two if nobody else is named; return their conversation."""
        one, other = one or self.them, other or self.me
        asked = chat.send_request(other, by=one, words="Shall we?", now=self.now)
        return chat.accept(asked, by=other, now=self.now)

    def say(self, talk: Any, author: Any = None, words: str = "", **more: Any) -> Any:
        """Have somebody say something, themselves if nobody else is named, with files that hold it too."""
        author, words = author or self.them, words or self.words
        files = [
            chat.NewAttachment(AttachmentKind.PICTURE, words.encode(), words, 4, 4),
            chat.NewAttachment(AttachmentKind.VOICE, words.encode(), "", seconds=3),
        ]
        standing = get_standing(talk.pk, viewer=author)
        return chat.send_message(standing, author=author, body=words, attachments=files, now=self.now, **more)

    def talk_now(self) -> Any:
        """Have them, who listen, be given Asha by the queue; return the talk."""
        from listening.actions import ask, take_next
        from people.queries import note_here
        from safety.actions import go_on_duty

        self.them.role = "listener"
        self.them.save(update_fields=["role"])
        go_on_duty(self.them, hours=1, now=self.now)
        note_here(self.them)
        ask(self.me, help="listen", now=self.now)
        return take_next(self.them, now=self.now)

    # ---- groups and rooms

    def group(self, *, keeper: Any = None, name: str = "Evenings", without: Any = None) -> Any:
        """Have a group kept by the third, or whom is named, in which everybody sits."""
        keeper = keeper or self.third
        group = chat.make_group(name=name, keeper=keeper, now=self.now)
        for member in (self.them, self.me, self.third):
            if member not in (keeper, without):
                chat.come_in(group, member=member, now=self.now)
        return group

    def invite(self, group: Any, *, by: Any) -> Any:
        """Have the keeper ask Asha into a group, in the same words."""
        asked = chat.invite(get_standing(group.pk, viewer=by), self.me, words=self.words, now=self.now)
        chat.deliver(asked.pk, now=self.now)
        return asked

    def space(self, slug: str = "kitchen") -> Any:
        """Return a space for members, the same for all unless it is named."""
        from forum.models import Space

        space, _ = Space.objects.get_or_create(
            slug=slug, defaults={"name": "Kitchen", "purpose": "For all.", "access": "members"}
        )
        forget()  # which spaces there are is remembered
        return space

    def room(self, space: Any = None) -> Any:
        """Open a room in a space that all may read, and have Asha keep it on her list."""
        room = chat.make_room(
            f"space:{(space or self.space()).pk}", name="Table", lifetime="kept", now=self.now
        )
        chat.enter_room(get_standing(room.pk, viewer=self.me), now=self.now)
        return room.conversation

    # ---- support groups and their circles

    def support_group(self, *, hidden: bool = False) -> Any:
        """Have Mo open a group with everybody in it, held by the third; return its room. `hidden`: under another."""
        from circles import actions

        self.circles = actions.open_group(
            by=self.mo, name="Owls", purpose="For nights.", for_whom="", agreement="We say I.", door="invitation",
            size=8, time_zone="UTC", now=self.now,
        )  # fmt: skip
        for member in (self.third, self.me, self.them):
            actions.invite(self.circles, member=member, by=self.mo, now=self.now)
            is_hidden = hidden and member == self.them
            actions.take_place(self.circles, member=member, under_other_name=is_hidden, now=self.now)
        actions.appoint_facilitator(self.circles, member=self.third, by=self.mo, now=self.now)
        return Room.objects.get(place=f"group:{self.circles.pk}").conversation

    def place_of(self, member: Any) -> Any:
        return self.circles.memberships.get(member=member)

    def circle(self) -> Any:
        """Hold a circle of the support group, with everybody in it; return its room."""
        from circles import actions
        from circles.models import Circle

        self.support_group()
        schedule = actions.plan_circles(
            self.circles, by=self.third, rhythm="once", first_date=(self.now + timedelta(days=9)).date(), at=time(9),
            minutes=60, seats=8, now=self.now,
        )  # fmt: skip
        Circle.objects.filter(schedule=schedule).update(
            starts_at=self.now, ends_at=self.now + timedelta(hours=2)
        )
        self.meeting = actions.open_meeting(
            schedule.circles.get(), mine=self.place_of(self.third), now=self.now
        )
        for member in (self.third, self.me, self.them):
            if member != self.third:
                actions.sign_up(self.meeting.circle, mine=self.place_of(member), now=self.now)
            actions.arrive(self.meeting, mine=self.place_of(member), now=self.now)
        self.meeting.refresh_from_db()
        return self.meeting.room.conversation

    def here(self, member: Any) -> Any:
        """Return somebody's place in the circle."""
        return self.meeting.presences.get(member=member)

    def beside(self) -> Any:
        """Have them sit beside the circle with the third; return that room."""
        from circles import actions

        self.circle()
        third = self.here(self.third)
        side = actions.open_side_room(
            self.meeting, guest=self.here(self.them), helper=third, by=third, now=self.now
        )
        return side.room.conversation
