"""schemathesis asks the API whatever its own description allows, and what it forbids, as everybody.

It looks at every answer with all its checks: no fault of ours, nothing that is not described, nothing refused that
is described, nothing taken that is not. `bin/test --deep-api` asks far longer, each time something else.
"""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
import schemathesis
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck
from hypothesis import settings as property_tests
from hypothesis import strategies as st
from schemathesis.config import (
    CoveragePhaseConfig,
    FuzzingPhaseConfig,
    GenerationConfig,
    PhasesConfig,
    ProjectConfig,
    ProjectsConfig,
)
from schemathesis.config._analysis import AnalysisConfig, ConstantsConfig
from schemathesis.config._phases import ErrorFeedbackConfig, ExtraDataSourcesConfig

from api.tests.program import A_PICTURE, A_RECORDING, Program
from api.v1.description import describe
from chat.actions import accept, bring_together, open_room, send_message, send_request
from chat.models import Request
from chat.queries import get_standing
from circles.actions import (
    appoint_facilitator,
    ask_for_place,
    invite,
    open_group,
    plan_circles,
    take_place,
)
from circles.models import Waiting
from forum.models import Post
from listening.models import Talk

IS_DEEP = os.environ.get("HEARTHSIDE_DEEP_API") == "1"
pytestmark = pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"].endswith("postgresql") and not IS_DEEP,
    reason="asking everything takes a while, so it is done once, on SQLite",
)
EXAMPLES = 150 if IS_DEEP else 4
JOURNEYS, STEPS = (150, 25) if IS_DEEP else (6, 10)
HOW = property_tests(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=not IS_DEEP,
    suppress_health_check=list(HealthCheck),
)
ALL_THREE = ["stranger", "member", "moderator"]
# What is there to be asked for, by the parameter that names it. Half of what is asked for is there.
_there: dict[str, Any] = {}

VISIBLE = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=40)
schemathesis.openapi.format("words", VISIBLE)
schemathesis.openapi.format("member-name", st.sampled_from(["Asha", "Ben", "chen", "Nobody", "Mo"]))
schemathesis.openapi.format("topic", st.sampled_from(["loss", "abuse", "eating", "self-harm"]))
schemathesis.openapi.format("notice-kind", st.sampled_from(["forum.reply", "chat.message", "chat.request"]))
schemathesis.openapi.format("picture", st.just(A_PICTURE))
schemathesis.openapi.format("recording", st.just(A_RECORDING))
schemathesis.openapi.format("push-endpoint", st.just("https://fcm.googleapis.com/x"))
schemathesis.openapi.format("language", st.sampled_from(["Hindi", "Español", "العربية"]))
schemathesis.openapi.format("time-zone", st.sampled_from(["", "Europe/Berlin", "UTC", "Asia/Kolkata"]))
schemathesis.openapi.format("place-with-a-clock", st.sampled_from(["Europe/Madrid", "UTC", "Asia/Kolkata"]))
schemathesis.openapi.format(
    "coming-day", st.integers(2, 300).map(lambda days: f"{timezone.now() + timedelta(days=days):%Y-%m-%d}")
)


def _application(environ: dict[str, Any], start_response: Any) -> Any:
    """Stand for the server: it knows where a request comes from, and this client reads no gzip."""
    environ |= {"REMOTE_ADDR": "192.0.2.1", "HTTP_ACCEPT_ENCODING": "identity"}
    return _django(environ, start_response)


def _phases() -> PhasesConfig:
    """Let no test learn from the answers of those before it: what they say fits no format of ours by chance."""
    learns = {"extra_data_sources": ExtraDataSourcesConfig(responses=False)}
    return PhasesConfig(
        coverage=CoveragePhaseConfig(**learns),
        fuzzing=FuzzingPhaseConfig(**learns, error_feedback=ErrorFeedbackConfig(enabled=False)),
    )


def _project(generation: GenerationConfig) -> ProjectConfig:
    """Take no words from our source either: a request would change with any sentence of ours."""
    analysis = AnalysisConfig(constants=ConstantsConfig(enabled=False))
    return ProjectConfig(generation=generation, phases=_phases(), analysis=analysis)


def _schema() -> Any:
    generation = GenerationConfig(deterministic=not IS_DEEP, with_security_parameters=False)
    config = schemathesis.Config(
        seed=None if IS_DEEP else 20_261_128,
        projects=ProjectsConfig(default=_project(generation)),
    )
    schema = schemathesis.openapi.from_dict(describe(), config=config)
    schema.app = _application
    # A stream has no end; api/tests/test_stream.py asks for it.
    return schema.exclude(operation_id="listen")


_django = get_wsgi_application()
schema = _schema()


def made_real(case: schemathesis.Case) -> None:
    """Ask for what is there, every other time; what is not meant to be an address stays as it is."""
    number = next(_there["numbers"])
    for name in list(case.path_parameters):
        if name in _there and number % 2 and case.meta.generation.mode.is_positive:
            case.path_parameters[name] = _there[name]
    fresh_key(case)


