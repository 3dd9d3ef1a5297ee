"""A template block that is drawn once and remembered: {% remember "name", fact, fact %}…{% endremember %}.

The facts must be everything the block's words depend on. The language is always one of them.
"""

from typing import Any

from django.utils.translation import get_language
from jinja2 import Environment, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from markupsafe import Markup

from core.memory import Memory
from core.policy import holds_nonce

_drawn = Memory(2_000)


class Remember(Extension):
    """The {% remember %} tag. Where the facts are known, all it costs is looking them up."""

    tags = {"remember"}

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.filters["remembered"] = _remembered

    def parse(self, parser: Parser) -> list[nodes.Node]:
        """Read the facts and the body; the body is drawn only when these facts are new."""
        line = next(parser.stream).lineno
        facts = [parser.parse_expression()]
        while parser.stream.skip_if("comma"):
            facts.append(parser.parse_expression())
        body = parser.parse_statements(("name:endremember",), drop_needle=True)
        key, found = parser.free_identifier(line), parser.free_identifier(line)
        ask = nodes.Filter(key, "remembered", [], [], None, None)
        draw = self.call_method("_draw", [key])
        return [
            nodes.Assign(key, nodes.Tuple(facts, "load")).set_lineno(line),
            nodes.Assign(found, ask).set_lineno(line),
            nodes.If(
                found, [nodes.Output([found])], [], [nodes.CallBlock(draw, [], [], body).set_lineno(line)]
            ).set_lineno(line),
        ]

    def _draw(self, facts: tuple[Any, ...], caller: Any) -> Markup:
        drawn = Markup(caller())  # noqa: S704 drawn by our own templates, escaped there
        if holds_nonce(drawn):
            raise ValueError("A remembered piece names a script, whose nonce is for one answer only.")
        _drawn.put((get_language(), *facts), drawn)
        return drawn


def _remembered(facts: tuple[Any, ...]) -> Markup | None:
    found: Markup | None = _drawn.get((get_language(), *facts))
    return found
