"""The tab beside a proposal: what the council has and what the region proposes, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QPushButton, QWidget

from desktop.base.i18n import N_, _
from desktop.base.ids import id_bytes
from desktop.base.task import Progress
from desktop.records.book import Book
from desktop.records.proposing import CHANGE, MERGE, REMOVE
from desktop.records.register import Row
from desktop.registers.proposals.service import Compared, compared
from desktop.ui.history import link_words
from desktop.ui.readpanel import ReadPanel
from desktop.ui.room import RoomParts
from desktop.ui.services import Services

_VALUES, _BOTH = N_("Values"), N_("What differs")


@dataclass(frozen=True, slots=True)
class Shown:
    """A proposal and its fields side by side; `fields` None where the record is gone."""

    proposal: Row
    fields: Sequence[Compared] | None


class SideBySide(ReadPanel[Shown]):
    """What is there now, what the region saw, what it proposes. Enter on the button opens the record."""

    def __init__(self, book: Book, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(book, services, parent)
        self.fields, one = self.add_table(_VALUES, [N_("Field"), N_("Here now"), N_("Proposed")], gives=2)
        self.both, two = self.add_table(_BOTH, [N_("Field"), N_("Stays"), N_("Goes into the bin")], gives=2)
        self._shown_for = {MERGE: two, CHANGE: one}
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
        kind = found.proposal.values["kind"] if found is not None else CHANGE
        for each, table in self._shown_for.items():
            table.setVisible(each == kind)
        for label, heading in self._headings:
            label.setVisible(heading == (_BOTH if kind == MERGE else _VALUES) and kind != REMOVE)
        if found is None or found.fields is None:
            for model in (self.fields, self.both):
                self.fill(model, [])
            self.tell(_("This record is no longer here.") if found is not None else "")
            return
        values = found.proposal.values
        self.tell(self._words(found), _("Reason: {reason}").format(reason=values["reason"]) if values["reason"] else "")
        register = self._book.registers[values["of_register"]]

        def words(field: str, value: object) -> str:
            if value is None:
                return _("(blank)")
            spec = register.field(field)
            # Unmasked, also where it is sensitive: who decides must see what differs.
            return link_words(self._book, spec, value) if isinstance(value, bytes) else self._book.values_label(spec, value)

        def now(each: Compared) -> str:
            here = words(each.field, each.now)
            if kind == MERGE or each.was == each.now:
                return here
            return _("{here} (the region saw: {seen})").format(here=here, seen=words(each.field, each.was))

        rows = [(_(register.field(each.field).label), now(each), words(each.field, each.value)) for each in found.fields]
        self.fill(self.both if kind == MERGE else self.fields, rows)

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
