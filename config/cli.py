"""bin/hearthside: the operator's commands, listed by what they are for; everything else goes to Django."""

import difflib
import os
import sys
from collections import defaultdict
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.core.management import execute_from_command_line, get_commands, load_command_class

HELP = {"", "help", "--help", "-h"}


def main(arguments: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    if arguments:
        arguments = [written(arguments[0]), *arguments[1:]]
    name = arguments[0] if arguments else ""
    if name in HELP and len(arguments) < 2:
        print(list_commands())
    elif name in HELP or name in get_commands():
        execute_from_command_line(["bin/hearthside", *arguments])
    else:
        raise SystemExit(unknown(name))


def written(name: str) -> str:
    """Return a command's name as Django knows it: “screen-report” is the module screen_report."""
    under = name.replace("-", "_")
    return (
        under if not name.startswith("-") and name not in get_commands() and under in get_commands() else name
    )


def list_commands() -> str:
    """Return our own commands, one line each, under the group each command class names."""
    groups: dict[str, list[str]] = defaultdict(list)
    commands = own_commands()
    width = max(map(len, commands))
    for name, app in sorted(commands.items()):
        command = load_command_class(app, name)
        groups[getattr(command, "group", "Other")].append(
            f"  {name.replace('_', '-'):<{width}}  {_first_sentence(command.help)}"
        )
    lines = ["Usage: bin/hearthside COMMAND [options]   (COMMAND --help says more)"]
    for group in sorted(groups, key=lambda group: (group == "Other", group)):
        lines += ["", group, *groups[group]]
    lines += ["", "Django's own commands, such as migrate and shell, work too."]
    return "\n".join(lines)


def own_commands() -> dict[str, str]:
    """Return the commands that belong to this tree's apps, by name."""
    own = {config.name for config in apps.get_app_configs() if Path(config.path).parent == settings.BASE_DIR}
    return {name: app for name, app in get_commands().items() if app in own}


def unknown(name: str) -> str:
    nearest = difflib.get_close_matches(name, get_commands(), n=1)
    hint = f"did you mean {nearest[0]!r}?" if nearest else "bin/hearthside --help lists what there is."
    return f"There is no command {name!r}; {hint}"


def _first_sentence(text: str) -> str:
    first = " ".join(text.split()).partition(". ")[0]
    return first.rstrip(".")


if __name__ == "__main__":
    main(sys.argv[1:])
