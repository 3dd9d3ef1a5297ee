"""Nobody is written to who did not agree, and whoever asks learns of a yes alone."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.utils import timezone

from chat import actions, queries
from chat.models import Message, Request, Seat
from core.memory import forget_everything
from core.privacy import rows_of
from notifications.models import Notice
from people.actions import block, mute
from people.models import Member
from safety.models import Case
from tests.cast import signed_in_browser
from tests.pages import words_of

# Numbers of rows and moments differ from one story to the next.
CHANGING = re.compile(r"<time [^>]*>[^<]*</time>|/requests/[0-9]+/|/threads/[0-9]+/")


def test_a_request_reaches_whoever_replied_and_begins_a_conversation(met, asha, ben, browser_of):
    met(asha, ben)
    answer = browser_of(asha).post("/members/Ben/write/", {"words": "You made me laugh. Shall we talk?"})
    asked = Request.objects.get()
    actions.deliver(asked.pk, now=timezone.now())

    assert answer.status_code == 302
    page = browser_of(ben).get(f"/conversations/requests/{asked.pk}/").content.decode()
    assert "You made me laugh" in page
    assert "Evenings" in page
    yes = browser_of(ben).post(f"/conversations/requests/{asked.pk}/", {"answer": "accept"})
    talk = browser_of(asha).get(yes["Location"]).content.decode()
    assert "You made me laugh" in talk
    assert [notice.kind for notice in Notice.objects.filter(member=asha)][-1:] == ["chat.accepted"]
    assert Request.objects.get().words == ""


@pytest.mark.parametrize(
    "words",
    [
        "See https://example.org",
        "me@example.org",
        "find me at example.com",
        "www.example",
        "[here](//kiln.xyz/a)",
        "I am on kiln.xyz",
        "t.me/asha",
    ],
)
def test_a_request_holds_no_address(asha, ben, browser_of, words):
    answer = browser_of(asha).post("/members/Ben/write/", {"words": words})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Request.objects.exists()


def test_a_request_is_short_and_keeps_what_was_typed(asha, ben, browser_of):
    answer = browser_of(asha).post("/members/Ben/write/", {"words": "word " * 70})

    assert answer.status_code == 422
    assert "word word" in answer.content.decode()
    assert not Request.objects.exists()


def waits(asha, ben, met):
    """The request waits for an answer."""
    met(asha, ben)


def wants_nobody(asha, ben, met):
    met(asha, ben)
    actions.choose_from_whom(ben, from_whom="nobody")


def has_muted(asha, ben, met):
    met(asha, ben)
    mute(asha, muter=ben)


def never_replied(asha, ben, met):
    """They wrote in the same thread, but it was Asha who replied to Ben."""
    met(ben, asha)


def says_not_now(asha, ben, met):
    met(asha, ben)
    browser = signed_in_browser(ben)
    yield
    browser.post(f"/conversations/requests/{Request.objects.get().pk}/", {"answer": "not_now"})


def has_looked(asha, ben, met):
    met(asha, ben)
    browser = signed_in_browser(ben)
    yield
    browser.get(f"/conversations/requests/{Request.objects.get().pk}/")


def what_asha_sees(asha, ben, met, what_ben_does):
    """Have Asha ask Ben while he does this; return all she gets to see, and leave everything as it was."""
    with transaction.atomic():
        browser = signed_in_browser(asha)
        after = what_ben_does(asha, ben, met)
        next(after, None) if after else None
        Notice.objects.all().delete()
        sent = browser.post("/members/Ben/write/", {"words": "Shall we talk?"})
        actions.deliver(Request.objects.get().pk, now=timezone.now())
        next(after, None) if after else None
        again = browser.post("/members/Ben/write/", {"words": "Please?"})
        pages = ["/conversations/", "/members/Ben/write/"]
        seen = [words_of(again), *(words_of(browser.get(page)) for page in pages)]
        seen += [str(Notice.objects.filter(member=asha, kind__startswith="chat").count())]
        seen += [str(row) for row in rows_of(asha.account, Request).values_list("words", "recipient")]
        transaction.set_rollback(True)
    cache.clear()
    forget_everything()
    return [sent.status_code, sent["Location"], again.status_code, *(CHANGING.sub("", each) for each in seen)]


@pytest.mark.parametrize(
    "what_ben_does",
    [wants_nobody, has_muted, never_replied, says_not_now, has_looked],
    ids=lambda deed: deed.__name__,
)
def test_whoever_asks_sees_the_same_whatever_the_other_does(asha, ben, met, what_ben_does):
    seen = what_asha_sees(asha, ben, met, what_ben_does)

    assert seen == what_asha_sees(asha, ben, met, waits)
    assert seen[:3] == [302, "/conversations/#sent", 422]


def test_whoever_may_not_ask_is_not_heard(met, ask, asha, ben, chen, dana):
    met(asha, ben)
    assert ask(asha, ben).delivered_at
    assert not ask(chen, ben).delivered_at
    actions.choose_from_whom(dana, from_whom="nobody")
    met(chen, dana)
    assert not ask(chen, dana).delivered_at


def test_people_of_the_same_spaces_may_ask_whoever_wants_that(met, ask, asha, ben, chen, dana):
    met(asha, ben)
    met(chen, dana)
    actions.choose_from_whom(ben, from_whom="spaces")

    assert ask(chen, ben).delivered_at
    assert not ask(dana, asha).delivered_at


@pytest.mark.parametrize("hidden", ["anonymous_author", "anonymous_reply"])
def test_an_anonymous_voice_is_neither_reached_nor_joined_to_a_name(met, ask, asha, ben, browser_of, hidden):
    met(asha, ben, **{hidden: True})
    actions.choose_from_whom(ben, from_whom="spaces")

    assert not ask(asha, ben).delivered_at
    assert "Evenings" not in browser_of(asha).get("/members/Ben/write/").content.decode()


def test_not_now_can_become_yes(met, ask, asha, ben, browser_of):
    met(asha, ben)
    asked = ask(asha, ben)
    browser_of(ben).post(f"/conversations/requests/{asked.pk}/", {"answer": "not_now"})

    assert "Asha" in browser_of(ben).get("/conversations/").content.decode()
    actions.accept(queries.get_request(asked.pk, viewer=ben), by=ben, now=timezone.now())
    assert queries.find_standing(asha, ben) is not None


def test_declining_and_blocking_leaves_no_trace_on_either_side(met, ask, asha, ben, browser_of):
    met(asha, ben)
    asked = ask(asha, ben)
    browser_of(ben).post(f"/conversations/requests/{asked.pk}/", {"answer": "block"})

    assert "Asha" not in browser_of(ben).get("/conversations/").content.decode()
    assert "Ben" not in browser_of(asha).get("/conversations/").content.decode()
    assert browser_of(asha).get("/members/Ben/write/").status_code == 404


def test_two_who_ask_each_other_both_hear_of_it_and_lose_no_words(met, ask, asha, ben):
    """Asha never met Ben, so hers waits unseen; that he asks her makes hers welcome to him."""
    first = ask(asha, ben, "From Asha")
    met(ben, asha)
    second = ask(ben, asha, "From Ben")
    assert not first.delivered_at
    assert second.delivered_at

    conversation = actions.accept(second, by=asha, now=timezone.now())

    words = Message.objects.filter(conversation=conversation).order_by("pk")
    assert [each.body for each in words] == ["From Asha", "From Ben"]


def test_saying_yes_twice_is_one_yes(met, ask, asha, ben):
    met(asha, ben)
    asked = ask(asha, ben)
    one = actions.accept(asked, by=ben, now=timezone.now())
    other = actions.accept(asked, by=ben, now=timezone.now())

    assert one == other
    assert Message.objects.count() == 1
    assert Seat.objects.count() == 2


def test_only_whoever_was_asked_can_answer(met, ask, asha, ben, chen, browser_of):
    met(asha, ben)
    asked = ask(asha, ben)

    for other in (asha, chen):
        for answer in ("accept", "not_now", "block", "report"):
            address = f"/conversations/requests/{asked.pk}/"
            assert browser_of(other).post(address, {"answer": answer}).status_code == 404
    assert queries.requests_for(ben).count() == 1


def test_newcomers_ask_few_and_everybody_asks_only_so_many(asha, ben, chen, dana, mo, lena):
    now = timezone.now()
    for other in (ben, chen):
        actions.send_request(other, by=asha, words="Hello", now=now)
    with pytest.raises(actions.TooManyRequests):
        actions.send_request(dana, by=asha, words="Hello", now=now)

    asha.joined_at = now - timedelta(days=30)
    for other in (dana, mo, lena):
        actions.send_request(other, by=asha, words="Hello", now=now)


def test_taking_words_back_frees_no_second_try(met, ask, asha, ben, browser_of):
    met(asha, ben)
    asked = ask(asha, ben)
    browser_of(asha).post(f"/conversations/requests/{asked.pk}/take-back/")

    assert not queries.requests_for(ben).exists()
    with pytest.raises(actions.AlreadyAsked):
        actions.send_request(ben, by=asha, words="Please?", now=timezone.now())


def test_after_its_time_a_request_goes_and_one_may_ask_again(met, ask, asha, ben):
    met(asha, ben)
    ask(asha, ben)
    later = timezone.now() + timedelta(days=91)

    assert actions.forget_old_requests(now=later) == 1
    actions.send_request(ben, by=asha, words="Hello again", now=later)


def test_the_notice_of_a_request_goes_once_it_is_answered(met, ask, asha, ben, browser_of):
    met(asha, ben)
    asked = ask(asha, ben)
    browser = browser_of(ben)
    assert "Asha asks whether you would like to talk" in browser.get("/notices/").content.decode()
    browser.post(f"/conversations/requests/{asked.pk}/", {"answer": "not_now"})

    assert "Asha asks" not in browser.get("/notices/").content.decode()


def test_who_may_write_is_chosen_on_a_page_of_its_own(ben, browser_of):
    browser = browser_of(ben)
    assert 'value="met"' in browser.get("/account/conversations/").content.decode()
    browser.post("/account/conversations/", {"from_whom": "nobody"})

    assert queries.from_whom(ben) == "nobody"


def test_a_block_ends_what_two_have(talk, asha, ben, browser_of):
    block(ben, blocker=asha)
    number = talk.conversation.pk

    for member in (asha, ben):
        browser = browser_of(member)
        assert browser.get(f"/conversations/{number}/").status_code == 404
        assert f"/conversations/{number}/" not in browser.get("/conversations/").content.decode()
        answer = browser.post(f"/conversations/{number}/messages/", {"body": "Hello?"})
        assert answer.status_code == 404


def test_words_taken_back_before_they_were_delivered_never_are(met, asha, ben):
    met(asha, ben)
    asked = actions.send_request(ben, by=asha, words="Shall we talk?", now=timezone.now())
    actions.take_back(asked, by=asha)

    assert not actions.deliver(asked.pk, now=timezone.now())
    theirs = actions.send_request(asha, by=ben, words="From Ben", now=timezone.now())
    conversation = actions.accept(theirs, by=asha, now=timezone.now())
    assert [each.body for each in Message.objects.filter(conversation=conversation)] == ["From Ben"]


def test_one_asks_one_at_a_time_whatever_for_and_a_new_group_is_no_second_try(
    met, ask, asha, ben, browser_of
):
    met(asha, ben)
    Member.objects.filter(pk=asha.pk).update(joined_at=timezone.now() - timedelta(days=30))
    asha.refresh_from_db()
    asked, browser, now = ask(asha, ben), browser_of(asha), timezone.now()
    actions.set_aside(asked, by=ben, now=now)
    group = actions.make_group(name="Please answer", keeper=asha, now=now)
    people = f"/conversations/{group.pk}/people/"
    again = browser.post(people, {"name": "Ben", "words": "Please?"})

    assert again.status_code == 422 and "You asked them already." in again.content.decode()
    assert Request.objects.get() == asked
    conversation = actions.accept(asked, by=ben, now=now)
    for words in ("Come here too.", "And here."):
        group = actions.make_group(name=words, keeper=asha, now=now)
        actions.invite(queries.get_standing(group.pk, viewer=asha), ben, words=words, now=now)
    assert queries.are_talking(asha, ben) and conversation
    assert Request.objects.open().count() == 2


@pytest.mark.parametrize("by", ["asha", "ben"])
def test_what_has_ended_does_not_begin_again_by_way_of_a_group(talk, met, asha, ben, browser_of, by):
    """Whoever of the two ended it: the other reads "Sent", as always, and nothing arrives."""
    met(asha, ben)
    now, one = timezone.now(), {"asha": asha, "ben": ben}[by]
    actions.end_conversation(talk.conversation, by=one, now=now)
    group = actions.make_group(name="Evenings", keeper=asha, now=now)
    people = f"/conversations/{group.pk}/people/"
    answer = browser_of(asha).post(people, {"name": "Ben", "words": "Please?"}, follow=True)
    actions.deliver(Request.objects.open().get().pk, now=now)

    assert "Sent. If they would like to come" in answer.content.decode()
    assert not queries.requests_for(ben).exists()
    assert "Asha asks" not in browser_of(ben).get("/notices/").content.decode()


DANGER = "I want to kill myself tonight. Please talk to me."


def test_whoever_asks_in_danger_is_shown_people_who_are_there_and_nobody_is_told(asha, ben, mo, browser_of):
    """Ben has never met Asha, so that her words do not even reach him."""
    browser = browser_of(asha)
    page = browser.post("/members/Ben/write/", {"words": DANGER}, follow=True).content.decode()
    actions.deliver(Request.objects.get().pk, now=timezone.now())

    assert page.index("Your words are sent.") < page.index("You sound in a lot of pain.")
    assert not Case.objects.exists()
    browser.post("/conversations/requests/care/", {"do": "talk"})
    desk = browser_of(mo).get(f"/desk/{Case.objects.get().pk}/").content.decode()
    assert "They ask for somebody to talk to." in desk and "kill" not in desk
    browser.post("/conversations/requests/care/", {"do": "away"})
    assert 'id="care"' not in browser.get("/conversations/").content.decode()


def test_whoever_is_asked_in_danger_reads_what_to_do_where_they_offered_to_help(
    met, ask, asha, ben, browser_of
):
    met(asha, ben)
    asked = ask(asha, ben, DANGER)
    address, advice = f"/conversations/requests/{asked.pk}/", "ask whether they are safe right now"

    assert advice not in browser_of(ben).get(address).content.decode()
    ben.role = "listener"
    ben.save(update_fields=["role"])
    page = browser_of(ben).get(address).content.decode()
    assert advice in page and "You sound in a lot of pain." not in page


def test_whoever_is_asked_for_contact_or_money_is_warned_before_they_open_it(met, ask, asha, ben, browser_of):
    met(asha, ben)
    words = "Text me your phone number, and send me money please."
    asked = ask(asha, ben, words)
    page = browser_of(ben).get(f"/conversations/requests/{asked.pk}/").content.decode()

    assert page.index("This message may ask for contact details") < page.index('class="covered"')
    assert page.index('class="covered"') < page.index(words)
    with connection.cursor() as cursor:
        cursor.execute("SELECT signs FROM chat_request")
        assert "contact" not in str(cursor.fetchall())
    actions.take_back(asked, by=asha)
    assert Request.objects.get().signs == ""
