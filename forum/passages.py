"""Passages people quote: what stands in a post, and only as long as it stands there."""

from core.text import plain_text
from forum.models import Post


def passage_of(quoted: Post, text: str) -> str:
    """Return the quoted passage if it really stands in the quoted post, else "".

    Nobody can put words into another's mouth, and words their author has changed since are not shown any longer.
    The passage is compared without regard to white space.
    """
    wanted = " ".join(text.split())[:600]
    return wanted if wanted and wanted in " ".join(plain_text(quoted.body).split()) else ""
