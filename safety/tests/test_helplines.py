"""The facts: every one of them can be shown, and none can ring the wrong place."""

import json
import re

import pytest

from safety import helplines, queries
from safety.helplines import HelplineProblem, files
from safety.helplines.names import DATA, language_name

pytestmark = pytest.mark.once

LINE = {
    "country": "GB",
    "name": "A line",
    "kind": "suicide",
    "for": "anyone",
    "phone": "116 123",
    "seen_date": "2026-11-01",
}


def _file(tmp_path, *, lines=(), emergency=()):
    path = tmp_path / "helplines.json"
    path.write_text(json.dumps({"lines": list(lines), "emergency": list(emergency)}))
    return path


def test_all_facts_are_read():
    countries = queries.list_countries()

    assert sum(len(country.lines) for country in countries) == 106
    assert sum(len(country.emergency) for country in countries) == 83
    assert [country.name for country in countries] == sorted(country.name for country in countries)


def test_the_data_says_where_and_when_it_was_gathered():
    told = json.loads((DATA / "helplines.json").read_text())

    assert told["gathered"] == "2026-11-22"
    assert told["licence"] == "CC0-1.0"
    for entry in [*told["lines"], *told["emergency"]]:
        assert entry["sources_agree"] >= 2
        assert all(source in told["source_index"] or source.startswith("http") for source in entry["sources"])


def test_a_telephone_link_dials_exactly_the_digits_shown():
    for country in queries.list_countries():
        for line in country.lines:
            for phone in line.phones:
                assert phone.href == "tel:" + "".join(re.findall(r"[0-9+]", phone.text))


def test_a_short_number_never_gets_a_country_code():
    samaritans = queries.get_country("GB").lines[0]

    assert samaritans.phones[0].href == "tel:116123"


def test_a_code_that_only_some_telephones_can_dial_has_no_link():
    chile = queries.get_country("CL")

    assert (chile.lines[0].special_dial, chile.lines[0].phones) == ("*4141", ())


def test_every_language_has_a_name():
    for country in queries.list_countries():
        for line in country.lines:
            assert all(language_name(tag) != tag for tag in line.languages)


def test_every_line_belongs_to_a_group_that_is_shown():
    for country in queries.list_countries():
        shown = [line for _, lines in queries.list_groups(country) for line in lines]
        assert sorted(shown, key=repr) == sorted(country.lines, key=repr)


def test_lines_are_grouped_by_whom_they_are_for():
    britain = {line.name: line.group for line in queries.get_country("GB").lines}
    america = {line.name: line.group for line in queries.get_country("US").lines}

    assert britain["Samaritans"] == "anyone"
    assert britain["Papyrus HOPELINE"] == britain["Childline"] == "young"
    assert america["Trans Lifeline"] == "lgbt"
    assert america["Veterans Crisis Line"] == "some"


def test_the_short_list_has_three_lines_for_anyone():
    for country in queries.list_countries():
        short = country.general_lines
        assert len(short) <= 3
        assert all(line.group == "anyone" for line in short)


@pytest.mark.parametrize("code", ["", "g", "GBR", "ZZ", "\x00\x00", "ß1", "٣٣", "g" * 100_000])
def test_a_code_that_is_no_country_of_ours_finds_nothing(code):
    assert queries.get_country(code) is None


def test_a_month_alone_says_that_it_may_be_older():
    assert files._seen("2023-06").words == "June 2023 or before"
    assert files._seen("2026-06-02").words == "2 June 2026"


@pytest.mark.parametrize(
    "fault",
    [
        {"phone": "ring us"},
        {"phone": "116 123; ext 4"},
        {"phone": None},
        {"kind": "magic"},
        {"country": "ZZ"},
        {"website": "javascript:alert(1)"},
        {"seen_date": "2026-13-01"},
        {"seen_date": "lately"},
        {"for": None, "name": None, "sms": {"number": "call me"}},
    ],
)
def test_a_fact_that_cannot_be_right_is_refused_with_its_name(tmp_path, fault):
    path = _file(tmp_path, lines=[LINE | fault])

    with pytest.raises(HelplineProblem):
        helplines.read_countries(path)


def test_the_operators_own_file_replaces_a_whole_country(tmp_path, settings):
    settings.HOME_DIR = tmp_path
    _file(tmp_path, lines=[LINE])
    helplines.all_countries.cache_clear()

    countries = helplines.all_countries()
    helplines.all_countries.cache_clear()

    assert [line.name for line in countries["GB"].lines] == ["A line"]
    assert len(countries["NZ"].lines) == 6


def test_a_broken_file_of_the_operator_never_hides_the_numbers(tmp_path, settings):
    settings.HOME_DIR = tmp_path
    (tmp_path / "helplines.json").write_text("{")
    helplines.all_countries.cache_clear()

    countries = helplines.all_countries()
    helplines.all_countries.cache_clear()

    assert countries["GB"].emergency
