"""What staff read beside the words that counted, and what took weight from them, in their own language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CONCERNS: dict[str, Promise | str] = {
    "crisis": _("suicide or self-harm"),
    "abuse": _("somebody is hurting them"),
    "harm_to_others": _("they may hurt somebody"),
    "hate": _("hate or harassment"),
    "contact": _("contact details, money or sexual talk"),
    "method": _("instructions or methods"),
    "spam": _("advertising"),
}
SAYS: dict[str, Promise | str] = {
    "active": _("wants or means to end their life"),
    "imminent": _("speaks of doing it now, of a plan, or says goodbye"),
    "passive": _("wishes to be dead or not to be here"),
    "thoughts": _("speaks of their own suicidal thoughts"),
    "attempt": _("speaks of an attempt of their own"),
    "self_harm": _("speaks of hurting themselves"),
    "naming": _("names taking their own life"),
    "hopeless": _("sounds without hope"),
    "other_at_risk": _("fears for somebody else’s life"),
    "same_here": _("agrees with a text about danger"),
    "crisis_clear": _("wants to die or to hurt themselves"),
    "wishes_harm": _("wishes or threatens harm to a group of people"),
    "says_they_are": _("calls a group of people something degrading"),
    "hostile_feeling": _("says they hate a group of people"),
    "accuses": _("blames a group of people for something"),
    "slur_at_someone": _("throws a degrading word at somebody"),
    "slur": _("uses a word that degrades a group of people"),
    "abuse_act": _("says somebody hurts or threatens them"),
    "abuse_now": _("says somebody hurts them at this moment, or is about to"),
    "abuse_danger": _(
        "says somebody went for their throat, has a weapon or threatens their life, or hurts a child"
    ),
    "abuse_fear": _("is afraid of somebody near them"),
    "abuse_clear": _("says somebody hurts them"),
    "harm_intent": _("says they want or mean to hurt somebody"),
    "contact_given": _("gives or asks for a way to be reached elsewhere"),
    "contact_money": _("asks for money"),
    "contact_sexual": _("makes it sexual"),
    "method_asked": _("asks for or tells a way of dying or hurting oneself"),
    "method_clear": _("asks for a way of dying"),
    "pro_harm": _("urges somebody towards harm or hides it"),
    "spam_offer": _("reads like an advertisement"),
    "spam_link": _("holds links"),
}
SOFTENED: dict[str, Promise | str] = {
    "denied": _("denied"),
    "quoted": _("in quotation marks"),
    "song": _("from a song or a story"),
    "reported": _("what somebody else said"),
    "past": _("in the past"),
    "other": _("about somebody else"),
    "jest": _("in jest"),
    "supposed": _("only supposed"),
}
