"""Search, filters, columns and the list of one register."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QModelIndex, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from desktop.base.i18n import _
from desktop.records.book import Book
from desktop.records.query import ListQuery, usual
from desktop.records.register import Register, Row
from desktop.ui import deleting, look
from desktop.ui.columnmenu import ColumnButton
from desktop.ui.filters import FilterRow
from desktop.ui.foot import Foot
from desktop.ui.listread import ListReading
from desktop.ui.services import Services
from desktop.ui.table import PAGE, RegisterModel, Table
from desktop.ui.thumbnails import Thumbnails
from desktop.ui.viewmenu import ViewButton
from desktop.ui.words import Retranslated

_PAUSE_MS = 40  # a quick typist's next key; what is asked already and not begun is dropped


class Browser(Retranslated):
    """Holds the ListQuery; reads ids, then sums, in the background and shows them. Knows nothing of forms."""

    chosen_changed = Signal()
    current_changed = Signal()  # the user moved to another row
    opened = Signal()  # Enter, F2 or a double click on the current row

    def __init__(self, book: Book, register: Register, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self.register = register
        self._services = services
        self.keep: bytes | None = None  # the record to keep in sight when the list is read again
        self.reading = ListReading(book, services.tasks, self)
        self.reading.begun.connect(self._show_first)
        self.reading.ended.connect(self._show)
        self._later: bytes | None = None  # to be chosen once all is shown
        self._heading = QLabel()
        look.play(self._heading, "title")
        self.foot = Foot(book, register, services.tasks)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._narrow)
        self.search = _search_line()
        self.search.textChanged.connect(lambda _text: self._pause.start())
        self.search.returnPressed.connect(self._to_list)
        self.filters = FilterRow(book, register, services.tasks)
        self.filters.changed.connect(self._narrow)
        self.query = usual(register, on=self.filters.on)
        self.views = ViewButton(book, register, services, lambda: (self.query, tuple(self.model.columns)))
        self.views.chosen.connect(self.show_query)
        self._ids_shown = _toggle("eye", self._mask)
        self._columns = ColumnButton(book, register, services.settings)
        self._columns.chosen.connect(self.show_columns)
        self.bin = _toggle("trash-2", lambda _on: self._narrow())
        self._build_table()
        self._lay_out()
        self.retranslate()

    def chosen(self) -> list[bytes]:
        """Ids of the chosen rows, in order."""
        numbers = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        return [self.model.ids[number] for number in numbers if number < len(self.model.ids)]

    def current(self) -> Row | None:
        """The record in the current row."""
        index = self.table.currentIndex()
        return self.model.row(index.row()) if index.isValid() else None

    def select(self, record: bytes) -> None:
        """Choose this record's row, when the list shows it; tells nobody."""
        number = self.model.number(record)
        if number is not None:
            self._select(number)

    def put(self, button: QWidget) -> None:
        """Put a button behind the search line."""
        self._first.insertWidget(self._first.indexOf(self.search) + 1, button)

    def select_none(self) -> None:
        """Choose nothing; tells nobody."""
        with QSignalBlocker(self.table.selectionModel()):
            self.table.clearSelection()
        self.table.viewport().update()

    def select_current(self) -> None:
        """Choose the row the keys are at, when none is chosen: else it looks chosen and nothing can be done with it. Tells nobody."""
        index = self.table.currentIndex()
        if index.isValid() and not self.chosen():
            self._select(index.row())

    def refresh(self) -> None:
        """Read the list again, in the background; the chosen record stays chosen. Of another list that is not there in a moment, its first
        rows are shown before the others."""
        self.reading.ask(self.query, from_the_start=self.keep is None)

    def show_query(self, query: ListQuery, columns: tuple[str, ...] = ()) -> None:
        """Show this list instead: search, filters, order and columns (none: those chosen on this PC) follow it."""
        self.bin.setChecked(query.deleted)
        with QSignalBlocker(self.search):
            self.search.setText(query.search)
        self._pause.stop()
        self.filters.show_query(query)
        self.query = query
        self._of_view = bool(columns)
        self._take_columns(list(columns) or self._columns.remembered())
        self._refit = True
        self.chosen_changed.emit()
        self.refresh()

    def show_search(self, text: str) -> None:
        """Show all that holds this text."""
        self.show_query(usual(self.register, search=text))
        self.views.retranslate()

    def show_columns(self, columns: list[str]) -> None:
        """Show these columns from now on, on this PC; a view's own columns are of the view and not remembered."""
        self._take_columns(columns)
        self.foot.sum_up(self.query, list(columns))
        if not self._of_view:
            self._columns.remember(columns)

    def retranslate(self) -> None:
        title = _(self.register.title)
        self._heading.setText(title)
        self.search.setPlaceholderText(_("Search (F3)"))
        self.search.setAccessibleName(_("Search in: {list}").format(list=title))
        self.table.setAccessibleName(title)
        for button, words, tip in (
            (self.bin, _("Bin"), _("Deleted records, to look at or restore")),
            (self._ids_shown, _("Show IDs"), _("Show national IDs in full")),
        ):
            button.setText(words)
            button.setAccessibleName(words)
            button.setToolTip(tip)
        self.foot.retranslate()
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(0, self.model.columnCount() - 1))
        self.model.reread()
        self.table.fit()
        if self.table.accessibleDescription():  # it was read already
            self.table.say_when_empty(_when_empty(self._book, self.query))

    # -- the inside

    def _build_table(self) -> None:
        self._refit = True  # whether the columns fit other records than those that come next
        self._of_view = False  # whether the columns are those of a view
        self.model = RegisterModel(self._book, self.register, self._columns.remembered(), self)
        self._columns.show_columns(self.model.columns)
        self.table = Table()
        self.table.setModel(self.model)
        self.table.show_pictures(Thumbnails(self._book, self._services.tasks, look.ROW, self))
        self.table.pad(self.model.number_columns())
        self.table.activated.connect(lambda _index: self.opened.emit())
        self.table.selectionModel().selectionChanged.connect(lambda _on, _off: self.chosen_changed.emit())
        self.table.selectionModel().currentRowChanged.connect(self._moved)
        self.table.order_with(self._sort).setSortIndicator(-1, Qt.SortOrder.AscendingOrder)

    def _lay_out(self) -> None:
        self._first = first = QHBoxLayout()
        first.addWidget(self._heading)
        first.addSpacing(look.GAP)
        first.addWidget(self.search, 1)
        for button in (self._ids_shown, self._columns, self.bin):
            first.addWidget(button)
        second = QHBoxLayout()
        second.addWidget(self.views, alignment=Qt.AlignmentFlag.AlignTop)
        second.addWidget(self.filters, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 8, 8)
        column.addLayout(first)
        column.addLayout(second)
        column.addWidget(self.table, 1)
        column.addWidget(self.foot)

    def _take_columns(self, columns: list[str]) -> None:
        if columns != self.model.columns:
            self.model.show_columns(columns)
        self.table.pad(self.model.number_columns())
        self.table.fit()
        self._columns.show_columns(columns)
        self._point()

    def _narrow(self) -> None:
        self._pause.stop()
        self.query = replace(
            self.query,
            search=self.search.text(),
            filters=dict(self.filters.values),
            council=self.filters.council,
            on="" if self.bin.isChecked() else self.filters.on,
            deleted=self.bin.isChecked(),
        )
        self.views.retranslate()
        self.chosen_changed.emit()
        self.refresh()

    def _sort(self, section: int) -> None:
        self.query = _turned(self.query, self.register, self.model.columns[section])
        self._point()
        self.views.retranslate()
        self.refresh()

    def _point(self) -> None:
        """Point in the heading at the column the list is ordered by; at none for the order it begins with."""
        shown = self.query.sort in self.model.columns and not _is_first(self.query, self.register)
        order = Qt.SortOrder.DescendingOrder if self.query.descending else Qt.SortOrder.AscendingOrder
        self.table.horizontalHeader().setSortIndicator(self.model.columns.index(self.query.sort) if shown else -1, order)

    def _mask(self, shown: bool) -> None:
        self.model.masked = not shown
        self.model.reread()

    def _show(self, ids: list[bytes]) -> None:
        was = self.keep or next(iter(self.chosen()), None) or self._later
        refit = self._refit or not self.model.ids
        begun = self.model.ids
        self._later = None
        if ids == self.model.ids:
            self.model.reread()
        elif was is not None and was in begun[:PAGE] and ids[: len(begun)] == begun:
            self.model.show_more(ids)
            self.model.reread()
        else:
            with QSignalBlocker(self.table.selectionModel()):
                self.model.show_ids(ids)
            number = self.model.number(was)
            if number is not None or (ids and self.keep is None):
                self._select(number or 0)
        self._refit = self._refit or refit
        self._fit()
        self.table.say_when_empty(_when_empty(self._book, self.query))
        self.foot.show_count(len(ids), in_bin=self.query.deleted)
        self.foot.sum_up(self.query, list(self.model.columns))
        self.chosen_changed.emit()

    def _show_first(self, ids: list[bytes]) -> None:
        """Until all is there; who was chosen may be further down."""
        was = next(iter(self.chosen()), None)
        with QSignalBlocker(self.table.selectionModel()):
            self.model.show_ids(ids)
        number = self.model.number(was)
        self._later = was if number is None else None
        if self._later is None:
            self._select(number or 0)
        self._fit()
        self.foot.show_count(len(ids), in_bin=self.query.deleted, more=len(ids) == PAGE)
        self.chosen_changed.emit()

    def _fit(self) -> None:
        if self._refit and self.model.ids:
            self._refit = False
            self.table.fit()

    def _select(self, number: int) -> None:
        with QSignalBlocker(self.table.selectionModel()):
            self.table.selectRow(number)
        self.table.viewport().update()
        self.table.scrollTo(self.model.index(number, 0))

    def _to_list(self) -> None:
        self._narrow()
        self.table.setFocus()

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self.current_changed.emit()


