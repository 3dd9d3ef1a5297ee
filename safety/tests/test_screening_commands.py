"""bin/hearthside screen and screen-report."""

import io
import json
import time

import pytest
from django.core.management import CommandError, call_command

from config.cli import written
from safety.screening import CONCERNS, figures

pytestmark = pytest.mark.once


class _Input:
    def __init__(self, data: bytes) -> None:
        self.buffer = io.BytesIO(data)


def _screen(monkeypatch, data):
    monkeypatch.setattr("sys.stdin", _Input(data))
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("screen", stdout=out, stderr=err)
    finally:
        lines = [json.loads(line) for line in out.getvalue().splitlines()]
    return lines, err.getvalue()


def test_screen_writes_a_line_for_every_line(monkeypatch):
    lines, said = _screen(
        monkeypatch, b'{"id": 7, "text": "I want to die"}\n\n{"id": "b", "text": "Good morning"}\n'
    )

    assert [line["id"] for line in lines] == [7, "b"]
    assert [line["band"] == "none" for line in lines] == [False, True]
    assert set(lines[0]) == {"id", "band", "concerns", "reasons", "model"}
    assert set(lines[0]["concerns"]) == set(CONCERNS)
    assert said == ""


def test_a_bad_line_is_answered_without_its_words_and_the_rest_is_screened(monkeypatch):
    data = b'{"id": 1, "text": "hello"}\nsecret words\n{"id": 3}\n[1]\n{"id": 5, "text": "\\ud800 \xff"}\n'
    data += b'{"id": 6, "text": 7}'

    lines, said = _screen(monkeypatch, data)

    assert [line["id"] for line in lines] == [1, None, 3, None, 5, 6]
    assert [line["line"] for line in lines if "error" in line] == [2, 3, 4, 6]
    assert "Line 2:" in said and "4 line(s)" in said
    assert "secret" not in said + json.dumps(lines)


def test_ten_thousand_lines_are_screened_at_five_hundred_a_second(monkeypatch):
    texts = ["Hello everyone, I am new here and I cannot sleep since the move.", "I want to die and nobody knows it.",
             "This homework is killing me, who else is still up? My cat is, at least. She says hi.",
             "I hate people who talk over me, and I have told them so. What would you do in my place?"]  # fmt: skip
    rows = [{"id": number, "text": f"{texts[number % 4]} {number}"} for number in range(10_000)]
    data = "\n".join(map(json.dumps, rows)).encode()

    started = time.process_time()
    lines, _ = _screen(monkeypatch, data)

    assert len(lines) == 10_000
    assert len(lines) / (time.process_time() - started) > 500  # docs/screening-model.md has the usual figure


def test_the_report_measures_probabilities_and_texts(tmp_path):
    file = tmp_path / "labelled.jsonl"
    entries = [{"text": "I want to die", "label": 1, "subset": "mine"}, {"text": "Good morning", "label": 0}]
    entries += [
        {"concerns": {"hate": 0.9}, "labels": {"hate": 1}},
        {"concerns": {"hate": 0.1}, "labels": {"hate": 0}},
    ]
    file.write_text("\n".join(map(json.dumps, [*entries, {"label": 2}])))
    out, err = io.StringIO(), io.StringIO()

    call_command("screen_report", str(file), "--times", "20", stdout=out, stderr=err)

    assert "crisis | all | texts 2, cases 1" in out.getvalue()
    assert "crisis | mine" in out.getvalue()
    assert "hate | all | texts 2, cases 1" in out.getvalue()
    assert out.getvalue().count("AUROC            1.000") == 2
    assert "Line 5:" in err.getvalue()


def test_labels_of_a_file_may_be_about_another_concern(tmp_path):
    file = tmp_path / "labelled.jsonl"
    file.write_text('{"text": "Good morning", "label": 0}')
    out = io.StringIO()

    call_command("screen_report", str(file), "--concern", "hate", stdout=out)

    assert out.getvalue().startswith("hate | all | texts 1, cases 0")


def test_intervals_draw_all_texts_of_a_user_together():
    alike = [figures.Measured(0.9, 1, "a")] * 50 + [figures.Measured(0.1, 0, "b")] * 50
    apart = [figures.Measured(row.chance, row.label, str(number)) for number, row in enumerate(alike)]

    wide = figures.interval(alike, lambda pairs: sum(label for _, label in pairs) / len(pairs), times=100)
    narrow = figures.interval(apart, lambda pairs: sum(label for _, label in pairs) / len(pairs), times=100)

    assert wide == (0.0, 1.0)
    assert narrow[1] - narrow[0] < 0.3


def test_the_report_says_when_there_is_nothing_to_measure(tmp_path):
    with pytest.raises(CommandError, match="could not read"):
        call_command("screen_report", str(tmp_path / "none.jsonl"))


def test_commands_may_be_written_with_hyphens():
    assert written("screen-report") == "screen_report"
    assert written("--help") == "--help"


def test_the_figures_are_those_of_the_books():
    pairs = [(0.9, 1), (0.8, 0), (0.7, 1), (0.6, 0), (0.5, 0)]

    assert figures.auroc(pairs) == pytest.approx(5 / 6)
    assert figures.auroc([(0.5, 1), (0.5, 0)]) == 0.5
    assert figures.average_precision(pairs) == pytest.approx((1 + 2 / 3) / 2)
    assert figures.recall_at_specificity(pairs) == 0.5
    assert figures.recall_at_alerts(pairs, 0.2) == 0.5
    assert figures.calibration_error([(0.25, 1), (0.25, 0)]) == pytest.approx(0.25)
    assert figures.calibration_error([(1.0, 1), (0.0, 0)]) == 0
