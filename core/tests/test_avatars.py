"""Avatars: always the same, different from the neighbours', small, and silent."""

from collections import Counter
from itertools import pairwise
from xml.etree import ElementTree

from core.avatars import avatar_svg


def test_a_seed_always_gives_the_same_picture():
    first = avatar_svg(7)
    avatar_svg.cache_clear()

    assert avatar_svg(7) == first


def test_every_picture_is_small_whole_and_decorative():
    for seed in range(2000):
        svg = avatar_svg(seed, 128)

        assert len(svg.encode()) < 350
        assert ElementTree.fromstring(svg).get("aria-hidden") == "true"
        assert "style" not in svg


def test_neighbours_look_different():
    pictures = [avatar_svg(seed) for seed in range(1000)]

    assert len(set(pictures)) > 800
    assert Counter(pictures).most_common(1)[0][1] <= 5
    assert all(one != other for one, other in pairwise(pictures))


def test_any_whole_number_will_do():
    for seed in (0, -1, 2**31 - 1, 2**63, 2**200):
        assert avatar_svg(seed).startswith("<svg")
