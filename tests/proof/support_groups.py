"""A support group by invitation in the community: Lena holds it, Asha, Rosalind and Vera are in it, Vera hidden."""

from datetime import time, timedelta
from typing import Any

from tests.proof.needles import drawing_of, forms_of

INSIDE = ("lena", "rosa", "asha", "vera")


def hold_a_group(its: Any) -> None:
    """Have Mo open it and hand it to Lena; those inside talk in its space, and sign up for a circle."""
    from circles import actions
    from circles.models import Membership

    mo = its.people["mo"]
    its.owls = actions.open_group(
        by=mo, name="The owlnook", purpose="For owlpurpose.", for_whom="For owlpeople.", agreement="We owlpromise.",
        door="invitation", size=8, time_zone="Europe/Madrid", now=its.later(),
    )  # fmt: skip
    for who in INSIDE:
        enter(its, who, by="mo", hidden=who == "vera")
    actions.appoint_facilitator(its.owls, member=its.people["lena"], by=mo, now=its.later())
    actions.leave_group(Membership.objects.get(group=its.owls, member=mo), now=its.later())
    its.start(its.owls.space, "lena", "Between owltitle", "An owlopening of mine.")
    its.plant("a support group by invitation", "owlnook", "owlpurpose", "owlpeople", "owlpromise")
    its.plant("words in a support group", "owltitle", "owlopening", "owlreply")
    veras = Membership.objects.get(group=its.owls, member=its.people["vera"])
    its.plant("a name in a support group", *forms_of(veras.name), drawing_of(veras.avatar_seed))
    its.circle = meet(its)
    go_on_meeting(its)


def enter(its: Any, who: str, *, by: str, hidden: bool = False) -> Any:
    """Have somebody invited, and come in."""
    from circles import actions

    member = its.people[who]
    actions.invite(its.owls, member=member, by=its.people[by], now=its.later())
    return actions.take_place(its.owls, member=member, under_other_name=hidden, now=its.later())


def meet(its: Any) -> Any:
    """Plan circles; return the next."""
    from circles import actions

    first = (its.now + timedelta(days=3)).date()
    schedule = actions.plan_circles(
        its.owls, by=its.people["lena"], rhythm="weekly", first_date=first, at=time(19), minutes=60, seats=8,
        now=its.later(),
    )  # fmt: skip
    return schedule.circles.earliest("day")


def go_on_meeting(its: Any) -> None:
    """Say something in the space, Vera too, and come and go: whoever is outside notices nothing."""
    from circles import actions
    from circles.models import Membership
    from forum.models import Thread

    thread = Thread.objects.get(space=its.owls.space)
    its.reply(thread, "vera", "Me too, owlreply.")
    its.reply(thread, "rosa", "And I, owlreply.")
    for who in ("vera", "asha"):
        mine = Membership.objects.get(group=its.owls, member=its.people[who])
        actions.sign_up(its.circle, mine=mine, now=its.later())
        actions.sign_off(its.circle, mine=mine, now=its.later())
        actions.sign_up(its.circle, mine=mine, now=its.later())
