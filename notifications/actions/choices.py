"""What a member chooses about notices."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from notifications.actions.letters import plan_letters
from notifications.actions.notices import notify
from notifications.kinds import TRY
from notifications.models import Letter, LetterState, NoticeChoice, NoticeSettings
from people.models import Member


@transaction.atomic
def choose(
    member: Member, *, kinds: Mapping[str, tuple[bool, bool, bool]], settings: Mapping[str, object]
) -> None:
    """Keep where the member wants each kind (here, by e-mail, on devices), and their hours, rhythm and detail."""
    NoticeSettings.objects.update_or_create(member=member, defaults=dict(settings))
    NoticeChoice.objects.bulk_create(
        [
            NoticeChoice(member=member, kind=kind, here=here, by_mail=by_mail, by_push=by_push)
            for kind, (here, by_mail, by_push) in kinds.items()
        ],
        update_conflicts=True,
        unique_fields=["member", "kind"],
        update_fields=["here", "by_mail", "by_push"],
    )


@transaction.atomic
def stop_mail(member: Member) -> None:
    """Send this member no e-mail any more: no kind, and nothing that waits."""
    NoticeChoice.objects.filter(member=member).update(by_mail=False)
    Letter.objects.filter(member=member, channel="mail", state=LetterState.WAITING).delete()


def mail_works_again(member: Member) -> None:
    """Take the member's word that their mailbox takes notes again."""
    NoticeSettings.objects.filter(member=member).update(mail_failed_at=None)


@transaction.atomic
def send_to_try(member: Member, *, now: datetime) -> None:
    """Send the member a note about nothing, to their mailbox and devices, to see whether it arrives."""
    notify(TRY, subject_id=member.pk, member_ids=[member.pk], now=now)
    everywhere = NoticeChoice(member=member, kind=TRY, by_mail=True, by_push=True)
    plan_letters([everywhere], is_urgent=True, now=now)
