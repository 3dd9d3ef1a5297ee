"""A small group: nobody is in it without a yes, and nobody in it meets whom they are apart from."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from chat import actions, queries
from chat.models import Conversation, Message, Request, Seat
from live.models import OutboxEvent
from notifications.models import Notice
from people.actions import block, mute

HX = {"HX-Request": "true"}


@pytest.fixture
def group(asha, ben, chen):
    """Asha keeps it; Ben and Chen came in."""
    now = timezone.now()
    made = actions.make_group(name="Early mornings", keeper=asha, now=now)
    for member in (ben, chen):
        actions.come_in(made, member=member, now=now)
    return made


@pytest.fixture
def say_in(group):
    def send(author, body, **facts):
        standing = queries.get_standing(group.pk, viewer=author)
        return actions.send_message(standing, author=author, body=body, now=timezone.now(), **facts)

    return send


def address(group, rest=""):
    return f"/conversations/{group.pk}/{rest}"


def invited(group, recipient, by, words="Would you like to come?"):
    asked = actions.invite(
        queries.get_standing(group.pk, viewer=by), recipient, words=words, now=timezone.now()
    )
    actions.deliver(asked.pk, now=timezone.now())
    asked.refresh_from_db()
    return asked


def test_a_name_by_somebody_apart_is_nowhere_whoever_keeps_the_group(
    group, met, asha, ben, chen, lena, browser_of
):
    actions.name_group(queries.get_standing(group.pk, viewer=asha), name="Velvet lighthouse")
    actions.hand_over(queries.get_standing(group.pk, viewer=asha), to=ben)
    met(ben, lena)
    asked = invited(group, lena, ben)
    block(asha, blocker=chen)
    actions.leave_group(queries.get_standing(group.pk, viewer=asha), with_words=False, now=timezone.now())
    block(asha, blocker=lena)

    pages = [
        browser_of(reader).get(place).content.decode()
        for reader, place in (
            (chen, "/conversations/"),
            (chen, address(group)),
            (chen, address(group, "people/")),
            (lena, "/conversations/"),
            (lena, f"/conversations/requests/{asked.pk}/"),
        )
    ]

    assert not any("Velvet lighthouse" in page for page in pages)
    assert all("A group" in page for page in pages[:3])
    assert "Velvet lighthouse" in browser_of(ben).get(address(group)).content.decode()


def test_a_group_is_made_people_are_asked_in_and_come_with_a_yes(met, asha, ben, browser_of):
    met(asha, ben)
    keeper, guest = browser_of(asha), browser_of(ben)
    place = keeper.post("/groups/new/", {"name": "Early mornings"})["Location"]
    keeper.post(place, {"name": "Ben", "words": "There is tea."})
    asked = Request.objects.get()
    actions.deliver(asked.pk, now=timezone.now())

    assert "Asha asks you into a group" in guest.get("/notices/").content.decode()
    page = guest.get(f"/conversations/requests/{asked.pk}/").content.decode()
    assert "There is tea." in page
    assert "Early mornings" in page
    assert guest.get(address(asked.into)).status_code == 404
    yes = guest.post(f"/conversations/requests/{asked.pk}/", {"answer": "accept"})
    assert "Early mornings" in guest.get(yes["Location"]).content.decode()
    assert "Somebody you asked came into" in keeper.get("/notices/").content.decode()
    assert not Message.objects.exists()


def test_all_in_it_read_what_one_writes_and_see_who_it_was(group, say_in, asha, ben, chen, dana, browser_of):
    message = say_in(ben, "The birds are **loud**.")

    for member in (asha, chen):
        page = browser_of(member).get(address(group)).content.decode()
        assert "The birds are <strong>loud</strong>." in page
        assert "<bdi>Ben</bdi></a></small>" in page
        assert "There are new words in" in browser_of(member).get("/notices/").content.decode()
    outside = browser_of(dana)
    for path in ("", "messages/", "people/", "leave/", "choices/", "report/"):
        assert outside.get(address(group, path)).status_code == 404
    assert outside.get(f"/messages/{message.pk}/").status_code == 404
    assert outside.post(address(group, "keeper/"), {"member": "Ben"}).status_code == 404


@pytest.mark.parametrize("apart", ["blocks", "is blocked", "muted", "wants nobody"])
def test_nobody_is_asked_in_to_whom_they_are_apart_from(met, group, asha, ben, dana, apart):
    met(dana, ben)
    met(asha, dana)
    if apart == "blocks":
        block(ben, blocker=dana)
    elif apart == "is blocked":
        block(dana, blocker=ben)
    elif apart == "muted":
        mute(ben, muter=dana)
    else:
        actions.choose_from_whom(dana, from_whom="nobody")
    asked = invited(group, dana, by=asha)

    assert not asked.delivered_at
    assert not queries.requests_for(dana).exists()
    with pytest.raises(PermissionDenied):
        actions.accept(asked, by=dana, now=timezone.now())


def test_a_block_after_the_invitation_takes_it_away(met, group, asha, ben, dana, browser_of):
    met(asha, dana)
    asked = invited(group, dana, by=asha)
    assert asked.delivered_at
    block(dana, blocker=ben)

    assert browser_of(dana).get(f"/conversations/requests/{asked.pk}/").status_code == 404
    with pytest.raises(PermissionDenied):
        actions.accept(asked, by=dana, now=timezone.now())
    assert not Seat.objects.filter(conversation=group, member=dana).exists()


def test_two_who_block_each_other_see_no_trace_in_the_group(group, say_in, asha, ben, chen, browser_of):
    first = say_in(asha, "Good morning")
    actions.toggle_support(first, member=chen, kind="with_you", now=timezone.now())
    block(chen, blocker=ben)
    seat = Seat.objects.get(conversation=group, member=ben)
    before = browser_of(ben).get(address(group)).content.decode()
    theirs = say_in(chen, "Only Asha reads this")
    answer = say_in(asha, "I do", answers=theirs)
    Notice.objects.filter(member=ben).delete()
    say_in(chen, "And this")

    page = browser_of(ben).get(address(group)).content.decode()
    for trace in ("Only Asha reads this", "And this", "Chen", "· With you", f"message-{theirs.pk}"):
        assert trace not in page, trace
    assert "Chen" not in before
    assert "Chen" not in browser_of(ben).get(address(group, "people/")).content.decode()
    assert browser_of(ben).get(f"/messages/{theirs.pk}/", headers=HX).status_code == 404
    standing = queries.get_standing(group.pk, viewer=ben)
    shown = queries.list_messages(standing, now=timezone.now()).items
    assert {each.message.pk: each.answers for each in shown}[answer.pk] is None
    assert not Notice.objects.filter(member=ben).exists()
    assert Seat.objects.get(pk=seat.pk).active_at == Message.objects.get(pk=answer.pk).created_at
    found = browser_of(ben).get("/conversations/search/?q=reads").content.decode()
    assert "Only Asha" not in found
    assert "Only Asha reads this" in browser_of(asha).get(address(group)).content.decode()


def test_whoever_comes_later_sees_nothing_from_before(group, say_in, asha, dana, browser_of):
    before = say_in(asha, "Said before")
    actions.come_in(group, member=dana, now=timezone.now())
    say_in(asha, "Said after", answers=before)

    page = browser_of(dana).get(address(group)).content.decode()
    assert "Said after" in page
    assert "Said before" not in page
    assert "What was said before you came is not shown." in page
    assert browser_of(dana).get(f"/messages/{before.pk}/").status_code == 404


def test_leaving_tells_nobody_and_may_take_the_words_along(group, say_in, asha, ben, chen, browser_of):
    say_in(ben, "From Ben")
    say_in(chen, "From Chen")
    Notice.objects.all().delete()
    browser_of(ben).post(address(group, "leave/"))
    browser_of(chen).post(address(group, "leave/"), {"with_words": "yes"})

    page = browser_of(asha).get(address(group)).content.decode()
    assert "From Ben" in page
    assert "From Chen" not in page
    assert not Notice.objects.exists()
    assert browser_of(ben).get(address(group)).status_code == 404
    assert browser_of(ben).post(address(group, "messages/"), {"body": "Again"}).status_code == 404


def test_a_message_sent_while_leaving_does_not_arrive(group, asha, ben):
    standing = queries.get_standing(group.pk, viewer=ben)
    actions.leave_group(standing, with_words=False, now=timezone.now())

    with pytest.raises(PermissionDenied):
        actions.send_message(standing, author=ben, body="Too late", now=timezone.now())
    assert not Message.objects.exists()


def test_the_keeper_hands_over_or_the_longest_there_follows(group, asha, ben, chen, browser_of):
    browser_of(asha).post(address(group, "keeper/"), {"member": "Chen"})
    group.refresh_from_db()
    assert group.keeper == chen
    assert browser_of(asha).post(address(group, "people/"), {"name": "Mo", "words": "Hi"}).status_code == 403
    browser_of(chen).post(address(group, "leave/"))
    group.refresh_from_db()

    assert group.keeper == asha
    for member in (asha, ben):
        browser_of(member).post(address(group, "leave/"))
    assert not Conversation.objects.exists()


def test_a_group_holds_twelve(group, asha, dana, browser_of, met, monkeypatch):
    monkeypatch.setattr("chat.actions.groups.MOST_IN_A_GROUP", 3)
    met(asha, dana)
    asked = invited(group, dana, by=asha)
    answer = browser_of(dana).post(f"/conversations/requests/{asked.pk}/", {"answer": "accept"})

    assert answer.status_code == 409
    assert "As many are in this group as can be." in answer.content.decode()
    assert queries.requests_for(dana).exists()


def test_asking_in_says_plainly_what_is_wrong_and_keeps_the_words(group, asha, ben, dana, browser_of):
    block(asha, blocker=dana)
    browser = browser_of(asha)
    assert browser.post("/groups/new/", {"name": "See www.example.org"}).status_code == 422
    for name in ("Nobody At All", "Dana", "Ben", "Asha"):
        answer = browser.post(address(group, "people/"), {"name": name, "words": "Come and sit"})
        assert answer.status_code == 422
        assert "Come and sit" in answer.content.decode()
        assert ("Nobody is known by this name." in answer.content.decode()) is (name not in ("Ben", "Asha"))
    assert not Request.objects.exists()


def test_nobody_ends_a_group_for_the_others(group, asha, ben, browser_of):
    for path in ("end/", "again/"):
        assert browser_of(asha).post(address(group, path)).status_code == 404
    with pytest.raises(PermissionDenied):
        actions.end_conversation(group, by=asha, now=timezone.now())


def test_the_shortest_lifetime_in_the_group_counts(group, say_in, asha, ben, chen):
    message = say_in(asha, "Yesterday")
    Message.objects.filter(pk=message.pk).update(created_at=timezone.now() - timedelta(hours=25))
    actions.choose_lifetime(queries.get_standing(group.pk, viewer=chen), lifetime="day")

    for member in (asha, ben):
        assert queries.get_standing(group.pk, viewer=member).lifetime == "day"
    assert actions.forget_expired_messages(now=timezone.now()) == 1


def test_one_event_a_message_however_many_there_are(group, say_in, asha, ben, chen):
    actions.mute_conversation(queries.get_standing(group.pk, viewer=chen), now=timezone.now())
    OutboxEvent.objects.all().delete()
    say_in(asha, "Good morning")

    told = {(e.kind, e.channels.strip(), e.data.get("quiet")) for e in OutboxEvent.objects.all()}
    assert told == {
        ("chat.message_sent", f"member:{asha.pk}", None),
        ("chat.message_came", f"member:{ben.pk}", 0),
        ("chat.message_came", f"member:{chen.pk}", 1),
        ("notifications.notice_added", f"member:{ben.pk}", None),
    }


def test_a_report_is_about_one_person_and_shows_what_its_maker_could_read(
    group, say_in, asha, ben, chen, browser_of
):
    block(chen, blocker=asha)
    say_in(chen, "Nobody shows this")
    first, other = say_in(ben, "Unkind"), say_in(asha, "Mine")
    browser = browser_of(asha)
    assert "Ben" in browser.get(address(group, "report/")).content.decode()
    answer = browser.post(address(group, "report/"), {"message": [first.pk, other.pk]})

    assert answer.status_code == 422 or answer["Location"].startswith("/report/chat.excerpt/")
    excerpt = actions.make_excerpt(
        queries.get_standing(group.pk, viewer=asha), [first.pk], by=asha, now=timezone.now()
    )
    assert excerpt.about == ben
    assert [line.words for line in excerpt.lines.all()] == ["Unkind", "Mine"]
    third = say_in(chen, "And")
    with pytest.raises(actions.NothingChosen):
        actions.make_excerpt(
            queries.get_standing(group.pk, viewer=asha), [third.pk], by=asha, now=timezone.now()
        )


def test_when_the_keeper_closes_their_account_the_group_goes_on(group, say_in, asha, ben, browser_of):
    from people.actions import ask_to_close, carry_out
    from people.models import Closing

    say_in(asha, "From Asha")
    say_in(ben, "From Ben")
    ask_to_close(asha, choice="unlink", at_once=True, now=timezone.now())
    carry_out(Closing.objects.get().pk, now=timezone.now())
    group.refresh_from_db()

    assert group.keeper == ben
    page = browser_of(ben).get(address(group)).content.decode()
    assert "From Ben" in page
    assert "From Asha" not in page
    say_in(ben, "We go on")


def test_nothing_is_told_of_words_by_somebody_blocked_since(group, say_in, asha, ben, chen, browser_of):
    say_in(chen, "Only from Chen")
    assert "new words in" in browser_of(ben).get("/notices/").content.decode()
    block(chen, blocker=ben)

    assert "new words in" not in browser_of(ben).get("/notices/").content.decode()
    say_in(asha, "And from Asha")
    assert "new words in" in browser_of(ben).get("/notices/").content.decode()
