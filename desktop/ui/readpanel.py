"""A tab beside a form that only shows what a room works out of its records."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.base.i18n import _
from desktop.base.task import Progress
from desktop.records.book import Book
from desktop.ui import look, thaiwrap
from desktop.ui.room import RecordTab
from desktop.ui.services import Services
from desktop.ui.table import PlainModel, Table

Found = TypeVar("Found")


class ReadPanel(RecordTab, Generic[Found]):
    """Read in the background when it is looked at and again after every change; of several answers the last question's is shown.

    A panel says how to `read` and how to `show_found`, and puts its parts into `column`."""

    def __init__(self, book: Book, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self._services = services
        self._record: bytes | None = None
        self._asked = 0
        self.found: Found | None = None
        self._headings: list[tuple[QLabel, str]] = []
        self._tables: list[tuple[Table, str]] = []
        self._giving: dict[PlainModel, int | None] = {}
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(12, 8, 12, 8)
        self.column.setSpacing(8)
        self.told = self.words()
        self.column.addWidget(self.told)

    def read(self, progress: Progress, record: bytes) -> Found | None:
        """What is to be shown of a record; on a worker's thread. None: it is not there."""
        raise NotImplementedError

    def show_found(self, found: Found | None) -> None:
        """Show it, in the language of now; None: the record is new."""
        raise NotImplementedError

    def words(self, role: str = "") -> QLabel:
        """A line of words that wraps."""
        label = QLabel()
        label.setWordWrap(True)
        if role:
            look.play(label, role)
        return label

    def add_table(
        self, heading: str, columns: Sequence[str], right: Collection[int] = (), gives: int | None = None
    ) -> tuple[PlainModel, Table]:
        """A table at the end of the panel under a heading; the words are msgids, `right` are columns of numbers, `gives` the column that
        makes room where all together are too wide."""
        label = self.words("section")
        model, table = PlainModel(columns, self), Table()
        model.right = frozenset(right)
        table.setModel(model)
        self._headings.append((label, heading))
        self._tables.append((table, heading))
        self._giving[model] = gives
        self.column.addWidget(label)
        self.column.addWidget(table, 1)
        return model, table

    def fill(self, model: PlainModel, rows: Sequence[Sequence[str]]) -> None:
        """Show rows in one of the panel's tables."""
        model.show_rows(rows)
        for table, _heading in self._tables:
            if table.model() is model:
                table.fit(widest=360, gives=self._giving[model])

    def amount(self, value: Any) -> str:
        """Baht as they are read, a dash where nothing is known."""
        return "–" if value is None else f"{value:,.2f}".removesuffix(".00")

    def tell(self, *lines: str) -> None:
        """What stands above the tables, a line each."""
        self.told.setText(thaiwrap.shown("\n".join(line for line in lines if line)))

    def show_record(self, record: bytes | None) -> None:
        self._record = record
        self.refresh()

    def refresh(self) -> None:
        self._asked += 1
        asked, record = self._asked, self._record
        if record is None:
            self._take(None)
            return

        def done(found: Found | None) -> None:
            if asked == self._asked:
                self._take(found)

        self._services.tasks.read(self, lambda progress: self.read(progress, record), done)

    def retranslate(self) -> None:
        for label, heading in self._headings:
            label.setText(thaiwrap.shown(_(heading)))
        for table, heading in self._tables:
            table.setAccessibleName(_(heading))
        self.title_changed.emit()
        self._take(self.found)

    def _take(self, found: Found | None) -> None:
        self.found = found
        if found is None:
            self.tell(_("Save first: then it is worked out here."))
        self.show_found(found)
