"""A form in a window of its own: a person added while choosing one, a record that hangs on another."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop.base.i18n import _
from desktop.records.book import Book
from desktop.records.editing import Draft
from desktop.records.register import Register
from desktop.ui import look
from desktop.ui.form import Form, named
from desktop.ui.picks import LinkEditor
from desktop.ui.services import Services


class FormDialog(QDialog):
    """Accepted once the record is saved; `record` is its id. `held` are fields given from outside (a link), `fixed` allows reading only."""

    def __init__(
        self,
        book: Book,
        register: Register,
        services: Services,
        draft: Draft,
        parent: QWidget | None = None,
        *,
        held: Sequence[str] = (),
        fixed: bool = False,
    ) -> None:
        super().__init__(parent)
        self.record: bytes | None = draft.id
        self.setWindowTitle(_(register.singular))
        look.open_at(self, 640, 660)
        self.form = Form(book, register, services, held=held)
        self.form.saved.connect(self._saved)
        self.form.leaving.connect(lambda: self.done(QDialog.DialogCode.Rejected))
        self.form.open_wanted.connect(self._take_other)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 8, 4)
        column.addWidget(self.form)
        for keys in ("F9", "Ctrl+S"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.form.save)
        self._register = register
        self.form.edit(draft, fixed=fixed)
        self.form.focus_first()

    def reject(self) -> None:
        self.form.leave(lambda: self.done(QDialog.DialogCode.Rejected))

    def _saved(self, record: bytes) -> None:
        self.record = record
        self.accept()

    def _take_other(self, register: str, record: bytes) -> None:
        # From the warning about duplicates: the record that is already there is the one that was wanted.
        if register == self._register.name:
            self.form.drop()
            self.record = record
            self.accept()


def add_linked(book: Book, services: Services, editor: LinkEditor, typed: str) -> None:
    """Add the record that an editor looked for in vain, and choose it."""
    target = book.registers[editor.field.register]
    dialog = FormDialog(book, target, services, book.draft(target.name, None, **named(target, typed)), editor.window())
    if services.ask.run(dialog) and dialog.record is not None:
        editor.choose(dialog.record)
    editor.inner.setFocus()


def look_at(book: Book, services: Services, register: str, record: bytes, parent: QWidget | None) -> None:
    """Show a record for reading, over what is being done."""
    spec = book.registers[register]
    services.ask.run(FormDialog(book, spec, services, book.draft(register, record), parent, fixed=True))
