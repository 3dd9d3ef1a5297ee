"""Writes: the only code that changes the tables of groups and circles."""

from circles.actions.calendars import make_feed, revoke_feed
from circles.actions.circles import (
    CircleOver,
    cancel_circle,
    end_schedule,
    pass_seats_on_all,
    plan_all,
    plan_circles,
    remind,
    sign_off,
    sign_up,
)
from circles.actions.groups import (
    NobodyHolds,
    agree_again,
    appoint_facilitator,
    close_group,
    describe_group,
    open_group,
    step_back,
)
from circles.actions.places import (
    PlaceGone,
    answer_asker,
    ask_for_place,
    invite,
    leave_group,
    pass_on_all,
    remove_member,
    stop_waiting,
    take_place,
)
from circles.actions.retention import forget_old_circles, forget_old_places
from circles.actions.unheld import HeldAgain, take_on, watch_over_groups

__all__ = [
    "CircleOver",
    "HeldAgain",
    "NobodyHolds",
    "PlaceGone",
    "agree_again",
    "answer_asker",
    "appoint_facilitator",
    "ask_for_place",
    "cancel_circle",
    "close_group",
    "describe_group",
    "end_schedule",
    "forget_old_circles",
    "forget_old_places",
    "invite",
    "leave_group",
    "make_feed",
    "open_group",
    "pass_on_all",
    "pass_seats_on_all",
    "plan_all",
    "plan_circles",
    "remind",
    "remove_member",
    "revoke_feed",
    "sign_off",
    "sign_up",
    "step_back",
    "stop_waiting",
    "take_on",
    "take_place",
    "watch_over_groups",
]
