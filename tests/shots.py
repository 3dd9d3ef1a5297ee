"""Take pictures of pages, narrow and wide, light and dark, to be looked at by a person.

    python tests/shots.py http://127.0.0.1:8000 / /spaces/ /styleguide/
    python tests/shots.py http://127.0.0.1:8000 --as "Amber Finch" --out shots/ /account/

`--as` signs in first; the passphrase comes from HEARTHSIDE_PASSPHRASE or is "a long passphrase".
`--language ar` asks for pages in Arabic, `--text largest` enlarges the text, `--rtl` turns the page around,
`--no-scripts` switches scripts off.
"""

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = {360: 780, 1280: 900}


def main(arguments: list[str] | None = None) -> int:
    """Take every picture that was asked for and print where each one is."""
    asked = _parser().parse_args(arguments)
    folder = Path(asked.out)
    folder.mkdir(parents=True, exist_ok=True)
    troubles = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        state = _signed_in(browser, asked.base_url, asked.member) if asked.member else None
        for width in asked.widths:
            for scheme in asked.schemes:
                context = browser.new_context(
                    viewport={"width": width, "height": WIDTHS.get(width, 900)},
                    color_scheme=scheme,
                    storage_state=state,
                    java_script_enabled=not asked.no_scripts,
                    reduced_motion="reduce",
                    locale=asked.language,
                )
                troubles += _shoot(context, asked, folder, f"{width}-{scheme}")
                context.close()
        browser.close()
    return 1 if troubles else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("base_url")
    parser.add_argument("paths", nargs="+", metavar="PATH")
    parser.add_argument("--as", dest="member", metavar="NAME")
    parser.add_argument("--out", default="shots")
    parser.add_argument("--widths", type=_numbers, default=list(WIDTHS), metavar="360,1280")
    parser.add_argument("--schemes", type=_words, default=["light", "dark"], metavar="light,dark")
    parser.add_argument("--text", choices=["normal", "large", "largest", "double"])
    parser.add_argument("--language", default="en", metavar="en,es,ar")
    parser.add_argument("--rtl", action="store_true")
    parser.add_argument("--no-scripts", action="store_true")
    parser.add_argument("--screen", action="store_true", help="only what fits the screen, not the whole page")
    return parser


def _words(text: str) -> list[str]:
    return text.split(",")


def _numbers(text: str) -> list[int]:
    return [int(word) for word in text.split(",")]


def _signed_in(browser: Browser, base_url: str, name: str) -> object:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{base_url}/sign-in/")
    page.fill("[name=name]", name)
    page.fill("[name=passphrase]", os.environ.get("HEARTHSIDE_PASSPHRASE", "a long passphrase"))
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()
    if "/second-step/" in page.url:
        page.fill("[name=code]", _demo_code())
        page.locator("main form button").first.click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    state = context.storage_state()
    context.close()
    return state


def _demo_code() -> str:
    """Return what the app of the demo's staff shows now."""
    command = [sys.executable, "manage.py", "demo", "--code"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def _shoot(context: BrowserContext, asked: argparse.Namespace, folder: Path, ending: str) -> int:
    """Take each page and say so when it is wider than the screen or its script complains."""
    return sum(_shoot_page(context, path, asked, folder, ending) for path in asked.paths)


def _shoot_page(
    context: BrowserContext, path: str, asked: argparse.Namespace, folder: Path, ending: str
) -> int:
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(asked.base_url + path, wait_until="load")
    _change(page, asked)
    name = re.sub(r"[^a-z0-9]+", "-", path.lower()).strip("-") or "front"
    file = folder / f"{name}-{ending}.png"
    page.screenshot(path=file, full_page=not asked.screen)
    print(file)
    if (
        not asked.no_scripts
        and (wide := page.evaluate("document.documentElement.scrollWidth - innerWidth")) > 0
    ):
        said.append(f"the page is {wide} px wider than the screen")
    for words in said:
        print(f"  {words}", file=sys.stderr)
    page.close()
    return len(said)


def _change(page: Page, asked: argparse.Namespace) -> None:
    if asked.text == "double":
        page.evaluate("document.documentElement.style.fontSize = '200%'")
    elif asked.text:
        page.evaluate(f"document.documentElement.dataset.textSize = '{asked.text}'")
    if asked.rtl:
        page.evaluate("document.documentElement.dir = 'rtl'")
    if not asked.no_scripts:
        page.evaluate("scrollTo(0, 0)")


if __name__ == "__main__":
    raise SystemExit(main())
