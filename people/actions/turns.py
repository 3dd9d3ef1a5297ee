"""One deed of one member after the other, where two at the same moment would not know of each other."""

from django.db import connection

from people.models import Member


def wait_for_turn(member: Member) -> None:
    """Hold back the same member's other deeds until this transaction ends.

    SQLite lets one writer in at a time anyway; on PostgreSQL a form sent twice at once is two transactions.
    """
    if connection.features.has_select_for_update:
        Member.objects.select_for_update(no_key=True).only("pk").get(pk=member.pk)
