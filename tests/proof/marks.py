"""What one reader finds about each anonymous post: every word of every answer, and what could hide in numbers."""

import re
from collections.abc import Mapping
from typing import Any

from tests.proof.chance import without_chance
from tests.proof.crowd import THREADS, Crowd
from tests.proof.needles import drawings_in
from tests.proof.walk import PIECE

_WORD = re.compile(r"\w+")
_LONG_NUMBER = re.compile(r"\d{9,}")
_SECONDS = re.compile(r"\d\d:\d\d:(\d\d)")
_PIECE = re.compile(r'<article[^>]*data-post="(\d+)".*?</article>', re.DOTALL)
_ROW = re.compile(r"<li\b.*?</li>", re.DOTALL)
_POST_OF_ROW = re.compile(r"[?&]post=(\d+)")
_NOTICE_OF_ROW = re.compile(r'"/notices/(\d+)/"')
_NEXT = re.compile(r'rel="next" href="([^"]+)"')
ALONE = 5  # threads whose posts are also asked for one by one


class Marks:
    """Marks by post, as the browser of one reader comes to know them."""

    def __init__(self, crowd: Crowd, reader: str = "reader", *, threads: int = THREADS) -> None:
        self._browser = crowd.browsers[reader]
        self._threads = dict(list(crowd.posts.items())[:threads])
        self._thread_of = {post: thread for thread, posts in self._threads.items() for post in posts}
        self.found: dict[int, set[str]] = {post: set() for post in self._thread_of}

    def threads(self) -> list[Mapping[int, int]]:
        """Return who wrote the posts that were read, thread by thread."""
        return list(self._threads.values())

    def by_post(self) -> Mapping[int, frozenset[str]]:
        return {post: frozenset(found) for post, found in self.found.items()}

    def study_numbers(self) -> None:
        """Take the posts' own numbers apart."""
        for post, found in self.found.items():
            found |= numbers_in(str(post), "id")

    def read_threads(self) -> None:
        """Read every thread: each post's piece of the page, and where it stands."""
        for thread, posts in self._threads.items():
            page = self._browser.get(f"/threads/{thread}/").content.decode()
            pieces = {int(found[1]): found[0] for found in _PIECE.finditer(page) if int(found[1]) in posts}
            for order, (post, piece) in enumerate(pieces.items()):
                self.found[post] |= {*marks_in(piece, "thread", post), f"stands at {order}"}
            self._mark_missing(posts.keys() - pieces.keys(), "the thread")

    def read_posts_alone(self, *ways: str) -> None:
        """Ask for the posts of some threads one by one, in these ways."""
        for posts in list(self._threads.values())[:ALONE]:
            for post in posts:
                for name in ways:
                    answer = self._browser.get(f"/posts/{post}/{name}", headers=PIECE)
                    self.found[post] |= marks_of_answer(answer, f"alone {name}", post)

    def press(self) -> None:
        """Answer the same posts with a press."""
        for posts in list(self._threads.values())[:ALONE]:
            for post in posts:
                answer = self._browser.post(f"/posts/{post}/support/", {"kind": "hear"}, headers=PIECE)
                self.found[post] |= marks_of_answer(answer, "pressed", post)

    def search(self) -> None:
        """Find all of them by a word they have in common."""
        self._turn_pages("/search/", "?q=evening", lambda row: _number(_POST_OF_ROW, row))

    def read_notices(self) -> None:
        """Read the notices of the replies."""
        from notifications.models import Notice

        about = dict(Notice.objects.values_list("pk", "subject_id"))
        self._turn_pages("/notices/", "", lambda row: about.get(_number(_NOTICE_OF_ROW, row), 0))

    def _turn_pages(self, address: str, query: str, post_of: Any) -> None:
        """Read a list to its end: each row, and the order of the posts of one thread."""
        seen: dict[int, list[int]] = {thread: [] for thread in self._threads}
        while query is not None:
            page = self._browser.get(f"{address}{query}").content.decode()
            for row in _ROW.findall(page):
                if (post := post_of(row)) in self.found:
                    self.found[post] |= marks_in(row, address, post)
                    seen[self._thread_of[post]].append(post)
            more = _NEXT.search(page)
            query = more[1].replace("&amp;", "&").removeprefix(address) if more else None
        for thread, posts in seen.items():
            for order, post in enumerate(posts):
                self.found[post].add(f"{address} has it at {order}")
            self._mark_missing(self._threads[thread].keys() - set(posts), address)

    def _mark_missing(self, posts: Any, where: str) -> None:
        for post in posts:
            self.found[post].add(f"is not in {where}")


def _number(pattern: re.Pattern[str], row: str) -> int:
    return int(found[1]) if (found := pattern.search(row)) else 0


def marks_of_answer(answer: Any, where: str, post: int) -> set[str]:
    """Return marks of a whole answer: its status, its headers and its words."""
    head = {f"{where} {name}: {value}" for name, value in answer.headers.items() if name != "Content-Length"}
    return {
        f"{where} {answer.status_code}",
        *map(without_chance, head),
        *marks_in(answer.content.decode(), where, post),
    }


def marks_in(text: str, where: str, post: int) -> set[str]:
    """Return what could tell one post from others: its words, its pictures, and what hides in times and numbers."""
    text = without_chance(text).replace(str(post), "#")
    found = {f"{where} has {word}" for word in _WORD.findall(text)}
    found |= {f"{where} draws {picture}" for picture in drawings_in(text)}
    found |= {f"{where} at second {second}" for second in _SECONDS.findall(text)}
    for number in _LONG_NUMBER.findall(text):
        found |= numbers_in(number, where)
    return found


def numbers_in(number: str, where: str) -> set[str]:
    """Return what a number could be made of: remainders, and how it begins."""
    remainders = {f"{where} leaves {int(number) % by} of {by}" for by in (*range(2, 64), 100, 1000)}
    return remainders | {f"{where} begins {number[:-2]}", f"{where} begins {number[:-3]}"}
