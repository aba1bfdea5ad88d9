"""The row of filters over a list, made from a register's description."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QToolButton, QWidget

from desktop.base.i18n import _
from desktop.base.task import Progress
from desktop.records.book import Book
from desktop.records.query import BLANK, NOT_BLANK, TODAY, ListQuery
from desktop.records.register import Field, Kind, Register
from desktop.ui import filterwords, look
from desktop.ui.filterparts import Choice, Days, Number, OnDay, Part, Sought
from desktop.ui.finder import MOST, Found, Search, area_search
from desktop.ui.flow import FlowLayout
from desktop.ui.tasks import Tasks
from desktop.ui.words import Retranslated

_COUNCIL, _ON = "\0council", "\0on"
_GAP = 6  # px, as FlowLayout has it


class FilterRow(Retranslated):
    """One narrow widget per filter, on one line: those that find no room there wait behind a button, unless they are in use. `values`,
    `council` and `on` are what ListQuery takes. What a view filters by that has no widget here is shown as a button that takes it away."""

    changed = Signal()

    def __init__(self, book: Book, register: Register, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self._register = register
        self._tasks = tasks
        self.council: bytes | None = None
        self.on = TODAY if all(register.span) else ""
        self.values: dict[str, Any] = {}
        self._chips: dict[str, QToolButton] = {}
        self._line = FlowLayout(self)
        self.parts: dict[str, Part] = dict(self._made())
        for name, part in self.parts.items():
            part.changed.connect(partial(self._chosen, name))
            self._line.addWidget(part)
        self.more = QToolButton()
        self.more.setCheckable(True)
        self.more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        look.with_icon(self.more, "filter")
        self.more.toggled.connect(lambda _on: self._fit())
        self._clear = QToolButton()
        look.with_icon(self._clear, "x")
        self._clear.clicked.connect(self.clear)
        self._line.addWidget(self.more)
        self._line.addWidget(self._clear)
        self._restyle()

    @property
    def empty(self) -> bool:
        """Whether nothing is filtered beyond what the list begins with."""
        return not self.values and self.council is None and self.on == (TODAY if all(self._register.span) else "")

    def clear(self) -> None:
        """Take all filters away."""
        self.show_query(ListQuery(self._register.name, on=TODAY if all(self._register.span) else ""))
        self.changed.emit()

    def show_query(self, query: ListQuery) -> None:
        """Show the filters of a query; tells nobody."""
        self.values, self.council, self.on = dict(query.filters), query.council, query.on
        for name, part in self.parts.items():
            part.show_value(self._value(name))
        self._restyle()

    def retranslate(self) -> None:
        self._clear.setToolTip(_("Take all filters away"))
        self._clear.setAccessibleName(_("Take all filters away"))
        for name, chip in self._chips.items():
            text = _("{field}: {value}").format(
                field=self._label(name), value=filterwords.words(self._book, self._field(name), self.values[name])
            )
            chip.setText(text)
            chip.setToolTip(_("Take this filter away"))
            chip.setAccessibleName(text)
        self._fit()

    # -- the inside

    def _made(self) -> list[tuple[str, Part]]:
        made: list[tuple[str, Part]] = []
        if self._book.office.kind == "region":
            made.append((_COUNCIL, Choice(lambda: _("Council"), self._councils, lambda value: "")))
        if all(self._register.span):
            made.append((_ON, OnDay(self._book)))
        return made + [(entry.field, self._part(self._field(entry.field))) for entry in self._register.filters]

    def _part(self, field: Field) -> Part:
        match field.kind:
            case Kind.CODE | Kind.CODES | Kind.BOOL:
                label, words = partial(_, field.label), partial(filterwords.words, self._book, field)
                return Choice(label, partial(self._entries, field), words)
            case Kind.DATE | Kind.PARTIAL_DATE:
                return Days(field, self._book)
            case Kind.INTEGER:
                return Number(field, self._book)
            case Kind.LINK:
                return Sought(field, self._book, self._links(field))
        return Sought(field, self._book, area_search(self._book.office.areas, None))

    def _field(self, name: str) -> Field:
        return self._book.registers.described(self._register, name)

    def _label(self, name: str) -> str:
        return _(self._field(name).label)

    def _value(self, name: str) -> Any:
        return self.council if name == _COUNCIL else self.on if name == _ON else self.values.get(name)

    def _in_use(self, name: str) -> bool:
        return self.on != TODAY if name == _ON else self._value(name) is not None or self.parts[name].open

    def _chosen(self, name: str) -> None:
        value = self.parts[name].value()
        if name == _COUNCIL:
            self.council = value
        elif name == _ON:
            self.on = value
        elif value is None:
            self.values.pop(name, None)
        else:
            self.values[name] = value
        self._fit()
        self.changed.emit()

    def _restyle(self) -> None:
        """Have a button for every filter that has no part, and none else."""
        for chip in self._chips.values():
            self._line.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = {}
        for name in [name for name in self.values if name not in self.parts]:
            chip = QToolButton(self)
            chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            look.with_icon(chip, "x")
            chip.clicked.connect(partial(self._drop, name))
            self._chips[name] = chip
            self._line.addWidget(chip)
        self.retranslate()

    def _drop(self, name: str) -> None:
        self.values.pop(name, None)
        self._restyle()
        self.changed.emit()

    def _fit(self) -> None:
        """Show what one line holds, and what is in use whatever it holds."""
        self._clear.setVisible(not self.empty)
        shown = set(self.parts)
        room = self.width() - self._room_of([*self._chips.values(), *([] if self.empty else [self._clear])])
        if not self.more.isChecked() and self._room_of(self.parts.values()) > room:
            room -= self._room_of([self.more])
            shown = {name for name in self.parts if self._in_use(name)}
            room -= self._room_of(self.parts[name] for name in shown)
            for name, part in self.parts.items():
                if name not in shown:
                    room -= self._room_of([part])
                    if room < 0:
                        break
                    shown.add(name)
        for name, part in self.parts.items():
            part.setVisible(name in shown)
        waiting = len(self.parts) - len(shown)
        self.more.setVisible(bool(waiting) or self.more.isChecked())
        self.more.setText(_("Fewer filters") if self.more.isChecked() else _("More filters ({count})").format(count=waiting))
        self._line.invalidate()
        self.updateGeometry()

    def _room_of(self, widgets: Any) -> int:
        return sum(widget.sizeHint().expandedTo(widget.minimumSizeHint()).width() + _GAP for widget in widgets)

    def _councils(self) -> list[tuple[Any, str]]:
        offices = sorted(self._book.offices().values(), key=lambda office: office.name)
        return [(None, _("all")), *((office.uid, office.name) for office in offices if office.kind == "council")]

    def _entries(self, field: Field) -> list[tuple[Any, str]]:
        filled = [(BLANK, _("Not filled in")), (NOT_BLANK, _("Filled in"))]
        if field.kind is Kind.BOOL:
            return [(None, _("all")), (True, _("Yes")), (False, _("No")), *filled]
        return [(None, _("all")), *((code.code, code.label()) for code in self._book.codes(field.code_list)), *filled]

    def _links(self, field: Field) -> Search:
        register = self._book.registers[field.register]

        def search(text: str, answer: Callable[[Found], None]) -> None:
            def find(progress: Progress) -> Found:
                rows = self._book.rows(register.name, self._book.ids(ListQuery(register.name, search=text))[:MOST])
                return [(row.id, register.name_of(row.values)) for row in rows if row is not None]

            self._tasks.read(self, find, answer)

        return search

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
