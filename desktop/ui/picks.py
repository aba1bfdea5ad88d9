"""Editors over a Finder: an area, several areas, a record of another register."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QToolButton, QVBoxLayout, QWidget

from desktop.base import dates
from desktop.base.areas import areas
from desktop.base.i18n import N_, _
from desktop.base.task import Progress
from desktop.records.query import ListQuery
from desktop.records.register import Field, Kind, Problem, Register, Row
from desktop.ui import look
from desktop.ui.editors import Editor
from desktop.ui.finder import MOST, Finder, Found, Search, area_search
from desktop.ui.tasks import Tasks
from desktop.ui.words import Retranslated

if TYPE_CHECKING:
    # The database takes longer to load than the first window to show.
    from desktop.records.book import Book

_KEY = Qt.ItemDataRole.UserRole
_TAMBONS = ("tambon", "khwaeng")


class FinderEditor(Editor):
    """A value shown by its label; typing looks for another, emptying the line clears it."""

    def __init__(self, field: Field, book: Book, search: Search, parent: QWidget | None = None) -> None:
        super().__init__(field, book, parent)
        self.edit = Finder(search)
        self.hold(self.edit)
        self._value: Any = None
        self._label = ""
        self.edit.chosen.connect(self._chosen)
        self.edit.textEdited.connect(self._typed)
        self.edit.editingFinished.connect(self._settle)

    def value(self) -> Any:
        return self._value

    def problems(self) -> tuple[Problem, ...]:
        if self._value is None and self.edit.text().strip():
            return (Problem(self.field.name, "not_chosen", N_("Choose one from the list that opens while typing.")),)
        return ()

    def set_value(self, value: Any, label: str = "") -> None:
        self._value, self._label = value, label
        with QSignalBlocker(self.edit):
            self.edit.setText(label)
        self.edit.setCursorPosition(0)
        self.edit.setModified(False)

    def set_read_only(self, fixed: bool) -> None:
        self.edit.setReadOnly(fixed)

    def _chosen(self, key: Any, label: str) -> None:
        self.set_value(key, label)
        self.edited.emit()

    def _typed(self, text: str) -> None:
        self._value = None
        self.edited.emit()

    def _settle(self) -> None:
        """Leaving the line with exactly one find, or with the old label typed again, chooses it."""
        if self._value is None and self.edit.text().strip() and len(self.edit.offered()) == 1:
            self.edit.take(0)


class AreaEditor(FinderEditor):
    """A tambon or khwaeng, found by its Thai or English name, those of our own office first."""

    def __init__(self, field: Field, book: Book, parent: QWidget | None = None) -> None:
        super().__init__(field, book, area_search(book.office.areas, _TAMBONS), parent)
        self.retranslate()

    def set_value(self, value: Any, label: str = "") -> None:
        super().set_value(value, areas().full_name(value) if value else "")

    def retranslate(self) -> None:
        super().retranslate()
        self.edit.setPlaceholderText(_("Type a tambon, Thai or English"))
        if self._value is not None:
            self.set_value(self._value)


class AreaPicker(Retranslated):
    """Several areas of any level: type to add one, Delete or the button takes one out."""

    edited = Signal()

    def __init__(self, within: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.finder = Finder(area_search(within, None))
        self.list = QListWidget()
        gone = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.list, context=Qt.ShortcutContext.WidgetShortcut)
        gone.activated.connect(self._take_out)
        self.remove = QToolButton()
        look.with_icon(self.remove, "trash-2")
        self.remove.clicked.connect(self._take_out)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(self.finder)
        column.addWidget(self.list)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addLayout(column, 1)
        line.addWidget(self.remove, alignment=Qt.AlignmentFlag.AlignBottom)
        self.setFocusProxy(self.finder)
        self.finder.chosen.connect(self._put)
        self.retranslate()
        self._refit()

    def codes(self) -> tuple[str, ...]:
        """The chosen areas."""
        return tuple(sorted(str(self.list.item(row).data(_KEY)) for row in range(self.list.count())))

    def set_codes(self, codes: Sequence[str]) -> None:
        """Show these as chosen; emits nothing."""
        self.list.clear()
        for code in codes:
            QListWidgetItem(areas().full_name(code), self.list).setData(_KEY, code)
        self._refit()

    def retranslate(self) -> None:
        self.finder.setPlaceholderText(_("Type a tambon, district or province to add it"))
        self.list.setAccessibleName(_("Chosen areas"))
        self.remove.setToolTip(_("Take the chosen one out"))
        self.remove.setAccessibleName(_("Take the chosen one out"))
        self.set_codes(self.codes())

    def _put(self, code: str, _label: str) -> None:
        self.finder.clear()
        self.set_codes(tuple(dict.fromkeys((*self.codes(), code))))
        self.edited.emit()

    def _take_out(self) -> None:
        row = self.list.currentRow()
        if row >= 0:
            self.list.takeItem(row)
            self._refit()
            self.edited.emit()

    def _refit(self) -> None:
        self.list.setVisible(self.list.count() > 0)
        self.remove.setVisible(self.list.count() > 0)
        self.list.setFixedHeight(min(5, max(1, self.list.count())) * (self.list.fontMetrics().lineSpacing() + 4) + 8)


class AreasEditor(Editor):
    """Several areas of any level."""

    def __init__(self, field: Field, book: Book, parent: QWidget | None = None) -> None:
        super().__init__(field, book, parent)
        self.picker = AreaPicker(book.office.areas)
        self._line.addWidget(self.picker, 1)
        self._inner = self.picker.finder
        self._inner.installEventFilter(self)
        self.setFocusProxy(self._inner)
        self.picker.edited.connect(self.edited)
        self.retranslate()

    def value(self) -> Any:
        return self.picker.codes() or None

    def set_value(self, value: Any, label: str = "") -> None:
        self.picker.set_codes(value or ())

    def problems(self) -> tuple[Problem, ...]:
        if self.picker.finder.text().strip():
            return (Problem(self.field.name, "not_chosen", N_("Choose one from the list that opens while typing.")),)
        return ()

    def set_read_only(self, fixed: bool) -> None:
        self.picker.finder.setReadOnly(fixed)
        self.picker.remove.setEnabled(not fixed)


def called(book: Book, register: Register, row: Row) -> str:
    """A record in one line that tells it from its namesakes: name, birth year, house."""
    parts = [register.name_of(row.values)]
    for name in (register.identity.birth, "house_no", "moo", "tambon_code"):
        value = row.values.get(name) if name and name not in register.name_fields else None
        if value is not None and register.has(name):
            field = register.field(name)
            words = dates.show(value) if field.kind is Kind.PARTIAL_DATE else book.values_label(field, value)
            parts.append(f"{_(field.label)} {words}")
    return " · ".join(part for part in parts if part)


class LinkEditor(FinderEditor):
    """A record of another register: typed for, added on the spot, or opened."""

    add_wanted = Signal(str)  # what was typed
    open_wanted = Signal(str, object)  # register, id

    def __init__(self, field: Field, book: Book, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(field, book, self._search, parent)
        self._tasks = tasks
        self._register = book.registers[field.register]
        self._add = self._button("plus")
        self._add.clicked.connect(lambda: self.add_wanted.emit("" if self._value is not None else self.edit.text().strip()))
        self._open = self._button("eye")
        self._open.clicked.connect(lambda: self.open_wanted.emit(self.field.register, self._value))
        self.retranslate()
        self._refresh()

    def set_value(self, value: Any, label: str = "") -> None:
        if value is not None and not label:
            row = self.book.rows(self._register.name, [value])[0]
            label = called(self.book, self._register, row) if row is not None else _("(gone)")
        super().set_value(value, label)
        self._refresh()

    def set_read_only(self, fixed: bool) -> None:
        super().set_read_only(fixed)
        self._add.setEnabled(not fixed)

    def choose(self, record: bytes) -> None:
        """Take this record, as if it had been picked."""
        self.set_value(record)
        self.edited.emit()

    def retranslate(self) -> None:
        super().retranslate()
        name = _(self._register.singular)
        self.edit.setPlaceholderText(_("Type a few letters of the name"))
        for button, words in ((self._add, _("Add a new one: {kind}")), (self._open, _("Open: {kind}"))):
            button.setToolTip(words.format(kind=name))
            button.setAccessibleName(words.format(kind=name))

    def _chosen(self, key: Any, label: str) -> None:
        if key is None:
            self.add_wanted.emit(self.edit.text().strip())
            return
        super()._chosen(key, label)

    def _typed(self, text: str) -> None:
        super()._typed(text)
        self._refresh()

    def _refresh(self) -> None:
        self._open.setEnabled(self._value is not None)

    def _button(self, icon: str) -> QToolButton:
        button = QToolButton()
        look.with_icon(button, icon)
        self._line.addWidget(button)
        return button

    def _search(self, text: str, answer: Callable[[Found], None]) -> None:
        def find(progress: Progress) -> Found:
            found = self.book.ids(ListQuery(self._register.name, search=text))[:MOST]
            rows = self.book.rows(self._register.name, found)
            return [(row.id, called(self.book, self._register, row)) for row in rows if row is not None]

        def answered(found: Found) -> None:
            answer([*found, (None, _("Add “{text}” as a new one…").format(text=text))])

        self._tasks.read(self, find, answered)

    def _settle(self) -> None:
        """One find and the offer to add: choosing for the user could add a stranger, so the typing stays until one is chosen."""
