"""Addresses that only the error tests have."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def breaks(request: HttpRequest) -> HttpResponse:
    raise ValueError("private words")


def echo(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.POST["body"])


urlpatterns = [
    path("breaks/", breaks),
    path("echo/", echo),
    path("", include("config.urls")),
]
handler500 = "core.errors.server_error"
