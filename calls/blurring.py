"""Where the browser finds what blurs the room behind somebody, if the operator has added it."""

from django.conf import settings
from django.http import HttpRequest

from core import policy


def files_to_blur(request: HttpRequest) -> dict[str, str]:
    """Return the address of each file of the package by its own name, and let the page use them; nothing without it."""
    if not settings.STATICFILES_DIRS:
        return {}
    policy.allow_scripts_from(f"{request.get_host()}{settings.STATIC_URL}{settings.BLUR_FOLDER}/")
    return {name: policy.static_address(f"{settings.BLUR_FOLDER}/{name}") for name in settings.BLUR_FILES}
