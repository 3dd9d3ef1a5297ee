"""The API's description of itself, and the page made from it."""

import pytest
from django.utils import translation

from api.v1.description import describe, operations
from api.v1.reference import list_areas

pytestmark = pytest.mark.once


def test_the_description_is_openapi_3_1(client, db):
    response = client.get("/api/v1/openapi.json")

    told = response.json()
    assert response["Content-Type"] == "application/json"
    assert told["openapi"].startswith("3.1.")
    assert told["servers"] == [{"url": "/api/v1"}]
    assert client.get("/api/v1/openapi.json", headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_every_operation_says_who_may_ask_and_what_can_go_wrong():
    for path, methods in describe()["paths"].items():
        for method, each in methods.items():
            assert each["summary"].endswith("."), (method, path)
            assert {"400", "401", "403", "404", "405", "422", "429"} <= set(each["responses"]), (method, path)
            header = next(one["name"] for one in each["parameters"] if one["in"] == "header")
            assert header == ("If-None-Match" if method == "get" else "Idempotency-Key"), (method, path)


def test_everything_is_described_for_readers_in_their_language():
    with translation.override("es"):
        summaries = [shown.says for area in list_areas() for shown in area.operations]
        assert describe()["paths"]["/me"]["get"]["summary"] in summaries
    assert sorted(shown.name for area in list_areas() for shown in area.operations) == sorted(operations())
    assert describe()["paths"]["/me"]["get"]["summary"] not in summaries


@pytest.mark.parametrize(
    "words", ["POST /tokens", "GET /threads/{thread_id}", "Idempotency-Key", "openapi.json"]
)
def test_the_readable_page_shows_it(client, db, words):
    assert words in client.get("/api/").content.decode()


def test_the_page_leads_to_tokens_and_the_account_page_leads_there(asha, browser_of):
    browser = browser_of(asha)

    assert 'href="/account/tokens/"' in browser.get("/api/").content.decode()
    assert 'href="/account/tokens/"' in browser.get("/account/").content.decode()


def test_nothing_of_the_api_is_loaded_before_it_is_asked_for():
    import subprocess
    import sys

    code = (
        "import os, sys, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'config.settings'; django.setup();"
        "import config.urls; print([name for name in ('ninja', 'pydantic') if name in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
