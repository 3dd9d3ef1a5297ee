"""What anybody may know: this place, and whom to call when it cannot wait."""

from typing import Annotated, Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Router
from pydantic import Field

from api.v1.routing import reads
from api.v1.shapes.notices import Countries, HelpLines
from api.v1.shapes.people import Community
from core.queries import get_community as the_community
from people.queries import current_agreement
from safety import queries

router = Router(tags=["place"])
Code = Annotated[str, Field(pattern=r"^[A-Za-z]{2}$", description="Two letters, such as IE")]


@reads(
    router,
    "/community",
    _("See what this place says about itself, and its agreement."),
    gives=Community,
    strangers=True,
)
def get_community(request: Any) -> Any:
    community = the_community()
    return {
        "name": community.name, "purpose": community.purpose_in_words, "minimum_age": community.minimum_age,
        "anyone_may_join": community.anyone_may_join, "leave_url": community.leave_url,
        "agreement_html": current_agreement().html,
    }  # fmt: skip


@reads(
    router,
    "/help-lines",
    _("See for which countries crisis lines are known."),
    gives=Countries,
    strangers=True,
)
def list_countries(request: Any) -> Any:
    return {"items": [{"code": country.code, "name": country.name} for country in queries.list_countries()]}


@reads(router, "/help-lines/{code}", _("See whom to call in one country."), gives=HelpLines, strangers=True)
def get_help_lines(request: Any, code: Code) -> Any:
    country = queries.get_country(code)
    if country is None:
        raise Http404
    return HelpLines.of(country, queries.get_certainty(country, now=timezone.now()))
