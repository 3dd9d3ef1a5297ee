"""One person with a browser of their own, and what people do in one."""

import re
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, expect

from tests.journeys.community import PASSPHRASE
from tests.journeys.house import House
from tests.journeys.typed import said_in_private, said_in_public, typed_in

PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)


class Visitor:
    """A person's browser: a context that shares nothing with anybody else's, and the tab in front of them."""

    def __init__(
        self,
        browser: Browser,
        house: House,
        *,
        as_: str = "",
        scripts: bool = True,
        by_name: bool = False,
        **how: object,
    ) -> None:
        """`by_name` goes to the house by its host name: passkeys belong to one, and a number is none."""
        self.house = house
        self.name = as_
        self.context: BrowserContext = browser.new_context(
            base_url=house.url.replace("127.0.0.1", "localhost") if by_name else house.url,
            java_script_enabled=scripts,
            **{
                "viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce", "locale": "en-GB",
                "service_workers": "block", **how,
            },
        )  # fmt: skip
        self.context.set_default_timeout(PATIENCE)
        self.codes: list[str] = []  # recovery codes, once this person has joined
        self.asked: list[Request] = []
        self.complaints: list[str] = []
        self.context.on("request", lambda request: self.asked.append(request))
        self.context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.context.on("console", lambda said: self._hear(said.text))
        if as_:
            key = house.facts["sessions"][as_].pop()
            self.context.add_cookies([{"name": "session", "value": key, "url": house.url}])
        self.page: Page = self.context.new_page()

    # ---- getting about

    def go(self, path: str) -> "Visitor":
        self.page.goto(path)
        return self

    def open_thread(self, number: int) -> "Visitor":
        return self.go(f"/threads/{number}/")

    def new_tab(self, path: str) -> Page:
        page = self.context.new_page()
        page.goto(path)
        return page

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    def press(self, label: str, *, within: Locator | None = None) -> None:
        (within or self.main).get_by_role("button", name=label, exact=True).first.click()

    def follow(self, label: str, *, within: Locator | None = None) -> None:
        (within or self.main).get_by_role("link", name=label, exact=True).first.click()

    # ---- doors

    def join(self, name: str = "", *, on_codes: Callable[[], object] = lambda: None) -> str:
        """Join under this name, or under the first one the page suggests; return the name.

        `on_codes` is called while the recovery codes are shown.
        """
        self.go("/join/")
        if name:
            self.page.get_by_label("A name to be known by").fill(name)
        else:
            suggested = self.page.locator("[aria-labelledby=suggestions] button").first
            name = suggested.inner_text()
            suggested.click()
        expect(self.page.get_by_label("A name to be known by")).to_have_value(name)
        self.page.get_by_label("A passphrase", exact=True).fill(PASSPHRASE)
        self.page.get_by_label("I am 18 or older").check()
        self.page.get_by_label("I will keep to this agreement").check()
        self.press("Join")
        expect(self.page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
        self.codes = self.page.locator("#codes li").all_inner_texts()
        on_codes()
        self.press("I kept them")
        expect(self.page.get_by_role("heading", name="If you have to go at once")).to_be_visible()
        self.follow("Go on")
        expect(self.page.get_by_role("heading", name=f"Good to see you, {name}")).to_be_visible()
        self.name = name
        return name

    def proves_it(self) -> None:
        """Give the passphrase once more, so that what cannot be taken back is open for ten minutes."""
        self.go("/account/confirm/?next=/help-now/")
        self.main.locator("[name=current_passphrase]").fill(PASSPHRASE)
        self.press("Go on")
        self.page.wait_for_url("**/help-now/")

    def sign_in(self, name: str, *, at: str = "/sign-in/") -> None:
        self.go(at)
        self.give_name_and_passphrase(name)

    def give_name_and_passphrase(self, name: str) -> None:
        """Fill in the sign-in form that is in front of them."""
        self.main.locator("[name=name]").fill(name)
        self.main.locator("[name=passphrase]").fill(PASSPHRASE)
        self.press("Sign in")
        self.name = name

    @property
    def is_signed_in(self) -> bool:
        """Whether the server takes this browser's cookies for a member's."""
        answer = self.context.request.get("/account/", max_redirects=0)
        return answer.status == 200

    # ---- writing and reading

    def start_thread(
        self,
        space: str,
        title: str,
        body: str,
        *,
        wants: str = "",
        anonymous: bool = False,
        notes: Iterable[str] = (),
    ) -> int:
        """Write a thread and return its number; `space` is the last part of the space's address."""
        self.go(f"/spaces/{space}/new/")
        self.page.get_by_label("A few words for the top").fill(title)
        self.page.get_by_label("Your words").fill(body)
        if wants:
            self.page.get_by_label(wants).check()
        if anonymous:
            self.choose_anonymous()
        if notes:
            self.page.get_by_text("Add a content note").click()
        for note in notes:
            self.page.get_by_label(note, exact=True).check()
        self.press("Post")
        expect(self.page.get_by_role("heading", name=title, level=1)).to_be_visible()
        return self.thread_number

    @property
    def thread_number(self) -> int:
        found = re.search(r"/threads/(\d+)/", self.page.url)
        assert found, f"{self.page.url} is not a thread"
        return int(found[1])

    @property
    def composer(self) -> Locator:
        return self.page.locator("#reply")

    @property
    def words(self) -> Locator:
        return self.composer.get_by_label("Your words")

    @property
    def alias(self) -> str:
        """The anonymous name the composer offers."""
        return self.page.locator("fieldset.names label").nth(1).locator("b").inner_text()

    def choose_anonymous(self) -> None:
        self.page.locator("fieldset.names input[value=on]").check()

    def reply(self, body: str, *, anonymous: bool = False) -> Locator:
        """Reply in the open thread and return the reply as it stands there."""
        self.words.fill(body)
        if anonymous:
            self.choose_anonymous()
        self.press("Reply", within=self.composer)
        posted = self.post(body)
        expect(posted).to_be_visible()
        expect(self.words).to_have_value("")
        return posted

    def post(self, words: str) -> Locator:
        """The post in the open thread that has these words."""
        return self.page.locator("[data-post]").filter(has_text=words)

    def sees(self, words: str) -> None:
        expect(self.page.get_by_text(words).first).to_be_visible()

    def sees_no(self, words: str) -> None:
        """Nothing in the page, shown or not, has these words."""
        assert words not in self.page.content(), f"{words!r} is in {self.page.url}"

    def search(self, words: str, **limits: str) -> list[str]:
        """Return the titles that are found."""
        self.go("/search/")
        self.main.locator("[name=q]").fill(words)
        if limits:
            self.page.get_by_text("Only in one space or time").click()
        if space := limits.pop("space", ""):
            self.main.locator("[name=space]").select_option(label=space)
        for name, day in limits.items():
            self.main.locator(f"[name={name}]").fill(day)
        self.press("Search")
        self.page.wait_for_url(lambda url: "q=" in url)
        return self.main.locator("ul.threads :is(h2, h3)").all_inner_texts()

    # ---- proof

    def marks_the_page(self) -> None:
        """Remember this very page, to know later whether it was loaded again."""
        self.page.evaluate("window.stillTheSamePage = true")

    @property
    def is_still_on_the_same_page(self) -> bool:
        return self.page.evaluate("window.stillTheSamePage === true")

    @property
    def typed(self) -> set[str]:
        """Whatever words of their own this person has sent."""
        return {words for request in self.asked for words in typed_in(request)}

    @property
    def said_in_private(self) -> set[str]:
        """Whatever this person has said in conversations."""
        return {words for request in self.asked for words in said_in_private(request)}

    @property
    def said_in_public(self) -> set[str]:
        """Whatever this person has said elsewhere."""
        return {words for request in self.asked for words in said_in_public(request)}

    def requests_for(self, part: str) -> list[str]:
        return [request.url for request in self.asked if part in request.url]

    @property
    def strange_hosts(self) -> set[str]:
        """Whatever was asked of anybody but the house and the neutral page."""
        at_home = urlsplit(self.house.url)
        ours = {at_home.netloc, f"localhost:{at_home.port}", urlsplit(self.house.leave_url).netloc}
        asked = (urlsplit(request.url) for request in self.asked)
        return {address.netloc for address in asked if address.scheme not in {"data", "about", "blob"}} - ours

    def _hear(self, said: str) -> None:
        if "Content Security Policy" in said or "Content-Security-Policy" in said:
            self.complaints.append(said)
