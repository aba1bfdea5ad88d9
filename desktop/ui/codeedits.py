"""Widgets for codes of a list: a box to choose one, ticks for several, yes and no. What is offered follows the year and the group."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QListView, QListWidget, QListWidgetItem, QWidget

from desktop.base.i18n import _
from desktop.records import kinds
from desktop.records.book import Book
from desktop.records.register import Field
from desktop.ui.editors import Combo, Editor

_Offered = list[tuple[Any, str]]  # value and words


class CodeEditor(Editor):
    """A code of a list; where the list is open, also the user's own words."""

    shown = Signal(object)  # the value there is now, whoever set it

    def __init__(self, field: Field, book: Book, parent: QWidget | None = None) -> None:
        super().__init__(field, book, parent)
        self._group = ""
        self._offered: _Offered = []
        self.combo = Combo()
        self.hold(self.combo)
        self.combo.setEditable(field.open_list)
        line, completer = self.combo.lineEdit(), self.combo.completer()
        if line is not None and completer is not None:
            self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            line.textEdited.connect(self._chosen)
        self.combo.activated.connect(self._chosen)
        self.retranslate()

    def value(self) -> Any:
        text, at = self.combo.currentText(), self.combo.currentIndex()
        if not self.field.open_list or (at >= 0 and text == self.combo.itemText(at)):
            return self.combo.currentData()
        return kinds.parse(self.field, text, self.book.clock.today(), self.book.code_lists)[0]

    def set_value(self, value: Any, label: str = "") -> None:
        with QSignalBlocker(self.combo):
            self._offer(value)
            found = self.combo.findData(value) if value is not None else 0
            self.combo.setCurrentIndex(found)
            if found < 0:
                self.combo.setEditText(str(value))
        self.shown.emit(value)

    def regroup(self, group: str | None) -> None:
        """Offer only codes of this group, and those of none; all where it is blank. The value there is stays."""
        self._group = group or ""
        self.set_value(self.value())

    def retranslate(self) -> None:
        self.set_value(self.value())
        super().retranslate()
        line = self.combo.lineEdit()
        if line is not None:
            line.setAccessibleName(_(self.field.label))

    def _codes(self) -> _Offered:
        return [(code.code, code.label()) for code in self.book.offered(self.field, self._group)]

    def _offer(self, value: Any) -> None:
        """Fill the box anew where it must be: the value itself is always in it, though it has ended or is of a newer list."""
        offered = self._codes()
        if value is not None and all(value != each for each, _words in offered):
            known = self.book.code_lists.get(self.field.code_list, value)
            if known is not None or not self.field.open_list:
                offered.append((value, known.label() if known is not None else str(value)))
        if offered != self._offered:
            self._offered = offered
            self.combo.clear()
            self.combo.addItem("", None)
            for each, words in offered:
                self.combo.addItem(words, each)

    def _chosen(self) -> None:
        self.shown.emit(self.value())
        self.edited.emit()


class BoolEditor(CodeEditor):
    """Yes, no, or not known."""

    def _codes(self) -> _Offered:
        return [(True, _("Yes")), (False, _("No"))]


class TickList(QListWidget):
    """Tick boxes that flow over the width; one stop of the Tab key, arrows and Space inside."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def refit(self) -> None:
        """Give every tick the same place, wide enough for the longest label, and be as high as they need."""
        widest = max((self.fontMetrics().horizontalAdvance(self.item(row).text()) for row in range(self.count())), default=40)
        line = self.fontMetrics().lineSpacing() + 6
        across = max(1, (self.viewport().width() - 2) // (widest + 40))
        self.setGridSize(QSize(max(40, (self.viewport().width() - 2) // across), line))
        self.setFixedHeight(-(-self.count() // across) * line + 8)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.refit()


class CodesEditor(Editor):
    """Any of the codes of a list, by ticks."""

    def __init__(self, field: Field, book: Book, parent: QWidget | None = None) -> None:
        super().__init__(field, book, parent)
        self._group = ""
        self._offered: _Offered = []
        self.list = TickList()
        self.hold(self.list)
        self.list.itemChanged.connect(self.edited)
        self.retranslate()

    def value(self) -> Any:
        items = (self.list.item(row) for row in range(self.list.count()))
        ticked = {str(item.data(Qt.ItemDataRole.UserRole)) for item in items if item.checkState() == Qt.CheckState.Checked}
        return tuple(sorted(ticked)) or None

    def set_value(self, value: Any, label: str = "") -> None:
        wanted = set(value or ())
        with QSignalBlocker(self.list):
            self._offer(wanted)
            for row in range(self.list.count()):
                item = self.list.item(row)
                ticked = item.data(Qt.ItemDataRole.UserRole) in wanted
                item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)

    def regroup(self, group: str | None) -> None:
        """Offer only codes of this group, and those of none; all where it is blank. What is ticked stays."""
        self._group = group or ""
        self.set_value(self.value())

    def retranslate(self) -> None:
        self.set_value(self.value())
        super().retranslate()

    def _offer(self, wanted: set[str]) -> None:
        """Fill the list anew where it must be: what is ticked is always in it, though it has ended or is of a newer list."""
        name, lists = self.field.code_list, self.book.code_lists
        offered: _Offered = [(code.code, code.label()) for code in self.book.offered(self.field, self._group)]
        known = {code for code, _words in offered}
        offered += [(code, lists.label(name, code)) for code in sorted(wanted - known)]
        if offered != self._offered:
            self._offered = offered
            self.list.clear()
            for code, words in offered:
                item = QListWidgetItem(words, self.list)
                item.setData(Qt.ItemDataRole.UserRole, code)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable)
            self.list.refit()
