"""The doctor: what to look at in a running installation, and what to do about it, a sentence each.

Every feature registers its own checks in a module `checkups`; this package knows none of them.
"""

from core.doctor.checks import Finding, Level, Look, checkup, examine

__all__ = ["Finding", "Level", "Look", "checkup", "examine"]
