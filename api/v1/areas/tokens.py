"""Signing in by program, and the tokens one has given out."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Router, Status

from api.actions import Written
from api.v1.refusals import Refused, one_line
from api.v1.routing import answer_with, carry_out, reads, signs_in, writes
from api.v1.shapes.basics import Id
from api.v1.shapes.people import NewToken, Token, TokenRequest, Tokens
from people import actions, queries
from people.proof import NotProven, prove

router = Router(tags=["tokens"])
# What went wrong, as a problem. A name that does not exist and a wrong passphrase are one and the same.
_PROBLEMS = {"wrong": "not-proven", "code": "second-step", "wait": "slow-down", "closing": "closing"}


@reads(
    router,
    "/tokens",
    _("See the tokens you have given out. What they are is never shown again."),
    gives=Tokens,
)
def list_tokens(request: Any) -> Any:
    return {"items": [Token.of(token) for token in queries.list_tokens(request.member, now=timezone.now())]}


@reads(router, "/tokens/{token_id}", _("See one of your tokens."), gives=Token, shows="token")
def get_token(request: Any, token_id: Id) -> Any:
    return Token.of(queries.get_token(token_id, member=request.member, now=timezone.now()))


@writes(
    router,
    "DELETE",
    "/tokens/{token_id}",
    _("Take a token back; one that is not yours changes nothing and says the same."),
)
def revoke_token(request: Any, token_id: Id) -> None:
    actions.revoke_token(request.member, token_id=token_id)


@signs_in(router, "/tokens", _("Sign in: make a token from a name and its passphrase."), gives=NewToken)
def make_token(request: Any, body: TokenRequest) -> Any:
    """The scope `staff` asks for an account with a second step, and for its code."""
    try:
        proof = prove(request, name=body.name, passphrase=body.passphrase, code=body.code)
    except NotProven as problem:
        raise Refused(_PROBLEMS[problem.reason], headers=_waiting(problem)) from None
    request.member = proof.member
    name = one_line(body.token_name, field="token_name", most=60)
    made: list[str] = []

    def make() -> Written:
        token, secret = actions.make_token(
            proof.member, name=name, scopes=body.scopes, days=body.days, now=timezone.now(),
            has_second_factor=proof.has_second_factor,
        )  # fmt: skip
        made.append(secret)
        return Written(201, "token", str(token.pk))

    # Neither passphrase nor code goes into what is kept for a day of this request, not even as a hash.
    told = body.model_dump_json(exclude={"passphrase", "code"})
    written = carry_out(request, make, member=proof.member, body=told.encode())
    status = answer_with(request, written)
    return Status(status.status_code, {**status.value, "token": made[0] if made else None})


def _waiting(problem: NotProven) -> dict[str, str]:
    return {"Retry-After": str(problem.seconds)} if problem.seconds else {}
