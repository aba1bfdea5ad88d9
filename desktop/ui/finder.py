"""Fields filled by typing a few letters and choosing from what is found: areas and linked records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QListWidget, QListWidgetItem, QToolButton, QVBoxLayout, QWidget

from desktop.base import dates
from desktop.base.areas import areas
from desktop.base.i18n import N_, _
from desktop.base.task import Progress
from desktop.records.book import Book, ListQuery
from desktop.records.register import Field, Kind, Problem, Register, Row
from desktop.ui import look
from desktop.ui.editors import Editor
from desktop.ui.tasks import Tasks

Found = Sequence[tuple[Any, str]]
Search = Callable[[str, Callable[[Found], None]], None]
MOST = 12  # results offered
_PAUSE_MS = 120
_KEY = Qt.ItemDataRole.UserRole


class Finder(QLineEdit):
    """A line that looks for what is typed and offers the finds below; Enter or a click chooses one."""

    chosen = Signal(object, str)

    def __init__(self, search: Search, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._search = search
        self._asked = 0
        self._finds = QStandardItemModel(self)
        completer = QCompleter(self._finds, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(MOST + 1)
        completer.activated[QModelIndex].connect(self._take)  # type: ignore[index]  # PySide's stubs know no overloads
        self._popup = QListView()
        self._popup.setSpacing(2)
        completer.setPopup(self._popup)
        self._completer = completer
        self.setCompleter(completer)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._look)
        self.textEdited.connect(lambda _text: self._pause.start())

    def offered(self) -> list[str]:
        """The finds now on offer."""
        return [self._finds.item(row).text() for row in range(self._finds.rowCount())]

    def look_now(self) -> None:
        """Look without waiting for a pause in typing."""
        self._pause.stop()
        self._look()

    def take(self, number: int) -> None:
        """Choose one of the finds."""
        item = self._finds.item(number)
        self._popup.hide()
        self.chosen.emit(item.data(_KEY), item.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.isModified() and self._finds.rowCount():
            self.take(0)  # Enter without moving down takes the best find
            return
        if event.key() == Qt.Key.Key_Down and self.text().strip() and not self._finds.rowCount():
            self.look_now()
        super().keyPressEvent(event)

    def _look(self) -> None:
        self._asked += 1
        asked, text = self._asked, self.text().strip()
        self._finds.clear()
        if text:
            self._search(text, lambda found: self._show(found) if asked == self._asked else None)

    def _show(self, found: Found) -> None:
        self._finds.clear()
        for key, label in found:
            item = QStandardItem(label)
            item.setData(key, _KEY)
            item.setEditable(False)
            self._finds.appendRow(item)
        if found and self.hasFocus():
            self._completer.complete()
        elif not found:
            self._popup.hide()

    def _take(self, index: QModelIndex) -> None:
        key, label = index.data(_KEY), index.data()
        # The completer writes its own text after this signal; ours has to come later.
        QTimer.singleShot(0, self, lambda: self.chosen.emit(key, label))


def area_search(within: tuple[str, ...], kinds: Sequence[str] | None) -> Search:
    """Looks for areas by Thai or English name, code or postcode; those inside `within` come first."""

    def search(text: str, answer: Callable[[Found], None]) -> None:
        near = areas().search(text, MOST, within, kinds) if within else []
        far = [area for area in areas().search(text, MOST, (), kinds) if area not in near]
        answer([(area.code, areas().full_name(area.code)) for area in [*near, *far][:MOST]])

    return search


_TAMBONS = ("tambon", "khwaeng")


class FinderEditor(Editor):
    """A value shown by its label; typing looks for another, emptying the line clears it."""

    def __init__(self, field: Field, book: Book, search: Search, parent: QWidget | None = None) -> None:
        super().__init__(field, book, parent)
        self.edit = Finder(search)
        self.hold(self.edit)
        self._value: Any = None
        self._label = ""
        self.edit.chosen.connect(self._chosen)
        self.edit.textEdited.connect(self._typed)
        self.edit.editingFinished.connect(self._settle)

    def value(self) -> Any:
        return self._value

    def problems(self) -> tuple[Problem, ...]:
        if self._value is None and self.edit.text().strip():
            return (Problem(self.field.name, "not_chosen", N_("Choose one from the list that opens while typing.")),)
        return ()

    def set_value(self, value: Any, label: str = "") -> None:
        self._value, self._label = value, label
        with QSignalBlocker(self.edit):
            self.edit.setText(label)
        self.edit.setCursorPosition(0)
        self.edit.setModified(False)

    def set_read_only(self, fixed: bool) -> None:
        self.edit.setReadOnly(fixed)

    def _chosen(self, key: Any, label: str) -> None:
        self.set_value(key, label)
        self.edited.emit()

    def _typed(self, text: str) -> None:
        self._value = None
        self.edited.emit()

    def _settle(self) -> None:
        """Leaving the line with exactly one find, or with the old label typed again, chooses it."""
        if self._value is None and self.edit.text().strip() and len(self.edit.offered()) == 1:
            self.edit.take(0)


class AreaEditor(FinderEditor):
    """A tambon or khwaeng, found by its Thai or English name, those of our own office first."""

    def __init__(self, field: Field, book: Book, parent: QWidget | None = None) -> None:
        super().__init__(field, book, area_search(book.office.areas, _TAMBONS), parent)
        self.retranslate()

    def set_value(self, value: Any, label: str = "") -> None:
        super().set_value(value, areas().full_name(value) if value else "")

    def retranslate(self) -> None:
        super().retranslate()
        self.edit.setPlaceholderText(_("Type a tambon, Thai or English"))
        if self._value is not None:
            self.set_value(self._value)


class AreasEditor(Editor):
    """Several areas of any level: type to add one, Delete or the button takes one out."""

    def __init__(self, field: Field, book: Book, parent: QWidget | None = None) -> None:
        super().__init__(field, book, parent)
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.finder = Finder(area_search(book.office.areas, None))
        self.list = QListWidget()
        gone = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.list, context=Qt.ShortcutContext.WidgetShortcut)
        gone.activated.connect(self._take_out)
        self._remove = QToolButton()
        look.with_icon(self._remove, "trash-2")
        self._remove.clicked.connect(self._take_out)
        column.addWidget(self.finder)
        column.addWidget(self.list)
        self._line.addWidget(box, 1)
        self._line.addWidget(self._remove, alignment=Qt.AlignmentFlag.AlignBottom)
        self._inner = self.finder
        self.setFocusProxy(self.finder)
        self.finder.installEventFilter(self)
        self.finder.chosen.connect(self._put)
        self.retranslate()
        self._refit()

    def value(self) -> Any:
        return tuple(sorted(str(self.list.item(row).data(_KEY)) for row in range(self.list.count()))) or None

    def set_value(self, value: Any, label: str = "") -> None:
        self.list.clear()
        for code in value or ():
            QListWidgetItem(areas().full_name(code), self.list).setData(_KEY, code)
        self._refit()

    def problems(self) -> tuple[Problem, ...]:
        if self.finder.text().strip():
            return (Problem(self.field.name, "not_chosen", N_("Choose one from the list that opens while typing.")),)
        return ()

    def set_read_only(self, fixed: bool) -> None:
        self.finder.setReadOnly(fixed)
        self._remove.setEnabled(not fixed)

    def retranslate(self) -> None:
        super().retranslate()
        self.finder.setPlaceholderText(_("Type a tambon, district or province to add it"))
        self.list.setAccessibleName(_("Chosen: {field}").format(field=_(self.field.label)))
        self._remove.setToolTip(_("Take the chosen one out"))
        self._remove.setAccessibleName(_("Take the chosen one out"))
        self.set_value(self.value())

    def _put(self, code: str, _label: str) -> None:
        self.finder.clear()
        self.set_value(tuple(dict.fromkeys((*(self.value() or ()), code))))
        self.edited.emit()

    def _take_out(self) -> None:
        row = self.list.currentRow()
        if row >= 0:
            self.list.takeItem(row)
            self._refit()
            self.edited.emit()

    def _refit(self) -> None:
        self.list.setVisible(self.list.count() > 0)
        self._remove.setVisible(self.list.count() > 0)
        self.list.setFixedHeight(min(5, max(1, self.list.count())) * (self.list.fontMetrics().lineSpacing() + 4) + 8)


def called(book: Book, register: Register, row: Row) -> str:
    """A record in one line that tells it from its namesakes: name, birth year, house."""
    parts = [register.name_of(row.values)]
    for name in (register.identity.birth, "house_no", "moo", "tambon_code"):
        value = row.values.get(name) if name and name not in register.name_fields else None
        if value is not None and register.has(name):
            field = register.field(name)
            words = dates.show(value) if field.kind is Kind.PARTIAL_DATE else book.values_label(field, value)
            parts.append(f"{_(field.label)} {words}")
    return " · ".join(part for part in parts if part)


class LinkEditor(FinderEditor):
    """A record of another register: typed for, added on the spot, or opened."""

    add_wanted = Signal(str)  # what was typed
    open_wanted = Signal(str, object)  # register, id

    def __init__(self, field: Field, book: Book, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(field, book, self._search, parent)
        self._tasks = tasks
        self._register = book.registers[field.register]
        self._add = self._button("plus")
        self._add.clicked.connect(lambda: self.add_wanted.emit("" if self._value is not None else self.edit.text().strip()))
        self._open = self._button("arrow-right")
        self._open.clicked.connect(lambda: self.open_wanted.emit(self.field.register, self._value))
        self.retranslate()
        self._refresh()

    def set_value(self, value: Any, label: str = "") -> None:
        if value is not None and not label:
            row = self.book.rows(self._register.name, [value])[0]
            label = called(self.book, self._register, row) if row is not None else _("(gone)")
        super().set_value(value, label)
        self._refresh()

    def set_read_only(self, fixed: bool) -> None:
        super().set_read_only(fixed)
        self._add.setEnabled(not fixed)

    def choose(self, record: bytes) -> None:
        """Take this record, as if it had been picked."""
        self.set_value(record)
        self.edited.emit()

    def retranslate(self) -> None:
        super().retranslate()
        name = _(self._register.singular)
        self.edit.setPlaceholderText(_("Type a few letters of the name"))
        for button, words in ((self._add, _("Add a new one: {kind}")), (self._open, _("Open: {kind}"))):
            button.setToolTip(words.format(kind=name))
            button.setAccessibleName(words.format(kind=name))

    def _chosen(self, key: Any, label: str) -> None:
        if key is None:
            self.add_wanted.emit(self.edit.text().strip())
            return
        super()._chosen(key, label)

    def _typed(self, text: str) -> None:
        super()._typed(text)
        self._refresh()

    def _refresh(self) -> None:
        self._open.setEnabled(self._value is not None)

    def _button(self, icon: str) -> QToolButton:
        button = QToolButton()
        look.with_icon(button, icon)
        self._line.addWidget(button)
        return button

    def _search(self, text: str, answer: Callable[[Found], None]) -> None:
        def find(progress: Progress) -> Found:
            found = self.book.ids(ListQuery(self._register.name, search=text))[:MOST]
            rows = self.book.rows(self._register.name, found)
            return [(row.id, called(self.book, self._register, row)) for row in rows if row is not None]

        def answered(found: Found) -> None:
            answer([*found, (None, _("Add “{text}” as a new one…").format(text=text))])

        self._tasks.read(self, find, answered)

    def _settle(self) -> None:
        """One find and the offer to add: choosing for the user could add a stranger, so the typing stays until one is chosen."""
