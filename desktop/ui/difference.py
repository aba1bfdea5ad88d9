"""What an import would do, a line for each row of the sheet: coloured, and said by a sign and a word, so that the colour is never needed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from desktop.base.i18n import N_, _
from desktop.records.book import Book
from desktop.sheets.plan import CHANGED, NEW, REFUSED, SAME, Plan, PlannedRecord, RefusedRow
from desktop.ui import look
from desktop.ui.history import value_words
from desktop.ui.table import PlainModel

DOUBT = "doubt"
STATES = {
    NEW: ("+", N_("New")),
    CHANGED: ("≠", N_("Changed")),
    SAME: ("=", N_("The same")),
    DOUBT: ("?", N_("Possible duplicate")),
    REFUSED: ("✗", N_("Refused")),
}
MOST = 5000  # lines shown; the counts are of all
_BLUE = "#2f6fd0"  # far enough from the green of what is new, on light and on dark
_TINT = 38  # of 255: the text on it stays as readable as on white


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the sheet: what it is, and the cells that say so."""

    state: str
    cells: tuple[str, str, str, str]


def state_of(record: PlannedRecord) -> str:
    """A planned record's state as it is shown: new, changed, the same, or new but perhaps known."""
    return DOUBT if record.doubtful else record.state


def counts(plan: Plan) -> dict[str, int]:
    """Rows by the state they are shown in."""
    found = dict.fromkeys(STATES, 0)
    for record in plan.records:
        found[state_of(record)] += 1
    found[REFUSED] = len(plan.refused)
    return found


def lines(book: Book, plan: Plan, wanted: str = "") -> list[Line]:
    """The lines of one state, of all where none is named, in the order of the sheet; the first MOST of them."""
    rows: list[tuple[int, PlannedRecord | RefusedRow]] = [
        (record.rows[0], record) for record in plan.records if wanted in ("", state_of(record))
    ]
    if wanted in ("", REFUSED):
        rows += [(refused.rows[0], refused) for refused in plan.refused]
    rows.sort(key=lambda each: each[0])
    return [_line(book, plan, row, what) for row, what in rows[:MOST]]


def _line(book: Book, plan: Plan, row: int, what: PlannedRecord | RefusedRow) -> Line:
    state = REFUSED if isinstance(what, RefusedRow) else state_of(what)
    sign, word = STATES[state]
    where = plan.table.where(row)
    if isinstance(what, RefusedRow):
        return Line(state, (where, f"{sign} {_(word)}", "", what.text()))
    said = [
        f"{_(change.field.label)}: {_worded(book, plan, change.field.name, change.whose, change.old)} → "
        f"{_worded(book, plan, change.field.name, change.whose, change.new)}"
        for change in what.changes()
    ]
    return Line(state, (where, f"{sign} {_(word)}", what.name(), "; ".join([*said, *(problem.text() for problem in what.problems)])))


def _worded(book: Book, plan: Plan, field: str, whose: str, value: object) -> str:
    """A value before or after, in words; of a linked record by that record's own description."""
    register = plan.register
    for part in whose.split(".") if whose else ():
        register = book.registers[register.field(part).register if register.has(part) else part]
    return value_words(book, register, field, value) if value is not None else "–"


class DifferenceModel(PlainModel):
    """The lines as a table."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__([N_("Row"), N_("What"), N_("Name"), N_("Changes and doubts")], parent)
        self.states: list[str] = []
        self.right = frozenset({0})

    def show_lines(self, shown: list[Line]) -> None:
        """Show these instead."""
        self.states = [line.state for line in shown]
        self.show_rows([line.cells for line in shown])

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if index.isValid() and role == Qt.ItemDataRole.BackgroundRole:
            return _back(self.states[index.row()])
        return super().data(index, role)


def _back(state: str) -> QColor | None:
    now = look.colours()
    name = {NEW: now.good, CHANGED: _BLUE, DOUBT: now.warning, REFUSED: now.problem}.get(state)
    if name is None:
        return None
    colour = QColor(name)
    colour.setAlpha(_TINT)
    return colour
