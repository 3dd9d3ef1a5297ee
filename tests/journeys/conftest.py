"""One house for all journeys, one browser, and as many visitors as a story needs."""

import os
import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Playwright, sync_playwright

from config.relay import own_calls
from tests.journeys.house import House, Weather
from tests.journeys.typed import found_in, readable_in
from tests.journeys.visitor import Visitor

HERE = Path(__file__).parent
PICTURES = Path(os.environ.get("JOURNEY_PICTURES") or Path(tempfile.gettempdir()) / "hearthside-journeys")
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync "
    # Calls: a camera and a microphone that are not there, and pages that stay awake side by side.
    "--use-fake-ui-for-media-stream --use-fake-device-for-media-stream --autoplay-policy=no-user-gesture-required "
    "--disable-background-timer-throttling --disable-renderer-backgrounding "
    "--disable-backgrounding-occluded-windows"
).split()

Arrive = Callable[..., Visitor]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: Any) -> Any:
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


FAILED = pytest.StashKey[bool]()


# Not for the whole session: while Playwright runs, Django takes every other test here for asynchronous code.
@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="package")
def browser(playwright: Playwright) -> Iterator[Browser]:
    chromium = playwright.chromium.launch(
        executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=ARGUMENTS
    )
    yield chromium
    chromium.close()


@pytest.fixture(scope="package")
def weather() -> Iterator[Weather]:
    page = Weather()
    yield page
    page.close()


@pytest.fixture(scope="package")
def relay() -> Iterator[dict[str, Any] | None]:
    """A real relay for calls, None where coturn is not installed; and a media server, where Janus is."""
    with own_calls() as found:
        yield found


@pytest.fixture(scope="package")
def house(
    weather: Weather, relay: dict[str, Any] | None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """A running installation with a small community in it."""
    built = House(tmp_path_factory.mktemp("house"), leave_url=weather.url, relay=relay)
    built.open()
    yield built
    private = built.said_in_private - built.said_in_public
    readable = readable_in(built.folder, private)  # while SQLite's log of changes is beside its file
    built.close()
    assert readable == []
    assert "Traceback" not in built.log(), built.log()
    assert found_in(built.log(), built.typed) == []


@pytest.fixture
def visitor(request: pytest.FixtureRequest, browser: Browser, house: House) -> Iterator[Arrive]:
    """Return a function that lets somebody arrive: another person, another browser.

    Whatever the story, nobody's browser asks anything of another host, and no script stumbles.
    """
    arrived: list[Visitor] = []

    def arrive(as_: str = "", **how: Any) -> Visitor:
        arrived.append(Visitor(browser, house, as_=as_, **how))
        return arrived[-1]

    yield arrive
    if request.node.stash.get(FAILED, False):
        for number, person in enumerate(arrived):
            _keep_pictures(request.node.name, number, person)
        print(house.log()[-4000:])
    for person in arrived:
        house.typed |= person.typed
        house.said_in_private |= person.said_in_private
        house.said_in_public |= person.said_in_public
        person.context.close()
    for person in arrived:
        assert person.strange_hosts == set()
        assert person.complaints == []


def _keep_pictures(story: str, number: int, person: Visitor) -> None:
    """Keep a picture of every tab, and say what its owner asked for last."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    print(f"{person.name}:", *(f"{asked.method} {asked.url}" for asked in person.asked[-12:]), sep="\n  ")
    name = re.sub(r"\W+", "-", story)
    for tab, page in enumerate(person.context.pages):
        file = PICTURES / f"{name}-{person.name or f'visitor {number}'}-{tab}.png"
        try:
            page.screenshot(path=file)
        except Error as problem:
            print(f"No picture of {page.url}: {problem}")
        else:
            print(f"{page.url}\n  {file}")
