"""Reads the development data and takes out what must not be learnt: stand-ins, and concept names put in for words."""

import base64
import csv
import json
import re
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
# One publisher replaced everyday words by names of medical concepts. Undone here, so that no concept name is learnt.
PUT_IN = {
    "Hyperactive behavior": "like",
    "Irritable Mood": "mean",
    "Mental Depression": "depression",
    "Chest Pain": "hurt",
    "Depressed mood": "low",
    "Feeling unhappy": "sadness",
    "Feeling hopeless": "hopelessness",
    "Social fear": "scared",
    "Sedated state": "calm",
    "Emotional upset": "emotional",
    "Exhaustion": "tired",
    "Tired": "very",
    "Ache": "pain",
    "Asthenia": "week",
    "Drug abuse": "high",
    "Drug craving": "addiction",
    "Hypersomnia": "sleep",
    "Ventricular Dysfunction": "",
    "Phobia, Social": "social",
    "Respiratory Distress Syndrome, Adult": "adult",
}
_PUT_IN = re.compile("|".join(sorted(map(re.escape, PUT_IN), key=len, reverse=True)))


@dataclass
class Row:
    """One text with what is known about it."""

    id: str
    text: str
    label: float
    source: str
    group: str
    user_label: str = ""
    reading: str = ""
    drawn: str = ""
    weight: float = 1.0
    facts: dict[str, object] = field(default_factory=dict)


def read_crisis(folder: Path) -> list[Row]:
    """Return the rows of crisis.dev.jsonl with our readings beside the publishers' labels."""
    readings = read_readings()
    rows = []
    for line in (folder / "crisis.dev.jsonl").read_text(encoding="utf-8").splitlines():
        raw = json.loads(line)
        text = _PUT_IN.sub(lambda found: PUT_IN[found.group()], raw["text"])
        rows.append(
            Row(
                raw["id"],
                text,
                raw["label"],
                raw["subset"],
                raw.get("user") or raw["id"],
                raw.get("user_label", ""),
                *readings.get(raw["id"], ("", "")),
            )
        )
    return rows


def read_abuse(folder: Path) -> list[Row]:
    """Return the rows of abuse.dev.jsonl; near-copies that differ by a picture or a word share a group."""
    rows = []
    for line in (folder / "abuse.dev.jsonl").read_text(encoding="utf-8").splitlines():
        raw = json.loads(line)
        text = re.sub(r"&#?\w+;|@user|\bRT\b|\[\w+\]", " ", raw["text"])
        words = re.findall(r"[a-z]{3,}", text.lower())
        group = " ".join(sorted(set(words))[:4]) or raw["id"]
        rows.append(Row(raw["id"], text, raw["label"], f"{raw['source']} {raw['subset']}", group))
    return rows


def read_readings() -> dict[str, tuple[str, str]]:
    """Return how we read single posts, and whether a post was drawn by lot or for words in it.

    a active, p passive, s self-harm, h the past, n none of these, x unclear.
    """
    with (HERE / "readings.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: (row["reading"], row["drawn"]) for row in csv.DictReader(file)}


def read_sentences(name: str) -> dict[str, list[str]]:
    """Return our own sentences of one file; encoded, because many are hard to read."""
    return dict(json.loads(base64.b64decode((HERE / f"{name}.b64").read_text())))


def own_hate_rows() -> list[Row]:
    """Return our hateful and harmless sentences with every group put in, so that no group tells anything."""
    sentences = read_sentences("hate_sentences")
    rows = []
    for kind, label in (
        ("hateful", 1),
        ("harmless", 0),
        ("elsewhere", 0),
        ("hateful_slur", 1),
        ("harmless_slur", 0),
    ):
        for number, sentence in enumerate(sentences[kind]):
            for place, filled in enumerate(_filled(sentence, sentences["groups"], number)):
                rows.append(Row(f"{kind}{number}.{place}", filled, label, f"own {kind}", f"{kind}{number}"))
    return rows


def own_crisis_rows() -> list[Row]:
    """Return our own sentences about danger, and everyday, quoted and denied ones that only sound like it."""
    sentences = read_sentences("crisis_sentences")
    return [
        Row(f"{kind}{number}", sentence, float(kind == "danger"), f"own {kind}", f"{kind}{number}")
        for kind, listed in sentences.items()
        for number, sentence in enumerate(listed)
    ]


def _filled(sentence: str, groups: list[str], number: int) -> list[str]:
    if "{g}" in sentence:
        return [sentence.replace("{g}", groups[(number + step * 3) % len(groups)]) for step in range(7)]
    if "{s}" in sentence:
        from safety.screening.files import read_terms

        slurs = read_terms()["slur"]
        return [sentence.replace("{s}", slurs[(number * 7 + step * 11) % len(slurs)]) for step in range(7)]
    return [sentence]
