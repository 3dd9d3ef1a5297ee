"""Cases: what needs a person, who has it, and what they noted. Reports are how members ask for one."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.languages import isolated
from core.privacy import (
    OWN,
    OWNER,
    SHARED,
    UPKEEP,
    WITH_ACCOUNT,
    WITH_COMMUNITY,
    Group,
    Privacy,
    belonging_to,
    for_period,
)
from core.sealing import EncryptedTextField
from people.models import Member


class Band(models.IntegerChoices):
    """How soon a person has to look; the clocks are the operator's."""

    NOW = 1, _("now")
    SOON = 2, _("soon")
    LOOK = 3, _("have a look")


class Source(models.TextChoices):
    """What brought a case to the desk."""

    REPORT = "report", _("Reported by a member")
    SCREENING = "screening", _("Noticed by the program that sorts posts")
    APPEAL = "appeal", _("Somebody asks for another look")
    COMPLAINT = "complaint", _("A complaint about this place")
    REQUEST = "request", _("Somebody asks to talk")
    STAFF = "staff", _("Seen by somebody on the staff")
    FOLLOW_UP = "follow_up", _("To see how somebody is now")


class Concern(models.TextChoices):
    """What a case is about."""

    CRISIS = "crisis", _("Suicide or self-harm")
    ABUSE = "abuse", _("Somebody is being hurt")
    HARM = "harm_to_others", _("Somebody may hurt others")
    HATE = "hate", _("Hate or bullying")
    CONTACT = "contact", _("Contact details, money or sexual talk")
    METHOD = "method", _("How to hurt oneself")
    PRIVACY = "privacy", _("Who somebody is, or where")
    PICTURE = "picture", _("A picture")
    NOTE = "note", _("A missing content note")
    SPAM = "spam", _("Advertising")
    OTHER = "other", _("Something else")
    SERVICE = "service", _("How this place is run")


class DeskSettings(models.Model):
    """The operator's clocks: how long each band may wait for a person; and who the safeguarding lead is. One row."""

    now_minutes = models.PositiveIntegerField(default=15)
    soon_hours = models.PositiveIntegerField(default=4)
    look_hours = models.PositiveIntegerField(default=24)
    lead = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")

    privacy = Privacy(
        what=_(
            "How long something may wait for a person here, and who of the staff is the safeguarding lead"
        ),
        why=_("so that everybody knows who answers for it"),
        group=Group.CARE,
        of=None,
        kept=WITH_COMMUNITY,
        fields={"now_minutes soon_hours look_hours": SHARED, "lead": belonging_to("lead__account")},
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_desk")]

    def clock(self, band: int) -> timedelta:
        """Return how long a case of this band may wait."""
        return {
            Band.NOW: timedelta(minutes=self.now_minutes),
            Band.SOON: timedelta(hours=self.soon_hours),
            Band.LOOK: timedelta(hours=self.look_hours),
        }[Band(band)]


class CaseQuerySet(models.QuerySet["Case"]):
    def open(self) -> "CaseQuerySet":
        return self.filter(closed_at__isnull=True)

    def most_urgent_first(self) -> "CaseQuerySet":
        """By band, then by waiting time; never by a score."""
        return self.order_by("band", "opened_at", "pk")


class Case(models.Model):
    """Something a person has to look at. `version` moves on with every act, so that no act rests on an old page.

    `subject_kind` and `subject_id` name what it is about (safety.subjects); "" for a complaint. `about` is the member
    behind it, kept so that they never handle it, and shown to nobody where `is_anonymous`. Nobody but its holder
    decides it. `offered_to` was asked to take it over, `asked` to look along. What was `escalated_at` is the operators'
    until it is `opened_to_all_at`, since none of them took it in time. `protocol` is the version it began with.
    A follow-up `follows` the case after which somebody is asked how they are; `told_late_at` is when those who answer
    for it were last told that nobody did it.
    """

    source = models.CharField(max_length=12, choices=Source)
    band = models.PositiveSmallIntegerField(choices=Band)
    concern = models.CharField(max_length=16, choices=Concern)
    subject_kind = models.CharField(max_length=24, blank=True)
    subject_id = models.BigIntegerField(default=0)
    place = models.CharField(max_length=40, blank=True)
    about = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    is_anonymous = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    holder = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    held_since = models.DateTimeField(null=True)
    first_held_at = models.DateTimeField(null=True)
    offered_to = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    asked = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    escalated_at = models.DateTimeField(null=True)
    opened_to_all_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    protocol = models.ForeignKey("safety.Protocol", on_delete=models.PROTECT, null=True, related_name="+")
    follows = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="follow_ups")
    told_late_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    privacy = Privacy(
        what=_(
            "That something needs a person's eyes: a report, a worrying post, somebody asking for another look"
        ),
        why=_("so that nobody in danger goes unseen and nothing is looked at twice or never"),
        group=Group.CARE,
        of=None,
        kept=for_period("closed_cases"),
        fields={
            "source band concern subject_kind subject_id place is_anonymous": UPKEEP,
            "opened_at due_at held_since first_held_at escalated_at closed_at protocol follows": UPKEEP,
            "opened_to_all_at told_late_at version": UPKEEP,
            "about": belonging_to("about__account"),
            "holder": belonging_to("holder__account"),
            "offered_to": belonging_to("offered_to__account"),
            "asked": belonging_to("asked__account"),
        },
    )

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id"],
                condition=Q(closed_at__isnull=True) & ~Q(subject_kind=""),
                name="one_open_case_a_subject",
            ),
            models.CheckConstraint(
                condition=Q(holder__isnull=True) | Q(held_since__isnull=False), name="held_since_when"
            ),
        ]
        indexes = [
            models.Index(
                fields=["band", "opened_at", "id"], condition=Q(closed_at__isnull=True), name="case_queue"
            ),
            models.Index(fields=["about", "-opened_at"], name="case_about"),
            models.Index(fields=["closed_at"], condition=Q(closed_at__isnull=False), name="case_closed"),
        ]

    def __str__(self) -> str:
        return f"case {self.pk}"

    def get_absolute_url(self) -> str:
        return f"/desk/{self.pk}/"

    def is_late(self, now: datetime) -> bool:
        """Whether nobody had it when its clock ran out; a follow-up has to be done by then."""
        waits = self.holder_id is None or self.source == Source.FOLLOW_UP
        return self.closed_at is None and waits and now > self.due_at


