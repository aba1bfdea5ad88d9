"""Run all measurements but the long ones: `python -m tests.bench`, or those named: `python -m tests.bench lists people`."""

from __future__ import annotations

import importlib
import sys
import tempfile
from pathlib import Path

from tests.bench.measure import show

ALL = (
    "lists", "people", "matching", "work", "welfare", "handover", "peers", "rowwise", "logcost", "cipher", "regional", "sheets", "window",
)  # fmt: skip
LONG = ("large", "hugeparcel", "searching", "million", "postgres")  # by name only; postgres needs a server


def main(names: list[str]) -> int:
    """Print the table; the exit code says whether a figure was missed."""
    found = []
    unknown = set(names) - {*ALL, *LONG}
    if unknown:
        raise SystemExit(f"There is no {', '.join(sorted(unknown))}; there are {', '.join(ALL + LONG)}.")
    for name in names or ALL:
        with tempfile.TemporaryDirectory(prefix="sapha-bench-") as folder:
            found += importlib.import_module(f"tests.bench.{name}").figures(Path(folder))
    return 1 if show(found) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
