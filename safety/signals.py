"""What features above may react to. Sent inside the transaction of the change."""

from django.dispatch import Signal

# member: whether they may post, or until when not, has changed.
posting_paused = Signal()
