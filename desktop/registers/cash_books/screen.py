"""The tabs beside a cash book's form: its pages, month by month with the running balance, and the closing sheet."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop.base import dates
from desktop.base.i18n import N_, _
from desktop.base.task import Progress
from desktop.records.book import Book
from desktop.registers.cash_books import service
from desktop.registers.cash_books.service import Line, Month, Statement
from desktop.ui import look
from desktop.ui.actions import begin
from desktop.ui.ask import Unsaved
from desktop.ui.editors import Combo
from desktop.ui.quickline import QuickLine
from desktop.ui.readpanel import ReadPanel
from desktop.ui.room import RoomParts
from desktop.ui.services import Services
from desktop.ui.table import Lazy

_WHOLE = ""  # in the chooser: all lines


class BookPanel(ReadPanel[Statement]):
    """A page of the book, a month or all of it, and under it a line in which the next entry is typed. Of a book looked at first, its last
    month. Page Up and Page Down with Ctrl turn the pages."""

    def __init__(self, book: Book, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(book, services, parent)
        self._wanted: str | None = None
        self._show_new: bytes | None = None  # a line that was just written: it is shown
        self.month = Combo()
        self.month.setMinimumContentsLength(24)
        self.month.activated.connect(lambda _index: self.refresh())
        self.close_month, self.reverse = QPushButton(), QPushButton()
        look.with_icon(self.close_month, "lock")
        look.with_icon(self.reverse, "undo-2")
        self.close_month.clicked.connect(lambda _on=False: self._do("cash_books", "close_month", [self._record] if self._record else []))
        self.reverse.clicked.connect(lambda _on=False: self._do("cash_lines", "reverse", self._chosen()))
        head = QHBoxLayout()
        head.addWidget(self.month)
        head.addStretch(1)
        head.addWidget(self.reverse)
        head.addWidget(self.close_month)
        self.column.addLayout(head)
        # The receipt stands last: beside the list there is room for all but it, and the balance must not be out of sight.
        columns = [N_("Day"), N_("What for"), N_("In"), N_("Out"), N_("Balance"), N_("Receipt no.")]
        self.lines, self.table = self.add_table(N_("Cash lines"), columns, (2, 3, 4), gives=1)
        self.table.activated.connect(lambda _index: self._open())
        self.entry = QuickLine(book, services, "cash_lines", (("on", "words"), ("receipt_no", "income", "expense")), keep=("on",))
        self.entry.saved.connect(self._written)
        self.entry.dirty_changed.connect(self.state_changed)
        self.column.addWidget(self.entry)
        for keys, by in (("Ctrl+PgUp", -1), ("Ctrl+PgDown", 1)):
            turn = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            turn.activated.connect(lambda by=by: self._turn(by))
        self.retranslate()

    def title(self) -> str:
        return _("Cash book")

    @property
    def dirty(self) -> bool:
        return self.entry.dirty

    def save(self) -> None:
        self.entry.save()

    def leave(self, then: Callable[[], None]) -> None:
        if not self.dirty:
            then()
            return
        match self._services.ask.unsaved(self.window()):
            case Unsaved.SAVE:
                self.entry.save(then)
            case Unsaved.DROP:
                self.entry.clear()
                then()
            case Unsaved.STAY:
                pass

    def show_record(self, record: bytes | None) -> None:
        if record != self._record:
            self.month.clear()
            self.entry.clear(all_of_it=True)
        super().show_record(record)

    def refresh(self) -> None:
        self._wanted = self.month.currentData()  # read here: the worker's thread touches no widget
        super().refresh()

    def retranslate(self) -> None:
        self.close_month.setText(_("Close the month…"))
        self.reverse.setText(_("Reverse…"))
        super().retranslate()

    def read(self, progress: Progress, record: bytes) -> Statement:
        month = self._wanted
        with self._book.read() as reader:
            if month is None:
                month = next((each.month for each in reversed(service.months(reader, record))), _WHOLE)
            return service.statement(reader, record, month or None)

    def show_found(self, found: Statement | None) -> None:
        self.close_month.setEnabled(found is not None and found.open)
        self.reverse.setEnabled(found is not None and bool(found.lines) and found.open)
        if found is None:
            self.entry.close_for(_("Save the book first."))
            self.fill(self.lines, [])
            return
        self._offer(found)
        self.tell(_("Single entry: one line for money in or out. This is not double-entry bookkeeping."))
        self.fill(self.lines, Lazy(len(found.lines) + 2, lambda number: _page_row(found, number)))
        self.entry.begin({"cash_book": self._record}, on=self._book.clock.today().isoformat())
        self.entry.close_for("" if found.open else _("This cash book is closed. Reopen it first."))
        at = next((number for number, line in enumerate(found.lines, 1) if line.id == self._show_new), None) if self._show_new else None
        self._show_new = None
        if at is not None:
            self.table.selectRow(at)
            self.table.scrollTo(self.lines.index(at, 0))

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

    def _turn(self, by: int) -> None:
        at = self.month.currentIndex() + by
        if 0 <= at < self.month.count():
            self.month.setCurrentIndex(at)
            self.refresh()

    def _written(self, record: bytes) -> None:
        """The page of a new line is turned to."""
        row = self._book.row("cash_lines", record)
        month = row.values["on"][:7]
        self._show_new = record
        if self.month.currentData() not in (_WHOLE, month):
            if self.month.findData(month) < 0:
                self.month.addItem(dates.show(month, "long"), month)
            self.month.setCurrentIndex(self.month.findData(month))
        self.refresh()

    def _chosen(self) -> list[bytes]:
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        lines = self.found.lines if self.found is not None else ()
        return [lines[row - 1].id for row in rows if 0 < row <= len(lines)]

    def _open(self) -> None:
        for record in self._chosen()[:1]:
            self.open_wanted.emit("cash_lines", record)

    def _do(self, register: str, deed: str, records: list[bytes]) -> None:
        if records:
            begin(self, self._book, self._services, self._book.registers[register], deed, records, lambda _words: self.refresh())
        else:
            self._services.ask.tell(self.window(), _("Choose a line first."))


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


def _page_row(found: Statement, number: int) -> tuple[str, ...]:
    """What was brought forward, the lines, and their sum at the foot."""
    if number == 0:
        return "", _("Brought forward"), "", "", f"{found.brought_forward:,.2f}", ""
    if number <= len(found.lines):
        return _row(found.lines[number - 1])
    income, expense = (
        sum((getattr(line, name) or service.NOTHING for line in found.lines), service.NOTHING) for name in ("income", "expense")
    )
    return "", _("Sum"), f"{income:,.2f}", f"{expense:,.2f}", f"{found.balance:,.2f}", ""


def _row(line: Line) -> tuple[str, ...]:
    money = (f"{value:,.2f}" if value is not None else "" for value in (line.income, line.expense))
    return dates.show(line.on), line.words, *money, f"{line.balance:,.2f}", line.receipt_no


def _month_row(each: Month) -> tuple[str, ...]:
    money = (f"{value:,.2f}" for value in (each.brought_forward, each.income, each.expense, each.balance))
    closed = each.closed or {}
    kept = f"{closed['balance']:,.2f}" if closed.get("balance") is not None else ""
    return dates.show(each.month, "long"), *money, kept, closed.get("closed_by") or ""


PARTS = RoomParts(tabs=(BookPanel, ClosingPanel))