def _search_line() -> QLineEdit:
    line = QLineEdit()
    line.setClearButtonEnabled(True)
    line.setMinimumWidth(140)
    line.addAction(look.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
    return line


def _toggle(icon: str, slot: Callable[[bool], None]) -> QToolButton:
    button = QToolButton()
    look.with_icon(button, icon)
    button.setCheckable(True)
    button.toggled.connect(slot)
    return button


def _is_first(query: ListQuery, register: Register) -> bool:
    """Whether a list has the order it begins with."""
    return (query.sort, query.descending) == (register.sort, register.newest_first)


def _turned(query: ListQuery, register: Register, column: str) -> ListQuery:
    """The order after a click on a column's heading."""
    if any(reverse.name == column for reverse in register.reverses):
        column = register.sort  # what is seen through other records has no order in the store
    # Once up, once down, then back to the order it began with; where that is the column's own, to and fro.
    if query.sort != column:
        return replace(query, sort=column, descending=False)
    if not query.descending or column == register.sort:
        return replace(query, descending=not query.descending)
    return replace(query, sort=register.sort, descending=register.newest_first)


def _when_empty(book: Book, query: ListQuery) -> str:
    """Why a list shows nothing, and what to do."""
    if query.search.strip() or query.filters or query.council:
        return _("Nothing is found. Type less, or take a filter away.")
    if query.deleted:
        return _("Nothing is in the bin.")
    added = deleting.refusal(book, book.registers[query.register]) is None
    return _("Nothing is here yet. F4 adds a record.") if added else _("Nothing is here yet.")
