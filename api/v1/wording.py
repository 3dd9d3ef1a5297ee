"""What is wrong with the shape of a request, in the reader's language."""

from typing import Any

from django.utils.translation import gettext, gettext_lazy, ngettext

_WORDS = {
    "missing": gettext_lazy("This is needed."),
    "extra_forbidden": gettext_lazy("There is no field of this name here."),
    "string_type": gettext_lazy("This is a text, in quotes."),
    "string_unicode": gettext_lazy("This text holds half a character."),
    "string_pattern_mismatch": gettext_lazy("This does not look as it should."),
    "int_type": gettext_lazy("This is a whole number."),
    "int_parsing": gettext_lazy("This is a whole number."),
    "bool_type": gettext_lazy("This is true or false."),
    "list_type": gettext_lazy("This is a list."),
    "dict_type": gettext_lazy("This is an object, in braces."),
    "model_attributes_type": gettext_lazy("This is an object, in braces."),
    "model_type": gettext_lazy("This is an object, in braces."),
}


def words_for(error: dict[str, Any]) -> str:
    """Return one sentence about one error of pydantic's; never what was sent."""
    kind, facts = error["type"], error.get("ctx", {})
    if kind == "string_too_long":
        most = facts["max_length"]
        return ngettext("At most %(most)d character.", "At most %(most)d characters.", most) % {"most": most}
    if kind in {"string_too_short", "too_short"}:
        return gettext("Please write something here.")
    if kind == "literal_error":
        return gettext("One of: %(choices)s.") % {
            "choices": facts["expected"].replace("'", "").replace(" or ", ", ")
        }
    return str(_WORDS.get(kind) or gettext("This is not what fits here."))


def without_reasons() -> str:
    """Return what an author reads where a moderator decided through a program, which asks for no reasons."""
    return gettext(
        "A moderator decided this with a program of their own, and wrote no reasons. You can ask for another look."
    )
