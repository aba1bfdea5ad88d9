"""The tab beside an enterprise's form: what it took in and spent, by month and year, and what came of joining."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.base import dates
from desktop.base.i18n import N_, _, ngettext
from desktop.base.task import Progress
from desktop.records.book import Book
from desktop.registers.enterprises.service import Earnings, Year, earnings
from desktop.ui.readpanel import ReadPanel
from desktop.ui.room import RoomParts
from desktop.ui.services import Services


class EarningsPanel(ReadPanel[Earnings]):
    """Years above months, newest first."""

    def __init__(self, book: Book, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(book, services, parent)
        columns = [N_("Income"), N_("Cost"), N_("What was left")]
        self.years, _table = self.add_table(N_("By year"), [N_("Year (B.E.)"), N_("Months entered"), *columns], range(1, 5))
        self.months, _table = self.add_table(N_("By month"), [N_("Month"), *columns, N_("People at work")], range(1, 5))
        self.retranslate()

    def title(self) -> str:
        return _("Income and cost")

    def read(self, progress: Progress, record: bytes) -> Earnings | None:
        with self._book.read() as reader:
            return earnings(reader, record, self._book.clock.today().isoformat())

    def show_found(self, found: Earnings | None) -> None:
        if found is None:
            self.fill(self.years, [])
            self.fill(self.months, [])
            return
        self.tell(*self._told(found))
        lines = [self._year(str(each.year), each) for each in found.years]
        self.fill(self.years, [*lines, self._year(_("Since it joined"), found.whole)] if lines else [])
        self.fill(
            self.months,
            [
                (
                    dates.show(each.month),
                    *(self.amount(value) for value in (each.income, each.cost, each.result)),
                    "" if each.people is None else f"{each.people:,}",
                )
                for each in found.months
            ],
        )

    def _year(self, called: str, year: Year) -> tuple[str, ...]:
        return called, str(year.months), *(self.amount(value) for value in (year.income, year.cost, year.result))

    def _told(self, found: Earnings) -> list[str]:
        members = ngettext("{count} member now", "{count} members now", found.members).format(count=f"{found.members:,}")
        support = _("Support received: {baht} baht").format(baht=self.amount(found.support))
        lines = [f"{members} · {support}"]
        if found.average is None:
            lines.append(_("No month is entered yet."))
        elif found.before is None:
            lines.append(
                _("Income a month on average: {now} baht. What it was before is not written.").format(now=self.amount(found.average))
            )
        else:
            more = found.average - found.before
            words = _("Income a month on average: {now} baht, {more} baht more than before ({before}).")
            if more < 0:
                words = _("Income a month on average: {now} baht, {more} baht less than before ({before}).")
            lines.append(words.format(now=self.amount(found.average), more=self.amount(abs(more)), before=self.amount(found.before)))
        return lines


PARTS = RoomParts(tabs=(EarningsPanel,))
