"""The page of a register of which this office has one record, its own: no list, the record itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.base.i18n import _
from desktop.records.book import Book, Changes
from desktop.records.register import Register
from desktop.ui import look
from desktop.ui.page import Page
from desktop.ui.record import RecordPane
from desktop.ui.room import TabFactory
from desktop.ui.services import Services


class OwnPage(Page):
    """The record under the office's own id; a new one is begun when there is none."""

    def __init__(
        self, book: Book, register: Register, services: Services, tabs: Sequence[TabFactory] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.name = register.name
        self.icon = register.icon
        self.group = register.group
        self.book = book
        self.register = register
        self.services = services
        self._tabs = tabs
        self._pane: RecordPane | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, 4, 8, 0)

    @property
    def pane(self) -> RecordPane:
        """The record; made when it is first looked at."""
        if self._pane is None:
            self._pane = RecordPane(self.book, self.register, self.services, self._tabs)
            self._pane.state_changed.connect(self.state_changed)
            self._pane.open_wanted.connect(self.open_wanted)
            self._pane.words_changed.connect(self.words_changed)
            self._pane.saved.connect(lambda _record: self.words_changed.emit(_("Saved.")))
            self._pane.leaving.connect(lambda: self.page_wanted.emit("home"))
            self._column.addWidget(self._pane)
        return self._pane

    def title(self) -> str:
        return _(self.register.singular)

    def can(self, deed: str) -> bool:
        match deed:
            case "save":
                return self._pane is not None and self._pane.dirty
            case "deeds":
                return bool(self.register.actions) and self.pane.record is not None
        return deed == "refresh"

    def do(self, deed: str) -> None:
        match deed:
            case "save":
                self.pane.save()
            case "deeds":
                look.open_menu(self.pane.deeds)
            case "refresh":
                self._show()

    def leave(self, then: Callable[[], None]) -> None:
        if self._pane is None:
            then()
        else:
            self._pane.leave(then)

    def entered(self) -> None:
        self._show()

    def changed(self, changes: Changes) -> None:
        if not self.isVisible():
            return
        if self.pane.record is None:
            self._show()
        else:
            self.pane.changed(changes)

    def show_record(self, record: bytes, linked: tuple[str, bytes] | None = None) -> None:
        if linked is not None:
            self.pane.show_linked(*linked)

    def _show(self) -> None:
        if not self.pane.dirty:
            self.pane.edit(self.book.draft_own(self.register.name))