def fresh_key(case: schemathesis.Case) -> None:
    """Let no two requests share an Idempotency-Key by accident."""
    key = case.headers.get("Idempotency-Key")
    if isinstance(key, str) and 0 < len(key) < 100:
        case.headers["Idempotency-Key"] = f"{key}-{next(_there['numbers'])}"


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """Let requests neither open nor close connections, as Django's own test client does: all is one transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def talking(one: Any, other: Any, *, asked_by: Any) -> dict[str, int]:
    """Have two talk, a third ask the first, and the first ask the third; return the numbers of it all."""
    now = timezone.now()
    together = bring_together(one, other, now=now)
    talk = Talk.objects.create(
        member=one,
        listener=other,
        conversation=together,
        began_at=now,
        place_at=now,
        waits_since=now,
        seen_at=now,
    )
    asked = send_request(other, by=one, words="Shall we talk?", now=now)
    standing = get_standing(accept(asked, by=other, now=now).pk, viewer=one)
    message = send_message(standing, author=one, body="Hello.", now=now)
    to_one = send_request(one, by=asked_by, words="And we?", now=now)
    Request.objects.filter(pk=to_one.pk).update(delivered_at=now)
    sent = send_request(asked_by, by=one, words="And we?", now=now)
    return {
        "conversation_id": standing.conversation.pk, "message_id": message.pk, "request_id": to_one.pk,
        "sent_id": sent.pk, "talk_id": talk.pk,
    }  # fmt: skip


def in_a_group(holder: Any, *, opened_by: Any, asking: Any) -> dict[str, int]:
    """Have somebody hold a support group that meets, and another ask for a place; return the numbers of it all."""
    now = timezone.now()
    group = open_group(
        by=opened_by, name="Evenings", purpose="For loss.", for_whom="", agreement="We say I.", door="request", size=8,
        time_zone="Europe/Madrid", now=now,
    )  # fmt: skip
    invite(group, member=holder, by=opened_by, now=now)
    insider = take_place(group, member=holder, under_other_name=False, now=now)
    appoint_facilitator(group, member=holder, by=opened_by, now=now)
    ask_for_place(group, member=asking, now=now)
    schedule = plan_circles(
        group, by=holder, rhythm="weekly", first_date=now.date(), at=now.time(), minutes=60, seats=8, now=now
    )
    return {
        "support_group_id": group.pk, "insider_id": insider.pk, "waiting_id": Waiting.objects.get(group=group).pk,
        "schedule_id": schedule.pk, "circle_id": schedule.circles.earliest("day").pk,
    }  # fmt: skip


@pytest.fixture
def asked_by(
    request: pytest.FixtureRequest, asha: Any, ben: Any, chen: Any, mo: Any, rooms: Any, write: Callable[..., Any],
    settings: Any,
) -> dict[str, str]:  # fmt: skip
    """Furnish a place where there is something of everything, and return the headers of whoever asks."""
    settings.API_PACE = {who: {"reads": 10**9, "writes": 10**9} for who in ("member", "stranger")}
    thread = write(chen, reply_by=asha)
    write(asha, place=rooms["members"], anonymous=True)
    _there.update(talking(asha, ben, asked_by=mo))
    _there.update(in_a_group(asha, opened_by=mo, asking=ben))
    table = open_room(f"space:{thread.space_id}", by=mo, now=timezone.now(), name="Kitchen table")
    _there["room_id"] = table.pk
    reply = Post.objects.filter(thread=thread, is_opening=False).get()
    _there.update(numbers=count(), thread_id=thread.pk, post_id=reply.pk, slug="grief", name="Ben", code="IE")
    who = {"stranger": None, "member": asha, "moderator": mo}[request.param]
    return Program(who, ("read", "write", "staff")).headers


@schema.parametrize()
@HOW
@pytest.mark.parametrize("asked_by", ALL_THREE, indirect=True)
def test_every_answer_is_as_described(case: schemathesis.Case, asked_by: dict[str, str]) -> None:
    made_real(case)
    case.call_and_validate(headers=asked_by)


@pytest.mark.parametrize("asked_by", ALL_THREE, indirect=True)
def test_what_was_made_is_where_its_links_lead(asked_by: dict[str, str]) -> None:
    class Journey(schema.as_state_machine()):  # type: ignore[misc]
        def get_call_kwargs(self, case: schemathesis.Case) -> dict[str, Any]:
            return {"headers": asked_by}

        def before_call(self, case: schemathesis.Case) -> None:
            fresh_key(case)

        def validate_response(self, response: Any, case: schemathesis.Case, **kwargs: Any) -> None:
            case.validate_response(
                response, headers=asked_by, transport_kwargs={"headers": asked_by}, recorder=self.recorder
            )

    Journey.run(settings=property_tests(HOW, max_examples=JOURNEYS, stateful_step_count=STEPS))
