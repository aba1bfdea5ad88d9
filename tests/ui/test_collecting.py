"""The cyclic garbage collector works on the main thread alone."""

from __future__ import annotations

import gc
import threading
import weakref

from pytestqt.qtbot import QtBot

from desktop.ui.collecting import Collector


class Ring:
    """Garbage that only the cyclic collector finds."""

    def __init__(self) -> None:
        self.me = self


def _litter() -> None:
    for _number in range(5_000):
        Ring()


def test_a_worker_thread_never_collects_and_the_main_thread_does(qtbot: QtBot) -> None:
    busy = [True]
    collector = Collector(lambda: busy[0])
    where: list[int] = []
    ring = Ring()
    weakref.finalize(ring, lambda: where.append(threading.get_ident()))
    del ring
    worker = threading.Thread(target=_litter)
    worker.start()
    worker.join()
    assert where == []
    collector.collect()
    assert where == [], "a task keeps many objects, and looking through them would hold the window"
    busy.clear()
    busy.append(False)
    collector.collect()
    assert where == [threading.get_ident()]
    collector.stop()
    gc.disable()  # the fixture turns it on again
