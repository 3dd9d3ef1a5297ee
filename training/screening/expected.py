"""What we expect each signal to mean before any data are seen. The data move these only as far as they insist."""

CRISIS = {
    "active": 2.4, "imminent": 2.0, "passive": 1.6, "thoughts": 1.6, "attempt": 1.4, "self_harm": 1.6, "naming": 0.8,
    "death_talk": 0.3, "hopeless": 0.4, "topic": 0.3, "first_person": 0.1, "other_at_risk": 0.4, "other_died": -0.3,
    "advice": -0.2, "recovery": -0.3, "denied": -0.8, "idiom": -1.0, "humour": -0.6, "help_line": -0.2,
    "active~": 0.7, "imminent~": 0.5, "passive~": 0.5, "thoughts~": 0.6, "attempt~": 0.6, "self_harm~": 0.6,
    "several": 0.8, "any_danger": 0.6, "any_soft_danger": 0.3, "danger_and_idiom": -0.8, "danger_and_jest": -1.0,
    "danger_and_advice": -0.5, "danger_and_better": -0.4, "hope_gone_and_danger": 0.4,
    "denied_danger": -1.0, "quoted_danger": -0.8, "informing": -1.2, "learnt": 0.8,
}  # fmt: skip
HATE = {
    "hostile_feeling": 1.2, "says_they_are": 1.2, "wishes_harm": 1.4, "accuses": 1.0, "slur_at_someone": 1.2,
    "slur": 1.0, "slur~": 0.2, "soft_slur": 0.2, "named": 0.2, "own": -0.6, "speaks_up": -0.8,
    "values": -0.8, "denies_hate": -0.8, "other_target": -0.5, "profane": 0.1, "hostile": 1.6, "hostile_twice": 0.6,
    "hostile_soft": 0.1, "hostile_refused": -0.6, "slur_plain": 0.8, "slur_own": -1.2, "slur_spoken_against": -1.0,
    "hostile_spoken_against": -1.2, "hostile_denied": -1.0, "hostile_valued": -0.8, "hostile_own": -0.4,
    "only_named": -0.8, "nobody_named": -0.8, "soft_slur_alone": -0.4, "swears_only": -0.8, "learnt": 0.6,
}  # fmt: skip
