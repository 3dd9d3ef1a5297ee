"""What the doctor looks at in the demo community."""

from collections.abc import Iterator

from django.conf import settings

from core.doctor import Finding, Look, checkup


@checkup("Demo")
def demo(look: Look) -> Iterator[Finding]:
    """An installation that began with the demo lets anybody in who has read its passphrases."""
    mark = settings.HOME_DIR / "first-start"
    if mark.exists() and mark.read_text().strip() == "demo":
        yield Finding.look(
            "This installation began with the demo community, whose passphrases everybody knows.",
            "Before you invite anyone, begin again with bin/run --empty in another HEARTHSIDE_HOME.",
        )
    else:
        yield Finding.fine("This installation did not begin with it.")
