"""The tab beside an activity's form: who came, as typed and as the sheet has it; products, partners and photos."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.base.i18n import N_, _, ngettext
from desktop.base.task import Progress
from desktop.records.book import Book
from desktop.registers.activities import service
from desktop.registers.activities.service import COUNTED, Summary
from desktop.ui.readpanel import ReadPanel
from desktop.ui.room import RoomParts
from desktop.ui.services import Services


class SummaryPanel(ReadPanel[Summary]):
    """Counts side by side; a line that differs is painted in warning colour."""

    def __init__(self, book: Book, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(book, services, parent)
        self.counts, _table = self.add_table(N_("Who came"), [N_("Counted"), N_("As typed"), N_("On the attendance sheet")], (1, 2))
        self.counts.heed = lambda row: self.found is not None and COUNTED[row] in self.found.differing
        self.retranslate()

    def title(self) -> str:
        return _("Summary")

    def read(self, progress: Progress, record: bytes) -> Summary | None:
        with self._book.read() as reader:
            return service.summary(reader, record)

    def show_found(self, found: Summary | None) -> None:
        if found is None:
            self.fill(self.counts, [])
            return
        self.tell(*self._told(found))
        fields = self._book.registers["activities"]
        sheet = bool(found.counts["participants"])
        self.fill(
            self.counts,
            [
                (_(fields.field(name).label), _number(found.values.get(name)), _number(found.counts[name] if sheet else None))
                for name in COUNTED
            ],
        )

    def _told(self, found: Summary) -> list[str]:
        lines = []
        if not found.counts["participants"]:
            lines.append(_("Nobody is on the attendance sheet yet."))
        elif found.differing:
            lines.append(_("What is typed is not what the attendance sheet says."))
        if found.shown:
            products = ngettext("{count} product", "{count} products", found.shown).format(count=found.shown)
            lines.append(
                products + " · " + _("{count} of them sold, for {baht} baht").format(count=found.sold, baht=self.amount(found.sales))
            )
        if found.partners:
            names = ", ".join(found.partners)
            words = _("Partners: {names} ({baht} baht)") if found.given else _("Partners: {names}")
            lines.append(words.format(names=names, baht=self.amount(found.given)))
        if found.photos:
            lines.append(ngettext("{count} photo", "{count} photos", found.photos).format(count=found.photos))
        return lines


def _number(value: int | None) -> str:
    return "–" if value is None else f"{value:,}"


PARTS = RoomParts(tabs=(SummaryPanel,))
