"""A share of `make fuzz` with every run of the tests: parcels, letters and workbooks, in a process whose memory is bounded."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
CASES = os.environ.get("SAPHA_FUZZ_CASES", "180")


def test_nothing_but_a_worded_refusal_comes_of_a_hostile_file_and_memory_is_bounded() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz", "--cases", CASES, "--seed", "7"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=110,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.splitlines()[-1].startswith(f"{CASES} cases")
