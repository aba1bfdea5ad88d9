"""A list and, beside it, one record; where there is no room for both, the record covers the list."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

_NARROW = 940  # px: below this the record covers the list


class Beside(QWidget):
    """Shows `first` always, a second widget only while it is open."""

    opened = Signal(bool)

    def __init__(self, first: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first = first
        self._second: QWidget | None = None
        self.open = False
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.addWidget(first)
        self._split.setChildrenCollapsible(False)
        self._split.setStretchFactor(0, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._split)

    def put(self, second: QWidget) -> None:
        """What is shown beside the first, hidden until it is opened."""
        self._second = second
        second.hide()
        self._split.addWidget(second)
        self._split.setCollapsible(1, False)

    def show_second(self) -> None:
        """Open the second."""
        if not self.open and self._second is not None:
            self.open = True
            self._second.show()
            wide = self._split.width()
            beside = min(640, max(500, wide // 2))
            self._split.setSizes([max(1, wide - beside), beside])
            self.opened.emit(True)
        self._arrange()

    def close_second(self) -> None:
        """The first alone."""
        self.open = False
        if self._second is not None:
            self._second.hide()
        self._first.show()
        self.opened.emit(False)

    def _arrange(self) -> None:
        self._first.setVisible(not (self.open and self.width() < _NARROW))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
