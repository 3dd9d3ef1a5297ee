"""A community full of secrets: every word, name and number in it is found again wherever it turns up."""

from collections.abc import Iterable
from copy import copy
from datetime import datetime, timedelta
from http.cookies import SimpleCookie
from types import SimpleNamespace
from typing import Any

from django.core.cache import cache
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from core.memory import forget_everything
from tests.cast import PASSPHRASE, signed_in_browser
from tests.full_member import picture
from tests.proof.canaries import Canary, rows
from tests.proof.circles_held import hold_circles
from tests.proof.conversations import let_them_talk
from tests.proof.needles import drawing_of, forms_of_number
from tests.proof.numbers import spread_numbers
from tests.proof.recognised import note_names_and_numbers
from tests.proof.support_groups import hold_a_group
from tests.proof.talks_now import talk_to_a_listener

NAMES = {
    "gone": "Gonzalo", "owing": "Owena", "chen": "Chenoa", "dana": "Danaelle", "asha": "Ashavari",
    "vera": "Verabelle", "lena": "Lenuta", "ines": "Inesita", "clara": "Claribel", "mo": "Mordecai",
    "olu": "Oluwaseun", "rosa": "Rosalind",
}  # fmt: skip
ROLES_OF = {"lena": "listener", "clara": "clinician", "mo": "moderator", "olu": "operator"}


