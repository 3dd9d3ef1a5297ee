"""What a program sends where it may write: a body each address takes, made from the API's own description."""

import json
import re
from typing import Any

from django.urls import Resolver404, resolve

from api.v1.description import describe

_ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
# What cannot be told from the form of a value.
SAID = {
    "version": 1,
    "endpoint": "https://fcm.googleapis.com/x",
    "public_key": "k" * 87,
    "auth": "a" * 22,
    "passphrase": "not this one at all",
}
WRITING = {"post", "put", "patch", "delete"}
_OF_TYPE = {"boolean": True, "integer": 1, "number": 1, "string": "Some words.", "array": [], "object": {}}


class Bodies:
    """A valid body for each method and address that takes one."""

    def __init__(self, **said: Any) -> None:
        self._said = SAID | said
        told = describe()
        self._paths, self._shapes = told["paths"], told["components"]["schemas"]

    def body_for(self, method: str, address: str) -> bytes:
        """Return whatever has to be said there, as JSON; nothing where nothing has to."""
        operation = self._operations_at(address).get(method.lower(), {})
        shape = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
        return json.dumps(self._made_from(shape) if shape else {}).encode()

    def methods_at(self, address: str) -> list[str]:
        """Return in which ways one may write there."""
        return [method.upper() for method in self._operations_at(address) if method in WRITING]

    def _operations_at(self, address: str) -> dict[str, Any]:
        try:
            route = resolve("/" + address.removeprefix("/api/v1/"), urlconf="api.v1.app").route
        except Resolver404:
            return {}
        found: dict[str, Any] = self._paths.get("/" + _ARGUMENT.sub(r"{\1}", route), {})
        return found

    def _made_from(self, shape: dict[str, Any]) -> Any:
        if "$ref" in shape:
            return self._made_from(self._shapes[shape["$ref"].rpartition("/")[2]])
        if "enum" in shape:
            return shape["enum"][0]
        if "properties" in shape:
            required = shape.get("required", [])
            return {
                name: self._said.get(name) or self._made_from(shape["properties"][name]) for name in required
            }
        if shape.get("type") == "array" and shape.get("minItems"):
            return [self._made_from(shape["items"])]
        return _OF_TYPE[shape["type"]]
