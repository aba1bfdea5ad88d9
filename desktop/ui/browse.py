"""Search, filters, columns and the list of one register."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QModelIndex, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QToolButton, QVBoxLayout, QWidget

from desktop.base.i18n import _, ngettext
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.records.register import Register, Row
from desktop.ui import look, thaiwrap
from desktop.ui.filters import FilterRow
from desktop.ui.services import Services
from desktop.ui.table import RegisterModel, Table
from desktop.ui.words import Retranslated

_PAUSE_MS = 150


class Browser(Retranslated):
    """Holds the ListQuery; reads ids in the background and shows them. Knows nothing of forms."""

    chosen_changed = Signal()
    current_changed = Signal()  # the user moved to another row
    opened = Signal()  # Enter, F2 or a double click on the current row

    def __init__(self, book: Book, register: Register, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self.register = register
        self._services = services
        self.query = ListQuery(register.name, sort=register.sort)
        self.keep: bytes | None = None  # the record to keep in sight when the list is read again
        self._asked = 0
        self._heading = QLabel()
        look.play(self._heading, "title")
        self._count = QLabel()
        look.play(self._count, "hint")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._narrow)
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(140)
        self.search.addAction(look.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(lambda _text: self._pause.start())
        self.search.returnPressed.connect(self._to_list)
        self.filters = FilterRow(book, register, services.tasks)
        self.filters.changed.connect(self._narrow)
        self._ids_shown = self._button("eye", self._mask)
        self._columns = self._button("columns-3", None)
        self._columns.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self._columns.setMenu(self._menu)
        self.bin = self._button("trash-2", lambda _on: self._narrow())
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

    def select_none(self) -> None:
        """Choose nothing; tells nobody."""
        with QSignalBlocker(self.table.selectionModel()):
            self.table.clearSelection()
        self.table.viewport().update()

    def refresh(self) -> None:
        """Read the list again, in the background; the chosen record stays chosen."""
        self._asked += 1
        asked, query = self._asked, self.query

        def shown(ids: list[bytes]) -> None:
            if asked == self._asked:
                self._show(ids)

        self._services.tasks.read(self, lambda progress: self._book.ids(query), shown)

    def show_columns(self, columns: list[str]) -> None:
        """Show these columns from now on, on this PC."""
        self.model.show_columns(columns)
        self.table.pad(self.model.number_columns())
        self.table.fit()
        self._services.settings.put(f"columns.{self.register.name}", ",".join(columns))

    def retranslate(self) -> None:
        title = _(self.register.title)
        self._heading.setText(title)
        self.search.setPlaceholderText(_("Search (F3)"))
        self.search.setAccessibleName(_("Search in: {list}").format(list=title))
        self.table.setAccessibleName(title)
        for button, words, tip in (
            (self.bin, _("Bin"), _("Deleted records, to look at or restore")),
            (self._columns, _("Columns"), _("Choose the columns of the list")),
            (self._ids_shown, _("Show IDs"), _("Show national IDs in full")),
        ):
            button.setText(words)
            button.setAccessibleName(words)
            button.setToolTip(tip)
        self._fill_columns()
        self._count_words()
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(0, self.model.columnCount() - 1))
        self.model.reread()
        if self.model.ids:
            self.table.fit()

    # -- the inside

    def _build_table(self) -> None:
        stored = self._services.settings.get(f"columns.{self.register.name}").split(",")
        known = set(self._all_columns())
        columns = [name for name in stored if name in known] or list(self.register.columns)
        self.model = RegisterModel(self._book, self.register, columns, self)
        self.table = Table()
        self.table.setModel(self.model)
        self.table.pad(self.model.number_columns())
        self.table.activated.connect(lambda _index: self.opened.emit())
        self.table.selectionModel().selectionChanged.connect(lambda _on, _off: self.chosen_changed.emit())
        self.table.selectionModel().currentRowChanged.connect(self._moved)
        head = self.table.horizontalHeader()
        head.setSectionsClickable(True)
        head.setSortIndicatorShown(True)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        head.sectionClicked.connect(self._sort)

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.addWidget(self._heading)
        first.addSpacing(look.GAP)
        first.addWidget(self.search, 1)
        for button in (self._ids_shown, self._columns, self.bin):
            first.addWidget(button)
        second = QHBoxLayout()
        second.addWidget(self.filters, 1)
        second.addWidget(self._count, alignment=Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 8, 8)
        column.addLayout(first)
        column.addLayout(second)
        column.addWidget(self.table, 1)

    def _button(self, icon: str, slot: object) -> QToolButton:
        button = QToolButton()
        look.with_icon(button, icon)
        if callable(slot):
            button.setCheckable(True)
            button.toggled.connect(slot)
        return button

    def _all_columns(self) -> list[str]:
        register = self.register
        fields = [field.name for field in register.fields if field.name != register.parent]
        seen = [lookup.name for lookup in register.lookups] + [reverse.name for reverse in register.reverses]
        return list(dict.fromkeys([*register.columns, *fields, *seen]))

    def _fill_columns(self) -> None:
        self._menu.clear()
        for name in self._all_columns():
            action = QAction(_(self._book.registers.described(self.register, name).label), self._menu)
            action.setCheckable(True)
            action.setChecked(name in self.model.columns)
            action.setData(name)
            action.toggled.connect(lambda _on: self._columns_chosen())
            self._menu.addAction(action)

    def _columns_chosen(self) -> None:
        ticked = [str(action.data()) for action in self._menu.actions() if action.isChecked()]
        if ticked:
            self.show_columns(ticked)

    def _narrow(self) -> None:
        self._pause.stop()
        self.query = replace(
            self.query,
            search=self.search.text(),
            filters=dict(self.filters.values),
            council=self.filters.council,
            deleted=self.bin.isChecked(),
        )
        self.chosen_changed.emit()
        self.refresh()

    def _sort(self, section: int) -> None:
        column = self.model.columns[section]
        head = self.table.horizontalHeader()
        if any(reverse.name == column for reverse in self.register.reverses):
            column = self.register.sort  # what is seen through other records has no order in the store
        # Once up, once down, then back to the order of names.
        if self.query.sort != column:
            self.query = replace(self.query, sort=column, descending=False)
        elif not self.query.descending:
            self.query = replace(self.query, descending=True)
        else:
            self.query = replace(self.query, sort=self.register.sort, descending=False)
        order = Qt.SortOrder.DescendingOrder if self.query.descending else Qt.SortOrder.AscendingOrder
        head.setSortIndicator(section if self.query.sort == self.model.columns[section] else -1, order)
        self.refresh()

    def _mask(self, shown: bool) -> None:
        self.model.masked = not shown
        self.model.reread()

    def _show(self, ids: list[bytes]) -> None:
        was = self.keep or next(iter(self.chosen()), None)
        first = not self.model.ids
        if ids == self.model.ids:
            self.model.reread()
        else:
            with QSignalBlocker(self.table.selectionModel()):
                self.model.show_ids(ids)
            number = self.model.number(was)
            if number is not None or (ids and self.keep is None):
                self._select(number or 0)
        if first and ids:
            self.table.fit()
        self._count_words()
        self.chosen_changed.emit()

    def _select(self, number: int) -> None:
        with QSignalBlocker(self.table.selectionModel()):
            self.table.selectRow(number)
        self.table.viewport().update()
        self.table.scrollTo(self.model.index(number, 0))

    def _count_words(self) -> None:
        count = len(self.model.ids)
        words = ngettext("{count} record", "{count} records", count).format(count=f"{count:,}")
        self._count.setText(thaiwrap.shown(_("{records} in the bin").format(records=words) if self.query.deleted else words))

    def _to_list(self) -> None:
        self._narrow()
        self.table.setFocus()

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self.current_changed.emit()
