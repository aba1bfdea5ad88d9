"""Medians, memory and the table they are printed in."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

RUNS = 3


@dataclass(frozen=True)
class Figure:
    """One measured figure: its value, what was asked of it, the bare thing's value on the same work, and whether it was met."""

    name: str
    value: float
    unit: str
    wanted: str
    met: bool
    bare: float | None = None

    def line(self) -> str:
        """A row of the table."""
        bare = f"{self.bare:>12,.1f}" if self.bare is not None else " " * 12
        ratio = f"{self.value / self.bare:>8.2f}" if self.bare else " " * 8
        return f"{self.name:<58}{self.value:>12,.1f} {self.unit:<10}{bare}{ratio}  {self.wanted:<14}{'met' if self.met else 'MISSED'}"


HEAD = f"{'figure':<58}{'measured':>12} {'unit':<10}{'bare':>12}{'ratio':>8}  {'wanted':<14}"


def seconds(work: Callable[[], object]) -> float:
    """Wall seconds of one run."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of one run, of all threads of this process: what a busy machine leaves as it is."""
    start = time.process_time()
    work()
    return time.process_time() - start


def median(work: Callable[[int], float], runs: int = RUNS) -> float:
    """Median of several runs; `work` is given the run's number and gives its seconds."""
    return statistics.median(work(run) for run in range(runs))


def resident_mb() -> float:
    """Resident memory of this process in MB (Linux)."""
    return _status("VmRSS")


def peak_mb(*, afresh: bool = False) -> float:
    """The most that this process had resident, in MB (Linux); `afresh`: from here on, not since it started."""
    if afresh:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return _status("VmHWM")


def _status(name: str) -> float:
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith(name):
            return int(line.split()[1]) / 1024
    raise RuntimeError(f"no {name}")


def show(figures: list[Figure]) -> int:
    """Print the table; gives how many were missed."""
    sys.stdout.write(HEAD + "\n" + "\n".join(figure.line() for figure in figures) + "\n")
    return sum(not figure.met for figure in figures)
