"""Lists of records: a model of ids with a page cache, and the view all tables share."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from typing import Any, overload

from PySide6.QtCore import QAbstractTableModel, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from desktop.base.i18n import _
from desktop.records.book import Book
from desktop.records.register import Field, Kind, Register, Row, in_numbers
from desktop.ui import look, thaiwrap
from desktop.ui.thumbnails import NAME, ThumbnailDelegate, Thumbnails

PAGE = 128  # records read at a time
PAGES = 40  # pages kept
_ASIDE = 24  # px beside the words of an empty table
_LEAST = 160  # px, of a column that makes room for the others
Index = QModelIndex | QPersistentModelIndex
_NUMBERS = frozenset({Kind.INTEGER, Kind.MONEY, Kind.NUMBER})


class RegisterModel(QAbstractTableModel):
    """Shows the records of `ids` in order; reads a page when it is painted. The ids come from `listing`: no sorting or filtering here."""

    def __init__(self, book: Book, register: Register, columns: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self._register = register
        self._columns: list[str] = []
        self._fields: list[Field] = []
        self._ids: list[bytes] = []
        self._pages: OrderedDict[int, list[Row | None]] = OrderedDict()
        self.masked = True
        self._take(columns)

    @property
    def ids(self) -> list[bytes]:
        """The ids shown, in order."""
        return self._ids

    @property
    def columns(self) -> list[str]:
        """The columns shown, in order."""
        return self._columns

    def show_ids(self, ids: list[bytes]) -> None:
        """Show these records instead."""
        self.beginResetModel()
        self._ids = ids
        self._pages.clear()
        self.endResetModel()

    def show_more(self, ids: list[bytes]) -> None:
        """Show these, which begin with those shown now: what is chosen and in sight stays where it is."""
        shown = len(self._ids)
        self.beginInsertRows(QModelIndex(), shown, len(ids) - 1)
        self._ids = ids
        self._pages.pop(shown // PAGE, None)
        self.endInsertRows()

    def show_columns(self, columns: Sequence[str]) -> None:
        """Show these columns instead."""
        self.beginResetModel()
        self._take(columns)
        self.endResetModel()

    def reread(self, records: Collection[bytes] | None = None) -> None:
        """Forget what was read of these records (or all): it has changed."""
        if records is None:
            numbers: Sequence[int] = range(len(self._ids))
            self._pages.clear()
        else:  # what was not read yet is read as it is now
            read = [page * PAGE + at for page, rows in self._pages.items() for at in range(len(rows))]
            numbers = [number for number in read if self._ids[number] in records]
            for number in numbers:
                self._pages.pop(number // PAGE, None)
        if numbers and self._columns:
            last = self.columnCount() - 1
            self.dataChanged.emit(self.index(min(numbers), 0), self.index(max(numbers), last))

    def row(self, number: int) -> Row | None:
        """The record in a row; None when it is gone since."""
        page = number // PAGE
        found = self._pages.get(page)
        if found is None:
            found = self._book.rows(self._register.name, self._ids[page * PAGE : (page + 1) * PAGE])
            self._pages[page] = found
            if len(self._pages) > PAGES:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(page)
        return found[number % PAGE]

    def number(self, record: bytes | None) -> int | None:
        """The row a record is in."""
        try:
            return self._ids.index(record) if record is not None else None
        except ValueError:
            return None

    def number_columns(self) -> list[int]:
        """Columns of numbers, which stand at the right."""
        return [number for number, field in enumerate(self._fields) if field.kind in _NUMBERS]

    def picture_columns(self) -> list[int]:
        """Columns of pictures."""
        return [number for number, field in enumerate(self._fields) if field.kind is Kind.FILE]

    def _take(self, columns: Sequence[str]) -> None:
        self._columns = list(columns)
        self._fields = [self._book.registers.described(self._register, column) for column in columns]

    def _text(self, row: Row, column: int) -> str:
        name, field = self._columns[column], self._fields[column]
        if field.kind is Kind.LINK:
            return str(row.values.get(f"{name}.name") or "")
        if field.kind is Kind.FILE:
            return ""
        value = row.values.get(name)
        if value and field.kind is Kind.CODES and field.group_by:
            return in_numbers(value)  # the whole sentences of a form's items fill no column
        return "" if value is None else self._book.values_label(field, value, masked=self.masked).replace("\n", " ")

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            if self._fields[index.column()].kind in _NUMBERS:
                return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            return None
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ForegroundRole, Qt.ItemDataRole.ToolTipRole, NAME):
            return None
        row = self.row(index.row())
        if role == NAME:
            picture = row is not None and self._fields[index.column()].kind is Kind.FILE
            return row.values.get(self._columns[index.column()]) if row is not None and picture else None
        if row is None:
            return _("(gone)") if role == Qt.ItemDataRole.DisplayRole and index.column() == 0 else None
        conflict = self._columns[index.column()] in row.conflicts
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(look.colours().warning) if conflict else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return _("Two offices wrote different values here. See Conflicts.") if conflict else None
        return self._text(row, index.column()) + (" ⚠" if conflict else "")

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical or not 0 <= section < len(self._fields):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _(self._fields[section].label)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self._fields[section].kind in _NUMBERS else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None


class Lazy(Sequence[Sequence[str]]):
    """Rows of a long table, each worded when it is painted: `word(number)` gives the texts of a row."""

    def __init__(self, count: int, word: Callable[[int], Sequence[str]]) -> None:
        self._count = count
        self._word = word

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> Sequence[str]: ...
    @overload
    def __getitem__(self, at: slice) -> list[Sequence[str]]: ...
    def __getitem__(self, at: int | slice) -> Sequence[str] | list[Sequence[str]]:
        if isinstance(at, slice):
            return [self._word(number) for number in range(*at.indices(self._count))]
        return self._word(range(self._count)[at])


class PlainModel(QAbstractTableModel):
    """A table of texts: headings as msgids, rows as texts. `heed(row)` true paints a row in warning colour."""

    def __init__(self, headings: Sequence[str], parent: QWidget | None = None, heed: Callable[[int], bool] | None = None) -> None:
        super().__init__(parent)
        self.headings = list(headings)
        self.rows: Sequence[Sequence[str]] = []
        self.right: frozenset[int] = frozenset()
        self.heed = heed

    def show_rows(self, rows: Sequence[Sequence[str]], headings: Sequence[str] | None = None) -> None:
        """Show these rows instead."""
        self.beginResetModel()
        self.rows = rows if isinstance(rows, Lazy) else list(rows)
        if headings is not None:
            self.headings = list(headings)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.headings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in self.right:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ForegroundRole and self.heed is not None and self.heed(index.row()):
            return QColor(look.colours().warning)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            row = self.rows[index.row()]
            return row[index.column()] if index.column() < len(row) else ""
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical or not 0 <= section < len(self.headings):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _(self.headings[section])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section in self.right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None


class _AtRight(QStyledItemDelegate):
    """Keeps numbers off the next column. Only for columns of numbers: a delegate in Python costs time at every cell."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.text += "\u2002"


