"""The tabs beside a cash book's form: its pages, month by month with the running balance, and the closing sheet."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox, QWidget

from desktop.base import dates
from desktop.base.i18n import N_, _
from desktop.base.task import Progress
from desktop.records.book import Book
from desktop.registers.cash_books import service
from desktop.registers.cash_books.service import Line, Month, Statement
from desktop.ui.readpanel import ReadPanel
from desktop.ui.room import RoomParts
from desktop.ui.services import Services

_WHOLE = ""  # in the chooser: all lines


class BookPanel(ReadPanel[Statement]):
    """A page of the book; of a book looked at first, its last month."""

    def __init__(self, book: Book, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(book, services, parent)
        self._wanted: str | None = None
        self.month = QComboBox()
        self.month.activated.connect(lambda _index: self.refresh())
        self.column.addWidget(self.month)
        columns = [N_("Day"), N_("What for"), N_("Receipt no."), N_("In"), N_("Out"), N_("Balance")]
        self.lines, _table = self.add_table(N_("Cash lines"), columns, (3, 4, 5))
        self.retranslate()

    def title(self) -> str:
        return _("Cash book")

    def show_record(self, record: bytes | None) -> None:
        if record != self._record:
            self.month.clear()
        super().show_record(record)

    def refresh(self) -> None:
        self._wanted = self.month.currentData()  # read here: the worker's thread touches no widget
        super().refresh()

    def read(self, progress: Progress, record: bytes) -> Statement:
        month = self._wanted
        with self._book.read() as reader:
            if month is None:
                month = next((each.month for each in reversed(service.months(reader, record))), _WHOLE)
            return service.statement(reader, record, month or None)

    def show_found(self, found: Statement | None) -> None:
        if found is None:
            self.fill(self.lines, [])
            return
        self._offer(found)
        self.tell(_("Single entry: one line for money in or out. This is not double-entry bookkeeping."))
        income = sum((line.income or service.NOTHING for line in found.lines), service.NOTHING)
        expense = sum((line.expense or service.NOTHING for line in found.lines), service.NOTHING)
        first = ("", _("Brought forward"), "", "", "", f"{found.brought_forward:,.2f}")
        last = ("", _("Sum"), "", f"{income:,.2f}", f"{expense:,.2f}", f"{found.balance:,.2f}")
        self.fill(self.lines, [first, *map(_row, found.lines), last])

    def _offer(self, found: Statement) -> None:
        chosen = self._wanted if self._wanted is not None else found.months[-1].month if found.months else _WHOLE
        with QSignalBlocker(self.month):
            self.month.clear()
            self.month.addItem(_("All months"), _WHOLE)
            for each in found.months:
                words = dates.show(each.month, "long")
                self.month.addItem(f"🔒 {words}" if each.month <= found.closed_until else words, each.month)
            self.month.setCurrentIndex(max(0, self.month.findData(chosen)))
        self.month.setAccessibleName(_("Month"))


class ClosingPanel(ReadPanel[Statement]):
    """Month by month; a closed one whose lines are others now is painted in warning colour."""

    def __init__(self, book: Book, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(book, services, parent)
        columns = [N_("Month"), N_("Brought forward"), N_("In"), N_("Out"), N_("Balance"), N_("Balance when closed"), N_("Closed by")]
        self.months, _table = self.add_table(N_("Closing sheet"), columns, (1, 2, 3, 4, 5))
        self.months.heed = lambda row: self.found is not None and self.found.months[row].differs
        self.retranslate()

    def title(self) -> str:
        return _("Closing sheet")

    def read(self, progress: Progress, record: bytes) -> Statement:
        with self._book.read() as reader:
            return service.statement(reader, record)

    def show_found(self, found: Statement | None) -> None:
        if found is None:
            self.fill(self.months, [])
            return
        differ = [dates.show(each.month, "long") for each in found.months if each.differs]
        words = _("Not as when it was closed, because lines came from another PC: {months}").format(months=", ".join(differ))
        self.tell(words if differ else "")
        self.fill(self.months, list(map(_month_row, found.months)))


def _row(line: Line) -> tuple[str, ...]:
    money = (f"{value:,.2f}" if value is not None else "" for value in (line.income, line.expense))
    return dates.show(line.on), line.words, line.receipt_no, *money, f"{line.balance:,.2f}"


def _month_row(each: Month) -> tuple[str, ...]:
    money = (f"{value:,.2f}" for value in (each.brought_forward, each.income, each.expense, each.balance))
    closed = each.closed or {}
    kept = f"{closed['balance']:,.2f}" if closed.get("balance") is not None else ""
    return dates.show(each.month, "long"), *money, kept, closed.get("closed_by") or ""


PARTS = RoomParts(tabs=(BookPanel, ClosingPanel))
