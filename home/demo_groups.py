"""The support groups of the demo community: one by request, one by invitation, one that is full."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from circles import actions
from circles.models import Circle, Door, Group, Membership
from forum.actions import post_reply, start_thread
from people.models import Member

OPENED = tuple(timedelta(days=days) for days in (36, 29, 22))


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of one group. Whoever stands in `hidden` has another name there."""

    name: str
    purpose: str
    for_whom: str
    agreement: str
    door: Door
    size: int
    holder: str
    inside: tuple[str, ...]
    hidden: tuple[str, ...]
    wait: tuple[str, ...]
    weekday: int
    at: time
    rhythm: str
    talk: tuple[tuple[str, str], ...]


GROUPS = (
    Told(
        name="Evenings after a loss",
        purpose="An hour a week in which somebody who is missing may be missed out loud.",
        for_whom="For anyone who has lost someone, last month or long ago.",
        agreement=(
            "We say I, not you.\nNo loss is larger than another.\nTears are fine, and so is laughing.\n"
            "What is said here stays here. Whoever leaves early need not say why."
        ),
        door=Door.REQUEST, size=8, holder="Lena", inside=("Asha", "Ben", "Amber Finch", "River Stone", "Marigold"),
        hidden=("Ben", "Amber Finch"), wait=("Candlewick",), weekday=1, at=time(19), rhythm="weekly",
        talk=(
            ("Lena", "Before Tuesday: bring something small that was theirs, if you like. A recipe counts."),
            ("Amber Finch", "I have his reading glasses. I am not sure I can say anything about them."),
            ("Asha", "Then we look at them together and nobody says anything. That is allowed."),
            ("Ben", "I will bring a tin of buttons. There is a story, and it is not sad."),
        ),
    ),
    Told(
        name="The night shift",
        purpose="For those who are awake when everybody else sleeps, and would like not to be alone with it.",
        for_whom="For people who work at night.",
        agreement=(
            "Come late, leave early, eat while we talk.\nNobody is told to get more sleep.\n"
            "What is said here stays here."
        ),
        door=Door.INVITATION, size=8, holder="Mo", inside=("Copper Kettle", "Tomasz K", "Night Owl"),
        hidden=("Night Owl",), wait=("Chen",), weekday=3, at=time(1, 30), rhythm="fortnightly",
        talk=(
            ("Copper Kettle", "Quietest aisle in the county tonight. How is the bread, Tomasz?"),
            ("Tomasz K", "Rising faster than I am. Thirty trays to go."),
        ),
    ),
    Told(
        name="Worry hour",
        purpose="One hour a week that the worries may have. The rest of the week is for other things.",
        for_whom="For anyone whose head does not stop.",
        agreement=(
            "We do not tell each other to calm down.\nOne worry at a time.\nAdvice only when somebody asks for it.\n"
            "What is said here stays here."
        ),
        door=Door.OPEN, size=5, holder="Ravi", inside=("Tidewater", "Wren", "Sparrow", "Oakley"),
        hidden=("Wren",), wait=("Dana", "Asha", "Autumn Field"), weekday=5, at=time(11), rhythm="weekly",
        talk=(
            ("Ravi", "How was the week between two hours?"),
            ("Tidewater", "I wrote eleven worries down on Monday. By Saturday I could not read four of them."),
            ("Wren", "Mine keep. I might try pencil."),
        ),
    ),
)  # fmt: skip
CLOCK = "Europe/London"


def meet(cast: dict[str, Member], now: datetime) -> None:
    """Let the groups have met for some weeks, and be about to meet again."""
    people = cast | {member.name: member for member in Member.objects.filter(name__in=_names())}
    for told, ago in zip(GROUPS, OPENED, strict=True):
        group = _open(told, people, now - ago)
        for minute, name in enumerate(told.inside):
            _come_in(
                group, people[name], hidden=name in told.hidden, now=now - ago + timedelta(minutes=minute)
            )
        _talk(group, told.talk, people, begins=now - timedelta(hours=9))
        _sit_together(group, told, people, now)
        for minute, name in enumerate(told.wait):
            _wait(group, told, people[name], now=now - timedelta(minutes=50 - minute))


def _names() -> set[str]:
    return {name for told in GROUPS for name in (*told.inside, *told.wait)}


def _open(told: Told, people: dict[str, Member], now: datetime) -> Group:
    """Have Mo open it, who hands it over at once where somebody else holds it."""
    mo, holder = people["Mo"], people[told.holder]
    group = actions.open_group(
        by=mo, name=told.name, purpose=told.purpose, for_whom=told.for_whom, agreement=told.agreement,
        door=told.door, size=told.size, time_zone=CLOCK, now=now,
    )  # fmt: skip
    if holder != mo:
        _come_in(group, holder, hidden=False, now=now)
        actions.appoint_facilitator(group, member=holder, by=mo, now=now)
        actions.leave_group(Membership.objects.get(group=group, member=mo), now=now)
    return group


def _holder(group: Group) -> Member:
    return Membership.objects.get(group=group, facilitates_since__isnull=False).member


def _come_in(group: Group, member: Member, *, hidden: bool, now: datetime) -> None:
    actions.invite(group, member=member, by=_holder(group), now=now)
    actions.take_place(group, member=member, under_other_name=hidden, now=now)


def _talk(
    group: Group, lines: Iterable[tuple[str, str]], people: dict[str, Member], *, begins: datetime
) -> None:
    (name, words), *answers = lines
    thread = start_thread(
        group.space, author=people[name], title="Between two circles", body=words, wants="listen", now=begins
    )
    for hour, (name, words) in enumerate(answers, 1):
        post_reply(thread, author=people[name], body=words, now=begins + timedelta(hours=hour))


def _sit_together(group: Group, told: Told, people: dict[str, Member], now: datetime) -> None:
    """Plan circles since some weeks ago; whoever holds the group and most of those inside come to the next."""
    first = (now - max(OPENED)).date()
    first += timedelta(days=(told.weekday - first.weekday()) % 7)
    holder = people[told.holder]
    schedule = actions.plan_circles(
        group,
        by=holder,
        rhythm=told.rhythm,
        first_date=first,
        at=told.at,
        minutes=60,
        seats=told.size,
        now=now,
    )
    soonest = Circle.objects.filter(schedule=schedule).earliest("day")
    for name in (told.holder, *told.inside[1:]):
        mine = Membership.objects.get(group=group, member=people[name])
        actions.sign_up(soonest, mine=mine, now=now - timedelta(hours=5))


def _wait(group: Group, told: Told, member: Member, *, now: datetime) -> None:
    if told.door == Door.INVITATION:
        actions.invite(group, member=member, by=_holder(group), now=now)
    else:
        actions.ask_for_place(group, member=member, now=now)
