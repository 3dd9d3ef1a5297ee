"""Jinja2 for every page: one environment, and the few facts each page has.

What every page shows is looked up for every page, and remembered where it is looked up; the rest waits until a
template uses it.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.template.backends.jinja2 import Jinja2
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, get_language_bidi, gettext, ngettext, npgettext, pgettext
from jinja2 import Environment
from markupsafe import Markup

from core.avatars import avatar_svg
from core.form_token import FormToken
from core.languages import date_words, isolated
from core.links import host_of
from core.places import list_places, place_facts, tab_facts
from core.policy import script, static_address
from core.queries import get_community, known_neutral_name


class Templates(Jinja2):
    """Django's Jinja2 engine, with templates where every app keeps them: <app>/templates/."""

    app_dirname = "templates"


@dataclass(frozen=True, slots=True)
class Appearance:
    """How pages look to a visitor who has chosen nothing."""

    appearance: str = "system"
    text_size: str = "normal"
    discreet: bool = False


def environment(**options: Any) -> Environment:
    """Return the Jinja2 environment with translation and the globals of every page."""
    options = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True, **options}
    env = Environment(**options, extensions=["jinja2.ext.i18n", "core.remember.Remember"])  # noqa: S701 autoescape is in the options
    env.newstyle_gettext = True  # type: ignore[attr-defined]
    env.filters["isolated"] = isolated
    env.filters["bold"] = _bold
    env.filters["in_words"] = lambda words: gettext(words) if words else ""
    env.globals.update(
        _=_gettext,
        gettext=_gettext,
        ngettext=_ngettext,
        pgettext=_pgettext,
        npgettext=_npgettext,
        spoken_languages=_spoken_languages,
        host_of=host_of,
        static=static_address,
        script=script,
        known_neutral_name=known_neutral_name,
        url=_url,
        avatar=avatar_svg,
        avatar_svg=avatar_svg,
        when=when,
        time_of=when,
        day_of=day_of,
        hour_of=hour_of,
        file_size=filesizeformat,
        page_address=page_address,
        place_facts=place_facts,
        tab_facts=tab_facts,
        messages_of=messages_of,
        language=get_language,
        is_right_to_left=get_language_bidi,
    )
    return env


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Return what every page has: who is reading, the community, appearance and places."""
    viewer = getattr(request, "viewer", None)
    return {
        "csrf_input": FormToken(request),
        "member": getattr(request, "member", None),
        "appearance": getattr(request, "appearance", None) or Appearance(),
        "community": get_community(),
        "places": list_places(request),
        "is_on_shared_computer": getattr(request, "is_on_shared_computer", False),
        "has_resting_powers": bool(viewer and viewer.has_resting_powers),
    }


def when(moment: datetime | None) -> Markup:
    """Return a <time> to the minute; the browser rewrites its words in the reader's own time and language.

    Seconds stay out: they would help to join an anonymous voice with someone's other traces. Without scripts it
    reads in the installation's own zone, never the reader's: pieces of a page are kept and shared between readers.
    """
    if moment is None:
        return Markup("")
    minute = moment.replace(second=0, microsecond=0)
    return _when(minute, timezone.get_default_timezone(), get_language() or "en")


def hour_of(moment: datetime, *, with_day: bool = False) -> Markup:
    """Return a <time> for what is planned: the browser keeps the hour, and the day where asked, as they are."""
    local = moment.astimezone(timezone.get_default_timezone())
    return Markup('<time datetime="{}" data-at="{}">{}</time>').format(
        f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M}Z",
        "day" if with_day else "hour",
        _hour_words(local, with_day),
    )


def _hour_words(local: datetime, with_day: bool) -> str:
    hour = f"{local:%H:%M} {local.tzname() or ''}".rstrip()
    return gettext("%(date)s, %(time)s") % {"date": date_words(local), "time": hour} if with_day else hour


def day_of(day: date) -> Markup:
    """Return a day as a <time>, in the page's language."""
    return Markup('<time datetime="{}">{}</time>').format(day.isoformat(), date_words(day))


@lru_cache(maxsize=4096)
def _when(minute: datetime, zone: tzinfo, language: str) -> Markup:
    utc = minute.astimezone(UTC)
    local = utc.astimezone(zone)
    words = gettext("%(date)s, %(time)s") % {
        "date": date_words(local),
        "time": f"{local:%H:%M} {local.tzname() or ''}".rstrip(),
    }
    return Markup('<time datetime="{}">{}</time>').format(f"{utc:%Y-%m-%dT%H:%M}Z", words)


def page_address(request: HttpRequest, **changes: str | None) -> str:
    """Return this page's address with some of its query changed; None takes a part away."""
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return f"{request.path}?{urlencode(list(query.lists()), doseq=True)}" if query else request.path


# ---- sentences ----------------------------------------------------------------------------------------------------
# The names in a template's sentence are isolated from its direction, each of them, without being asked for.


def _filled(sentence: str, variables: dict[str, Any]) -> Markup:
    if "%" not in sentence:
        return Markup(sentence)  # noqa: S704 a sentence of ours
    values = {name: isolated(value) if isinstance(value, str) else value for name, value in variables.items()}
    return Markup(sentence) % values  # noqa: S704 a sentence of ours; what it is filled with is escaped


def _gettext(sentence: str, /, **variables: Any) -> Markup:
    return _filled(gettext(sentence), variables)


def _ngettext(one: str, many: str, num: int, /, **variables: Any) -> Markup:
    return _filled(ngettext(one, many, num), {"num": num, **variables})


def _pgettext(about: str, sentence: str, /, **variables: Any) -> Markup:
    return _filled(pgettext(about, sentence), variables)


def _npgettext(about: str, one: str, many: str, num: int, /, **variables: Any) -> Markup:
    return _filled(npgettext(about, one, many, num), {"num": num, **variables})


def _bold(words: object) -> Markup:
    return Markup("<b><bdi>{}</bdi></b>").format(words)


def _spoken_languages() -> list[tuple[str, str]]:
    return list(settings.LANGUAGES)


def messages_of(request: HttpRequest | None) -> Any:
    """Return what was said for this visitor and not shown yet; nothing where there is no request."""
    return get_messages(request) if request is not None else ()


def _url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args, kwargs=kwargs)
