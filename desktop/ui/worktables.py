"""The report's tables of what councils do and own: one is chosen and shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.base.i18n import _
from desktop.reports.behind import ALL
from desktop.reports.work import CountTable
from desktop.ui import look
from desktop.ui.editors import Combo
from desktop.ui.figuretables import FigureTable


class WorkTables(QWidget):
    """A chooser above a table. What was chosen stays chosen when the figures are counted anew. `wanted` as FigureTable's."""

    wanted = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: tuple[CountTable, ...] = ()
        self.chooser = Combo()
        self.chooser.setMinimumContentsLength(30)
        self.chooser.activated.connect(lambda _number: self._show())
        self.table = FigureTable()
        self.table.wanted.connect(self.wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.GAP, 0, 0)
        column.setSpacing(look.GAP)
        column.addWidget(self.chooser)
        column.addWidget(self.table, 1)

    def show_tables(self, found: Sequence[CountTable]) -> None:
        """Show these, in the language in use."""
        self._found = tuple(found)
        chosen = self.chooser.currentData()
        with QSignalBlocker(self.chooser):
            self.chooser.clear()
            for each in self._found:
                self.chooser.addItem(_(each.title), each.name)
            self.chooser.setCurrentIndex(max(0, self.chooser.findData(chosen)))
        self.chooser.setAccessibleName(_("What is counted"))
        self._show()

    def _show(self) -> None:
        found = next((each for each in self._found if each.name == self.chooser.currentData()), None)
        if found is None:
            return
        lines = [(line.label, [(found.name, line.key, heading) for heading in found.columns], line.values) for line in found.lines]
        if found.sums is not None and lines:
            lines.append((_("Total"), [(found.name, ALL, heading) for heading in found.columns], found.sums))
        self.table.show_figures(_(found.title), [found.about, *found.columns], lines)
