"""Reading what a list shows, in the background: all its ids, and of a list that lets wait, the first of them before.

From a book file, which reads what an office holds in no time, they are asked for when all is not there after a moment. A server is asked for them
first: while it looks for all, with more than one process, it answers nothing else soon."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.base.errors import Fault, Refused
from desktop.base.task import Progress
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.ui.table import PAGE
from desktop.ui.tasks import Tasks

_PATIENCE_MS = 60  # for the whole list; after it its first rows are asked for as well


class ListReading(QObject):
    """Asks for one list at a time; what was asked before is broken off and never told."""

    begun = Signal(object)  # the first ids; the others follow
    ended = Signal(object)  # all ids

    def __init__(self, book: Book, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._book = book
        self._tasks = tasks
        self._query: ListQuery | None = None
        self._told: ListQuery | None = None  # of which ids were told last
        self.whole = False  # whether all ids of what was asked last are told
        self._all, self._first = Progress(), Progress()
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._begin)

    def ask(self, query: ListQuery, *, from_the_start: bool) -> None:
        """Read a list; without `from_the_start` nothing is told before all is there, as somebody is further down in it."""
        self._all.cancel()
        self._first.cancel()
        self._patience.stop()
        self._query = query
        begins = from_the_start and query != self._told  # of the same list the rows are in sight already
        if begins and self._book.store.database.shared:
            self._begin()
            return
        self._read_all()
        if begins:
            self._patience.start()

    def _read_all(self) -> None:
        query = self._query
        assert query is not None

        def ended(ids: list[bytes]) -> None:
            if progress is self._all:
                self._patience.stop()
                self._first.cancel()
                self._told, self.whole = query, True
                self.ended.emit(ids)

        self._all = progress = self._tasks.read(self, lambda progress: self._book.ids(query, progress), ended)

    def _begin(self) -> None:
        query, whole = self._query, self._all
        assert query is not None

        def begun(ids: list[bytes]) -> None:
            if progress is self._first and whole is self._all and query != self._told and ids:
                self._told, self.whole = query, False
                self.begun.emit(ids)  # whoever hears it may ask for another list
            if progress is self._first and whole is self._all and whole.cancelled:  # all is not asked for yet
                self._read_all()

        def failed(_error: Refused | Fault) -> bool:
            awaited = progress is self._first and whole.cancelled
            if awaited:
                self._read_all()  # which tells of it, if it fails as well
            return awaited

        self._first = progress = self._tasks.read(self, lambda progress: self._book.first(query, PAGE, progress), begun, failed)
