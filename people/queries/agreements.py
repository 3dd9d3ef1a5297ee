"""Which community agreement is in force."""

from django.core.cache import cache

from people.defaults import agreement_in_words
from people.models import Agreement

AGREEMENT_KEY = "agreement"


def current_agreement() -> Agreement:
    """Return the agreement in force, drawn for the reader; there always is one."""
    agreement = Agreement.objects.latest()
    agreement.html = agreement_in_words(agreement.body, agreement.html)
    return agreement


def current_agreement_id() -> int:
    """Return the id of the agreement in force, remembered for half a minute."""
    found: int | None = cache.get(AGREEMENT_KEY)
    if found is None:
        found = Agreement.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        cache.set(AGREEMENT_KEY, found, 30)
    return found
