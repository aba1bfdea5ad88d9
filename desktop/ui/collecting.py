"""Python's cyclic garbage collector only on the main thread: it runs wherever memory is asked for, also on a worker's thread, and Qt does not
survive a widget that is destroyed there."""

from __future__ import annotations

import gc
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 2_000


class Collector(QObject):
    """From now on the collector works when this says so: every two seconds, by Python's own thresholds, unless `busy`: taking a parcel keeps
    so many objects for a while that looking through them would hold the window for a fifth of a second, and they go without it."""

    def __init__(self, busy: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._busy = busy
        gc.disable()
        gc.freeze()  # what the program is made of stays until it ends
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect)
        self._timer.start(EVERY_MS)

    def collect(self) -> None:
        """Collect the oldest generation that is full, as Python would have done."""
        if self._busy():
            return
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return

    def stop(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
