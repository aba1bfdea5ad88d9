"""Makes or takes a parcel in the real window and tells how long the window did not answer: `python -m tests.bench.hands_handover make|take
BOOK STICK`. The work runs where the hand-over screen has it run; meanwhile a timer of 5 ms ticks on the window's thread."""

from __future__ import annotations

import heapq
import json
import os
import sys
import time
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, QTimer

from desktop.app import book_window
from desktop.base.task import Progress
from desktop.sync import exchange, taking
from desktop.ui.collecting import Collector
from desktop.ui.window import MainWindow
from tests.bench.hands import until
from tests.bench.measure import peak_mb, resident_mb

TICK_MS = 5
_REST_S = 3


class Pulse:
    """Ticks while it is on, and keeps the longest waits between two ticks: as the clock has them, and less what the threads of this process
    waited for a core meanwhile, which is the doing of other programs."""

    def __init__(self) -> None:
        self.longest: list[float] = []
        self.own = 0.0
        self._last, self._queued = 0.0, queued()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self.start()

    def start(self) -> None:
        """Anew."""
        self.longest, self.own = [], 0.0
        self._queued = queued()
        self._last = time.perf_counter()
        self._timer.start(TICK_MS)

    def _tick(self) -> None:
        now, waits = time.perf_counter(), queued()
        gap = (now - self._last) * 1000 - TICK_MS
        waited = sum(wait - self._queued.get(thread, 0.0) for thread, wait in waits.items())
        self.own = max(self.own, gap - waited)
        (heapq.heappush if len(self.longest) < 100 else heapq.heappushpop)(self.longest, gap)
        self._last, self._queued = now, waits

    def over(self) -> tuple[float, float]:
        """Milliseconds of the longest wait beyond the tick itself, and of the hundredth longest."""
        self._timer.stop()
        return max(self.longest), min(self.longest)


def queued() -> dict[str, float]:
    """Milliseconds that each thread of this process was ready and had no core (Linux)."""
    found = {}
    for each in os.scandir("/proc/self/task"):
        with suppress(OSError):
            found[each.name] = int(Path(each.path, "schedstat").read_text(encoding="ascii").split()[1]) / 1e6
    return found


def rest(milliseconds: int) -> None:
    """Let the window do what it has to."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def worked(window: MainWindow, deed: str, stick: Path) -> float:
    """Seconds until the window is told that it is done."""
    loop, found = QEventLoop(), []

    def work(progress: Progress) -> str:
        if deed == "make":
            return "applied" if exchange.make(window.book, stick, progress) else ""
        return taking.take(window.book, [stick], stick, progress)[0].status

    def done(status: str) -> None:
        found.append(status)
        loop.quit()

    start = time.perf_counter()
    window.services.tasks.write(window, work, done, words="…")
    loop.exec()
    assert found == ["applied"], found
    return time.perf_counter() - start


def main(deed: str, folder: Path, stick: Path) -> None:
    """Print the figures as JSON."""
    window = book_window(folder, "p")
    collector = Collector(lambda: window.services.tasks.busy, window)
    until(window.isVisible)
    until(lambda: not window.services.tasks.busy)
    rest(500)
    pulse = Pulse()
    rest(_REST_S * 1000)
    resting = pulse.over()[0]
    started = resident_mb()
    peak_mb(afresh=True)
    spent = time.process_time()
    pulse.start()
    seconds = worked(window, deed, stick)
    rest(1000)  # the pages read what came
    until(lambda: not window.services.tasks.busy)
    stall, most = pulse.over()
    spent = time.process_time() - spent
    found = {
        "seconds": seconds,
        "cpu": spent,
        "memory": peak_mb() - started,
        "stall": stall,
        "own": pulse.own,
        "most": most,
        "rest": resting,
    }
    sys.stdout.write(json.dumps(found) + "\n")
    window.close()
    collector.stop()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
