"""The list of pages at the left of the window, under headings; where they do not all fit, groups fold to their heading."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFont, QIcon, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from desktop.base.i18n import _
from desktop.ui import look
from desktop.ui.page import Page

_NARROWEST, _WIDEST = 180, 232  # px
_BESIDE = 74  # px: the icon and what is empty around it
_PAGE, _HEADING = 31, 25  # px
_NAME = Qt.ItemDataRole.UserRole


class Navigation(QListWidget):
    """Shows `pages` in their order, a heading before each new group. `chosen` comes when the user picks one. Where there is no room for
    all, the groups looked at last stay open; the arrow keys go from page to page all the same, and a folded heading opens at a click."""

    chosen = Signal(str)

    def __init__(self, pages: Sequence[Page], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("navigation")
        self.setIconSize(QSize(look.ICON, look.ICON))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self._pages = list(pages)
        self._items: dict[str, QListWidgetItem] = {}
        self._headings: list[tuple[QListWidgetItem, str]] = []
        self._recent = list(dict.fromkeys(page.group for page in self._pages))  # the group looked at last first
        group = ""
        for page in self._pages:
            if page.group != group:
                group = page.group
                heading = QListWidgetItem(self)
                heading.setFlags(Qt.ItemFlag.NoItemFlags)
                heading.setSizeHint(QSize(0, _HEADING))
                heading.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
                self._headings.append((heading, group))
            item = QListWidgetItem(look.icon(page.icon), "", self)
            item.setData(_NAME, page.name)
            item.setSizeHint(QSize(0, _PAGE))
            self._items[page.name] = item
        self.currentItemChanged.connect(self._picked)
        self.retranslate()

    def mark(self, name: str) -> None:
        """Show that this page is the one in the window; tells nobody."""
        group = next(page.group for page in self._pages if page.name == name)
        self._recent.sort(key=lambda each: each != group)
        with QSignalBlocker(self):
            self.setCurrentItem(self._items[name])
        self._fold()
        self.viewport().update()

    def marked(self) -> str:
        """The page marked."""
        return str(self.currentItem().data(_NAME))

    def pick(self, name: str) -> None:
        """Choose a page, as a click does."""
        self.setCurrentItem(self._items[name])

    def say(self, name: str, words: str) -> None:
        """Call a page so from now on."""
        self._items[name].setText(words)

    def retranslate(self) -> None:
        """Set the words again."""
        self.setAccessibleName(_("Pages"))
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.86)
        font.setBold(True)
        for item, group in self._headings:
            item.setText(_(group))
            item.setFont(font)
        widest = 0
        for page in self._pages:
            self.say(page.name, page.title())
            widest = max(widest, self.fontMetrics().horizontalAdvance(page.title()))
        self.setFixedWidth(min(_WIDEST, max(_NARROWEST, widest + _BESIDE)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        names = list(self._items)
        self.pick(names[min(max(names.index(self.marked()) + step, 0), len(names) - 1)])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        under = self.itemAt(event.position().toPoint())
        folded = next((group for heading, group in self._headings if heading is under), None)
        if folded is None:
            super().mousePressEvent(event)
        else:
            self._recent.sort(key=lambda each: each != folded)
            self._fold()

    def _fold(self) -> None:
        """Leave open as many groups as there is room for, those looked at last before others."""
        counts = {group: sum(page.group == group for page in self._pages) for group in self._recent}
        room = self.viewport().height() - len(self._headings) * _HEADING
        opened: set[str] = {""}
        room -= counts.get("", 0) * _PAGE
        for group in self._recent:
            if group and counts[group] * _PAGE <= room:
                opened.add(group)
                room -= counts[group] * _PAGE
        for page in self._pages:
            self._items[page.name].setHidden(page.group not in opened)
        for heading, group in self._headings:
            heading.setIcon(QIcon() if group in opened else look.icon("chevron-right"))

    def _picked(self, now: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if now is not None and now.data(_NAME):
            self.chosen.emit(str(now.data(_NAME)))
