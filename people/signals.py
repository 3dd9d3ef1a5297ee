"""What features above may react to. Sent inside the transaction of the change; receivers call an action."""

from django.dispatch import Signal

# member, old_name: a member is known by another name from now on.
name_changed = Signal()

# member, other, change ("block", "unblock", "mute", "unmute"): what these two see of each other changed.
distance_changed = Signal()

# member, is_other: what a member says about themselves was saved; others read something else now, or not.
profile_written = Signal()

# member, choice (a people.models.ClosingChoice): an account closes; what this member wrote is to be erased or cut off
# from them. Receivers return the names of the files in uploads that go with it.
account_closing = Signal()

# act (a code known to whoever keeps the record), by (a Member, or None for the server's command line), about (a Member
# or None), details (codes and numbers): somebody used a right that members do not have.
staff_acted = Signal()
