"""Fields filled by typing a few letters and choosing from what is found: areas and linked records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QWidget

from desktop.base.areas import areas

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
        self.popup = QListView()
        self.popup.setSpacing(2)
        completer.setPopup(self.popup)
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
        self.popup.hide()
        self.chosen.emit(item.data(_KEY), item.text())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.hasSelectedText():  # chosen from the end, so that the name at its beginning is seen
            self.end(False)
            self.home(True)

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
            self.popup.hide()

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
