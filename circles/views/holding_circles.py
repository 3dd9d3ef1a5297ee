"""What whoever holds a circle does while it is on, with one press each."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from circles import actions, queries
from circles.views.meetings import answer
from core.text import number_in
from people.access import member_required

Deed = Callable[[queries.Sitting, list[int], HttpRequest, datetime], None]
LONGEST_TURN = 30


def _round(sitting: queries.Sitting, numbers: list[int], request: HttpRequest, now: datetime) -> None:
    minutes = min(max(number_in(request.POST.get("minutes", "")), 1), LONGEST_TURN)
    actions.begin_round(
        sitting.held, by=sitting.place, minutes=minutes, is_last=numbers == [1],
        version=number_in(request.POST.get("version", "")), now=now,
    )  # fmt: skip


def _talk(sitting: queries.Sitting, numbers: list[int], request: HttpRequest, now: datetime) -> None:
    actions.begin_talk(sitting.held, by=sitting.place, version=number_in(request.POST.get("version", "")))


def _give(sitting: queries.Sitting, numbers: list[int], request: HttpRequest, now: datetime) -> None:
    version = number_in(request.POST.get("version", ""))
    to = sitting.person(numbers[0]).presence
    actions.give_word(sitting.held, to=to, by=sitting.place, version=version, now=now)


def _go_on(sitting: queries.Sitting, numbers: list[int], request: HttpRequest, now: datetime) -> None:
    actions.move_word_on(
        sitting.held, from_=sitting.person(numbers[0]).presence, by=sitting.place, how="spoke", now=now
    )


def _skip(sitting: queries.Sitting, numbers: list[int], request: HttpRequest, now: datetime) -> None:
    actions.move_word_on(
        sitting.held, from_=sitting.person(numbers[0]).presence, by=sitting.place, how="later", now=now
    )


def _silence(sitting: queries.Sitting, numbers: list[int], request: HttpRequest, now: datetime) -> None:
    actions.hold_silence(sitting.held, by=sitting.place, minutes=min(numbers[0], 5), now=now)


def _pause(sitting: queries.Sitting, numbers: list[int], request: HttpRequest, now: datetime) -> None:
    actions.pause_meeting(sitting.held, by=sitting.place, is_paused=numbers == [1], now=now)


def _lock(sitting: queries.Sitting, numbers: list[int], request: HttpRequest, now: datetime) -> None:
    actions.lock_meeting(sitting.held, by=sitting.place, is_locked=numbers == [1], now=now)


def _step(sitting: queries.Sitting, numbers: list[int], request: HttpRequest, now: datetime) -> None:
    step = min(numbers[0], max(len(sitting.steps) - 1, 0))
    version = number_in(request.POST.get("version", ""))
    actions.go_to_step(sitting.held, by=sitting.place, step=step, version=version)


def _hold_too(sitting: queries.Sitting, numbers: list[int], request: HttpRequest, now: datetime) -> None:
    presence = sitting.person(numbers[0]).presence
    actions.ask_to_hold_too(sitting.held, presence=presence, by=sitting.place, now=now)


def _beside(sitting: queries.Sitting, numbers: list[int], request: HttpRequest, now: datetime) -> None:
    guest, helper = (sitting.person(number).presence for number in numbers[:2])
    actions.open_side_room(sitting.held, guest=guest, helper=helper, by=sitting.place, now=now)


def _seen(sitting: queries.Sitting, numbers: list[int], request: HttpRequest, now: datetime) -> None:
    presence = sitting.person(numbers[0]).presence
    actions.see_to(sitting.held, presence=presence, by=sitting.place, now=now)


# What a button says, as "word" or "word:number"; and how many numbers it needs.
DEEDS: dict[str, tuple[Deed, int]] = {
    "round": (_round, 1),
    "talk": (_talk, 0),
    "give": (_give, 1),
    "on": (_go_on, 1),
    "skip": (_skip, 1),
    "silence": (_silence, 1),
    "pause": (_pause, 1),
    "lock": (_lock, 1),
    "step": (_step, 1),
    "too": (_hold_too, 1),
    "beside": (_beside, 2),
    "seen": (_seen, 1),
}


@require_POST
@member_required
def circle_hold(request: HttpRequest, circle_id: int) -> HttpResponse:
    """Do what was pressed. Whoever looked at an old page is told that it has moved on, and nothing is done twice."""
    sitting = queries.get_sitting(circle_id, viewer=request.member)
    if not sitting.holds:
        raise Http404
    word, *numbers = request.POST.get("deed", "").split(":")
    deed, needed = DEEDS.get(word, (None, 0))
    if deed is None or len(numbers) != needed:
        return answer(request, sitting)
    try:
        deed(sitting, [number_in(each) for each in numbers], request, timezone.now())
    except actions.MeetingMoved:
        messages.info(request, _("The circle had moved on already. Nothing was changed."))
    except PermissionDenied:
        messages.info(request, _("That cannot be done any more."))
    return answer(request, sitting)


@require_http_methods(["GET", "POST"])
@member_required
def circle_remove(request: HttpRequest, circle_id: int, presence_id: int) -> HttpResponse:
    """Ask once, saying what it does; then have somebody not be in this circle any more."""
    sitting = queries.get_sitting(circle_id, viewer=request.member)
    meeting, person = sitting.held, sitting.person(presence_id)
    if person.voice.is_mine or person.voice.facilitates:
        raise Http404
    if request.method == "GET":
        return render(request, "circles/circle_remove.html", {"sitting": sitting, "person": person})
    actions.remove_from_circle(meeting, presence=person.presence, by=sitting.place, now=timezone.now())
    messages.success(request, _("They are not in this circle any more. Nobody is told why."))
    return answer(request, sitting)


@require_http_methods(["GET", "POST"])
@member_required
def circle_close(request: HttpRequest, circle_id: int) -> HttpResponse:
    """Ask once; then end the circle for all, and go on to its record."""
    sitting = queries.get_sitting(circle_id, viewer=request.member)
    meeting = sitting.held
    if request.method == "GET":
        return render(request, "circles/circle_close.html", {"sitting": sitting})
    actions.close_meeting(meeting, by=sitting.place, now=timezone.now())
    return redirect("circle_record", circle_id)
