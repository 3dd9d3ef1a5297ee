"""A program of a member's: it asks the API with a token, and reads JSON."""

import json
import wave
from base64 import b64encode
from io import BytesIO
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from PIL import Image

from people.actions import make_token
from people.models import Member

_file = BytesIO()
Image.new("RGB", (4, 3), (30, 90, 60)).save(_file, "PNG")
A_PICTURE = b64encode(_file.getvalue()).decode()
_file = BytesIO()
with wave.open(_file, "wb") as _sound:
    _sound.setparams((1, 2, 8000, 0, "NONE", ""))
    _sound.writeframes(b"\0\1" * 8000)
A_RECORDING = b64encode(_file.getvalue()).decode()
ORDINARY = ("read", "write", "events")


class Program:
    """Asks as a member with a token of these scopes, or as a stranger."""

    def __init__(self, member: Member | None, scopes: tuple[str, ...] = ORDINARY) -> None:
        self.client = Client(raise_request_exception=True)
        self.headers: dict[str, str] = {}
        if member:
            _token, secret = make_token(
                member, name="A program", scopes=scopes, days=1, now=timezone.now(), has_second_factor=True
            )
            self.headers = {"Authorization": f"Bearer {secret}"}

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        """Send one request to an address under /api/v1; header names are given with underscores."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {"data": json.dumps(body), "content_type": "application/json"} if body is not None else {}
        return self.client.generic(method, f"/api/v1{path}", headers=self.headers | named, **sent)

    def get(self, path: str, **headers: str) -> HttpResponse:
        return self.ask("GET", path, **headers)

    def read(self, path: str, **headers: str) -> Any:
        """Return what is there; fail on a problem."""
        response = self.get(path, **headers)
        assert response.status_code == 200, (response.status_code, response.content)
        return response.json()

    def do(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Carry out a write; fail on a problem."""
        response = self.ask(method, path, body, **headers)
        assert response.status_code in {200, 201, 204}, (response.status_code, response.content)
        return response.json() if response.content else None


def problem_of(response: HttpResponse) -> str:
    """Return the name of a problem; fail on anything else."""
    assert response["Content-Type"] == "application/problem+json", response.content
    told = response.json()
    assert told["status"] == response.status_code
    return str(told["type"]).removeprefix("/api/#")
