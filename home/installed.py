"""What a browser needs to install this place: its manifest, and a worker that opens without a connection.

Each comes in two kinds: with the community's name, and plain, for discreet mode. Neither holds anything of a member.
"""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from django.templatetags.static import static
from django.utils.translation import get_language, get_language_bidi

from core.models import Community
from safety.queries import list_countries

_WORKER = Path(__file__).with_name("service_worker.js")
GROUND = "#fbf7ef"
PLAIN_GROUND = "#eef0f3"


def manifest(community: Community, *, plain: bool) -> dict[str, Any]:
    """Return the web app manifest.

    The two kinds are two apps to a browser, so that a plain one on somebody's home screen is never renamed.
    """
    name = community.neutral_name if plain else community.name
    icon = "plain" if plain else "icon"
    ground = PLAIN_GROUND if plain else GROUND
    return {
        "id": "/?app=plain" if plain else "/",
        "name": name,
        "short_name": name,
        "lang": get_language(),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": ground,
        "theme_color": ground,
        "icons": [
            {"src": static(f"home/{icon}.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"},
            *(
                {"src": static(f"home/{icon}-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png",
                 "purpose": purpose}
                for size, purpose in ((192, "any"), (512, "any"), (512, "maskable"))
            ),
        ],
    }  # fmt: skip


def service_worker(community: Community, *, plain: bool) -> str:
    """Return the worker's script. Its text changes with what it keeps, which is how browsers notice."""
    page = f"/offline/?in={get_language()}{'&plain' if plain else ''}"
    setup = {
        "plain": plain,
        "page": page,
        "keep": [
            page,
            static("core/hearthside.css"),
            static("core/hearthside.js"),
            static("home/offline.js"),
        ],
        "leave": community.leave_url,
        "name": community.neutral_name,
        "icon": static("home/plain-192.png"),
    }
    facts = [setup, community.neutral_name, not plain and community.name, *_lines()]
    setup["version"] = hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:12]
    return f"const SETUP = {json.dumps(setup)};\n{_script()}"


def _lines() -> list[str]:
    return [country.fingerprint for country in list_countries()]


@cache
def _script() -> str:
    return _WORKER.read_text()
