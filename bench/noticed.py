"""Let somebody write that they are in danger, again and again, and see when the person on duty has it before them.

    python -m bench.noticed [--database sqlite|postgresql] [--posts 20] [--limit 2]

The desk stands open in a real browser and is never loaded again. Counted is from the moment the post is sent until its
row can be seen there, and from the moment its author knows that it is up. Right is: every one within the limit.
"""

import os
import random
import statistics
import sys
import time
import uuid

from bench.browsers import Visitor
from bench.trials import PASSPHRASE, Server, installation, options_of

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
IN_DANGER = "I want to kill myself tonight and nobody at home knows."
WATCH = """() => {
  window.came = {};
  const look = () => {
    for (const row of document.querySelectorAll("[data-case]"))
      if (row.getBoundingClientRect().height) window.came[row.dataset.case] ??= Date.now() / 1000;
  };
  new MutationObserver(look).observe(document.querySelector("[data-desk]"), { childList: true, subtree: true });
  look();
}"""
PATIENCE = 20_000


def main() -> int:
    parser = options_of(__doc__)
    parser.add_argument("--posts", type=int, default=20)
    parser.add_argument("--limit", type=float, default=2.0, help="seconds each may take (default: 2)")
    options = parser.parse_args()
    with installation(options.database):
        session = prepare()
        server = Server(is_quiet=True)
        server.start()
        try:
            waits = watch(server.port, session, posts=options.posts)
        finally:
            server.stop()
    return tell(waits, limit=options.limit)


def prepare() -> str:
    """Make a space, somebody who writes and a moderator; return the moderator's session."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    from forum.actions import create_space
    from people.actions import set_role, sign_up
    from tests.cast import signed_in_browser

    now = timezone.now()
    people = {name: sign_up(name=name, passphrase=PASSPHRASE, now=now) for name in ("Noor", "Mo", "Olu")}
    set_role(people["Mo"], role="moderator", by=None)
    set_role(people["Olu"], role="operator", by=None)
    create_space(
        by=people["Olu"], slug="night", name="Night", purpose="", agreement="", access="open", now=now
    )
    people["Mo"].refresh_from_db()
    session: str = signed_in_browser(people["Mo"]).cookies["session"].value
    connection.close()
    return session


def watch(port: int, session: str, *, posts: int) -> list[tuple[float, float]]:
    """Post and watch the desk; return for each post the seconds since it was sent and since its author knew."""
    from playwright.sync_api import sync_playwright

    noor = Visitor(port)
    noor.sign_in("Noor")
    sent: list[tuple[float, float]] = []
    with sync_playwright() as running:
        chromium = running.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        context = chromium.new_context(base_url=f"http://127.0.0.1:{port}", service_workers="block")
        context.add_cookies([{"name": "session", "value": session, "url": f"http://127.0.0.1:{port}"}])
        desk = context.new_page()
        desk.goto("/desk/")
        desk.evaluate(WATCH)
        time.sleep(1)  # until the stream is open
        for number in range(posts):
            sent.append(post(noor, number))
            desk.locator("[data-case]").nth(number).wait_for(timeout=PATIENCE)
            time.sleep(random.uniform(0.3, 1.5))
        came = sorted(desk.evaluate("Object.values(came)"))
        chromium.close()
    return [(at - began, at - known) for (began, known), at in zip(sent, came, strict=True)]


def post(noor: Visitor, number: int) -> tuple[float, float]:
    """Start a thread as a browser without scripts does; return when it was sent and when it was acknowledged."""
    fields = {
        "title": f"It is late {number}", "body": IN_DANGER, "wants": "listen", "nonce": str(uuid.uuid4()),
    }  # fmt: skip
    began = time.time()
    status, text = noor.ask("POST", "/spaces/night/new/", fields)
    if status != 302:
        raise SystemExit(f"Posting was answered with {status}:\n{text[:2000]}")
    return began, time.time()


def tell(waits: list[tuple[float, float]], *, limit: float) -> int:
    """Print the figures; 1 where one took longer than it may."""
    for name, found in (
        ("since it was sent", [wait[0] for wait in waits]),
        ("since its author knew", [wait[1] for wait in waits]),
    ):
        found.sort()
        p95 = found[min(len(found) - 1, int(len(found) * 0.95))]
        middle = statistics.median(found)
        print(
            f"{name}: p50 {middle * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms, longest {found[-1] * 1000:.0f} ms"
        )
    late = sum(wait[0] > limit for wait in waits)
    print(f"{len(waits)} posts, {late} later than {limit:g} s.")
    return 1 if late else 0


if __name__ == "__main__":
    sys.exit(main())
