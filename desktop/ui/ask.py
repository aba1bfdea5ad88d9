"""Every question, message and file choice. One object, handed to whoever asks, so that tests can answer."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QPushButton, QWidget

from desktop.base.errors import Fault, Refused
from desktop.base.i18n import _
from desktop.ui import look, thaiwrap


class Unsaved(Enum):
    """What to do with unsaved work."""

    SAVE = "save"
    DROP = "drop"
    STAY = "stay"


class Ask:
    """Asks the person at the PC. The safe answer is the default one, and the text names the consequence."""

    def tell(self, parent: QWidget | None, text: str, more: str = "") -> None:
        """Say something that needs no answer."""
        self._box(parent, QMessageBox.Icon.Information, text, more).exec()

    def failed(self, parent: QWidget | None, error: Refused | Fault) -> None:
        """Explain why something could not be done."""
        icon = QMessageBox.Icon.Warning if isinstance(error, Refused) else QMessageBox.Icon.Critical
        self._box(parent, icon, error.text()).exec()

    def sure(self, parent: QWidget | None, question: str, consequence: str, action: str, danger: bool = False) -> bool:
        """Whether to go on; `action` words the button that does ('Delete 3 records'), Cancel is the default."""
        box = self._box(parent, QMessageBox.Icon.Question, question, consequence)
        do = self._button(box, action, "danger" if danger else "primary")
        cancel = box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(cancel)
        box.setEscapeButton(cancel)
        box.exec()
        return box.clickedButton() is do

    def choose(self, parent: QWidget | None, question: str, options: Sequence[str], more: str = "") -> int | None:
        """Which of a few ways to take, the first being the default; None when none."""
        box = self._box(parent, QMessageBox.Icon.Question, question, more)
        buttons = [self._button(box, option, "") for option in options]
        cancel = box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(buttons[0])
        box.setEscapeButton(cancel)
        box.exec()
        clicked = box.clickedButton()
        return next((number for number, button in enumerate(buttons) if button is clicked), None)

    def unsaved(self, parent: QWidget | None) -> Unsaved:
        """What to do with changes that are not saved yet."""
        box = self._box(parent, QMessageBox.Icon.Question, _("You have not saved your changes."), _("Going on without saving loses them."))
        save = self._button(box, _("Save"), "primary")
        drop = self._button(box, _("Go on without saving"), "danger")
        stay = self._button(box, _("Stay here"), "")
        box.setDefaultButton(save)
        box.setEscapeButton(stay)
        box.exec()
        clicked = box.clickedButton()
        return Unsaved.SAVE if clicked is save else Unsaved.DROP if clicked is drop else Unsaved.STAY

    def open_file(self, parent: QWidget | None, title: str, kinds: str, folder: Path | None = None) -> Path | None:
        """A file to read; `kinds` as 'Excel (*.xlsx)'. None when cancelled."""
        name, _kind = QFileDialog.getOpenFileName(parent, title, str(folder or Path.home()), kinds)
        return Path(name) if name else None

    def open_files(self, parent: QWidget | None, title: str, kinds: str) -> list[Path]:
        """Files to read; none when cancelled."""
        names, _kind = QFileDialog.getOpenFileNames(parent, title, str(Path.home()), kinds)
        return [Path(name) for name in names]

    def save_file(self, parent: QWidget | None, title: str, kinds: str, name: str) -> Path | None:
        """A file to write, with the wish to overwrite confirmed. None when cancelled."""
        chosen, _kind = QFileDialog.getSaveFileName(parent, title, str(Path.home() / name), kinds)
        return Path(chosen) if chosen else None

    def folder(self, parent: QWidget | None, title: str, start: Path | None = None) -> Path | None:
        """A folder or stick. None when cancelled."""
        name = QFileDialog.getExistingDirectory(parent, title, str(start or Path.home()))
        return Path(name) if name else None

    def run(self, dialog: QDialog) -> bool:
        """Show a dialog of our own until it is answered; whether it was accepted."""
        return dialog.exec() == QDialog.DialogCode.Accepted

    def _box(self, parent: QWidget | None, icon: QMessageBox.Icon, text: str, more: str = "") -> QMessageBox:
        box = QMessageBox(icon, _("Sapha"), thaiwrap.shown(text), QMessageBox.StandardButton.NoButton, parent)
        if more:
            box.setInformativeText(thaiwrap.shown(more))
        return box

    def _button(self, box: QMessageBox, words: str, role: str) -> QPushButton:
        # Every button is an ActionRole one: the order stays the same on every system.
        button = box.addButton(words, QMessageBox.ButtonRole.ActionRole)
        if role:
            look.play(button, role)
        return button
