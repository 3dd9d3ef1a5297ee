"""What screening makes of a text. It quotes the text: for staff on the case alone."""

from safety.screening import ALONE, Context, Screening, screen


def screen_text(text: str, *, language: str | None = None, context: Context = ALONE) -> Screening:
    """Return how soon a person should look at this text, and why. Reads nothing, writes nothing, quick enough to call
    inside the transaction that saves a post."""
    return screen(text, language, context)
