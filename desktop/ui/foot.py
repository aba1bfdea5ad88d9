"""The line under a list: how many records it shows, and what their baht and land come to."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtWidgets import QLabel, QWidget

from desktop.base.i18n import _, ngettext
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.records.register import SUMMED, Kind, Register
from desktop.ui import look, thaiwrap
from desktop.ui.tasks import Tasks


class Foot(QLabel):
    """Told of the number by the list; reads the sums by itself, in the background, and drops answers that come too late."""

    def __init__(self, book: Book, register: Register, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self._register = register
        self._tasks = tasks
        self._count = 0
        self._bin = False
        self._more = False
        self._sums: dict[str, Decimal] = {}
        self._of: tuple[ListQuery, list[str]] | None = None
        self._asked = 0
        look.play(self, "hint")

    def show_count(self, count: int, *, in_bin: bool, more: bool = False) -> None:
        """Say how many there are; `more`: these and others, which are being counted."""
        self._count, self._bin, self._more = count, in_bin, more
        self.retranslate()

    def sum_up(self, query: ListQuery, columns: list[str]) -> None:
        """Read the sums of these columns; nothing is asked where there is nothing to sum."""
        self._asked += 1
        asked = self._asked
        if self._of != (query, columns):
            self._of, self._sums = (query, columns), {}  # sums of another list would be believed
            self.retranslate()
        if not any(self._register.has(name) and self._register.field(name).kind in SUMMED for name in columns):
            return

        def shown(sums: dict[str, Decimal]) -> None:
            if asked == self._asked:
                self._sums = sums
                self.retranslate()

        self._tasks.read(self, lambda progress: self._book.sums(query, columns), shown)

    def retranslate(self) -> None:
        """Set its words."""
        words = ngettext("{count} record", "{count} records", self._count).format(count=f"{self._count:,}")
        if self._more:
            words = _("{records} and more…").format(records=words)
        said = [_("{records} in the bin").format(records=words) if self._bin else words]
        for name, total in self._sums.items():
            field = self._register.field(name)
            sentence = _("total {field}: {sum} baht") if field.kind is Kind.MONEY else _("total {field}: {sum}")
            said.append(sentence.format(field=_(field.label), sum=self._book.values_label(field, total)))
        self.setText(thaiwrap.shown(" · ".join(said)))
