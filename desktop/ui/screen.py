"""The page of a register: the list, and the chosen record beside it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from desktop.base.i18n import _, ngettext
from desktop.records.book import Book, Changes
from desktop.records.register import Register
from desktop.ui.browse import Browser
from desktop.ui.page import Page
from desktop.ui.record import RecordPane
from desktop.ui.services import Services

_PAUSE_MS = 150
_NARROW = 940  # px: below this the record covers the list instead of standing beside it


class RegisterScreen(Page):
    """Works from the description alone; a room that needs more writes its own page."""

    sheet_wanted = Signal(str)  # "import" or "export"

    def __init__(self, book: Book, register: Register, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = register.name
        self.icon = register.icon
        self.book = book
        self.register = register
        self.services = services
        self._stale = True
        self._open = False
        self.list = Browser(book, register, services)
        self.list.chosen_changed.connect(self.state_changed)
        self.list.current_changed.connect(self._follow)
        self.list.opened.connect(self._open_current)
        self.list.bin.toggled.connect(self._turn)
        self._pane: RecordPane | None = None
        self._following = QTimer(self)
        self._following.setSingleShot(True)
        self._following.setInterval(_PAUSE_MS)
        self._following.timeout.connect(self._show_current)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.addWidget(self.list)
        self._split.setChildrenCollapsible(False)
        self._split.setStretchFactor(0, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._split)

    @property
    def pane(self) -> RecordPane:
        """The record beside the list; made when it is first needed: six forms at the start would cost half a second."""
        if self._pane is None:
            self._pane = RecordPane(self.book, self.register, self.services)
            self._pane.saved.connect(self._saved)
            self._pane.leaving.connect(self._close_pane)
            self._pane.state_changed.connect(self.state_changed)
            self._pane.open_wanted.connect(self._open_other)
            self._pane.hide()
            self._split.addWidget(self._pane)
            self._split.setCollapsible(1, False)
        return self._pane

    # -- the page

    def title(self) -> str:
        return _(self.register.title)

    def can(self, deed: str) -> bool:
        deleted = self.list.query.deleted
        match deed:
            case "find" | "refresh" | "import" | "export":
                return True
            case "new":
                return not deleted
            case "open":
                return bool(self.list.chosen())
            case "delete" | "restore":
                return bool(self.list.chosen()) and deleted == (deed == "restore")
            case "save":
                return self._open and self.pane.form.dirty
        return False

    def do(self, deed: str) -> None:
        match deed:
            case "new":
                self.new()
            case "open":
                self._open_current()
            case "find":
                self.list.show()  # a narrow window hides it behind the record
                self.list.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
                self.list.search.selectAll()
            case "refresh":
                self.list.refresh()
            case "delete":
                self.delete()
            case "restore":
                self.restore()
            case "save":
                self.pane.form.save()
            case "import" | "export":
                self.sheet_wanted.emit(deed)

    def leave(self, then: Callable[[], None]) -> None:
        if self._open:
            self.pane.leave(then)
        else:
            then()

    def entered(self) -> None:
        if self._stale:
            self._stale = False
            self.list.refresh()
        if not self._open:
            self.list.table.setFocus()

    def changed(self, changes: Changes) -> None:
        names = {self.name, *(field.register for field in self.register.fields if field.register)}
        names.update(reverse.register for reverse in self.register.reverses)
        names.update(self.register.children)
        if not names & set(changes.of):
            return
        if not self.isVisible():
            self._stale = True
            return
        self.list.refresh()
        if self._open:
            self.pane.changed(changes)

    # -- what it does

    def show_record(self, record: bytes) -> None:
        """Open this record, whatever the list shows."""
        row = self.book.row(self.name, record)
        self._edit(record, fixed=row.deleted)
        self.list.select(record)

    def new(self) -> None:
        """Begin a new record."""

        def begin() -> None:
            self.list.select_none()
            self.list.keep = None
            self.pane.edit(self.book.draft(self.name))
            self._show_pane()
            self.pane.form.focus_first()
            self.state_changed.emit()

        self.leave(begin)

    def delete(self) -> None:
        """Put the chosen records into the bin."""
        chosen = self.list.chosen()
        question = ngettext("Delete {count} record?", "Delete {count} records?", len(chosen)).format(count=len(chosen))
        more = _("You can restore them from the bin at any time.")
        if self.register.children:
            more = _("What hangs on them goes too.") + " " + more
        if chosen and self.services.ask.sure(self.window(), question, more, _("Delete"), danger=True):
            words = ngettext("{count} record is in the bin now.", "{count} records are in the bin now.", len(chosen))
            done = self._then(words.format(count=len(chosen)))
            self.services.tasks.write(self, lambda progress: self.book.delete(self.name, chosen), done, None, _("Deleting…"))

    def restore(self) -> None:
        """Take the chosen records out of the bin."""
        chosen = self.list.chosen()
        words = ngettext("{count} record is back.", "{count} records are back.", len(chosen)).format(count=len(chosen))
        self.services.tasks.write(self, lambda progress: self.book.restore(self.name, chosen), self._then(words), None, _("Restoring…"))

    # -- the inside

    def _then(self, words: str) -> Callable[[None], None]:
        def done(_result: None) -> None:
            self._close_pane()
            self.words_changed.emit(words)

        return done

    def _turn(self, _bin: bool) -> None:
        """Between the list and the bin a record shown beside them would be out of place; unsaved work stays."""
        if self._open and not self.pane.form.dirty:
            self._close_pane()

    def _follow(self) -> None:
        if self._open and not self.pane.form.dirty:
            self._following.start()

    def _show_current(self) -> None:
        row = self.list.current()
        if row is not None and self._open and not self.pane.form.dirty and row.id != self.pane.record:
            self._edit(row.id, fixed=row.deleted)

    def _open_current(self) -> None:
        row = self.list.current()
        if row is None:
            return

        def show() -> None:
            self._edit(row.id, fixed=row.deleted)
            self.pane.form.focus_first()

        self.leave(show)

    def _edit(self, record: bytes, *, fixed: bool = False) -> None:
        self.list.keep = record
        self.pane.edit(self.book.draft(self.name, record), fixed=fixed)
        self._show_pane()
        self.state_changed.emit()

    def _open_other(self, register: str, record: bytes) -> None:
        if register == self.name:
            self.leave(lambda: self.show_record(record))
        else:
            self.open_wanted.emit(register, record)

    def _saved(self, record: bytes) -> None:
        self.list.keep = record
        self.words_changed.emit(_("Saved."))
        self.list.refresh()

    def _show_pane(self) -> None:
        if not self._open:
            self._open = True
            self.pane.show()
            wide = self._split.width()
            beside = min(640, max(500, wide // 2))
            self._split.setSizes([max(1, wide - beside), beside])
        self._arrange()

    def _close_pane(self) -> None:
        self._open = False
        self.list.keep = None
        self.pane.hide()
        self.list.show()
        self.list.table.setFocus()
        self.state_changed.emit()

    def _arrange(self) -> None:
        self.list.setVisible(not (self._open and self.width() < _NARROW))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
