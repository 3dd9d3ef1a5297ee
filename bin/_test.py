"""Sets up, then runs every check, or hands its arguments to pytest (on SQLite, without Redis)."""

import os
import sys

from _setup import DEVELOPMENT, ROOT, hand_over, prepare

HELP = """\
bin/test                 run every check; say at the end what was skipped and why
bin/test --everything    the same, and a skip is a failure
bin/test --deep-api      ask the API far longer whatever its description allows and forbids
bin/test PATH::TEST ...  run just that, on SQLite (anything else is given to pytest too)"""


def main(arguments: list[str]) -> None:
    if {"--help", "-h"} & set(arguments):
        print(HELP)
        return
    prepare(DEVELOPMENT)
    if arguments in ([], ["--everything"]):
        hand_over(str(ROOT / "bin" / "_checks.py"), *arguments)
    if arguments == ["--deep-api"]:
        os.environ["HEARTHSIDE_DEEP_API"] = "1"
        arguments = ["api/tests/test_schema.py", "-n", "auto"]
    os.environ.pop("DATABASE_URL", None)
    os.environ.pop("REDIS_URL", None)
    hand_over("-m", "pytest", "-c", str(ROOT / "pyproject.toml"), f"--rootdir={ROOT}", *arguments)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        raise SystemExit(130) from None
