"""What features above may react to. Sent inside the transaction of the change; receivers call an action."""

from django.dispatch import Signal

# space_id: who may read a space has changed, or whether it stands.
door_changed = Signal()
