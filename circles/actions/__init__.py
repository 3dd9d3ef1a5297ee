"""Writes: the only code that changes the tables of groups and circles."""

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

__all__ = [
    "NobodyHolds",
    "PlaceGone",
    "agree_again",
    "answer_asker",
    "appoint_facilitator",
    "ask_for_place",
    "close_group",
    "describe_group",
    "invite",
    "leave_group",
    "open_group",
    "pass_on_all",
    "remove_member",
    "step_back",
    "stop_waiting",
    "take_place",
]
