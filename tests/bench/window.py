"""Start of the program to its first window against a bare PySide6 window, and memory with 10,000 people; each in a process of its own."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.books import council
from tests.bench.measure import Figure, median

BARE = """
import time; start = time.perf_counter()
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([]); window = QMainWindow(); window.resize(1200, 800); window.show(); app.processEvents(); window.grab()
print(time.perf_counter() - start)
"""
OURS = """
import sys, time; start = time.perf_counter()
from desktop.app import first_window
window = first_window([sys.argv[1]]); window.grab()
print(time.perf_counter() - start)
"""
MEMORY = """
import sys
from pathlib import Path
from desktop.app import book_window
from tests.bench.measure import resident_mb
window = book_window(Path(sys.argv[1]), "p")
window.grab()
print(resident_mb())
"""


def figures(folder: Path) -> list[Figure]:
    """Warm starts, offscreen."""
    council(folder / "window", 10_000).close()
    everyday = str(folder / "window")  # a book waits for its password
    _run(BARE), _run(OURS, everyday)
    # In turns: what else the machine does then falls on both alike.
    turns = [(_run(BARE), _run(OURS, everyday)) for _turn in range(15)]
    bare, ours = (statistics.median(turn[which] for turn in turns) for which in (0, 1))
    memory = median(lambda run: _run(MEMORY, str(folder / "window")), 3)
    return [
        Figure("start to the first window", ours * 1000, "ms", "<= 2 x bare", ours <= 2 * bare, bare * 1000),
        Figure("memory with 10,000 people, list shown", memory, "MB", "<= 300", memory <= 300),
    ]


def _run(code: str, *arguments: str) -> float:
    settings = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_DATA_HOME": tempfile.gettempdir()}
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True, env=settings)
    return float(done.stdout.split()[-1])
