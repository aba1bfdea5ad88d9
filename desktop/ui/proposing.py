"""The question before a regional office proposes what it changed in a council's record: why."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QDialog, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.base import thai
from desktop.base.i18n import _
from desktop.records.book import Book
from desktop.records.editing import Draft
from desktop.ui import look, thaiwrap
from desktop.ui.answerrow import answer_row
from desktop.ui.services import Services


def may_go_on(owner: QWidget, book: Book, services: Services, draft: Draft) -> bool:
    """Whether to save; asks why where that only proposes a change to the council whose record it is."""
    if draft.id is None or not book.proposes(draft.council):
        return True
    dialog = ProposeDialog(proposed_to(book, [draft.council]) or "", owner.window())
    proposed = services.ask.run(dialog)
    draft.reason = dialog.reason() if proposed else None
    return proposed


def proposed_to(book: Book, councils: Iterable[bytes | None]) -> str | None:
    """Names of the councils to which a change of their records is only proposed; None where it is not proposed to any."""
    asked = {council for council in councils if council is not None and book.proposes(council)}
    offices = book.offices()
    return ", ".join(sorted(offices[council].name for council in asked if council in offices)) if asked else None


class ProposeDialog(QDialog):
    """Says whose record it is and takes the reason, which may stay blank. Ctrl+Enter proposes."""

    def __init__(self, council: str, parent: QWidget | None = None, *, removing: bool = False) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Propose to the council"))
        self.setMinimumWidth(460)
        changed = _("This record belongs to {council}. What you changed is proposed to it.")
        removed = _("This belongs to {council}. It is proposed to put it into the bin.")
        heading = QLabel(thaiwrap.shown((removed if removing else changed).format(council=council)))
        look.play(heading, "section")
        hint = QLabel(thaiwrap.shown(_("It goes with the next receipt; the council accepts it, keeps what it has, or asks.")))
        look.play(hint, "hint")
        label = QLabel(_("Reason"))
        self._reason = QPlainTextEdit()
        self._reason.setTabChangesFocus(True)
        self._reason.setFixedHeight(90)
        self._reason.setAccessibleName(_("Reason"))
        label.setBuddy(self._reason)
        for words in (heading, hint):
            words.setWordWrap(True)
        buttons, self.go = answer_row(self, _("Propose (F9)"))
        column = QVBoxLayout(self)
        for widget in (heading, hint, label, self._reason, buttons):
            column.addWidget(widget)
        self._reason.setFocus()

    def reason(self) -> str | None:
        """What was typed; None when nothing."""
        return thai.clean_lines(self._reason.toPlainText()) or None
