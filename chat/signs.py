"""What screening makes of a message, in the few words that are kept with it, sealed."""

from chat.models.messages import CONTACT, NOW
from safety.queries import screen_text


def signs_of(text: str) -> str:
    """Return "now" where somebody should be there now, "contact" where the reader is warned first, both or nothing."""
    found = screen_text(text)
    signs = [NOW] if found.band == "now" else []
    return " ".join([*signs, *([CONTACT] if found.raises("contact") else [])])
