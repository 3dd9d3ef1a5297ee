"""Notes that leave this place: planned where something happens, sent in the background, each once.

A letter is taken by a conditional update before it is sent, so no two processes send it. When a process is killed
between, the letter is taken again after a while under the same stamp.
"""

import secrets
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.utils import timezone

from core.jobs import enqueue
from notifications import outside, queries
from notifications.models import Channel, Letter, LetterState, NoticeChoice, NoticeSettings, PushDevice
from notifications.timing import due_at
from people.models import Member

ATTEMPTS = 6
FIRST_PAUSE = timedelta(minutes=1)
LOST_AFTER = timedelta(minutes=10)
AT_A_TIME = 100


def plan_letters(chosen: Collection[NoticeChoice], *, is_urgent: bool, now: datetime) -> None:
    """Have a note sent to each mailbox and device that these choices name; one that waits already is enough."""
    members = Member.objects.in_bulk({one.member_id for one in chosen})
    wanted = {one.member_id: one for one in NoticeSettings.objects.filter(member__in=members)}
    letters = [
        Letter(
            member_id=one.member_id, channel=channel, device=device, since=now, stamp=secrets.token_hex(16),
            due_at=due_at(
                channel, wanted.get(one.member_id) or NoticeSettings(),
                zone=members[one.member_id].time_zone, last=last, is_urgent=is_urgent, now=now,
            ),
        )
        for one in chosen
        for channel, device, last in _ways_to(one)
    ]  # fmt: skip
    for letter in letters:
        _put(letter)
    if letters:
        enqueue(send_letters, run_after=min(letter.due_at for letter in letters))


def _ways_to(choice: NoticeChoice) -> Iterable[tuple[Channel, PushDevice | None, datetime | None]]:
    member_id = choice.member_id
    if choice.by_mail and settings.MAIL_IS_SET:
        yield Channel.MAIL, None, _last(member_id=member_id, channel=Channel.MAIL)
    if choice.by_push:
        for device in PushDevice.objects.filter(member=member_id):
            yield Channel.PUSH, device, _last(device=device)


def _last(**whose: object) -> datetime | None:
    found = Letter.objects.filter(state=LetterState.SENT, **whose).aggregate(at=Max("done_at"))
    last: datetime | None = found["at"]
    return last


def _put(letter: Letter) -> None:
    """Keep the letter, or have the one that waits go earlier if this one is due before it."""
    waiting = _waiting_beside(letter)
    if waiting.filter(due_at__gt=letter.due_at).update(due_at=letter.due_at) or waiting.exists():
        return
    Letter.objects.bulk_create([letter], ignore_conflicts=True)


def _waiting_beside(letter: Letter) -> QuerySet[Letter]:
    """Return the letter that waits for the same mailbox or device, if there is one."""
    return Letter.objects.filter(
        member=letter.member_id, channel=letter.channel, device=letter.device, state=LetterState.WAITING
    )


def _left_to_the_waiting(letter: Letter) -> bool:
    """Have the letter that waits beside this one stand for what it stood for too; False where none waits."""
    waiting = _waiting_beside(letter)
    return bool(waiting.filter(since__gt=letter.since).update(since=letter.since)) or waiting.exists()


def send_letters() -> None:
    """Send what is due: the background's part of `plan_letters`. Goes on in a new job when there is much."""
    due = Letter.objects.filter(state=LetterState.WAITING, due_at__lte=timezone.now())
    numbers = list(due.order_by("due_at").values_list("pk", flat=True)[:AT_A_TIME])
    for number in numbers:
        send_letter(number, now=timezone.now())
    if len(numbers) == AT_A_TIME:
        enqueue(send_letters)


def send_letter(number: int, *, now: datetime) -> bool:
    """Send one letter, unless another process has it; True if it left."""
    mine = Letter.objects.filter(pk=number, state=LetterState.WAITING, due_at__lte=now)
    if not mine.update(state=LetterState.SENDING, taken_at=now, attempts=F("attempts") + 1):
        return False
    letter = Letter.objects.select_related("member__account", "device").get(pk=number)
    count = queries.count_for(letter)
    if not count:
        _done(letter, LetterState.NEEDLESS)
        return False
    try:
        left = outside.send(letter, count=count)
    except outside.Unreachable as problem:
        _failed(letter, problem, now=now)
        return False
    _done(letter, LetterState.SENT if left else LetterState.NEEDLESS)
    return left


def _done(letter: Letter, state: LetterState) -> None:
    Letter.objects.filter(pk=letter.pk).update(state=state, done_at=timezone.now(), trouble="")


@transaction.atomic
def _failed(letter: Letter, problem: outside.Unreachable, *, now: datetime) -> None:
    """Try again later; give up after some tries, or at once where trying again cannot help."""
    trouble = str(problem)[:60]
    if problem.for_good and letter.channel == Channel.MAIL:
        note_mail_failed(letter.member_id, now=now)
    if problem.for_good and letter.device:
        letter.device.delete()
        return
    waits_already = _left_to_the_waiting(letter)
    if problem.for_good or letter.attempts >= ATTEMPTS or waits_already:
        state = LetterState.NEEDLESS if waits_already else LetterState.GIVEN_UP
        Letter.objects.filter(pk=letter.pk).update(state=state, done_at=now, trouble=trouble)
        return
    later = now + FIRST_PAUSE * 4 ** (letter.attempts - 1)
    Letter.objects.filter(pk=letter.pk).update(state=LetterState.WAITING, due_at=later, trouble=trouble)
    enqueue(send_letters, run_after=later)


def rescue_letters(*, now: datetime) -> None:
    """Have letters sent whose sender is gone, and those whose job was lost."""
    for letter in Letter.objects.filter(state=LetterState.SENDING, taken_at__lt=now - LOST_AFTER):
        _failed(letter, outside.Unreachable("the sender stopped"), now=now)
    if Letter.objects.filter(state=LetterState.WAITING, due_at__lt=now - FIRST_PAUSE).exists():
        enqueue(send_letters)


def note_mail_failed(member_id: int, *, now: datetime) -> None:
    """Send nothing more to a mailbox that refused a note, until its owner says that it works."""
    NoticeSettings.objects.update_or_create(member_id=member_id, defaults={"mail_failed_at": now})


def note_bounce(stamp: str, *, now: datetime) -> bool:
    """Take in that a letter came back for good; False when no letter has this stamp."""
    letter = Letter.objects.filter(stamp=stamp, channel=Channel.MAIL).first()
    if letter is None:
        return False
    note_mail_failed(letter.member_id, now=now)
    Letter.objects.filter(pk=letter.pk).update(state=LetterState.GIVEN_UP, trouble="came back")
    return True


def try_given_up(*, now: datetime) -> int:
    """Have what was given up sent again, where it is still new to somebody; return how many wait now."""
    count = 0
    for letter in Letter.objects.filter(state=LetterState.GIVEN_UP):
        with transaction.atomic():
            if _left_to_the_waiting(letter):
                Letter.objects.filter(pk=letter.pk).update(state=LetterState.NEEDLESS, done_at=now)
                continue
            Letter.objects.filter(pk=letter.pk).update(state=LetterState.WAITING, due_at=now, attempts=0)
            count += 1
    if count:
        enqueue(send_letters)
    return count


def delete_old_letters(*, now: datetime) -> None:
    """Delete letters that are done, once their period is over."""
    Letter.objects.filter(done_at__lt=now - settings.RETENTION["letters"]).delete()
