from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from live import topics
from live.actions import publish
from live.tests.browser import Session, elsewhere


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Session:
    """Replace what people and the forum registered by a small world of this app's own."""
    session = Session()
    monkeypatch.setattr(topics, "_identify", session.identify)
    monkeypatch.setattr(topics, "_rules", {"thread": session.may_listen})
    return session


@pytest.fixture
def tell() -> Callable[..., Coroutine[Any, Any, None]]:
    """Return a function that publishes as a page would."""

    async def tell(
        number: int, *, thread: int = 1, actor_id: int | None = None, channels: list[str] | None = None
    ) -> None:
        data = {"post": number}
        await elsewhere(
            publish, channels or [f"thread:{thread}"], "forum.reply_posted", data, actor_id=actor_id
        )

    return tell
