"""The pseudonym others see."""

from functools import cached_property
from typing import TYPE_CHECKING

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.privacy import OWN, OWNER, UNTIL_CHANGED, WITH_ACCOUNT, Group, Privacy
from people.models.accounts import Account

if TYPE_CHECKING:
    from people.models.topics import TopicChoice


class Role(models.TextChoices):
    """What someone does here. What each role may do is the table in people/permissions.py."""

    MEMBER = "member", _("Member")
    LISTENER = "listener", _("Listener")
    MODERATOR = "moderator", _("Moderator")
    CLINICIAN = "clinician", _("Clinician")
    OPERATOR = "operator", _("Operator")


class Audience(models.TextChoices):
    """Who can see one part of a profile."""

    NOBODY = "nobody", _("Only me")
    MEMBERS = "members", _("Members here")
    EVERYONE = "everyone", _("Anyone")


class MemberQuerySet(models.QuerySet["Member"]):
    def present(self) -> "MemberQuerySet":
        """Leave out closed accounts and those that are to be closed."""
        return self.filter(account__is_active=True, account__closing__isnull=True)

    def visible_to(self, viewer: "Member | None") -> "MemberQuerySet":
        """Leave out people who blocked the viewer, whom the viewer blocked or muted, and closed accounts."""
        found = self.present()
        return found.exclude(pk__in=viewer.hidden_ids) if viewer and viewer.hidden_ids else found


class Member(models.Model):
    """A name people know somebody by, and what that person chose to say about themselves."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="member")
    name = models.CharField(max_length=40)
    name_key = models.CharField(max_length=120, unique=True)
    avatar_seed = models.PositiveIntegerField(default=0)
    role = models.CharField(max_length=12, choices=Role, default=Role.MEMBER)
    joined_at = models.DateTimeField()

    pronouns = models.CharField(max_length=40, blank=True)
    pronouns_audience = models.CharField(max_length=8, choices=Audience, default=Audience.MEMBERS)
    about = models.TextField(max_length=600, blank=True)
    about_audience = models.CharField(max_length=8, choices=Audience, default=Audience.MEMBERS)
    languages = models.JSONField(default=list, blank=True)
    languages_audience = models.CharField(max_length=8, choices=Audience, default=Audience.MEMBERS)
    time_zone = models.CharField(max_length=64, blank=True)
    time_zone_audience = models.CharField(max_length=8, choices=Audience, default=Audience.NOBODY)
    interests = models.CharField(max_length=200, blank=True)
    interests_audience = models.CharField(max_length=8, choices=Audience, default=Audience.MEMBERS)
    lived_experience = models.TextField(max_length=600, blank=True)
    lived_experience_audience = models.CharField(max_length=8, choices=Audience, default=Audience.NOBODY)
    pictures_on_tap = models.BooleanField(default=True)
    shows_writing = models.BooleanField(default=False)

    privacy = Privacy(
        what=_("The name others know you by, and what you chose to say about yourself"),
        why=_("so that others know who answers them; each part is shown to those you chose"),
        group=Group.PROFILE,
        of="account",
        kept=UNTIL_CHANGED,
        fields={
            "account": OWNER,
            "name name_key avatar_seed role joined_at": OWN,
            "pronouns about languages time_zone interests lived_experience": OWN,
            "pronouns_audience about_audience languages_audience": OWN,
            "time_zone_audience interests_audience lived_experience_audience": OWN,
            "pictures_on_tap shows_writing": OWN,
        },
    )

    saves_data = False  # for one request: this browser asks for as little as will do
    # Not stored: True for whoever looks without having passed the second step in this session, or by a token that
    # was lent no powers. Only people.queries sets it; commands and jobs, which act for somebody who is not there,
    # find every power awake.
    powers_rest = False

    objects = MemberQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("member_detail", args=[self.name])

    @cached_property
    def hidden_ids(self) -> frozenset[int]:
        """Members this one may see no trace of: blocked in either direction, or muted by this one."""
        from people.models.distance import hidden_pairs

        return frozenset(other for _, other in hidden_pairs([self.pk]))

    @cached_property
    def topic_choices(self) -> dict[str, str]:
        """What this member chose per topic slug: "open" (fine with it) or "leave_out"; absent means covered."""
        choices: models.QuerySet[TopicChoice] = self.chosen_topics.all()  # type: ignore[attr-defined]
        return dict(choices.values_list("topic__slug", "choice"))

    @property
    def left_out_topics(self) -> list[str]:
        return sorted(slug for slug, choice in self.topic_choices.items() if choice == "leave_out")

    @property
    def open_topics(self) -> frozenset[str]:
        return frozenset(slug for slug, choice in self.topic_choices.items() if choice == "open")


class FormerName(models.Model):
    """A name somebody gave up. It stays theirs, so that nobody else can step into it."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="former_names")
    name_key = models.CharField(max_length=120, unique=True)
    given_up_at = models.DateTimeField()

    privacy = Privacy(
        what=_("Names you had before"),
        why=_("so that nobody else can step into them"),
        group=Group.PROFILE,
        of="member__account",
        kept=WITH_ACCOUNT,
        fields={"member": OWNER, "name_key given_up_at": OWN},
    )
