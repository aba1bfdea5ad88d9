"""What was handed over: each parcel with its day and whether it arrived; the slip of the chosen ones."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.base.i18n import N_, _
from desktop.records.book import Book
from desktop.sync.handed import Handed
from desktop.ui import look
from desktop.ui.history import moment
from desktop.ui.services import Services
from desktop.ui.slip import Slip, short
from desktop.ui.table import PlainModel, Table
from desktop.ui.words import Retranslated


class HandedPart(Retranslated):
    """Newest first. What is not confirmed yet is told with its day, without warning: a receipt needs a trip there and back."""

    def __init__(self, book: Book, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book, self._services = book, services
        self.parcels: list[Handed] = []
        headings = [N_("Number"), N_("Handed over on"), N_("To"), N_("State"), N_("Changes"), N_("Check code of the file"), N_("File")]
        self.model = PlainModel(headings, self)
        self.model.right = frozenset({0, 4})
        self.table = Table()
        self.table.setModel(self.model)
        self.table.selectionModel().selectionChanged.connect(self._chosen)
        self.save, self.print_out = QPushButton(), QPushButton()
        for button, icon in ((self.save, "save"), (self.print_out, "printer")):
            look.with_icon(button, icon)
        self.save.clicked.connect(lambda: self.slip().save(self))
        self.print_out.clicked.connect(lambda: self.slip().print_out(self))
        foot = QHBoxLayout()
        foot.addWidget(self.save)
        foot.addWidget(self.print_out)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.GAP, 0, 0)
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        self.retranslate()

    def slip(self) -> Slip:
        """The slip of the chosen parcels."""
        rows = sorted({index.row() for index in self.table.selectedIndexes()})
        return Slip(self._book, self._services, [self.parcels[row] for row in rows])

    def show_parcels(self, parcels: list[Handed]) -> None:
        """Show these; the chosen row stays."""
        row = self.table.currentIndex().row()
        self.parcels = parcels
        self.model.show_rows([_line(each) for each in parcels])
        self.table.fit(gives=6)
        if parcels:
            self.table.selectRow(min(max(0, row), len(parcels) - 1))
        self._chosen(QItemSelection(), QItemSelection())

    def retranslate(self) -> None:
        self.table.setAccessibleName(_("What was handed over"))
        self.table.say_when_empty(_("Nothing was handed over yet."))
        self.save.setText(_("Save the slip…"))
        self.print_out.setText(_("Print the slip…"))
        self.show_parcels(self.parcels)

    def _chosen(self, _now: QItemSelection, _before: QItemSelection) -> None:
        for button in (self.save, self.print_out):
            button.setEnabled(bool(self.table.selectedIndexes()))


def _line(one: Handed) -> tuple[str, ...]:
    made = moment(one.made_ms)
    if one.confirmed_ms is not None:
        state = _("Confirmed on {when}").format(when=moment(one.confirmed_ms))
    else:
        state = _("Handed over on {when}, not yet confirmed").format(when=made)
    return str(one.number), made, one.to, state, f"{one.changes:,}", short(one.sha256), one.file
