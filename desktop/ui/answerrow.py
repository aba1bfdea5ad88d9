"""The two answers below a dialog of our own."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton

from desktop.base.i18n import _
from desktop.ui import look


def answer_row(dialog: QDialog, words: str) -> tuple[QDialogButtonBox, QPushButton]:
    """A row that accepts the dialog with F9 and Return, under `words`, and leaves it with Cancel; the row and the button that accepts."""
    row = QDialogButtonBox()
    go = row.addButton(words, QDialogButtonBox.ButtonRole.AcceptRole)
    go.setShortcut("F9")
    go.setDefault(True)
    look.play(go, "primary")
    row.addButton(_("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
    row.accepted.connect(dialog.accept)
    row.rejected.connect(dialog.reject)
    return row, go
