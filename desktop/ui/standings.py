"""The cockpit: a line for each office, what came, what is late, missing, open and incomplete; sorted by any column; letters to those late."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, QTimer
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.base import thai
from desktop.base.i18n import N_, _, ngettext
from desktop.records.book import Book
from desktop.records.quality import Quality
from desktop.sync.cockpit import Standing, State
from desktop.sync.councils import Line
from desktop.ui import look, thaiwrap
from desktop.ui.editors import Combo
from desktop.ui.flow import FlowLayout
from desktop.ui.history import day
from desktop.ui.letters import Letters
from desktop.ui.missing import gap_words
from desktop.ui.services import Services
from desktop.ui.table import PlainModel, Table
from desktop.ui.words import Retranslated

_FIRST = 5  # things to mend first
_STATES = list(State)

# heading, what it is sorted by; the lines come in the order of what is to be seen to first
_COLUMNS: tuple[tuple[str, Callable[[Line], Any]], ...] = (
    (N_("Office"), lambda line: thai.sort_key(line.standing.name)),
    (N_("State"), lambda line: (_STATES.index(line.standing.state), thai.sort_key(line.standing.name))),
    (N_("Last taken"), lambda line: line.standing.received_ms or 0),
    (N_("Parcels missing"), lambda line: len(line.gaps)),
    (N_("Conflicts"), lambda line: line.conflicts),
    (N_("Completeness"), lambda line: line.quality.score if line.quality is not None else -1),
    (N_("Number"), lambda line: line.standing.number or 0),
    (N_("Parcels"), lambda line: line.standing.taken),
    (N_("Last made for it"), lambda line: line.standing.made_ms or 0),
    (N_("PCs"), lambda line: line.standing.pcs),
)
_STATE = 1
_QUALITY = 5
_OF_COUNCILS = (4, _QUALITY)  # what only a region sees


class _Model(PlainModel):
    """Tells in a tooltip what the completeness of an office is made of."""

    def __init__(self, headings: Sequence[str], parent: QWidget, explain: Callable[[int], str], heed: Callable[[int], bool]) -> None:
        super().__init__(headings, parent, heed)
        self._explain = explain

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.ToolTipRole and index.isValid() and index.column() == _QUALITY:
            return thaiwrap.shown(self._explain(index.row()))
        return super().data(index, role)


class StandingsPart(Retranslated):
    """At a region with the letters; a council sees its region and its other PCs' parcels."""

    def __init__(self, book: Book, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book, self._services = book, services
        self.all: list[Line] = []
        self.found: list[Line] = []  # as shown
        self._by, self._descending = _STATE, False
        self.only = QCheckBox()
        self.only.toggled.connect(self._arrange)
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(180)
        self.search.addAction(look.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(self._arrange)
        self.order = Combo()
        self.order.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToContents)  # as a click on a heading does, for the keyboard
        self.order.activated.connect(self.order_by)
        self.save, self.print_out = QPushButton(), QPushButton()
        for button, icon in ((self.save, "save"), (self.print_out, "printer")):
            look.with_icon(button, icon)
        self.save.clicked.connect(lambda: self.letters().save(self))
        self.print_out.clicked.connect(lambda: self.letters().print_out(self))
        head = FlowLayout()
        for widget in (self.search, self.order, self.only, self.save, self.print_out):
            head.addWidget(widget)
            widget.setVisible(book.office.kind == "region")
        self.model = _Model([words for words, _key in _COLUMNS], self, self._explained, self._heeded)
        self.model.right = frozenset({3, 4, 5, 6, 7, 9})
        self.table = Table()
        self.table.setModel(self.model)
        self.table.order_with(self.order_by)
        self.table.selectionModel().currentRowChanged.connect(self._explain)
        self._about = QLabel()
        self._about.setWordWrap(True)
        look.play(self._about, "hint")
        self._sight = QTimer(self)  # once the words have taken their room, the chosen line is brought back into sight
        self._sight.setSingleShot(True)
        self._sight.timeout.connect(lambda: self.table.scrollTo(self.table.currentIndex()))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.GAP, 0, 0)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addWidget(self._about)
        self.retranslate()

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these; order, filter and the chosen office stay."""
        self.all = list(lines)
        self._arrange()

    def order_by(self, column: int) -> None:
        """Sort by a column; by the same one again the other way round."""
        self._descending = not self._descending if column == self._by else False
        self._by = column
        self._arrange()

    def letters(self) -> Letters:
        """To the chosen offices where several are chosen, else to all councils that are late or of which something is missing."""
        rows = sorted({index.row() for index in self.table.selectedIndexes()})
        chosen = [self.found[row] for row in rows] if len(rows) > 1 else [line for line in self.all if line.wanting]
        return Letters(self._book, self._services, [line for line in chosen if line.standing.kind == "council"])

    def retranslate(self) -> None:
        self.table.setAccessibleName(_("Offices"))
        self.search.setPlaceholderText(_("Search (F3)"))
        self.search.setAccessibleName(_("Search in: {list}").format(list=_("Offices")))
        self.order.clear()
        self.order.addItems([_("By: {column}").format(column=_(words)) for words, _key in _COLUMNS])
        self.order.setAccessibleName(_("Order of the list"))
        self.table.say_when_empty(_("No office is like this."))
        self.only.setText(_("Only those that are late or of which something is &missing"))
        self.save.setText(_("Save reminder letters…"))
        self.print_out.setText(_("Print reminder letters…"))
        hint = thaiwrap.shown(_("To all councils that are late or of which something is missing; or choose several lines."))
        self.save.setToolTip(hint)
        self.print_out.setToolTip(hint)
        self._arrange()

    # -- the inside

    def _arrange(self) -> None:
        row = self.table.currentIndex().row()
        office = self.found[row].standing.office if 0 <= row < len(self.found) else None
        key = _COLUMNS[self._by][1]
        wanted = thai.fold(self.search.text())
        shown = (line for line in self.all if (line.wanting or not self.only.isChecked()) and wanted in thai.fold(line.standing.name))
        self.found = sorted(shown, key=key, reverse=self._descending)
        self.model.show_rows([_line(each) for each in self.found])
        self.table.fit(widest=320)
        for column in _OF_COUNCILS:
            self.table.setColumnHidden(column, self._book.office.kind == "council")
        order = Qt.SortOrder.DescendingOrder if self._descending else Qt.SortOrder.AscendingOrder
        self.table.horizontalHeader().setSortIndicator(self._by, order)
        self.order.setCurrentIndex(self._by)
        for button in (self.save, self.print_out):
            button.setEnabled(any(line.wanting and line.standing.kind == "council" for line in self.all))
        again = next((number for number, line in enumerate(self.found) if line.standing.office == office), 0)
        if self.found:
            self.table.selectRow(again)
        self._explain(self.table.currentIndex(), QModelIndex())

    def _heeded(self, row: int) -> bool:
        return self.found[row].standing.state in (State.WAITS, State.LATE) or bool(self.found[row].gaps)

    def _explain(self, now: QModelIndex, _before: QModelIndex) -> None:
        row = now.row()
        words = [gap_words(gap) for gap in self.found[row].gaps] if 0 <= row < len(self.found) else []
        if 0 <= row < len(self.found) and self.found[row].quality is not None:
            words.append(self._explained(row))
        self._about.setText(thaiwrap.shown("\n".join(words)))
        self._about.setVisible(bool(words))
        self._sight.start()

    def _explained(self, row: int) -> str:
        quality: Quality | None = self.found[row].quality
        if quality is None:
            return _("No records of this office are here.")
        words = _("{score} % of what the forms ask of people and homes is filled in.").format(score=quality.score)
        for blank in quality.blanks[:_FIRST]:
            register = self._book.registers[blank.register]
            words += "\n" + _("{register}: {field} is blank in {count} of {records}.").format(
                register=_(register.title),
                field=_(register.field(blank.field).label),
                count=f"{blank.count:,}",
                records=f"{blank.records:,}",
            )
        return words


def _line(line: Line) -> tuple[str, ...]:
    each = line.standing
    received = day(each.received_ms) if each.received_ms is not None else "–"
    made = day(each.made_ms) if each.made_ms is not None else "–"
    return (
        each.name,
        state_words(each),
        received,
        f"{len(line.gaps):,}" if line.gaps else "–",
        f"{line.conflicts:,}" if line.conflicts else "–",
        f"{line.quality.score} %" if line.quality is not None else "–",
        str(each.number or "–"),
        f"{each.taken:,}",
        made,
        str(each.pcs),
    )


def state_words(each: Standing) -> str:
    """How the hand-over with an office stands, in a few words."""
    match each.state:
        case State.WAITS:
            return ngettext("{count} parcel waits here.", "{count} parcels wait here.", each.waiting).format(count=each.waiting)
        case State.NEVER:
            return _("Nothing taken yet")
        case State.LATE:
            return _("Late: nothing for {days} days").format(days=each.days)
        case State.UNCONFIRMED:
            return _("Not yet confirmed")
        case _:
            return _("In order")
