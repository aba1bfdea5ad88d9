"""Run all measurements: `python -m tests.bench [lists people matching work welfare handover sheets window]`."""

from __future__ import annotations

import importlib
import sys
import tempfile
from pathlib import Path

from tests.bench.measure import show

ALL = ("lists", "people", "matching", "work", "welfare", "handover", "sheets", "window")


def main(names: list[str]) -> int:
    """Print the table; the exit code says whether a figure was missed."""
    found = []
    for name in names or ALL:
        with tempfile.TemporaryDirectory(prefix="sapha-bench-") as folder:
            found += importlib.import_module(f"tests.bench.{name}").figures(Path(folder))
    return 1 if show(found) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
