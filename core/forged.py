"""Django's check against forged forms, for pages that send no referrer.

Under "Referrer-Policy: no-referrer" a browser says "Origin: null" with every ordinary form, also with our own, and
Django takes that for another site. Here such a form counts as ours when the browser says so itself
(Sec-Fetch-Site), and its token is checked as ever. A browser that does not say it (from before 2023, or over
plain HTTP) is judged by the token alone: another site can neither read the cookie it must match nor send it along.
"""

from django.http import HttpRequest
from django.middleware.csrf import CsrfViewMiddleware


class FormCheck(CsrfViewMiddleware):
    """Refuses what another site made this browser send."""

    def _origin_verified(self, request: HttpRequest) -> bool:
        if request.META["HTTP_ORIGIN"] == "null":
            return _may_be_ours(request)
        return super()._origin_verified(request)  # type: ignore[misc]

    def _check_referer(self, request: HttpRequest) -> None:
        if "HTTP_REFERER" in request.META or not _may_be_ours(request):
            super()._check_referer(request)  # type: ignore[misc]


def _may_be_ours(request: HttpRequest) -> bool:
    return request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
