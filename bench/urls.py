"""Every address of the installation, and one view that does nothing."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def bare(request: HttpRequest) -> HttpResponse:
    """Answer as little as a view can."""
    return HttpResponse("Hello")


urlpatterns = [path("bare/", bare), path("", include("config.urls"))]

handler400 = "core.errors.bad_request"
handler403 = "core.errors.permission_denied"
handler404 = "core.errors.not_found"
handler500 = "core.errors.server_error"
