"""Search over every register at once (Ctrl+K): a line, and what is found below it by register."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop.base.i18n import _, ngettext
from desktop.base.task import Progress
from desktop.records import everywhere
from desktop.records.book import Book
from desktop.ui import look, thaiwrap
from desktop.ui.page import Page
from desktop.ui.services import Services
from desktop.ui.table import Index

_PAUSE_MS = 150
_TARGET, _DETAIL = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_HEADING, _FIND = 30, 46  # px
_STEPS = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}


@dataclass(frozen=True, slots=True)
class _Line:
    """What one line of the list says: a heading without a target, a find, or (record None) the way to the whole list."""

    text: str
    detail: str = ""
    target: tuple[str, bytes | None] | None = None


class _FindDelegate(QStyledItemDelegate):
    """What a record is called, and under it, quieter, what tells it from others."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        detail = index.data(_DETAIL)
        super().paint(painter, option, index)
        if not detail:
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        role = option.palette.ColorRole.HighlightedText if chosen else option.palette.ColorRole.PlaceholderText
        painter.save()
        painter.setPen(option.palette.color(role))
        font = QFont(option.font)
        font.setPointSizeF(font.pointSizeF() * 0.88)
        painter.setFont(font)
        place = option.rect.adjusted(14, option.rect.height() // 2 - 1, -8, -2)
        painter.drawText(
            place,
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            painter.fontMetrics().elidedText(detail, Qt.TextElideMode.ElideRight, place.width()),
        )
        painter.restore()

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        if index.data(_DETAIL):
            option.displayAlignment = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class SearchDialog(QDialog):
    """Accepted once something is chosen: `wanted` is (register, id), or (register, None) for its whole list under this search. `lists` names
    the registers that have a list of their own to show."""

    def __init__(self, book: Book, services: Services, lists: set[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self._services = services
        self._lists = lists
        self._asked = 0
        self._reading: Progress | None = None
        self.wanted: tuple[str, bytes | None] | None = None
        self.setWindowTitle(_("Search everything"))
        look.open_at(self, 720, 560)
        self.line = QLineEdit()
        self.line.setClearButtonEnabled(True)
        self.line.addAction(look.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.line.setPlaceholderText(_("A name, a number, a phone or an ID"))
        self.line.setAccessibleName(_("Search everything"))
        self.line.installEventFilter(self)
        self.finds = QListWidget()
        self.finds.setItemDelegate(_FindDelegate(self.finds))
        self.finds.setAccessibleName(_("What was found"))
        self.finds.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.finds.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.finds.itemActivated.connect(self._take)
        self.finds.itemClicked.connect(self._take)
        self.hint = QLabel()
        look.play(self.hint, "hint")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.look_now)
        self.line.textChanged.connect(lambda _text: self._pause.start())
        column = QVBoxLayout(self)
        for widget in (self.line, self.finds, self.hint):
            column.addWidget(widget)
        self._show([], "")

    def look_now(self) -> None:
        """Look without waiting for a pause in typing; an answer to what was typed before is dropped."""
        self._pause.stop()
        self._asked += 1
        asked, text = self._asked, self.line.text()
        if self._reading is not None:
            self._reading.cancel()

        def find(progress: Progress) -> list[tuple[everywhere.Group, list[_Line]]]:
            return [(group, self._lines(group, text)) for group in everywhere.find(self._book, text)]

        def found(groups: list[tuple[everywhere.Group, list[_Line]]]) -> None:
            if asked == self._asked:
                self._show(groups, text)

        self._reading = self._services.tasks.read(self, find, found)

    def accept(self) -> None:
        """Take what is chosen."""
        if self.finds.currentItem() is not None:
            self._take(self.finds.currentItem())

    # -- the inside

    def _lines(self, group: everywhere.Group, text: str) -> list[_Line]:
        register = self._book.registers[group.register]
        lines = [_Line(_("{register} ({count})").format(register=_(register.title), count=f"{group.total:,}"))]
        lines += [
            _Line(register.name_of(row.values), everywhere.detail(self._book, row, text), (register.name, row.id)) for row in group.rows
        ]
        if group.total > len(group.rows) and register.name in self._lists:
            words = _("Show all {count} in “{register}”").format(count=f"{group.total:,}", register=_(register.title))
            lines.append(_Line(words, target=(register.name, None)))
        return lines

    def _show(self, groups: list[tuple[everywhere.Group, list[_Line]]], text: str) -> None:
        self.finds.clear()
        for _group, lines in groups:
            for line in lines:
                self._add(line)
        first = next((number for number in range(self.finds.count()) if self.finds.item(number).data(_TARGET)), None)
        if first is not None:
            self.finds.setCurrentRow(first)
            self.finds.scrollToTop()
        total = sum(group.total for group, _lines in groups)
        if total:
            words = ngettext("{count} record found. Enter opens it.", "{count} records found. Arrows choose, Enter opens.", total)
            words = words.format(count=f"{total:,}")
        elif len(text.strip()) < everywhere.SHORTEST:
            words = _("Write two letters or more.")
        else:
            words = _("Nothing is found for “{text}”.").format(text=text.strip())
        self.hint.setText(thaiwrap.shown(words))

    def _add(self, line: _Line) -> None:
        item = QListWidgetItem(line.text, self.finds)
        item.setData(_TARGET, line.target)
        item.setData(_DETAIL, line.detail)
        item.setSizeHint(QSize(0, _FIND if line.detail else _HEADING))
        if line.target is None:
            font = QFont(self.font())
            font.setBold(True)
            item.setFont(font)
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        else:
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{line.text} {line.detail}".strip())

    def _take(self, item: QListWidgetItem) -> None:
        target = item.data(_TARGET)
        if target is not None:
            self.wanted = target
            super().accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if Qt.Key(event.key()) in _STEPS:
                QApplication.sendEvent(self.finds, event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if not self._pause.isActive():  # else what is chosen below answers an earlier text
                    self.accept()
                return True
        return super().eventFilter(watched, event)


def begin(
    book: Book,
    services: Services,
    pages: Mapping[str, Page],
    over: QWidget,
    show_record: Callable[[str, bytes], None],
    show_page: Callable[[str, Callable[[], None]], None],
) -> None:
    """Ask for a text and show what is chosen of the finds: a record, or the list of a page under the same search."""
    dialog = SearchDialog(book, services, {name for name, page in pages.items() if page.can("find")}, over)
    if not services.ask.run(dialog) or dialog.wanted is None:
        return
    register, record = dialog.wanted
    if record is not None:
        show_record(register, record)
    else:
        page, text = pages[register], dialog.line.text()
        show_page(register, lambda: page.leave(lambda: page.show_search(text)))
