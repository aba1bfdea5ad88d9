"""The report's tables on the screen: each shows numbers, and Enter on a number asks for the records behind it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLabel, QVBoxLayout, QWidget

from desktop.base.i18n import N_, _
from desktop.reports.figures import TOTALS, Figures
from desktop.reports.lines import Cell
from desktop.ui import look
from desktop.ui.table import PlainModel, Table

CARDS = ("provinces", "councils", "projects", "areas", "budget", "cases", "value")
# tab: attribute of Figures, title, what its lines can have
TABS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "by_province",
        N_("By province"),
        ("councils", "projects", "also", "areas", "budget", "requested", "households", "cases", "value", "out_of_school"),
    ),
    ("by_council", N_("By council"), ("projects", "budget", "meetings", "members", "households", "agreed", "cases", "value", "referrals")),
    ("by_need", N_("By need"), ("cases", "households")),
    ("by_status", N_("By status of the case"), ("cases", "households")),
    ("by_public", N_("For the public"), ("cases", "households")),
    ("by_help_year", N_("Help by year"), ("given", "value")),
    ("by_help_giver", N_("Help by partner"), ("given", "value")),
    ("by_help_kind", N_("Help by kind"), ("given", "value")),
    ("by_referral", N_("Referrals"), ("referrals",)),
    ("by_level", N_("Levels of councils"), ("councils",)),
    ("by_year", N_("By fiscal year"), ("projects", "areas", "budget", "requested")),
)
LABELS = {
    "provinces": N_("Provinces"),
    "councils": N_("Councils"),
    "projects": N_("Projects"),
    "cancelled": N_("Cancelled projects (not counted)"),
    "also": N_("Also work here"),
    "areas": N_("Areas"),
    "budget": N_("Budget (baht)"),
    "requested": N_("Requested (baht)"),
    "people": N_("People"),
    "members": N_("Council members"),
    "households": N_("Households"),
    "activities": N_("Activities"),
    "cases": N_("Hardship cases"),
    "given": N_("Times help was given"),
    "value": N_("Value of help (baht)"),
    "referrals": N_("Referrals"),
    "agreed": N_("Households that agreed"),
    "out_of_school": N_("Children out of school"),
    "meetings": N_("Ordinary meetings this year"),
    "met": N_("Councils with four ordinary meetings this year"),
}
# the lines of the first table
WHOLE: tuple[str, ...] = (
    "provinces",
    "councils",
    "projects",
    "areas",
    "budget",
    "requested",
    "cancelled",
    "cases",
    "households",
    "members",
    "people",
)
WHOLE += ("activities", "given", "value", "referrals", "agreed", "out_of_school", "met")


class FigureTable(Table):
    """Single cells are chosen, as each number is a thing of its own. `wanted`: the cell whose records are asked for, and what it is called."""

    wanted = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._model = PlainModel([], self)
        self._about = ""
        self._cells: list[list[Cell]] = []
        self.setModel(self._model)
        self.activated.connect(self._activated)

    def show_figures(
        self, about: str, headings: Sequence[str], lines: Sequence[tuple[str, Sequence[Cell], Sequence[int | Decimal]]]
    ) -> None:
        """Show these lines: each what it is called, the cells of its numbers, and these. `about` is the table's name; headings are msgids."""
        place = self.currentIndex()
        self._about = about
        self._cells = [list(cells) for _label, cells, _numbers in lines]
        self._model.right = frozenset(range(1, len(headings)))
        self._model.show_rows([(label, *map(worded, numbers)) for label, _cells, numbers in lines], headings)
        self.setAccessibleName(about)
        self.setToolTip(_("Enter shows the records behind a figure."))
        self.fit()
        again = self._model.index(place.row(), place.column()) if place.isValid() else self._model.index(0, 1)
        self.setCurrentIndex(again if again.isValid() else self._model.index(0, 1))

    def _activated(self, index: QModelIndex) -> None:
        column = max(1, index.column())  # on the name of a line: its first number
        label = str(self._model.index(index.row(), 0).data())
        heading = str(self._model.headerData(column, Qt.Orientation.Horizontal))
        cell = self._cells[index.row()][column - 1]
        said = (label,) if cell[0] == TOTALS else (heading, self._about, label)
        self.wanted.emit(cell, " · ".join(said))


class Card(QFrame):
    """A figure of the whole, large. A click, Enter or the space bar asks for the records behind it."""

    wanted = Signal(object, str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        look.play(self, "card")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.figure, self._words = QLabel("…"), QLabel()
        look.play(self.figure, "figure")
        look.play(self._words, "hint")
        column = QVBoxLayout(self)
        column.addWidget(self.figure)
        column.addWidget(self._words)

    def show_figure(self, found: Figures | None) -> None:
        """Show it, in the language in use."""
        self._words.setText(_(LABELS[self.name]))
        if found is not None:
            self.figure.setText(f"{getattr(found, self.name):,.2f}".removesuffix(".00"))
        self.setAccessibleName(f"{self._words.text()} {self.figure.text()}")
        self.setToolTip(_("Enter shows the records behind a figure."))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._ask()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._ask()

    def _ask(self) -> None:
        self.wanted.emit((TOTALS, "", self.name), self._words.text())


def show_whole(table: FigureTable, found: Figures) -> None:
    """The figures of the whole, one below the other."""
    lines = [(_(LABELS[name]), [(TOTALS, "", name)], [getattr(found, name)]) for name in WHOLE]
    table.show_figures(_("The whole"), [N_("Figure"), N_("How many")], lines)


def show_lines(table: FigureTable, found: Figures, tab: tuple[str, str, tuple[str, ...]]) -> None:
    """One of the tables of TABS."""
    name, title, parts = tab
    lines = [
        (line.label, [(name, line.key, part) for part in parts], [getattr(line, part) for part in parts]) for line in getattr(found, name)
    ]
    table.show_figures(_(title), [N_("Name"), *(LABELS[part] for part in parts)], lines)


def worded(value: int | Decimal) -> str:
    """A number as it is shown: baht with satang."""
    return f"{value:,.2f}" if isinstance(value, Decimal) else f"{value:,}"