class Table(QTableView):
    """The view all lists share: fixed rows high enough for Thai, whole rows chosen, Enter opens, Tab leaves the table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(False)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._at_right = _AtRight(self)
        self._pictures: ThumbnailDelegate | None = None
        self._when_empty = ""
        rows = self.verticalHeader()
        rows.setVisible(False)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(look.ROW)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setMinimumSectionSize(48)
        head.setStretchLastSection(True)

    def selectRow(self, row: int) -> None:
        """Choose this row alone. Qt's own asks which keys are held down: with Ctrl, as in Ctrl+S, it would take a chosen row out."""
        index = self.model().index(row, max(0, self.currentIndex().column()))
        only = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(index, only)

    def order_with(self, ordered: Callable[[int], None]) -> QHeaderView:
        """Call this with the column whose heading is clicked; gives the heading, to point at it."""
        head = self.horizontalHeader()
        head.setSectionsClickable(True)
        head.setSortIndicatorShown(True)
        head.sectionClicked.connect(ordered)
        return head

    def say_when_empty(self, words: str) -> None:
        """Stand in the middle while there are no rows: why, and what to do."""
        self._when_empty = words
        self.setAccessibleDescription(words)
        self.viewport().update()

    def show_pictures(self, thumbnails: Thumbnails) -> None:
        """Paint columns of pictures with these."""
        self._pictures = ThumbnailDelegate(thumbnails, self)
        thumbnails.arrived.connect(self.viewport().update)

    def pad(self, columns: Sequence[int]) -> None:
        """Set these columns, which are numbers, off the next one; and have pictures painted."""
        model = self.model()
        pictures = model.picture_columns() if self._pictures is not None and isinstance(model, RegisterModel) else ()
        for column in range(model.columnCount()):
            other = self._pictures if self._pictures is not None and column in pictures else self.itemDelegate()
            self.setItemDelegateForColumn(column, self._at_right if column in columns else other)

    def fit(self, sample: int = 40, widest: int = 260, gives: int | None = None) -> None:
        """Make columns as wide as their headings and first rows need; `gives` is the column that makes room when that is too much."""
        model = self.model()
        if isinstance(model, PlainModel):
            self.pad(list(model.right))
        metrics = self.fontMetrics()
        widths = []
        for column in range(model.columnCount()):
            heading = str(model.headerData(column, Qt.Orientation.Horizontal) or "")
            width = metrics.horizontalAdvance(heading) * 11 // 10 + 30
            for number in range(min(sample, model.rowCount())):
                width = max(width, metrics.horizontalAdvance(str(model.index(number, column).data() or "")) + 20)
            widths.append(min(width, widest))
        if gives is not None:
            widths[gives] = max(_LEAST, widths[gives] - max(0, sum(widths) - self.viewport().width()))
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)

    def initViewItemOption(self, option: QStyleOptionViewItem) -> None:
        super().initViewItemOption(option)
        if not self.hasFocus():  # of several tables on a page only the one that hears the keys shows its rows in the strong colour
            palette = option.palette
            palette.setColor(QPalette.ColorRole.Highlight, QColor(look.colours().chosen))
            palette.setColor(QPalette.ColorRole.HighlightedText, QColor(look.colours().text))
            option.palette = palette

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._when_empty and self.model() is not None and not self.model().rowCount():
            painter = QPainter(self.viewport())
            painter.setPen(QColor(look.colours().quiet))
            room = self.viewport().rect().adjusted(_ASIDE, look.GAP, -_ASIDE, -look.GAP)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, thaiwrap.shown(self._when_empty))
            painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
            return
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
            return
        super().keyPressEvent(event)

    def _copy(self) -> None:
        model, chosen = self.model(), sorted({index.row() for index in self.selectedIndexes()})
        columns = range(model.columnCount())
        lines = ["\t".join(str(model.index(number, column).data() or "") for column in columns) for number in chosen]
        QApplication.clipboard().setText("\n".join(lines))
