"""The API put together from its areas; also the addresses inside it."""

from django.urls import path
from ninja import NinjaAPI

from api.v1 import description, refusals
from api.v1.areas import (
    attachments,
    circles,
    conversations,
    drafts,
    groups,
    hearing,
    holding,
    me,
    members,
    notices,
    now,
    place,
    posts,
    reports,
    requests,
    rooms,
    spaces,
    stream,
    threads,
    tokens,
)

api = NinjaAPI(title="Hearthside", version="1", urls_namespace="api_v1", docs_url=None, openapi_url=None)
refusals.install(api)
for area in (
    tokens,
    me,
    members,
    spaces,
    threads,
    posts,
    drafts,
    conversations,
    attachments,
    groups,
    rooms,
    requests,
    reports,
    holding,  # and support_groups, whose router it adds to
    now,
    circles,
    notices,
    hearing,
    stream,
    place,
):
    api.add_router("", area.router)

urlpatterns = [path("openapi.json", description.openapi), *api.urls[0]]
