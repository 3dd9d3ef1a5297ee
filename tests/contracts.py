"""Kinds of import contract the linter does not bring itself: front doors, no requests below, few readers.

They are set in pyproject.toml under tool.importlinter and seen to fail in tests/test_layers.py.
"""

import ast
from pathlib import Path
from typing import Any

from importlinter.application import output
from importlinter.domain import fields
from importlinter.domain.contract import Contract, ContractCheck

REQUEST_NAMES = {"HttpRequest", "QueryDict", "HttpResponse", "JsonResponse", "StreamingHttpResponse"}
REQUEST_NAMES |= {"HttpResponseRedirect", "HttpResponseBadRequest", "FileResponse", "render", "redirect"}


class _Findings(Contract):
    """A contract that is broken when it finds anything, and prints what it found."""

    def check(self, graph: Any, verbose: bool) -> ContractCheck:
        found = sorted(self.findings(graph))
        return ContractCheck(kept=not found, metadata={"found": found})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for line in check.metadata["found"]:
            output.print_error(f"  {line}")
        output.new_line()

    def findings(self, graph: Any) -> set[str]:
        raise NotImplementedError


class FrontDoors(_Findings):
    """A feature is entered by its public modules only; `core` holds tools and is open to all."""

    doors = fields.SetField(subfield=fields.StringField())
    registries = fields.SetField(subfield=fields.StringField())
    may_import_anything = fields.SetField(subfield=fields.StringField())

    def findings(self, graph: Any) -> set[str]:
        return {
            f"{importer} imports {imported}, which is private to {imported.partition('.')[0]}"
            for importer in graph.modules
            for imported in graph.find_modules_directly_imported_by(importer)
            if self._is_private(imported, importer)
        }

    def _is_private(self, imported: str, importer: str) -> bool:
        feature, _, inside = imported.partition(".")
        own = importer.partition(".")[0]
        if own == feature or feature == "core" or own in self.may_import_anything or is_test(importer):
            return False
        module = inside.partition(".")[0]
        return bool(module) and module not in self.doors and f"{feature}.{module}" not in self.registries


class NoRequests(_Findings):
    """The layers below forms know nothing of requests, responses and pages."""

    layers = fields.SetField(subfield=fields.StringField())

    def findings(self, graph: Any) -> set[str]:
        return {
            f"{module} {what}"
            for module in graph.modules
            if module.count(".") and module.split(".")[1] in self.layers
            for what in sees_requests(_source_of(module))
        }


class FewReaders(_Findings):
    """Only the packages listed may import this one, whatever the layers would allow."""

    package = fields.StringField()
    readers = fields.SetField(subfield=fields.StringField())

    def findings(self, graph: Any) -> set[str]:
        return {
            f"{importer} imports {imported}"
            for importer in graph.modules
            for imported in graph.find_modules_directly_imported_by(importer)
            if imported.partition(".")[0] == self.package
            and importer.partition(".")[0] not in {self.package, *self.readers}
        }


def is_test(module: str) -> bool:
    return "tests" in module.split(".")


def sees_requests(source: str) -> set[str]:
    """Return how this source touches requests or pages; Http404 and get_object_or_404 are fine."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (node.module or "") in {"django.http", "django.shortcuts"}:
            found |= {f"imports {name.name}" for name in node.names if name.name in REQUEST_NAMES}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("django.contrib.messages"):
            found.add("imports django.contrib.messages")
        elif isinstance(node, ast.Import):
            found |= {f"imports {name.name}" for name in node.names if name.name.startswith("django.http")}
        elif isinstance(node, ast.arg) and node.arg == "request":
            found.add("takes a request")
    return found


def _source_of(module: str) -> str:
    path = Path(*module.split("."))
    for candidate in (path.with_suffix(".py"), path / "__init__.py"):
        if candidate.exists():
            return candidate.read_text()
    return ""
