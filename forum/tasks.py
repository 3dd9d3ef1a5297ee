"""What the background does about threads."""

from django.utils import timezone

from core.jobs import enqueue, every
from forum.actions import offers, retention, screening


@every(hours=24)
def forget_what_is_over() -> None:
    """Delete drafts, earlier versions, removed words and offers whose period is over."""
    now = timezone.now()
    retention.forget_old_drafts(now=now)
    retention.forget_earlier_versions(now=now)
    retention.empty_removed_words(now=now)
    offers.forget_old_offers(now=now)


@every(minutes=5)
def ask_about_waiting_threads() -> None:
    """Quietly ask a few helpers about threads that have waited long enough."""
    offers.offer_waiting(now=timezone.now())


def screen_earlier_posts(after: int) -> None:
    """Sort posts that came in bulk, bundle by bundle, so that nothing waits long for the next."""
    last = screening.screen_earlier_posts(after, now=timezone.now())
    if last is not None:
        enqueue(screen_earlier_posts, last)
