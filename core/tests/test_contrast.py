"""The colours can be read: computed from the tokens, in both themes."""

import math
import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

STYLE = (Path(__file__).resolve().parents[1] / "static/core/hearthside.css").read_text()
PAIR = re.compile(r"--([a-z-]+): light-dark\(oklch\(([^)/]+)\), oklch\(([^)/]+)\)\)")
TOKENS = {name: (light.split(), dark.split()) for name, light, dark in PAIR.findall(STYLE)}

TEXT = [
    ("ink", "ground"),
    ("ink", "surface"),
    ("ink", "sunk"),
    ("ink", "act-soft"),
    ("ink", "care-soft"),
    ("ink", "danger-soft"),
    ("ink-quiet", "ground"),
    ("ink-quiet", "surface"),
    ("ink-quiet", "sunk"),
    ("ink-quiet", "act-soft"),
    ("ink-quiet", "care-soft"),
    ("ink-quiet", "danger-soft"),
    ("act", "ground"),
    ("act", "surface"),
    ("act", "sunk"),
    ("act", "act-soft"),
    ("act", "care-soft"),
    ("act", "danger-soft"),
    ("act-ink", "act"),
    ("ground", "ink"),
    ("ember-ink", "ground"),
    ("ember-ink", "surface"),
    ("ember-ink", "sunk"),
    ("care", "ground"),
    ("care", "surface"),
    ("care", "care-soft"),
    ("danger", "ground"),
    ("danger", "surface"),
    ("danger", "danger-soft"),
]
EDGES = [
    ("edge", "ground"),
    ("edge", "surface"),
    ("act", "ground"),
    ("care", "surface"),
    ("danger", "surface"),
    ("ember", "ground"),
    ("ember", "surface"),
]


def luminance(lightness: float, chroma: float, hue: float) -> float:
    """Convert an oklch colour to linear sRGB and return its relative luminance."""
    a = chroma * math.cos(math.radians(hue))
    b = chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    red, green, blue = (min(max(part, 0), 1) for part in (red, green, blue))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str, theme: int) -> float:
    levels = sorted(luminance(*map(float, TOKENS[name][theme])) for name in (one, other))
    return (levels[1] + 0.05) / (levels[0] + 0.05)


def test_the_sums_are_right_for_black_white_and_a_known_grey():
    assert luminance(1, 0, 0) == pytest.approx(1, abs=1e-3)
    assert luminance(0, 0, 0) == 0
    assert luminance(0.5999, 0, 0) == pytest.approx(0.2159, abs=1e-3)  # the grey #808080


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("pair", TEXT, ids="-on-".join)
def test_words_stand_out_from_their_ground(pair, theme):
    assert contrast(*pair, theme) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("pair", EDGES, ids="-on-".join)
def test_edges_of_controls_can_be_seen(pair, theme):
    assert contrast(*pair, theme) >= 3


def test_colours_are_named_by_role_in_one_place():
    after_tokens = STYLE.split("@layer base {")[1]
    colours = re.findall(r"(?:oklch\(|#[0-9a-f]{3,8}\b|rgb|hsl)[^;]*", after_tokens)

    allowed = ("var(--h)", "oklch(0.2 0.02 60 / 0.55)", "#fff", "#000")  # avatars, backdrop, cover, paper

    assert [found for found in colours if not any(part in found for part in allowed)] == []


def test_the_style_is_small_and_keeps_the_house_rules():
    import gzip

    assert len(gzip.compress(STYLE.encode())) <= 9_000
    assert STYLE.startswith("@layer reset, tokens, base, layout, components, utilities;")
    assert "!important" not in STYLE
    assert not re.search(r"@import|url\(", STYLE)
    assert not re.search(r"(?:margin|padding|border)-(?:left|right|top|bottom)\b", STYLE)
    assert not re.search(r"[\s;{](?:left|right|top|bottom|width|height):", STYLE)
