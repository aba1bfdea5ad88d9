"""The button that opens the choice of a list's columns, remembered on this PC."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from desktop.base.i18n import _
from desktop.records.book import Book
from desktop.records.register import Register
from desktop.ui import look
from desktop.ui.services import Settings


class ColumnButton(QToolButton):
    """`chosen` comes with the columns ticked; one at least stays."""

    chosen = Signal(object)

    def __init__(self, book: Book, register: Register, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self._register = register
        self._settings = settings
        self._shown: Sequence[str] = ()
        self._menu = QMenu(self)
        self.setMenu(self._menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        look.with_icon(self, "columns-3")
        self.retranslate()

    def remembered(self) -> list[str]:
        """The columns chosen on this PC before, else the register's own."""
        stored = self._settings.get(f"columns.{self._register.name}").split(",")
        known = set(self._all())
        return [name for name in stored if name in known] or list(self._register.columns)

    def remember(self, columns: Sequence[str]) -> None:
        """Begin with these columns from now on."""
        self._settings.put(f"columns.{self._register.name}", ",".join(columns))

    def show_columns(self, columns: Sequence[str]) -> None:
        """Tick these; tells nobody."""
        self._shown = columns
        self._menu.clear()
        for name in self._all():
            action = QAction(_(self._book.registers.described(self._register, name).label), self._menu)
            action.setCheckable(True)
            action.setChecked(name in columns)
            action.setData(name)
            action.toggled.connect(lambda _on: self._choose())
            self._menu.addAction(action)

    def retranslate(self) -> None:
        """Set its words."""
        self.setText(_("Columns"))
        self.setAccessibleName(_("Columns"))
        self.setToolTip(_("Choose the columns of the list"))
        self.show_columns(self._shown)

    def _choose(self) -> None:
        ticked = [str(action.data()) for action in self._menu.actions() if action.isChecked()]
        if ticked:
            self.chosen.emit(ticked)

    def _all(self) -> list[str]:
        register = self._register
        fields = [field.name for field in register.fields if field.name != register.parent and not field.inner]
        seen = [lookup.name for lookup in register.lookups] + [reverse.name for reverse in register.reverses]
        return list(dict.fromkeys([*register.columns, *fields, *seen]))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