class Community:
    """Its people, one signed-in browser for each, what they made, and the canaries that came of it."""

    def __init__(self, now: datetime | None = None) -> None:
        self.now = (now or timezone.now()).replace(second=0)
        self._minutes = 0
        self.starts = spread_numbers()
        self.canaries = {secret: Canary(secret) for secret, _ in rows()}
        self.people = {role: self._join(role, name) for role, name in NAMES.items()}
        self._open_spaces()
        self._write_under_names()
        self._write_anonymously()
        self._keep_to_themselves()
        self._come_and_go()
        self._write_behind_doors()
        self._report_and_decide()
        let_them_talk(self)
        talk_to_a_listener(self)
        hold_a_group(self)
        self._have_something_wait()
        self._keep_apart()
        self._draw_unlike_pictures()
        self.browsers = {role: self._browser(role) for role in [*NAMES, "stranger"]}
        self.token_of("asha")
        self._name_a_browser()
        self._have_words_wait()
        self._close_and_owe()
        note_names_and_numbers(self)
        hold_circles(self)
        forget()

    # ---- people

    def _join(self, role: str, name: str) -> Any:
        from people.actions import sign_up

        member = sign_up(name=name, passphrase=PASSPHRASE, now=self.now - timedelta(days=40))
        if role in ROLES_OF:
            member.role = ROLES_OF[role]
            member.save(update_fields=["role"])
        return member

    def _draw_unlike_pictures(self) -> None:
        """Give everybody a picture nobody else has, so that a picture says whose it is."""
        from forum.models import Alias

        seeds = [
            *range(200),
            *Alias.objects.values_list("avatar_seed", flat=True),
        ]  # the style guide's among them
        drawn = {drawing_of(seed) for seed in seeds}
        for member in self.people.values():
            seed = member.avatar_seed
            while drawing_of(seed) in drawn:
                seed = (seed * 1_103_515_245 + 12_345) % 2**31
            drawn.add(drawing_of(seed))
            member.avatar_seed = seed
            member.save(update_fields=["avatar_seed"])

    def _browser(self, role: str) -> Client:
        client = Client(raise_request_exception=False)
        if role != "stranger":
            client = signed_in_browser(self.people[role])
            client.raise_request_exception = False
            client.get("/")
        return client

    def _name_a_browser(self) -> None:
        from people.models import Device

        Device.objects.filter(account=self.people["asha"].account_id).update(description="Netsurfer on Haiku")
        self.plant("what somebody is signed in with", "netsurfer")

    def _have_words_wait(self) -> None:
        """Lena's session had ended when she sent something; what she wrote waits in the one she has now."""
        from people import kept_words

        session = self.browsers["lena"].session
        said = kept_words.KeptWords("/conversations/1/messages/", [("body", "Still here, waitingwhisper.")])
        kept_words.keep(SimpleNamespace(session=session), said)  # type: ignore[arg-type]
        session.save()
        self.plant("words that wait to be sent", "waitingwhisper")

    def _close_and_owe(self) -> None:
        """Close one account without ending its session, and let one owe the newest agreement."""
        from people.models import Acceptance, Account, Agreement
        from people.queries import forget_viewer

        newest = Agreement.objects.create(body="The newest agreement.", html="<p>The newest agreement.</p>")
        for role, member in self.people.items():
            if role != "owing":
                Acceptance.objects.create(account=member.account, agreement=newest)
        Account.objects.filter(pk=self.people["gone"].account_id).update(is_active=False)
        forget_viewer(*self.people.values())

    def token_of(self, role: str) -> str:
        """Return a token with every scope this member may have, "" for whoever cannot have one."""
        from people.actions import make_token

        if role in ("stranger", "gone"):
            return ""
        scopes = ["read", "write", "events", *(["staff"] if role in ROLES_OF else [])]
        _, token = make_token(
            self.people[role], name="A program", scopes=scopes, days=3, now=self.now, has_second_factor=True
        )
        return token

    # ---- what they made

    def later(self) -> datetime:
        """Return a moment a minute after the one before."""
        self._minutes += 1
        return self.now - timedelta(days=2) + timedelta(minutes=self._minutes, seconds=1 + self._minutes % 59)

    def start(self, space: Any, who: str, title: str, body: str, **extra: Any) -> Any:
        from forum.actions import start_thread

        author = self.people[who]
        return start_thread(
            space, author=author, title=title, body=body, wants="listen", now=self.later(), **extra
        )

    def reply(self, thread: Any, who: str, body: str, **extra: Any) -> Any:
        from forum.actions import post_reply

        return post_reply(thread, author=self.people[who], body=body, now=self.later(), **extra)

    def place_in(self, group: Any, who: str) -> Any:
        """Return somebody's place in a support group."""
        from circles.models import Membership

        return Membership.objects.select_related("group", "member").get(group=group, member=self.people[who])

    def here(self, who: str) -> Any:
        """Return somebody's place in the circle that is being held."""
        return self.meeting.presences.get(member=self.people[who])

    def plant(self, secret: str, *words: str) -> None:
        """Make these words recognisable as the secret."""
        self.canaries[secret].needles |= {word.casefold() for word in words}

    def plant_numbers(self, secret: str, numbers: Iterable[int]) -> None:
        for number in numbers:
            self.canaries[secret].needles |= forms_of_number(number)

    def _open_spaces(self) -> None:
        from forum.models import Space, SpaceMembership
        from people.models import Topic

        Topic.objects.create(slug="rivers", name="rivers")

        def space(slug: str, name: str, access: str, **extra: Any) -> Any:
            return Space.objects.create(
                slug=slug, name=name, purpose=f"{name} purpose.", access=access, **extra
            )

        self.open = space("courtyard", "Courtyard", "open")
        self.members = space("larchmere", "Larchmere", "members")
        self.closed = space("quillhaven", "Quillhaven", "request")
        self.archived = space("oldbarrow", "Oldbarrow", "open")
        for who in ("ines", "rosa"):
            SpaceMembership.objects.create(space=self.closed, member=self.people[who], admitted_at=self.now)
        self.plant("a space for members", "larchmere")
        self.plant("a space by request", "quillhaven")
        self.plant("an archived space", "oldbarrow")

    def _write_under_names(self) -> None:
        from forum.actions import edit_post, pin_update, remove_post, toggle_support
        from forum.models import Post

        self.named = self.start(self.open, "asha", "Evenings ashatitle", "An ashaopening evening.")
        self.danas = self.start(self.open, "dana", "Mornings danatitle", "A danaopening morning.")
        self.shared = self.start(self.open, "lena", "For all of us", "Say hello here.")
        self.plant("words Asha wrote", "ashatitle", "ashaopening", "ashareply", "ashapinned", "ashacaption")
        self.plant("words Dana wrote", "danatitle", "danaopening", "danareply")
        self.plant("words Rosalind wrote", "rosareply", "rosatitle", "rosaopening")
        self.ashas_reply = self.reply(
            self.shared,
            "asha",
            "Hello ashareply from me.",
            picture=picture(),
            picture_description="An ashacaption.",
        )
        self.danas_reply = self.reply(self.shared, "dana", "Hello danareply as well.")
        self.reply(self.shared, "rosa", "Hello rosareply too.")
        self.start(self.open, "rosa", "Noon rosatitle", "A rosaopening noon.")
        self.reply(
            self.shared, "lena", "Answering you.", quoted=self.ashas_reply, quoted_text="Hello ashareply"
        )
        self.reply(self.shared, "lena", "You too.", quoted=self.danas_reply, quoted_text="Hello danareply")
        self.reply(self.named, "lena", "I hear you.")
        pinned = self.reply(self.named, "asha", "Better now ashapinned.")
        pin_update(pinned, by=self.people["asha"], now=self.later())
        edited = self.reply(self.shared, "asha", "My street was formerstreet, and formerquoted.")
        self.reply(self.shared, "lena", "Ah.", quoted=edited, quoted_text="and formerquoted")
        self.edited = edit_post(
            edited,
            by=self.people["asha"],
            body="My street was somewhere.",
            version=edited.version,
            now=self.later(),
        )
        self.plant("what a post said before", "formerstreet")
        self.plant("what was quoted and changed", "formerquoted")
        self.removed = self.reply(self.shared, "asha", "Taken back removedword.")
        remove_post(self.removed, by=self.people["mo"], now=self.later())
        gone = self.start(self.open, "asha", "Gone removedtitle", "Gone removedopening.")
        self.removed_thread = gone
        remove_post(Post.objects.get(thread=gone, is_opening=True), by=self.people["asha"], now=self.later())
        self.plant("a removed reply", "removedword")
        self.plant("a removed thread", "removedtitle", "removedopening")
        toggle_support(self.ashas_reply, member=self.people["ines"], kind="me_too", now=self.later())

    def _write_anonymously(self) -> None:
        """Vera speaks in two threads, edits, answers, pins and takes back; never under her name."""
        from forum.actions import edit_post, pin_update, remove_post

        vera = self.people["vera"]
        self.voice = self.start(
            self.open, "vera", "A voice voicetitle", "A voiceopening of mine.", anonymous=True
        )
        said = self.reply(self.shared, "vera", "Me too voicereply.", anonymous=True)
        self.voice_reply = edit_post(
            said, by=vera, body="Me too voicereply, edited.", version=1, now=self.later()
        )
        self.reply(self.voice, "lena", "Hello.", quoted=None)
        answer = self.reply(self.voice, "vera", "Thank you voicepinned.", anonymous=True)
        pin_update(answer, by=vera, now=self.later())
        remove_post(self.reply(self.shared, "vera", "Not this.", anonymous=True), by=vera, now=self.later())
        self.reply(self.named, "vera", "For Asha voiceanswer.", anonymous=True)
        self.plant(
            "words of an anonymous voice",
            "voicetitle",
            "voiceopening",
            "voicereply",
            "voicepinned",
            "voiceanswer",
        )

    def _keep_to_themselves(self) -> None:
        from forum.actions import bookmark, follow, save_draft
        from people.actions import save_profile
        from safety.actions import save_safety_notes

        lena, ben = self.people["lena"], self.people["ines"]
        save_draft(lena, thread=self.shared, body="A draft draftbody of hers.")
        save_draft(lena, space=self.open, title="A drafttitle", body="Words draftopening.")
        self.plant("a draft", "draftbody", "drafttitle", "draftopening")
        save_profile(
            self.people["asha"],
            lived_experience="I lived livedsecret.", about="About aboutmembers me.", about_audience="members",
            pronouns="they pronounsopen", pronouns_audience="everyone",
        )  # fmt: skip
        self.plant("experience for oneself only", "livedsecret")
        save_safety_notes(self.people["asha"], helps="Going to calmsecret.", now=self.now)
        self.plant("notes to oneself", "calmsecret")
        self.plant("about, for members", "aboutmembers")
        self.plant("pronouns, for anyone", "pronounsopen")
        bookmark(self.ashas_reply, member=ben)
        follow(self.named, member=ben, now=self.now)

    def _come_and_go(self) -> None:
        """Clara was known by another name; Asha has an address, codes and a browser one could know her by."""
        from people.actions import change_name, new_recovery_codes
        from people.models import RecoveryAddress

        clara, account = self.people["clara"], self.people["asha"].account
        change_name(clara, name="Oncecalled", now=self.now)
        change_name(clara, name=NAMES["clara"], now=self.now)
        RecoveryAddress.objects.create(
            account=account, address="ashamail@canary.example", verified_at=self.now
        )
        self.plant("recovery codes", *new_recovery_codes(self.people["asha"]))
        self.plant("a name somebody gave up", "oncecalled")
        self.plant("e-mail", "ashamail")

    def _write_behind_doors(self) -> None:
        from forum.models import Space

        inside = self.start(self.members, "chen", "Within memberstitle", "A membersopening.")
        self.reply(inside, "lena", "In memberreply.")
        self.in_members = inside
        self.plant("words in a space for members", "memberstitle", "membersopening", "memberreply")
        self.behind = self.start(self.closed, "ines", "Behind closedtitle", "A closedopening.")
        self.closed_reply = self.reply(
            self.behind,
            "ines",
            "And a closedreply.",
            picture=picture(),
            picture_description="A closedcaption.",
        )
        self.plant(
            "words in a space by request", "closedtitle", "closedopening", "closedreply", "closedcaption"
        )
        self.reply(self.behind, "rosa", "Mine is a closedreply too.")
        self.put_away = self.start(self.archived, "chen", "Old archivedtitle", "An archivedopening.")
        Space.objects.filter(pk=self.archived.pk).update(archived_at=self.now)
        self.plant("words in an archived space", "archivedtitle", "archivedopening")

    def _report_and_decide(self) -> None:
        """Lena reports a reply of Rosalind's; Mo takes it down and says why; one more report waits."""
        from safety import subjects
        from safety.actions import claim, decide, report
        from safety.actions.decisions import Verdict
        from safety.models import Case

        lena, mo = self.people["lena"], self.people["mo"]
        reported = self.reply(self.shared, "rosa", "Heated words reportedreply.")
        subject = subjects.find("forum.post", str(reported.pk), viewer=lena)
        report(subject, by=lena, reason="hate", words="It hurt me reportwords.", now=self.later())
        case = Case.objects.get(subject_kind="forum.post", subject_id=reported.pk)
        case = claim(case, by=mo, version=case.version, now=self.later())
        verdict = Verdict("hide", statement="Against the agreement statementwords.")
        self.decision = decide(case, verdict, by=mo, version=case.version, keep_open=False, now=self.later())
        waiting = subjects.find("forum.post", str(self.voice_reply.pk), viewer=lena)
        report(waiting, by=lena, reason="worried", words="Please look reportwords.", now=self.later())
        self.plant("words of a report", "reportwords")
        self.plant("a statement of reasons", "statementwords")
        self.plant("a reply that was taken down", "reportedreply")

    def _have_something_wait(self) -> None:
        """What Chen and a voice say waits for a person: an advertisement, by its looks."""
        spam = "Buy cheap followers now at http://cheap.example click here for the best price. {}."
        self.held = self.reply(self.shared, "chen", spam.format("Heldreply"))
        self.held_voice = self.reply(self.shared, "vera", spam.format("Heldvoice"), anonymous=True)
        begun = self.start(self.open, "chen", "Followers heldtitle", spam.format("Heldopening"))
        assert self.held.held_at and self.held_voice.held_at and begun.removed_at
        self.plant("a held reply", "heldreply", "heldtitle", "heldopening")
        self.plant("a held anonymous reply", "heldvoice")

    def _keep_apart(self) -> None:
        from people.actions import block, mute

        block(self.people["dana"], blocker=self.people["asha"])
        mute(self.people["rosa"], muter=self.people["chen"])
        # Whoever is apart from the voice's owner must meet the voice all the same.
        block(self.people["vera"], blocker=self.people["clara"])
        mute(self.people["vera"], muter=self.people["chen"])

    # ---- for one test after another

    def as_it_was(self) -> "Community":
        """Return the same community with rows and browsers of its own, for a test that leaves traces in them."""
        again = copy(self)
        for name, thing in vars(self).items():
            if isinstance(thing, Model):
                setattr(again, name, _read_again(thing))
        again.people = {role: _read_again(member) for role, member in self.people.items()}
        again.browsers = {role: browser_with(client.cookies) for role, client in self.browsers.items()}
        forget()
        return again


def _read_again(row: Any) -> Any:
    return type(row)._base_manager.get(pk=row.pk)


def browser_with(cookies: SimpleCookie) -> Client:
    """Return a browser that has the same cookies, and gets no further ones for another."""
    client = Client(raise_request_exception=False)
    client.cookies = SimpleCookie({key: morsel.value for key, morsel in cookies.items()})
    return client


def forget() -> None:
    """Drop what this process remembers: what was planted or taken back came in by no page."""
    cache.clear()
    forget_everything()
