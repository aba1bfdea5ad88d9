"""The tab beside a proposal: what the council has and what the region proposes, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QPushButton, QWidget

from desktop.base.i18n import N_, _
from desktop.base.ids import id_bytes
from desktop.base.task import Progress
from desktop.records.book import Book
from desktop.records.proposing import MERGE, REMOVE
from desktop.records.register import Row
from desktop.registers.proposals.service import Compared, compared
from desktop.ui.history import link_words
from desktop.ui.readpanel import ReadPanel
from desktop.ui.room import RoomParts
from desktop.ui.services import Services


@dataclass(frozen=True, slots=True)
class Shown:
    """A proposal and its fields side by side; `fields` None where the record is gone."""

    proposal: Row
    fields: Sequence[Compared] | None


class SideBySide(ReadPanel[Shown]):
    """What is there now, what the region saw, what it proposes. Enter on the button opens the record."""

    def __init__(self, book: Book, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(book, services, parent)
        columns = [N_("Field"), N_("Here now"), N_("Proposed"), N_("When the region looked")]
        self.fields, _table = self.add_table(N_("Side by side"), columns)
        self.open = QPushButton()
        self.open.clicked.connect(self._open)
        self.column.addWidget(self.open)
        self.retranslate()

    def title(self) -> str:
        return _("Side by side")

    def read(self, progress: Progress, record: bytes) -> Shown | None:
        row = self._book.rows("proposals", [record])[0]
        if row is None:
            return None
        with self._book.read() as reader:
            return Shown(row, compared(reader, self._book.registers, row.values))

    def show_found(self, found: Shown | None) -> None:
        self.open.setText(_("Open the record"))
        self.open.setEnabled(found is not None and found.fields is not None)
        if found is None or found.fields is None:
            self.fill(self.fields, [])
            self.tell(_("This record is no longer here.") if found is not None else "")
            return
        values = found.proposal.values
        self.tell(self._words(found))
        register = self._book.registers[values["of_register"]]

        def words(field: str, value: object) -> str:
            if value is None:
                return _("(blank)")
            spec = register.field(field)
            # Unmasked, also where it is sensitive: who decides must see what differs.
            return link_words(self._book, spec, value) if isinstance(value, bytes) else self._book.values_label(spec, value)

        rows = [
            (_(register.field(each.field).label), words(each.field, each.now), words(each.field, each.value), words(each.field, each.was))
            for each in found.fields
        ]
        self.fill(self.fields, rows)

    def _words(self, found: Shown) -> str:
        values = found.proposal.values
        spec = self._book.registers[values["of_register"]]
        about = f"{_(spec.singular)}: {values['called'] or ''}"
        if values["kind"] == REMOVE:
            return _("The regional office proposes to put this into the bin: {record}").format(record=about)
        if values["kind"] == MERGE:
            return _("The regional office takes these for one and the same: {record}, and {other}").format(
                record=about, other=values["other_name"] or ""
            )
        return _("The regional office proposes other values: {record}").format(record=about)

    def _open(self) -> None:
        if self.found is not None:
            values = self.found.proposal.values
            self.open_wanted.emit(values["of_register"], id_bytes(values["record"]))


PARTS = RoomParts(tabs=(SideBySide,))
