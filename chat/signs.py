"""What screening makes of a message, in the few words that are kept with it, sealed."""

from safety.queries import screen_text


def signs_of(text: str) -> str:
    """Return "now" where somebody should be there now, "contact" where the reader is warned first, both or nothing."""
    found = screen_text(text)
    signs = ["now"] if found.band == "now" else []
    return " ".join([*signs, *(["contact"] if found.raises("contact") else [])])
