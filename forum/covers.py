"""Which quoted words a reader does not meet at all."""

from collections.abc import Collection

from people.models import Member


def leaves_out(viewer: Member, notes: Collection[str]) -> bool:
    """Tell whether the viewer would rather not see one of these topics at all."""
    return any(viewer.topic_choices.get(note) == "leave_out" for note in notes)


def may_read_quote(viewer: Member | None, *, author_id: int | None, notes: Collection[str]) -> bool:
    """Tell whether the viewer may meet quoted words; `author_id` is None for words under an alias."""
    return viewer is None or not (author_id in viewer.hidden_ids or leaves_out(viewer, notes))
