"""Turn questions and answers into a file for bin/hearthside import.

    python docs/examples/question_and_answer_to_import.py QUESTIONS.jsonl > community.jsonl
    bin/hearthside import community.jsonl --source questions

Reads one JSON object a line: `id`, `text`, `label`, `subset` ("seeker" asks, "reply" answers) and, for an answer,
the id of its `question`. Each label becomes a space, each question a thread, each answer a reply. The file says
neither who wrote nor when, so names are made up and times are spread over the last year; people who ask are
anonymous. It uses nothing but the standard library: take it as a pattern for other sources.
"""

import argparse
import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

FIRST = "Amber Bramble Clover Dusk Elder Fennel Garnet Hollow Indigo Jonquil Kelp Larch Meadow Nettle".split()
SECOND = (
    "Ash Brook Cove Dell Edge Field Gate Hill Isle Lane Mill North Post Quay Stone Tide Vale Wood".split()
)
LONGEST_TITLE = 110


def convert(rows: list[dict[str, Any]], *, now: datetime, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Give the lines of an import, in an order that a person can read."""
    chance = random.Random(seed)
    names = [f"{first} {second}" for first in FIRST for second in SECOND]
    questions = [row for row in rows if row["subset"] == "seeker"]
    answers: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row["subset"] == "reply":
            answers.setdefault(row["question"], []).append(row)
    yield from ({"type": "member", "name": name} for name in names)
    yield from spaces_of(questions)
    step = timedelta(days=350) / max(1, len(questions))
    for place, question in enumerate(questions):
        at = now - timedelta(days=355) + step * place
        yield thread_of(question, author=chance.choice(names), at=at)
        for answer in answers.get(question["id"], []):
            at += timedelta(minutes=chance.randint(3, 900))
            yield reply_of(answer, author=chance.choice(names), at=at)


def spaces_of(questions: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Give one space for each label."""
    for label in dict.fromkeys(question["label"] for question in questions):
        name = label.replace("-", " ").capitalize()
        yield {"type": "space", "slug": label, "name": name, "purpose": f"{name}: asked and answered."}


def thread_of(question: dict[str, Any], *, author: str, at: datetime) -> dict[str, Any]:
    """Give a question as a thread; its first line is the title."""
    title, _, body = question["text"].strip().partition("\n")
    return {
        "type": "thread", "id": question["id"], "space": question["label"], "author": author,
        "title": shortened(title), "body": body.strip() or title, "wants": "ideas", "anonymous": True,
        "at": at.isoformat(),
    }  # fmt: skip


def reply_of(answer: dict[str, Any], *, author: str, at: datetime) -> dict[str, Any]:
    """Give an answer as a reply."""
    return {
        "type": "reply", "id": answer["id"], "thread": answer["question"], "author": author,
        "body": answer["text"], "at": at.isoformat(),
    }  # fmt: skip


def shortened(title: str) -> str:
    """Return a title that fits, cut between words."""
    if len(title) <= LONGEST_TITLE:
        return title
    return title[:LONGEST_TITLE].rsplit(" ", 1)[0] + " …"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("file", type=Path, help="questions and answers, one JSON object a line")
    file = parser.parse_args().file
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    for line in convert(rows, now=datetime.now(UTC)):
        print(json.dumps(line))


if __name__ == "__main__":
    main()
