"""The windows over one entry of a code list: changing it, and what was ever changed in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.base.i18n import _, ngettext
from desktop.records import codeuse
from desktop.records.book import KEPT_LISTS, Book
from desktop.records.editing import Draft
from desktop.ui import look, thaiwrap
from desktop.ui.formdialog import FormDialog
from desktop.ui.history import HistoryView
from desktop.ui.listwords import list_name
from desktop.ui.services import Services


class EntryDialog(FormDialog):
    """An entry of a list. Tells how many records use a code whose Thai label is being changed, and that a new code is in the list already."""

    def __init__(self, book: Book, services: Services, draft: Draft, parent: QWidget | None = None) -> None:
        known = draft.values["code"] is not None
        held = ("list", "code") if known else ("list",)
        super().__init__(book, book.registers[KEPT_LISTS], services, draft, parent, held=held)
        self.setWindowTitle(list_name(draft.values["list"]))
        self._book = book
        self._draft = draft
        self._known = known
        self._label = draft.values["label_th"]
        self._used = 0
        self.warning = QLabel()
        self.warning.setWordWrap(True)
        self.warning.setContentsMargins(10, 6, 10, 0)
        look.play(self.warning, "warning")
        self.warning.hide()
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(0, self.warning)
        self.form.fields.edited.connect(lambda _field: self._warn())
        if known:
            name, code = draft.values["list"], draft.values["code"]
            services.tasks.read(self, lambda progress: self._count(name, code), self._counted)

    def _count(self, name: str, code: str) -> int:
        with self._book.read() as reader:
            return codeuse.used(reader, self._book.registers, name, code)

    def _counted(self, used: int) -> None:
        self._used = used
        self._warn()

    def _warn(self) -> None:
        words = self._words(self._draft.values)
        self.warning.setText(thaiwrap.shown(words))
        self.warning.setVisible(bool(words))

    def _words(self, values: Mapping[str, Any]) -> str:
        if not self._known:
            there = self._book.code_lists.get(values["list"], values["code"] or "")
            if there is None:
                return ""
            return _("This list has the code already: {label}. Saving changes that entry.").format(label=there.label())
        if not self._used or values["label_th"] == self._label:
            return ""
        return ngettext(
            "{count} record uses this code. If the meaning changes, end it and add a new one.",
            "{count} records use this code. If the meaning changes, end it and add a new one.",
            self._used,
        ).format(count=f"{self._used:,}")


class HistoryDialog(QDialog):
    """What was ever changed in an entry, for looking at."""

    def __init__(self, book: Book, services: Services, record: bytes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        register = book.registers[KEPT_LISTS]
        self.setWindowTitle(_("History"))
        look.open_at(self, 760, 460)
        title = QLabel(thaiwrap.shown(register.name_of(book.row(KEPT_LISTS, record).values)))
        title.setWordWrap(True)
        look.play(title, "title")
        self.view = HistoryView(book, register, services)
        self.view.show_record(record)
        close = QPushButton(_("Close (Esc)"))
        close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.addWidget(title)
        column.addWidget(self.view, 1)
        column.addLayout(foot)
