"""Generated shapes that stand beside a name: decoration only, so they say nothing to a screen reader.

The colours live in the style sheet (twelve hues, light and dark); the seed only picks classes and one shape.
"""

from functools import lru_cache

from markupsafe import Markup

HUES = 12
TURNS = 3

SHAPES = (
    "M0 40 20 12l20 28z",
    "M0 30c10-9 15-9 20 0s12 9 20 0v10H0z",
    "M9 40V22a11 11 0 0 1 22 0v18z",
    "M20 6c9 10 13 15 13 21a13 13 0 0 1-26 0c0-6 4-11 13-21z",
    "M0 20h40v20H0z",
    "M-2 40 12 20l9 11 8-12 13 21z",
    "M28 5a17 17 0 1 0 6 26A17 17 0 0 1 28 5z",
    "M5 35C5 17 15 6 35 5c0 18-10 29-30 30z",
    "M0 0h14v40H0zM26 0h14v40H26z",
    "M20 3a17 17 0 0 1 0 34V28a8 8 0 0 0 0-16z",
    "M0 40a20 20 0 0 1 40 0z",
    "M0 40 40 0v40z",
)
LIGHTS = ((11, 11, 6), (29, 11, 5), (20, 20, 7), (30, 29, 7), (10, 28, 5), (20, 9, 5), (31, 19, 4))


@lru_cache(maxsize=2048)
def avatar_svg(seed: int, size: int = 40) -> Markup:
    """Return a small round picture that is always the same for this seed."""
    number = _mixed(seed)
    number, hue = divmod(number, HUES)
    number, turn = divmod(number, TURNS)
    number, shape = divmod(number, len(SHAPES))
    x, y, radius = LIGHTS[number % len(LIGHTS)]
    return Markup(  # noqa: S704 whole numbers and our own shapes only
        f'<svg class="avatar h{hue} t{turn}" width="{int(size)}" height="{int(size)}" viewBox="0 0 40 40" '
        f'aria-hidden="true"><path d="{SHAPES[shape]}"/><circle cx="{x}" cy="{y}" r="{radius}"/></svg>'
    )


def _mixed(seed: int) -> int:
    """Spread neighbouring seeds far apart, so that members who joined one after the other look different."""
    number = (int(seed) + 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF
    number = ((number ^ (number >> 30)) * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
    number = ((number ^ (number >> 27)) * 0x94D049BB133111EB) & 0xFFFFFFFFFFFFFFFF
    return number ^ (number >> 31)
