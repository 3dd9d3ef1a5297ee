"""Where the browser finds what blurs the room behind somebody, if the operator has added it."""

import json

from django.conf import settings
from django.http import HttpRequest

from core import policy


def files_to_blur(request: HttpRequest) -> str:
    """Return each file of the package with its address, as JSON, and let the page use them; "" without the package."""
    if not settings.CAN_BLUR:
        return ""
    policy.allow_scripts_from(f"{request.get_host()}{settings.STATIC_URL}{settings.BLUR_FOLDER}/")
    files = {name: policy.static_address(f"{settings.BLUR_FOLDER}/{name}") for name in settings.BLUR_FILES}
    return json.dumps(files, separators=(",", ":"))
