"""Facts about crisis lines and emergency numbers, read once from safety/data and checked as they are read."""

from safety.helplines.facts import Country, EmergencyNumber, Line, Number, Seen, TextMessage
from safety.helplines.files import HelplineProblem, all_countries, read_countries, read_own_countries

__all__ = [
    "Country",
    "EmergencyNumber",
    "HelplineProblem",
    "Line",
    "Number",
    "Seen",
    "TextMessage",
    "all_countries",
    "read_countries",
    "read_own_countries",
]
