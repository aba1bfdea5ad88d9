"""The row of filters over a list, made from a register's description."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from desktop.base.i18n import _
from desktop.base.task import Progress
from desktop.records.book import Book
from desktop.records.query import BLANK, ListQuery
from desktop.records.register import Field, Kind, Register
from desktop.ui import look
from desktop.ui.editors import Combo
from desktop.ui.finder import MOST, Finder, Found, area_search
from desktop.ui.flow import FlowLayout
from desktop.ui.tasks import Tasks
from desktop.ui.words import Retranslated

_COUNCIL = "\0council"


class FilterRow(Retranslated):
    """One narrow widget per filter; `values` is what ListQuery takes. For a region also: whose records."""

    changed = Signal()

    def __init__(self, book: Book, register: Register, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self._tasks = tasks
        self._fields = [book.registers.described(register, entry.field) for entry in register.filters]
        self._names = [entry.field for entry in register.filters]
        self.values: dict[str, Any] = {}
        self.council: bytes | None = None
        self._combos: dict[str, Combo] = {}
        self._finders: dict[str, Finder] = {}
        line = FlowLayout(self)
        if book.office.kind == "region":
            self._combo(line, _COUNCIL)
        for name, field in zip(self._names, self._fields, strict=True):
            if field.kind in (Kind.CODE, Kind.CODES, Kind.BOOL):
                self._combo(line, name)
            else:
                self._finder(line, name, field)
        self._clear = QToolButton()
        look.with_icon(self._clear, "x")
        self._clear.clicked.connect(self.clear)
        line.addWidget(self._clear)
        self.retranslate()

    @property
    def empty(self) -> bool:
        """Whether nothing is filtered."""
        return not self.values and self.council is None

    def clear(self) -> None:
        """Take all filters away."""
        self.values, self.council = {}, None
        self.retranslate()
        self.changed.emit()

    def retranslate(self) -> None:
        for name, combo in self._combos.items():
            with QSignalBlocker(combo):
                combo.clear()
                for value, label in self._entries(name):
                    combo.addItem(label, value)
                now = self.council if name == _COUNCIL else self.values.get(name)
                combo.setCurrentIndex(max(0, combo.findData(now)) if now is not None else 0)
            combo.setFixedWidth(min(230, combo.fontMetrics().horizontalAdvance(combo.itemText(0)) + 44))
            combo.setAccessibleName(_("Filter: {field}").format(field=self._label(name)))
        for name, finder in self._finders.items():
            finder.setPlaceholderText(_("{field}: all").format(field=self._label(name)))
            finder.setFixedWidth(min(230, finder.fontMetrics().horizontalAdvance(finder.placeholderText()) + 54))
            finder.setAccessibleName(_("Filter: {field}").format(field=self._label(name)))
            if name not in self.values:
                finder.clear()
        self._clear.setToolTip(_("Take all filters away"))
        self._clear.setAccessibleName(_("Take all filters away"))
        self._clear.setVisible(not self.empty)

    def _label(self, name: str) -> str:
        return _("Council") if name == _COUNCIL else _(self._fields[self._names.index(name)].label)

    def _combo(self, line: FlowLayout, name: str) -> None:
        combo = Combo()
        combo.activated.connect(lambda: self._chosen(name, combo.currentData()))
        self._combos[name] = combo
        line.addWidget(combo)

    def _finder(self, line: FlowLayout, name: str, field: Field) -> None:
        finder = Finder(self._links(field) if field.kind is Kind.LINK else area_search(self._book.office.areas, None))
        finder.setClearButtonEnabled(True)

        def chosen(value: Any, label: str) -> None:
            with QSignalBlocker(finder):
                finder.setText(label)
            finder.setCursorPosition(0)
            self._chosen(name, value)

        finder.chosen.connect(chosen)
        finder.textChanged.connect(lambda text: self._chosen(name, None) if not text and name in self.values else None)
        self._finders[name] = finder
        line.addWidget(finder)

    def _chosen(self, name: str, value: Any) -> None:
        if name == _COUNCIL:
            self.council = value
        elif value is None:
            self.values.pop(name, None)
        else:
            self.values[name] = value
        self._clear.setVisible(not self.empty)
        self.changed.emit()

    def _entries(self, name: str) -> list[tuple[Any, str]]:
        everything = (None, _("{field}: all").format(field=self._label(name)))
        if name == _COUNCIL:
            offices = sorted(self._book.offices().values(), key=lambda office: office.name)
            return [everything, *((office.uid, office.name) for office in offices if office.kind == "council")]
        field = self._fields[self._names.index(name)]
        if field.kind is Kind.BOOL:
            return [everything, (True, _("Yes")), (False, _("No"))]
        blank = (BLANK, _("{field}: not filled in").format(field=self._label(name)))
        return [everything, *((code.code, code.label()) for code in self._book.codes(field.code_list)), blank]

    def _links(self, field: Field) -> Callable[[str, Callable[[Found], None]], None]:
        register = self._book.registers[field.register]

        def search(text: str, answer: Callable[[Found], None]) -> None:
            def find(progress: Progress) -> Found:
                rows = self._book.rows(register.name, self._book.ids(ListQuery(register.name, search=text))[:MOST])
                return [(row.id, register.name_of(row.values)) for row in rows if row is not None]

            self._tasks.read(self, find, answer)

        return search
