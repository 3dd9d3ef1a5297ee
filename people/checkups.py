"""What the doctor asks about people: whether those with powers over others sign in with more than a passphrase."""

from collections.abc import Iterator

from core.doctor import Finding, Look, checkup
from people.models import Member
from people.queries import has_second_step
from people.staff import is_staff


@checkup("Second steps of staff")
def second_steps_of_staff(look: Look) -> Iterator[Finding]:
    staff = [member for member in Member.objects.present() if is_staff(member)]
    without = [member for member in staff if not has_second_step(member.account_id)]
    if not staff:
        yield Finding.look(
            "Nobody runs this place or moderates in it yet.", "Run bin/hearthside make_operator NAME."
        )
    elif without:
        yield Finding.look(
            f"{len(without)} of {len(staff)} people with powers have no second step; their powers rest until then.",
            "Ask them to open “Passkeys and codes” on the page You.",
        )
    else:
        yield Finding.fine(f"All {len(staff)} people with powers have one.")
