"""The operator's side of the crisis lines: see what is there, and vouch for it."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from safety import actions, queries
from safety.helplines import Country, HelplineProblem, Line, read_own_countries


class Command(BaseCommand):
    help = "List the crisis lines under “Get help now”; confirm a country's after asking the services."
    group = "Safety"

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_subparsers(dest="what", required=True, metavar="list | show | confirm")
        what.add_parser("list", help="every country, and when it was last confirmed")
        show = what.add_parser("show", help="one country's numbers")
        confirm = what.add_parser("confirm", help="vouch for one country's numbers")
        for one in (show, confirm):
            one.add_argument("country", help="two letters, such as GB")
        confirm.add_argument("--by", default="operator", help="who asked the services")
        confirm.add_argument("--yes", action="store_true", help="do not ask again")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            read_own_countries()
        except HelplineProblem as problem:
            raise CommandError(f"Your own numbers are not used. {problem}") from problem
        if options["what"] == "list":
            return self._list()
        country = queries.get_country(options["country"])
        if country is None:
            raise CommandError(f"We have no numbers for “{options['country']}”. `list` shows the countries.")
        self.stdout.write("\n".join([country.name, *_described(country)]))
        if options["what"] == "confirm":
            self._confirm(country, by=options["by"], is_sure=options["yes"])

    def _list(self) -> None:
        now = timezone.now()
        for country in queries.list_countries():
            certainty = queries.get_certainty(country, now=now)
            at = certainty.confirmed_at
            said = f"confirmed {at:%Y-%m-%d}" if at else "not confirmed"
            old = ", more than 90 days old" if certainty.is_old else ""
            self.stdout.write(f"{country.code}  {country.name:<22} lines: {len(country.lines)}; {said}{old}")

    def _confirm(self, country: Country, *, by: str, is_sure: bool) -> None:
        if not is_sure and not _agrees(
            "Did you ask each of these services, and is all of this right? [y/N] "
        ):
            raise CommandError("Nothing was confirmed.")
        actions.confirm_country(country, by=by, now=timezone.now())
        self.stdout.write(f"{country.name} is confirmed as of today. Please do it again within 90 days.")


def _described(country: Country) -> Iterator[str]:
    for number in country.emergency:
        way = number.phone.text if number.phone else f"text {number.sms.number}" if number.sms else ""
        yield f"  {number.name}: {way} (seen {number.seen.words})"
    for line in country.lines:
        yield f"  {line.name}: {', '.join(_ways_in(line))} (seen {line.seen.words})"


def _ways_in(line: Line) -> list[str]:
    text = f"text {line.sms.keyword or 'anything'} to {line.sms.number}" if line.sms else ""
    whatsapp = f"WhatsApp {line.whatsapp}" if line.whatsapp else ""
    phones = [phone.text for phone in line.phones]
    return [way for way in [*phones, line.special_dial, text, whatsapp, line.chat_url, line.website] if way]


def _agrees(question: str) -> bool:
    try:
        return input(question).strip().lower() in {"y", "yes"}
    except EOFError:
        return False
