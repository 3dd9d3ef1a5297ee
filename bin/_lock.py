"""Writes the lock files from pyproject.toml: product, development, training, and the installer itself.

No index address is written into them, so they serve behind any mirror. Give `--upgrade` for newer versions.
"""

import subprocess
import sys

from _setup import DEVELOPMENT, INSTALLER, PRODUCT, ROOT, VENV, prepare

COMPILE = [
    *(VENV / "bin" / "uv", "pip", "compile", "--quiet", "--universal", "--generate-hashes"),
    *("--python-version", "3.11", "--no-emit-index-url", "--no-annotate", "--no-header"),
]


def compile_lock(lock: str, *sources: str, given: str | None = None) -> None:
    subprocess.run(
        [*COMPILE, *sources, "-o", lock, *sys.argv[1:]], cwd=ROOT, check=True, input=given, text=True
    )


if __name__ == "__main__":
    prepare(DEVELOPMENT)
    compile_lock(INSTALLER, "-", given="uv\n")
    compile_lock(PRODUCT, "pyproject.toml")
    compile_lock(DEVELOPMENT, "--group", "dev", "-c", PRODUCT, "pyproject.toml")
    compile_lock("requirements-training.lock", "--group", "training", "-c", PRODUCT, "pyproject.toml")
