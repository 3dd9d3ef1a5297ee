"""Thirty members, each in ten groups under another name; who would like to know whose these are is in all of them."""

import random
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from tests.cast import PASSPHRASE
from tests.proof.community import forget
from tests.proof.marks import marks_in, numbers_in

MEMBERS, GROUPS = 30, 10
SAID = "This evening was long for me."


class ManyGroups:
    """The groups by number, and in each whose place each is. "keeper" holds all of them, "reader" is in all of them."""

    def __init__(self, called: str = "Person") -> None:
        from people.actions import block, sign_up

        self._chance = random.Random("the same groups every time")
        self._now = timezone.now() - timedelta(days=9)
        names = [
            f"{called} {word}" for word in ("who holds", "who reads", *(f"{n:02}" for n in range(MEMBERS)))
        ]
        self.keeper, self.reader, *self.members = [
            sign_up(name=name, passphrase=PASSPHRASE, now=self._now + timedelta(hours=number))
            for number, name in enumerate(names)
        ]
        type(self.keeper).objects.filter(pk=self.keeper.pk).update(role="moderator")
        self.keeper.refresh_from_db()
        self.groups = [self._fill(number) for number in range(GROUPS)]
        for member in self.members[:4]:  # when all are in: whom somebody inside blocked gets no place
            block(member, blocker=self.reader)
        self.browsers = {"keeper": Client(), "reader": Client()}
        self.browsers["keeper"].force_login(self.keeper.account)
        self.browsers["reader"].force_login(self.reader.account)
        forget()

    def _fill(self, number: int) -> Any:
        """Open a group, let everybody in, in any order, and have each say the same in its room."""
        from circles import actions

        group = actions.open_group(
            by=self.keeper, name=f"Evening {number}", purpose="For evenings.", for_whom="", agreement="We say I.",
            door="request", size=40, time_zone="UTC", now=self._moment(),
        )  # fmt: skip
        order = self._chance.sample(self.members, MEMBERS)
        for member in [self.reader, *order]:
            actions.invite(group, member=member, by=self.keeper, now=self._moment())
            actions.take_place(
                group, member=member, under_other_name=member != self.reader, now=self._moment(member)
            )
        room = self.room_of(group)
        for member in self._chance.sample(self.members, MEMBERS):
            self._say(room, member)
        return group

    def _say(self, room: Any, member: Any) -> None:
        """Write what an action writes that anybody can read, without the time it takes three hundred times."""
        from chat.models import Message
        from circles.models import Membership

        name = Membership.objects.get(group=int(room.place.partition(":")[2]), member=member)
        Message.objects.create(
            conversation=room.conversation, author=member, body=SAID, created_at=self._moment(member),
            voice=name.name, voice_seed=name.avatar_seed,
        )  # fmt: skip

    def room_of(self, group: Any) -> Any:
        from chat.models import Room

        return Room.objects.get(place=f"group:{group.pk}")

    def _moment(self, member: Any = None) -> Any:
        """Return a later minute; of a member at the second at which they always do things."""
        self._now += timedelta(minutes=self._chance.randint(1, 9))
        return self._now.replace(second=self.members.index(member) if member in self.members else 0)


class GroupMarks:
    """What one reader finds about each name in each group: the words, pictures, numbers and places of its lines."""

    def __init__(self, many: ManyGroups, who: str) -> None:
        from circles.models import Membership

        self._many, self._browser = many, many.browsers[who]
        indexes = {member.pk: number for number, member in enumerate(many.members)}
        self._places = {
            group.pk: {
                one.pk: (one, indexes[one.member_id])
                for one in Membership.objects.filter(group=group, member__in=many.members)
            }
            for group in many.groups
        }
        self.found: dict[int, set[str]] = {key: set() for places in self._places.values() for key in places}

    def groups(self) -> list[Mapping[int, int]]:
        """Return whose each name is, group by group."""
        return [{key: number for key, (_, number) in places.items()} for places in self._places.values()]

    def by_name(self) -> Mapping[int, frozenset[str]]:
        return {key: frozenset(found) for key, found in self.found.items()}

    def read(self) -> None:
        """Read who is inside, as a member and, where one may, as whoever holds it; and what is said in the room."""
        for group in self._many.groups:
            for address in (f"/support-groups/{group.pk}/", f"/support-groups/{group.pk}/members/"):
                self._lines(
                    group, address, r"<li>.*?</li>|<form method=\"post\" class=\"row end-row\">.*?</form>"
                )
            self._lines(
                group, self._many.room_of(group).get_absolute_url(), r"<li\b[^>]*data-message.*?</li>"
            )

    def _lines(self, group: Any, address: str, line: str) -> None:
        answer = self._browser.get(address)
        page = answer.content.decode() if answer.status_code == 200 else ""
        where = re.sub(r"\d+", "", address)
        lines = re.findall(line, page, re.DOTALL)
        for key, (place, _) in self._places[group.pk].items():
            mine = [(order, text) for order, text in enumerate(lines) if place.name in text]
            for order, text in mine:
                self.found[key] |= {
                    *marks_in(text.replace(place.name, ""), where, key),
                    f"{where} has it at {order}",
                }
                self.found[key] |= {f"{where} calls it {word}" for word in place.name.split()}
                for number in re.findall(r'(?:value|data-message)="(\d+)', text):
                    self.found[key] |= numbers_in(number, where)
            if page and not mine:
                self.found[key].add(f"is not in {where}")
