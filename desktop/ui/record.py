"""One record beside its list: the form, the records that hang on it, its history."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QTabWidget, QVBoxLayout, QWidget

from desktop.base.i18n import _, ngettext
from desktop.records.book import Book, Changes
from desktop.records.editing import Draft
from desktop.records.query import ListQuery
from desktop.records.register import Register
from desktop.ui import look, thaiwrap
from desktop.ui.form import Form
from desktop.ui.formdialog import FormDialog
from desktop.ui.history import HistoryView
from desktop.ui.services import Services
from desktop.ui.table import RegisterModel, Table
from desktop.ui.words import Retranslated


class Children(Retranslated):
    """The records of a child register that belong to one record."""

    def __init__(self, book: Book, register: Register, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self.register = register
        self._services = services
        self._parent_id: bytes | None = None
        self.model = RegisterModel(book, register, register.columns, self)
        self.table = Table()
        self.table.setModel(self.model)
        self.table.activated.connect(self._edit)
        self._hint = QLabel()
        self._hint.setWordWrap(True)
        look.play(self._hint, "hint")
        self._add, self._open, self._delete = QPushButton(), QPushButton(), QPushButton()
        for button, icon, slot in (
            (self._add, "plus", self.add),
            (self._open, "pencil", self._edit),
            (self._delete, "trash-2", self._take_away),
        ):
            look.with_icon(button, icon)
            button.clicked.connect(slot)
        buttons = QHBoxLayout()
        for button in (self._add, self._open, self._delete):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.addLayout(buttons)
        column.addWidget(self._hint)
        column.addWidget(self.table, 1)
        self.retranslate()

    def show_parent(self, record: bytes | None) -> None:
        """Show what belongs to this record; None (not saved yet): nothing can be added."""
        self._parent_id = record
        self.refresh()

    def refresh(self) -> None:
        """Read again."""
        record = self._parent_id
        ids = self._book.ids(ListQuery(self.register.name, parent=record)) if record is not None else []
        self.model.show_ids(ids)
        self.table.fit()
        self._add.setEnabled(record is not None)
        self._hint.setVisible(record is None)
        for button in (self._open, self._delete):
            button.setEnabled(bool(ids))
        if ids:
            self.table.selectRow(0)

    def add(self) -> None:
        """Add one."""
        if self._parent_id is not None:
            self._show(self._book.draft(self.register.name, None, **{self.register.parent: self._parent_id}))

    def retranslate(self) -> None:
        self._add.setText(_("Add"))
        self._open.setText(_("Edit"))
        self._delete.setText(_("Delete"))
        self._hint.setText(thaiwrap.shown(_("Save first, then add here.")))
        self.table.setAccessibleName(_(self.register.title))

    def _edit(self) -> None:
        row = self.model.row(self.table.currentIndex().row()) if self.table.currentIndex().isValid() else None
        if row is not None:
            self._show(self._book.draft(self.register.name, row.id))

    def _show(self, draft: Draft) -> None:
        self._services.ask.run(FormDialog(self._book, self.register, self._services, draft, self.window()))
        self.refresh()

    def _take_away(self) -> None:
        numbers = sorted({index.row() for index in self.table.selectedIndexes()})
        chosen = [self.model.ids[number] for number in numbers]
        if not chosen:
            return
        question = ngettext("Delete {count} record?", "Delete {count} records?", len(chosen)).format(count=len(chosen))
        if self._services.ask.sure(self.window(), question, _("You can restore them from the bin at any time."), _("Delete"), danger=True):
            name = self.register.name
            self._services.tasks.write(self, lambda progress: self._book.delete(name, chosen), lambda _done: self.refresh())


class RecordPane(Retranslated):
    """Tabs over one record: form, children, history."""

    open_wanted = Signal(str, object)
    saved = Signal(object)
    leaving = Signal()
    state_changed = Signal()

    def __init__(self, book: Book, register: Register, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self.register = register
        self.form = Form(book, register, services)
        self.children_shown = [Children(book, book.registers[name], services) for name in register.children]
        self.history = HistoryView(book, register, services)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        for page in (self.form, *self.children_shown, self.history):
            self.tabs.addTab(page, "")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tabs)
        self.form.saved.connect(self._saved)
        self.form.leaving.connect(self.leaving)
        self.form.state_changed.connect(self.state_changed)
        self.form.open_wanted.connect(self.open_wanted)
        self.tabs.currentChanged.connect(self._tab)
        self.retranslate()

    @property
    def record(self) -> bytes | None:
        """The record shown; None while it is new."""
        return self.form.draft.id if self.form.draft is not None else None

    def edit(self, draft: Draft, *, fixed: bool = False) -> None:
        """Show a draft, form first."""
        self.form.edit(draft, fixed=fixed)
        self._read_others()

    def leave(self, then: Callable[[], None]) -> None:
        """Go on after unsaved work is dealt with."""
        self.form.leave(then)

    def changed(self, changes: Changes) -> None:
        """Records changed somewhere: show a clean form as it stands now; a dirty one learns of it when it is saved."""
        record = self.record
        for page in self.children_shown:
            if {page.register.name, *(field.register for field in page.register.fields if field.register)} & set(changes.of):
                page.refresh()
        if record is None or record not in changes.of.get(self.register.name, ()) or changes.origin == self.form.origin:
            return
        if not self.form.dirty:
            row = self._book.rows(self.register.name, [record])[0]
            if row is not None:
                self.form.edit(self._book.draft(self.register.name, record), fixed=row.deleted)
        self._tab()

    def retranslate(self) -> None:
        self.tabs.setTabText(0, _(self.register.singular))
        for number, page in enumerate(self.children_shown, start=1):
            self.tabs.setTabText(number, _(page.register.title))
        self.tabs.setTabText(self.tabs.count() - 1, _("History"))

    def _saved(self, record: bytes) -> None:
        self._read_others()
        self.saved.emit(record)

    def _read_others(self) -> None:
        for page in self.children_shown:
            page.show_parent(self.record)
        self._tab()

    def _tab(self) -> None:
        # History is read only when it is looked at.
        self.history.show_record(self.record if self.tabs.currentWidget() is self.history else None)
