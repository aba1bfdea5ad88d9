"""None, True and False outlive the wheel's miscounting (desktop/ui/immortal.py says why)."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

MANY = 100_000


class Sender(QObject):
    """Something that emits."""

    sent = Signal()


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="from Python 3.12 on they are immortal")
def test_a_long_day_of_calls_does_not_use_none_up(qapp: QApplication) -> None:
    widget, sender = QWidget(), Sender()
    for _call in range(MANY):
        widget.setMinimumWidth(1)
        sender.sent.emit()
    assert sys.getrefcount(None) > 1 << 20
    assert sys.getrefcount(True) > 1 << 20
