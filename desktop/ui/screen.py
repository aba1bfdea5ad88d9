"""The page of a register: the list, and the chosen record beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.base.i18n import _, ngettext
from desktop.records import bulk
from desktop.records.book import Book, Changes
from desktop.records.register import Register
from desktop.sheets.mapping import comes_in
from desktop.ui import actions, deleting, look
from desktop.ui.beside import Beside
from desktop.ui.browse import Browser
from desktop.ui.bulk import BulkDialog
from desktop.ui.page import Page
from desktop.ui.record import RecordPane
from desktop.ui.room import TabFactory
from desktop.ui.services import Services

_PAUSE_MS = 150


class RegisterScreen(Page):
    """Works from the description alone; a room that needs more adds `tabs`, or writes its own page."""

    sheet_wanted = Signal(str)  # "import" or "export"

    def __init__(
        self, book: Book, register: Register, services: Services, tabs: Sequence[TabFactory] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.name, self.icon, self.group = register.name, register.icon, register.group
        self.book = book
        self.register = register
        self.services = services
        self._tabs = tabs
        self._stale = True
        self._changeable = bool(bulk.changeable(book, register))
        self.list = Browser(book, register, services)
        self.list.chosen_changed.connect(self.state_changed)
        self.list.current_changed.connect(self._follow)
        self.list.opened.connect(self._open_current)
        self.list.bin.toggled.connect(self._turn)
        self._beside = Beside(self.list)
        self._bulk = QAction(look.icon("pencil"), "", self)
        self._bulk.triggered.connect(self.edit_many)
        self.deeds = actions.DeedsButton(book, register, self.list.chosen, self._do, [self._bulk] if self._changeable else [])
        if register.actions or self._changeable:
            self.list.put(self.deeds)
        self._beside.opened.connect(self.deeds.shorten)
        self._pane: RecordPane | None = None
        self._following = QTimer(self)
        self._following.setSingleShot(True)
        self._following.setInterval(_PAUSE_MS)
        self._following.timeout.connect(self._show_current)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._beside)
        self.retranslate()

    @property
    def pane(self) -> RecordPane:
        """The record beside the list; made when it is first needed: all forms at the start would cost seconds."""
        if self._pane is None:
            self._pane = RecordPane(self.book, self.register, self.services, self._tabs)
            self._pane.words_changed.connect(self.words_changed)
            self._pane.saved.connect(self._saved)
            self._pane.leaving.connect(self._close_pane)
            self._pane.state_changed.connect(self.state_changed)
            self._pane.open_wanted.connect(self._open_other)
            self._beside.put(self._pane)
        return self._pane

    # -- the page

    def title(self) -> str:
        return _(self.register.title)

    def can(self, deed: str) -> bool:
        deleted = self.list.query.deleted
        match deed:
            case "find" | "refresh" | "import" | "export":
                return deed != "import" or comes_in(self.register)
            case "new":
                return not deleted and deleting.refusal(self.book, self.register) is None
            case "open":
                return bool(self.list.chosen())
            case "delete" | "restore":
                return bool(self.list.chosen()) and deleted == (deed == "restore")
            case "deeds":
                return not deleted and not self.deeds.isHidden()  # the list itself may be hidden, on a small screen behind the record
            case "bulk":
                return not deleted and self._changeable and self.list.reading.whole and bool(self.list.model.ids)
            case "save":
                return self._beside.open and self.pane.dirty
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
            case "deeds":
                self._offer()
            case "bulk":
                self.edit_many()
            case "save":
                self.pane.save()
            case "import" | "export":
                self.sheet_wanted.emit(deed)

    def leave(self, then: Callable[[], None]) -> None:
        if self._beside.open:
            self.pane.leave(then)
        else:
            then()

    def entered(self) -> None:
        if self._stale:
            self._stale = False
            self.list.refresh()
        if not self._beside.open:
            self.list.table.setFocus()

    def changed(self, changes: Changes) -> None:
        names = {self.name, *(field.register for field in self.register.fields if field.register)}
        names.update(reverse.register for reverse in self.register.reverses)
        names.update(self.register.children)
        if self.isVisible() and self._beside.open:
            self.pane.changed(changes)
        if not names & set(changes.of):
            return
        if self.isVisible():
            self.list.refresh()
        else:
            self._stale = True

    # -- what it does

    def show_record(self, record: bytes, linked: tuple[str, bytes] | None = None) -> None:
        """Open this record, whatever the list shows; `linked` (register, id) brings what hangs on it into sight."""
        row = self.book.row(self.name, record)
        self._edit(record, fixed=row.deleted)
        self.list.select(record)
        if linked is not None:
            self.pane.show_linked(*linked)
        else:
            self.pane.form.focus_first()

    def show_search(self, text: str) -> None:
        self._close_pane()
        self.list.show_search(text)

    def new(self) -> None:
        """Begin a new record."""

        def begin() -> None:
            self.list.select_none()
            self.list.keep = None
            self.pane.edit(self.book.draft(self.name))
            self._beside.show_second()
            self.pane.form.focus_first()
            self.state_changed.emit()

        self.leave(begin)

    def delete(self) -> None:
        """Put the chosen records into the bin."""
        chosen = self.list.chosen()
        words = ngettext("{count} record is in the bin now.", "{count} records are in the bin now.", len(chosen)).format(count=len(chosen))
        deleting.delete(self, self.book, self.services, self.register, chosen, lambda: self._then(words)(None))

    def restore(self) -> None:
        """Take the chosen records out of the bin."""
        chosen = self.list.chosen()
        words = ngettext("{count} record is back.", "{count} records are back.", len(chosen)).format(count=len(chosen))
        self.services.tasks.write(self, lambda progress: self.book.restore(self.name, chosen), self._then(words), None, _("Restoring…"))

    def edit_many(self) -> None:
        """Change one field of the chosen records, or of all in the list."""

        def show() -> None:
            dialog = BulkDialog(self.book, self.register, self.services, self.list.chosen(), self.list.model.ids, self.window())
            if self.services.ask.run(dialog) and dialog.done_words:
                self.words_changed.emit(dialog.done_words)

        self.leave(show)

    def retranslate(self) -> None:
        self._bulk.setText(_("Edit chosen… (Shift+F2)"))

    # -- the inside

    def _offer(self) -> None:
        """Open the menu of deeds: of the record shown, or of those chosen in the list."""
        in_list = not self._beside.open or not self.register.actions or len(self.list.chosen()) > 1 or not self.pane.deeds.isEnabled()
        look.open_menu(self.deeds if in_list else self.pane.deeds)

    def _do(self, name: str) -> None:
        chosen = self.list.chosen()

        def go() -> None:
            actions.begin(self, self.book, self.services, self.register, name, chosen, self.words_changed.emit)

        self.leave(go)

    def _then(self, words: str) -> Callable[[None], None]:
        def done(_result: None) -> None:
            self._close_pane()
            self.words_changed.emit(words)

        return done

    def _turn(self, _bin: bool) -> None:
        """Between the list and the bin a record shown beside them would be out of place; unsaved work stays."""
        if self._beside.open and not self.pane.dirty:
            self._close_pane()

    def _follow(self) -> None:
        if self._beside.open and not self.pane.dirty:
            self._following.start()

    def _show_current(self) -> None:
        row = self.list.current()
        if row is not None and self._beside.open and not self.pane.dirty and row.id != self.pane.record:
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
        self._beside.show_second()
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

    def _close_pane(self) -> None:
        self._beside.close_second()
        self.list.keep = None
        self.list.select_current()
        self.list.table.setFocus()
        self.state_changed.emit()
