"""One notice for one event, and one letter, though whoever writes and whoever sends is killed midway."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.once
def test_nobody_is_told_twice_or_not_at_all_though_processes_are_killed():
    """With real processes and kill -9; bench/notices.py says what is counted."""
    environment = {name: value for name, value in os.environ.items() if name != "REDIS_URL"}
    done = subprocess.run(
        [sys.executable, "-m", "bench.notices", "--people", "8", "--kills", "3"],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout + done.stderr
