"""The short code two offices read to each other by phone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from desktop.base.i18n import _
from desktop.ui import look, thaiwrap


class CodeDialog(QDialog):
    """Shows what to do with the code, and the code in large figures."""

    def __init__(self, words: str, code: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Numbers to compare"))
        self.setMinimumWidth(520)
        text = QLabel(thaiwrap.shown(words))
        text.setWordWrap(True)
        figures = QLabel(code)
        look.play(figures, "code")
        figures.setAlignment(Qt.AlignmentFlag.AlignCenter)
        figures.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        figures.setAccessibleName(_("Numbers to compare: {code}").format(code=code))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok)
        buttons.accepted.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        for widget in (text, figures, buttons):
            column.addWidget(widget)
