"""The tab beside a product's form: what one brings, its marks, and what was sold of it at activities."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.base import dates
from desktop.base.i18n import N_, _
from desktop.base.task import Progress
from desktop.records.book import Book
from desktop.registers.products.model import EXPIRED, shown_number
from desktop.registers.products.service import Mark, Trade, trade
from desktop.ui.readpanel import ReadPanel
from desktop.ui.room import RoomParts
from desktop.ui.services import Services


class TradePanel(ReadPanel[Trade]):
    """Marks above sales; Enter on a sale opens its activity."""

    def __init__(self, book: Book, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(book, services, parent)
        self.marks, _table = self.add_table(N_("Marks"), [N_("Mark"), N_("Number on the mark"), N_("Expires on"), N_("State of the mark")])
        self.sales, self.table = self.add_table(
            N_("At activities"), [N_("Day"), N_("Activity"), N_("Shown or sold"), N_("How much"), N_("Sales")], (3, 4)
        )
        self.table.activated.connect(lambda index: self._open(index.row()))
        self.retranslate()

    def title(self) -> str:
        return _("Margin and sales")

    def read(self, progress: Progress, record: bytes) -> Trade | None:
        with self._book.read() as reader:
            return trade(reader, record, self._book.clock.today().isoformat())

    def show_found(self, found: Trade | None) -> None:
        if found is None:
            self.fill(self.marks, [])
            self.fill(self.sales, [])
            return
        self.tell(self._margin(found), _("Sold at activities: {baht} baht").format(baht=self.amount(found.sold)))
        self.fill(self.marks, [self._mark(each) for each in found.marks])
        acts, number = self._book.registers["activity_products"].field("act"), self._book.registers["activity_products"].field("quantity")
        self.fill(
            self.sales,
            [
                (
                    dates.show(each.on),
                    each.title,
                    self._book.values_label(acts, each.act or None),
                    f"{self._book.values_label(number, each.quantity)} {self._book.code_lists.label('unit', each.unit)}".strip(),
                    "" if each.sales is None else self.amount(each.sales),
                )
                for each in found.sales
            ],
        )

    def _margin(self, found: Trade) -> str:
        if found.margin is None:
            return _("Write what one costs and its price: then it is worked out what one brings.")
        words = _("One brings {baht} baht").format(baht=self.amount(found.margin))
        if found.share is not None:
            words = _("One brings {baht} baht, {percent}% of its price").format(baht=self.amount(found.margin), percent=found.share)
        if found.monthly is None:
            return words
        return f"{words} · " + _("All that can be made in a month brings {baht} baht").format(baht=self.amount(found.monthly))

    def _mark(self, mark: Mark) -> tuple[str, ...]:
        state = _("Expired") if mark.ends == EXPIRED else _("Expires soon") if mark.ends else ""
        return (
            self._book.code_lists.label("product_mark", mark.mark),
            shown_number(mark.mark, mark.number),
            dates.show(mark.expires_on),
            state,
        )

    def _open(self, row: int) -> None:
        if self.found is not None:
            self.open_wanted.emit("activities", self.found.sales[row].activity)


PARTS = RoomParts(tabs=(TradePanel,))