class CaseAct(models.TextChoices):
    """What stands in a case's private log."""

    NOTE = "note", _("noted")
    CLAIMED = "claimed", _("took it")
    RELEASED = "released", _("gave it back")
    OFFERED = "offered", _("handed it over to %(name)s")
    ASKED = "asked", _("asked %(name)s to look along")
    ESCALATED = "escalated", _("passed it on to the operators")
    OPENED = "opened", _("gave it to everybody here: no operator took it in time")
    DECIDED = "decided", _("decided")
    REVERSED = "reversed", _("took a decision back")
    ANSWERED = "answered", _("answered them")
    SOUGHT = "sought", _("asked to see who it is")
    ALLOWED = "allowed", _("allowed it for an hour")
    REFUSED = "refused", _("did not allow it")
    FOLLOW_UP = "follow_up", _("had %(name)s ask tomorrow how they are")
    TALK = "talk", _("would like to talk to somebody now")
    SAFE = "safe", _("says that they are safe")
    HELP = "help", _("asks for help with an answer")
    CHANGED = "changed", _("changed the words since")
    LET_UP = "let_up", _("now speaks of pain, so it waits no longer")


class CaseNote(models.Model):
    """One line of a case's private log. Only staff who may see the case read it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    to = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    act = models.CharField(max_length=12, choices=CaseAct, default=CaseAct.NOTE)
    words = EncryptedTextField(blank=True, default="")
    at = models.DateTimeField()

    privacy = Privacy(
        what=_("What staff noted while they looked after something; sealed, and read by them alone"),
        why=_("so that whoever takes over knows what was done"),
        group=Group.CARE,
        of=None,
        kept=for_period("closed_cases"),
        fields={
            "case act at": UPKEEP,
            "by": belonging_to("by__account"),
            "to": belonging_to("to__account"),
            "words": belonging_to("case__about__account"),
        },
    )

    class Meta:
        ordering = ["pk"]

    def said(self) -> str:
        """What was done, in words, with the colleague's name where there is one."""
        return str(CaseAct(self.act).label) % {"name": isolated(self.to.name if self.to else "…")}


class Report(models.Model):
    """A member said that something is wrong, or complained about the place. One a member and case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=12)
    words = EncryptedTextField(blank=True, default="")
    at = models.DateTimeField()

    privacy = Privacy(
        what=_(
            "What you told us is wrong, in your words; only the people who look into it know that it was you"
        ),
        why=_("so that a person can look at it and tell you what was done"),
        group=Group.CARE,
        of="reporter__account",
        kept=WITH_ACCOUNT,
        fields={"case": UPKEEP, "reporter": OWNER, "reason words at": OWN},
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "reporter"], name="one_report_a_member")]
        indexes = [models.Index(fields=["reporter", "-id"], name="report_of_member")]

    def __str__(self) -> str:
        return f"report {self.pk}"
