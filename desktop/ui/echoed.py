"""Editors of lines that say beside them how they were understood: an area of land, a point on the map."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from desktop.base import land, places
from desktop.base.i18n import _, language
from desktop.records.book import Book
from desktop.records.register import Field
from desktop.ui import look
from desktop.ui.editors import LineEditor


class LandEditor(LineEditor):
    """An area of land. A number alone is square wah, and the echo says so."""

    keeps_doubtful = True

    def __init__(self, field: Field, book: Book, parent: QWidget | None = None) -> None:
        self._echo = QLabel()
        look.play(self._echo, "hint")
        super().__init__(field, book, parent)
        self._line.insertWidget(1, self._echo)
        self.edit.textChanged.connect(self._say)

    def set_value(self, value: Any, label: str = "") -> None:
        super().set_value(value, label)
        self._say()

    def retranslate(self) -> None:
        super().retranslate()
        self.edit.setPlaceholderText(_("rai-ngan-wah"))
        self._say()

    def _say(self) -> None:
        value, text = self.value(), self.edit.text()
        words = land.label(value, language()) if value is not None else ""
        if words and land.is_bare(text):
            words = _("{number} square wah = {area}").format(number=text.strip(), area=words)
        self._echo.setText(words)


class PointEditor(LineEditor):
    """A point on the map, typed or pasted; it can be copied, and looked at on a map when asked: nothing goes to the internet by itself."""

    keeps_doubtful = True

    def __init__(self, field: Field, book: Book, parent: QWidget | None = None) -> None:
        self.copy, self.map = QToolButton(), QToolButton()
        super().__init__(field, book, parent)
        for place, (button, icon) in enumerate(((self.copy, "copy"), (self.map, "map")), start=1):
            look.with_icon(button, icon)
            self._line.insertWidget(place, button)
        self.copy.clicked.connect(self._copy)
        self.map.clicked.connect(self._look)
        self.edit.textChanged.connect(self._enable)
        self._enable()

    def set_value(self, value: Any, label: str = "") -> None:
        super().set_value(value, label)
        self._enable()

    def retranslate(self) -> None:
        super().retranslate()
        self.edit.setPlaceholderText("13.7563, 100.5018")
        for button, words in ((self.copy, _("Copy the point")), (self.map, _("Show on a map (internet)"))):
            button.setToolTip(words)
            button.setAccessibleName(f"{words}: {_(self.field.label)}")

    def _enable(self) -> None:
        for button in (self.copy, self.map):
            button.setEnabled(self.value() is not None)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(places.show(self.value()))

    def _look(self) -> None:
        QDesktopServices.openUrl(QUrl(places.map_link(self.value())))
