"""Blocks that are drawn once."""

from django.template import engines
from django.utils.translation import override

TEMPLATE = "{% remember 'test', fact %}{{ draw() }}&{{ fact }}{% endremember %}"


def _draw(fact, calls):
    def draw():
        calls.append(fact)
        return "drawn"

    return engines["templating"].from_string(TEMPLATE).render({"fact": fact, "draw": draw})


def test_the_same_facts_are_drawn_once_and_others_again():
    calls = []

    drawn = [_draw(fact, calls) for fact in ("a", "a", "b")]

    assert drawn == ["drawn&a", "drawn&a", "drawn&b"]
    assert calls == ["a", "b"]


def test_facts_are_still_escaped():
    assert _draw("<b>", []) == _draw("<b>", []) == "drawn&&lt;b&gt;"


def test_another_language_is_another_drawing():
    calls = []

    _draw("x", calls)
    with override("es"):
        _draw("x", calls)

    assert calls == ["x", "x"]
