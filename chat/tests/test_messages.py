"""What the two write: once, in order, sealed, changed for five minutes, taken back at any time."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from chat import actions, permissions, queries
from chat.models import Message, Seat
from live.models import OutboxEvent
from notifications.models import Letter, Notice, NoticeChoice
from notifications.queries import count_for
from people.actions import mute, unmute


def address(talk, rest=""):
    return f"/conversations/{talk.conversation.pk}/{rest}"


def main_of(response):
    return response.content.decode().split("<main")[1].split("</main>")[0]


def test_what_one_writes_the_other_reads(talk, asha, ben, browser_of):
    sent = browser_of(asha).post(address(talk, "messages/"), {"body": "It rains **here**."})

    assert sent.status_code == 302
    page = browser_of(ben).get(address(talk)).content.decode()
    assert "It rains <strong>here</strong>." in page
    assert "Asha wrote to you" in browser_of(ben).get("/notices/").content.decode()


def test_nobody_else_finds_the_conversation(talk, say, chen, mo, olu, browser_of, stranger):
    message = say(talk.mine.member, "Between us")

    for member in (chen, mo, olu):
        browser = browser_of(member)
        for path in ("", "messages/", "choices/", "end/", "report/"):
            assert browser.get(address(talk, path)).status_code == 404
        for path in ("", "edit/", "remove/"):
            assert browser.get(f"/messages/{message.pk}/{path}").status_code == 404
        assert browser.post(address(talk, "messages/"), {"body": "Hello"}).status_code == 404
        assert browser.post(f"/messages/{message.pk}/support/", {"kind": "hear"}).status_code == 404
    assert stranger.get(address(talk)).status_code == 302


def test_the_database_holds_nothing_readable(talk, say, asha):
    say(asha, "Velvet lighthouse", notes=["loss"])

    with connection.cursor() as cursor:
        for table in ("chat_message", "chat_request", "live_outboxevent", "notifications_notice"):
            cursor.execute(f"SELECT * FROM {table}")
            rows = str(cursor.fetchall())
            for words in ("lighthouse", "Shall we talk", "loss"):
                assert words not in rows, table


def test_the_same_message_sent_twice_is_one(talk, asha, browser_of):
    nonce = str(uuid.uuid4())
    for _ in range(2):
        browser_of(asha).post(address(talk, "messages/"), {"body": "Once", "nonce": nonce})

    assert [each.body for each in Message.objects.all()].count("Once") == 1


def test_an_open_page_gets_what_came_since_in_order(talk, say, asha, ben, browser_of):
    first = say(asha, "One")
    say(ben, "Two")
    say(asha, "Three")
    answer = browser_of(ben).get(address(talk, f"messages/?after={first.pk}"), headers={"HX-Request": "true"})

    page = answer.content.decode()
    assert page.index("Two") < page.index("Three")
    assert "One" not in page
    assert "<html" not in page


def test_history_pages_backwards_and_ends(talk, say, asha, browser_of):
    for number in range(queries.PAGE_SIZE + 10):
        say(asha, f"number-{number}.")
    browser = browser_of(asha)
    page = browser.get(address(talk))
    earlier = page.content.decode().split('data-earlier href="')[1].split('"')[0]
    before = browser.get(address(talk) + earlier).content.decode()

    assert "number-10." in page.content.decode()
    assert "number-9." not in page.content.decode()
    assert "number-9." in before
    assert "This is where you began." in before
    assert "data-began hidden" not in before


def test_an_open_page_gets_the_messages_and_the_ways_alone(talk, say, asha, browser_of):
    for number in range(queries.PAGE_SIZE + 10):
        say(asha, f"number-{number}.")
    browser = browser_of(asha)
    whole = browser.get(address(talk)).content.decode()
    earlier = whole.split('data-earlier href="')[1].split('"')[0]
    asks = {"HX-Request": "true", "HX-Target": "messages"}
    before = browser.get(address(talk) + earlier, headers=asks).content.decode()

    assert "number-9." in before
    assert "number-10." not in before
    assert "data-later href" in before
    assert "<html" not in before
    assert "<audio" not in before
    assert "<textarea" not in before


def test_history_pages_forward_again_until_the_newest(talk, say, asha, browser_of):
    for number in range(3 * queries.PAGE_SIZE):
        say(asha, f"number-{number}.")
    browser = browser_of(asha)

    def follow(page: str, way: str) -> str:
        href = page.split(f'{way} href="')[1].split('"')[0]
        return browser.get(address(talk) + href).content.decode()

    newest = browser.get(address(talk)).content.decode()
    first = follow(follow(newest, "data-earlier"), "data-earlier")
    second = follow(first, "data-later")
    third = follow(second, "data-later")

    assert "number-49." in first
    assert "number-50." in second
    assert "number-99." in second
    assert "data-earlier-page" in second
    assert "number-149." in third
    assert "data-earlier-page" not in third


@pytest.mark.parametrize("place", ["nonsense", "", "WzFd", "9" * 30])
def test_a_place_we_did_not_make_shows_the_newest(place, talk, say, asha, browser_of):
    say(asha, "The newest.")
    page = browser_of(asha).get(address(talk, f"?after={place}"))

    assert page.status_code == 200
    assert "The newest." in page.content.decode()


def test_looking_at_it_is_what_makes_it_read(talk, say, asha, ben, browser_of):
    say(asha, "Are you there?")
    browser = browser_of(ben)
    assert 'class="new"' in main_of(browser.get("/conversations/"))
    assert queries.has_unread(ben)
    browser.get(address(talk))

    assert 'class="new"' not in main_of(browser.get("/conversations/"))
    assert not queries.has_news(ben)
    assert OutboxEvent.objects.filter(kind="chat.messages_read").count() == 1
    assert not Notice.objects.filter(member=ben, kind="chat.message", read_at__isnull=True).exists()


def test_an_earlier_page_does_not_make_the_newest_read(talk, say, asha, ben, browser_of):
    for number in range(queries.PAGE_SIZE + 1):
        say(asha, f"{number}")
    earlier = queries.list_messages(talk, now=timezone.now()).next_cursor
    browser_of(ben).get(address(talk, f"?before={earlier}"))

    assert queries.has_news(ben)


def test_words_can_be_changed_for_five_minutes(talk, say, asha, browser_of):
    fresh, old = say(asha, "Adn so on"), say(asha, "Too old", minutes_ago=6)
    browser = browser_of(asha)

    assert browser.post(f"/messages/{fresh.pk}/edit/", {"body": "And so on"}).status_code == 302
    refused = browser.post(f"/messages/{old.pk}/edit/", {"body": "Something else"})
    assert refused.status_code == 409
    assert "Something else" in refused.content.decode()
    page = browser.get(address(talk)).content.decode()
    assert "And so on" in page
    assert "edited" in page
    assert "Too old" in page


def test_taking_it_back_leaves_its_place_alone(talk, say, asha, ben, browser_of):
    message = say(ben, "I should not have said that", minutes_ago=90)
    answer = say(asha, "What do you mean?", answers=message)
    browser_of(ben).post(f"/messages/{message.pk}/remove/")

    for member in (asha, ben):
        page = browser_of(member).get(address(talk)).content.decode()
        assert "Removed by its author." in page
        assert "should not have" not in page
    assert actions.empty_removed_messages(now=timezone.now() + timedelta(days=8)) == 1
    assert Message.objects.get(pk=message.pk).body == ""
    assert Message.objects.get(pk=answer.pk).answers_id == message.pk


def test_nobody_changes_or_takes_back_the_others_words(talk, say, asha, ben, browser_of):
    message = say(ben, "Mine")

    for path in ("edit/", "remove/"):
        assert browser_of(asha).post(f"/messages/{message.pk}/{path}", {"body": "Yours"}).status_code == 404
    with pytest.raises(PermissionDenied):
        actions.edit_message(message, by=asha, body="Yours", now=timezone.now())
    with pytest.raises(PermissionDenied):
        actions.remove_message(message, by=asha, now=timezone.now())


def test_an_answer_shows_the_passage_unless_it_is_gone(talk, say, asha, ben, browser_of):
    message = say(ben, "The kettle sings")
    say(asha, "Mine too", answers=message)
    assert "<blockquote" in browser_of(ben).get(address(talk)).content.decode()
    actions.remove_message(message, by=ben, now=timezone.now())

    assert "<blockquote" not in browser_of(ben).get(address(talk)).content.decode()


def test_a_press_is_shown_to_both_and_can_be_taken_back(talk, say, asha, ben, browser_of):
    message = say(ben, "It was a long day")
    browser = browser_of(asha)
    browser.post(f"/messages/{message.pk}/support/", {"kind": "with_you"})
    assert "With you" in browser_of(ben).get(address(talk)).content.decode()
    browser.post(f"/messages/{message.pk}/support/", {"kind": "with_you"})

    assert "· With you" not in browser_of(ben).get(address(talk)).content.decode()
    with pytest.raises(PermissionDenied):
        actions.toggle_support(message, member=ben, kind="hear", now=timezone.now())


def test_a_content_note_covers_the_words_for_the_other(talk, say, asha, ben, browser_of):
    say(asha, "The words", notes=["loss"])

    assert "This message talks about" in browser_of(ben).get(address(talk)).content.decode()
    assert "This message talks about" not in browser_of(asha).get(address(talk)).content.decode()


def test_words_that_do_not_go_through_stay_in_the_box(talk, asha, browser_of):
    answer = browser_of(asha).post(address(talk, "messages/"), {"body": "long " * 1_000})

    assert answer.status_code == 422
    assert "long long" in answer.content.decode()


def test_ended_is_ended_until_both_want_it_again(talk, say, asha, ben, browser_of):
    one, other = browser_of(asha), browser_of(ben)
    one.post(address(talk, "end/"))

    answer = other.post(address(talk, "messages/"), {"body": "But why?"})
    assert answer.status_code == 409
    assert "But why?" in answer.content.decode()
    other.post(address(talk, "again/"), {"again": "yes"})
    assert "would like to talk again" not in words_about_again(one.get(address(talk)))
    assert other.post(address(talk, "messages/"), {"body": "Hello?"}).status_code == 409
    one.post(address(talk, "again/"), {"again": "yes"})
    assert other.post(address(talk, "messages/"), {"body": "Hello"}).status_code == 302


def words_about_again(response):
    return response.content.decode().replace("I would like to talk again", "")


def test_nobody_is_told_that_the_other_wants_it_again(talk, asha, ben, browser_of):
    browser_of(asha).post(address(talk, "end/"))
    before = browser_of(asha).get(address(talk)).content
    OutboxEvent.objects.all().delete()
    browser_of(ben).post(address(talk, "again/"), {"again": "yes"})

    assert OutboxEvent.objects.count() == 0
    assert len(browser_of(asha).get(address(talk)).content) == len(before)


def test_asking_whom_one_talked_with_leads_to_the_conversation(talk, asha, browser_of):
    browser = browser_of(asha)
    browser.post(address(talk, "end/"))

    assert browser.get("/members/Ben/write/")["Location"] == address(talk)


def test_the_shorter_of_two_lifetimes_counts(talk, say, asha, ben, browser_of):
    old = say(asha, "Yesterday's words", minutes_ago=60 * 25)
    browser_of(ben).post(address(talk, "choices/"), {"lifetime": "day"})

    assert "Yesterday&#39;s words" not in browser_of(asha).get(address(talk)).content.decode()
    assert browser_of(asha).get(f"/messages/{old.pk}/").status_code == 404
    assert actions.forget_expired_messages(now=timezone.now()) == 1
    assert not Message.objects.filter(pk=old.pk).exists()


def test_a_muted_conversation_tells_nothing_and_goes_on(talk, say, asha, ben, browser_of):
    browser_of(ben).post(address(talk, "choices/"), {"mute": "yes"})
    say(asha, "Quietly")

    assert not queries.has_news(ben)
    assert not Notice.objects.filter(member=ben, kind="chat.message").exists()
    assert "Quietly" in browser_of(ben).get(address(talk)).content.decode()
    assert "muted" not in browser_of(asha).get(address(talk)).content.decode()


def test_a_muted_member_is_not_seen_and_sees_no_difference(talk, say, asha, ben, browser_of):
    before = len(browser_of(asha).get(address(talk)).content)
    mute(asha, muter=ben)

    assert browser_of(ben).get(address(talk)).status_code == 404
    assert len(browser_of(asha).get(address(talk)).content) == before
    say_as = queries.get_standing(talk.conversation.pk, viewer=asha)
    actions.send_message(say_as, author=asha, body="Hello?", now=timezone.now())
    assert not Notice.objects.filter(member=ben, kind="chat.message").exists()
    unmute(asha, muter=ben)
    assert "Hello?" in browser_of(ben).get(address(talk)).content.decode()


def test_events_hold_ids_and_go_to_the_two_alone(talk, say, asha, ben):
    OutboxEvent.objects.all().delete()
    say(asha, "Private words")

    events = list(OutboxEvent.objects.filter(kind__startswith="chat."))
    assert {event.kind for event in events} == {"chat.message_sent", "chat.message_came"}
    assert {event.channels.strip() for event in events} == {f"member:{asha.pk}", f"member:{ben.pk}"}
    assert all(isinstance(value, int) for event in events for value in event.data.values())


def test_search_opens_one_s_own_words_and_finds_them(talk, say, asha, ben, chen, browser_of):
    say(ben, "The heron stood in the pond.")

    assert "heron stood" in browser_of(asha).get("/conversations/search/?q=HERON pond").content.decode()
    assert "heron stood" not in browser_of(chen).get("/conversations/search/?q=heron").content.decode()
    assert "Nothing has these words" in browser_of(asha).get("/conversations/search/?q=swan").content.decode()


def test_search_goes_on_where_a_page_of_results_ended(talk, say, asha, monkeypatch):
    monkeypatch.setattr("chat.queries.search.READ_AT_ONCE", 5)
    say(asha, "The heron")
    for _ in range(5):
        say(asha, "Something else")
    now = timezone.now()
    first = queries.search_messages(asha, "heron", now=now)

    assert first.items == []
    found = queries.search_messages(asha, "heron", now=now, cursor=first.next_cursor)
    assert [hit.shown.message.body for hit in found.items] == ["The heron"]


def test_whoever_may_not_post_may_not_write(talk, asha, browser_of, monkeypatch):
    monkeypatch.setattr(permissions, "paused_until", lambda member, now: now + timedelta(days=1))
    answer = browser_of(asha).post(address(talk, "messages/"), {"body": "My words"})

    assert answer.status_code == 403
    assert "My words" in answer.content.decode()


def test_when_one_leaves_the_other_keeps_their_own_words_and_the_end(talk, say, asha, ben, browser_of):
    from people.actions import ask_to_close, carry_out
    from people.models import Closing

    say(asha, "From Asha")
    say(ben, "From Ben")
    ask_to_close(asha, choice="unlink", at_once=True, now=timezone.now())
    carry_out(Closing.objects.get().pk, now=timezone.now())

    page = browser_of(ben).get(address(talk)).content.decode()
    assert "From Ben" in page
    assert "From Asha" not in page
    assert "Somebody who left" in page
    assert Seat.objects.count() == 1


def test_slower_posting_holds_here_too_and_keeps_the_words(talk, asha, ben, chen, mo, met, browser_of):
    from safety.models import Case, Decision

    now = timezone.now()
    case = Case.objects.create(source="staff", band=3, concern="spam", opened_at=now, due_at=now)
    Decision.objects.create(
        case=case, by=mo, member=asha, outcome="slow", per_hour=2, until=now + timedelta(days=1), at=now
    )
    browser, address = browser_of(asha), f"/conversations/{talk.conversation.pk}/messages/"
    met(chen, ben)

    page = browser.post(address, {"body": "Once more, marzipan."})
    scripted = browser.post(address, {"body": "Once more."}, HTTP_HX_REQUEST="true")
    asked = browser.post("/members/Chen/write/", {"words": "Marzipan?"})
    told = browser.post(
        f"/api/v1/conversations/{talk.conversation.pk}/messages",
        {"body": "More."},
        content_type="application/json",
    )

    assert page.status_code == 429 and "marzipan" in page.content.decode()
    assert scripted.status_code == 429 and "more slowly for now" in scripted.content.decode()
    assert asked.status_code == 422 and "more slowly for now" in asked.content.decode()
    assert told.status_code == 429 and int(told["Retry-After"]) > 0
    assert Message.objects.filter(author=asha).count() == 1


def nothing_new_for(member, browser_of, since):
    """Tell whether neither the page of notices nor a letter tells this member of anything."""
    letter = Letter(member=member, channel="mail", since=since)
    NoticeChoice.objects.update_or_create(member=member, kind="chat.message", defaults={"by_mail": True})
    seen = browser_of(member).get("/notices/").content.decode()
    told = "wrote to you" in seen or "new words in" in seen
    assert told is bool(count_for(letter))
    return not told


def muted(talk, message, ben):
    actions.mute_conversation(queries.get_standing(talk.conversation.pk, viewer=ben), now=timezone.now())


def taken_back(talk, message, ben):
    actions.remove_message(message, by=message.author, now=timezone.now())


def taken_down(talk, message, ben):
    actions.take_down([message.pk], now=timezone.now())


def over(talk, message, ben):
    actions.choose_lifetime(queries.get_standing(talk.conversation.pk, viewer=ben), lifetime="day")
    actions.forget_expired_messages(now=timezone.now() + timedelta(days=2))


@pytest.mark.parametrize("deed", [muted, taken_back, taken_down, over], ids=lambda deed: deed.__name__)
def test_nothing_is_told_of_what_is_gone_since(deed, talk, say, asha, ben, browser_of):
    browser_of(ben).get(address(talk))
    began = timezone.now()
    message = say(asha, "I should not have said that.")
    assert not nothing_new_for(ben, browser_of, began)

    deed(talk, message, ben)

    assert nothing_new_for(ben, browser_of, began)
