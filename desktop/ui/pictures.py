"""The photos and papers of one record: a grid of small pictures, added by choosing or dropping files, looked at in a viewer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.base import dates
from desktop.base.i18n import _
from desktop.base.task import Progress
from desktop.records import pictures
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.records.register import Register, Row
from desktop.ui import adding, deleting, look, thaiwrap, thumbnails
from desktop.ui.formdialog import FormDialog
from desktop.ui.services import Services
from desktop.ui.thumbnails import NAME, Thumbnails
from desktop.ui.viewer import Viewer, save_copy
from desktop.ui.words import Retranslated

_SIDE = 140  # px of a small picture
_PAD = 6
_ROWS = 3  # of pictures shown at once; more scroll
_DAY = Qt.ItemDataRole.UserRole + 1
_ADD, _EDIT, _DELETE = "add", "edit", "delete"
_KEYS = {
    Qt.Key.Key_Insert: _ADD,
    Qt.Key.Key_F4: _ADD,
    Qt.Key.Key_F2: _EDIT,
    Qt.Key.Key_Delete: _DELETE,
    Qt.Key.Key_F8: _DELETE,
}
Index = QModelIndex | QPersistentModelIndex


class PicturesModel(QAbstractListModel):
    """The records of the pictures, in order."""

    def __init__(self, register: Register, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._register = register
        self.rows: list[Row] = []

    def show_rows(self, rows: list[Row]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        day = dates.show(row.values["taken_on"]) if row.values["taken_on"] else ""
        if role == NAME:
            return row.values["thumbnail"]
        if role == _DAY:
            return day
        if role == Qt.ItemDataRole.DisplayRole:
            return self._register.name_of(row.values)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return " · ".join(part for part in (self._register.name_of(row.values), day) if part)
        return None


class _Cards(QStyledItemDelegate):
    """A small picture, its caption and its day below."""

    def __init__(self, small: Thumbnails, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._small = small

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        style = option.widget.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, option.widget)
        place = option.rect.adjusted(_PAD, _PAD, -_PAD, -_PAD)
        thumbnails.paint(painter, QRect(place.left(), place.top(), place.width(), _SIDE), self._small, index.data(NAME))
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setPen(option.palette.color(QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Text))
        line = option.fontMetrics.lineSpacing()
        for number, words in enumerate((str(index.data() or ""), str(index.data(_DAY) or ""))):
            text = option.fontMetrics.elidedText(words, Qt.TextElideMode.ElideRight, place.width())
            below = QRect(place.left(), place.top() + _SIDE + 2 + number * line, place.width(), line)
            painter.drawText(below, int(Qt.AlignmentFlag.AlignCenter), text)
        if option.state & QStyle.StateFlag.State_HasFocus and not chosen:
            style.drawPrimitive(QStyle.PrimitiveElement.PE_FrameFocusRect, option, painter, option.widget)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return cell(option.fontMetrics.lineSpacing())


def cell(line: int) -> QSize:
    """How much room one picture takes, with lines so high."""
    return QSize(_SIDE + 2 * _PAD, _SIDE + 2 * _PAD + 2 + 2 * line)


class PicturesPanel(Retranslated):
    """The pictures of the record that `link` names. Files may be dropped on it; Insert adds, Enter opens, F2 edits, Delete deletes."""

    changed = Signal()  # what is shown was read again

    def __init__(self, book: Book, services: Services, link: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self._services = services
        self._link = link
        self._register = book.registers[pictures.REGISTER]
        self._record: bytes | None = None
        self._asked = 0
        self._small = Thumbnails(book, services.tasks, _SIDE, self)
        self.model = PicturesModel(self._register, self)
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(_Cards(self._small, self.view))
        self.view.setViewMode(QListView.ViewMode.IconMode)
        self.view.setMovement(QListView.Movement.Static)
        self.view.setDragDropMode(QAbstractItemView.DragDropMode.NoDragDrop)
        self.view.setResizeMode(QListView.ResizeMode.Adjust)
        self.view.setUniformItemSizes(True)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.activated.connect(lambda _index: self.open())
        self.view.selectionModel().selectionChanged.connect(lambda _on, _off: self._refresh_buttons())
        self._small.arrived.connect(self.view.viewport().update)
        self.view.installEventFilter(self)
        self._hint = QLabel()
        self._hint.setWordWrap(True)
        look.play(self._hint, "hint")
        self._add = self._button("plus", self.add)
        self._open = self._button("eye", self.open)
        self._edit = self._button("pencil", self.edit)
        self._copy = self._button("file-down", self.copy)
        self._delete = self._button("trash-2", self.delete)
        line = QHBoxLayout()
        line.setSpacing(2)
        for button in (self._add, self._open, self._edit, self._copy, self._delete):
            line.addWidget(button)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(line)
        column.addWidget(self._hint)
        column.addWidget(self.view)
        self.setAcceptDrops(True)
        self.retranslate()

    def show_record(self, record: bytes | None) -> None:
        """Show the pictures of this record; None (not saved yet): nothing can be added."""
        if record != self._record:
            self._record = record
            self._show([])
        self.refresh()

    def refresh(self) -> None:
        """Read again; the chosen pictures stay chosen."""
        self._asked += 1
        asked, record = self._asked, self._record
        if record is None:
            self._show([])
            return
        query = ListQuery(self._register.name, filters={self._link: record})

        def read(progress: Progress) -> list[Row]:
            return [row for row in self._book.rows(self._register.name, self._book.ids(query)) if row is not None]

        def done(rows: list[Row]) -> None:
            if asked == self._asked:
                self._show(rows)
                self.changed.emit()

        self._services.tasks.read(self, read, done)

    def count(self) -> int:
        """How many are shown."""
        return len(self.model.rows)

    def chosen(self) -> list[Row]:
        """The chosen ones, in order."""
        return [self.model.rows[number] for number in sorted({index.row() for index in self.view.selectedIndexes()})]

    def add(self) -> None:
        """Choose files and add them."""
        if self._record is not None:
            endings = " ".join(f"*.{ending}" for ending in pictures.ENDINGS)
            self.add_files(
                self._services.ask.open_files(self.window(), _("Choose photos and papers"), _("Pictures and PDF") + f" ({endings})")
            )

    def add_files(self, paths: Sequence[Path]) -> None:
        """Add these files."""
        if self._record is not None and paths:
            adding.add(self, self._book, self._services, paths, {self._link: self._record}, self.refresh)

    def open(self) -> None:
        """Look at the current one in the viewer."""
        index = self.view.currentIndex()
        if index.isValid():
            viewer = Viewer(self._book, self._services, list(self.model.rows), index.row(), self.window())
            self._services.ask.run(viewer)
            self.view.setCurrentIndex(self.model.index(viewer.at))
            self.view.setFocus()

    def edit(self) -> None:
        """Edit caption, day and kind of the chosen one."""
        chosen = self.chosen()
        if chosen:
            draft = self._book.draft(self._register.name, chosen[0].id)
            if self._services.ask.run(FormDialog(self._book, self._register, self._services, draft, self.window(), held=(self._link,))):
                self.refresh()
            self.view.setFocus()

    def copy(self) -> None:
        """Save a copy of the chosen one outside the book."""
        chosen = self.chosen()
        if chosen:
            save_copy(self.window(), self._book, self._services, chosen[0])

    def delete(self) -> None:
        """Put the chosen ones into the bin."""
        chosen = [row.id for row in self.chosen()]
        if chosen:
            deleting.delete(self, self._book, self._services, self._register, chosen, self.refresh)

    def retranslate(self) -> None:
        title = _(self._register.title)
        for button, words, key in (
            (self._add, _("Add…"), "Insert"),
            (self._open, _("Open"), "Enter"),
            (self._edit, _("Edit"), "F2"),
            (self._copy, _("Save a copy…"), ""),
            (self._delete, _("Delete"), "Delete"),
        ):
            button.setText(words)
            button.setToolTip(f"{words} ({key})" if key else words)
            button.setAccessibleName(f"{words}: {title}")
        self.view.setAccessibleName(title)
        self._refresh_buttons()
        self.view.viewport().update()

    # -- the inside

    def _button(self, icon: str, slot: Callable[[], None]) -> QToolButton:
        button = QToolButton()
        look.with_icon(button, icon)
        if icon == "plus":
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.clicked.connect(lambda _on=False: slot())
        return button

    def _show(self, rows: list[Row]) -> None:
        chosen = {row.id for row in self.chosen()}
        before = {row.id for row in self.model.rows}
        new = [number for number, row in enumerate(rows) if row.id not in before] if before else []
        self._small.forget_missing()
        self.model.show_rows(rows)
        kept = [number for number, row in enumerate(rows) if row.id in chosen]
        for number in new or kept or range(min(1, len(rows))):
            self.view.selectionModel().select(self.model.index(number), QItemSelectionModel.SelectionFlag.Select)
        first = next(iter(new or kept or (0,)))
        if rows:
            self.view.selectionModel().setCurrentIndex(self.model.index(first), QItemSelectionModel.SelectionFlag.NoUpdate)
            self.view.scrollTo(self.model.index(first))
        self._fit()
        self._refresh_buttons()

    def _fit(self) -> None:
        """As high as its pictures need, up to some rows: the page it stands on scrolls."""
        one = cell(self.view.fontMetrics().lineSpacing())
        across = max(1, (self.width() - self.view.verticalScrollBar().sizeHint().width() - 4) // one.width())
        rows = -(-len(self.model.rows) // across)
        self.view.setFixedHeight(max(1, min(rows, _ROWS)) * one.height() + 2 * self.view.frameWidth() + 2)

    def _refresh_buttons(self) -> None:
        some = bool(self.model.rows)
        self.view.setVisible(some)
        self._hint.setVisible(not some)
        words = (
            _("Save first, then add here.") if self._record is None else _("Drop pictures or PDF files here, or choose them with “Add”.")
        )
        self._hint.setText(thaiwrap.shown(words))
        self._add.setEnabled(self._record is not None)
        count = len(self.view.selectedIndexes())
        for button in (self._open, self._edit, self._copy, self._delete):
            button.setVisible(some)
            button.setEnabled(count == 1 or (count > 1 and button is self._delete))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The window has these keys too, for the record on the page: over the pictures they are about these.
        if isinstance(event, QKeyEvent) and event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier):
            deed = _KEYS.get(Qt.Key(event.key()), "")
            if deed and event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                if deed:
                    {_ADD: self.add, _EDIT: self.edit, _DELETE: self.delete}[deed]()
                    return True
                if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                    self.open()
                    return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._record is not None and _dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.add_files(_dropped(event))


def _dropped(event: QDropEvent) -> list[Path]:
    """Files of this PC; not folders, nor pictures of web pages."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return [path for path in paths if path.is_file()]
