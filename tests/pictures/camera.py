"""Takes the pictures: of windows, and of every question that is asked, which it answers with no."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEventLoop, QPoint, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QDialog, QMessageBox, QWidget

from desktop.ui import thaiwrap
from desktop.ui.ask import Ask
from desktop.ui.tasks import Tasks

_QUESTION_MS = 350  # a dialog has read what it shows by then


class Camera(Ask):
    """Asks nothing: shows a dialog, takes its picture under `name` and says no."""

    def __init__(self, out: Path, tag: str, only: str) -> None:
        self.out = out
        self.tag = tag
        self.only = only
        self.name = ""
        self.tasks = Tasks(self)

    def save(self, name: str, widget: QWidget, popup: QWidget | None = None) -> None:
        """One picture, with a popup painted over it."""
        if self.only not in name:
            return
        picture = widget.grab()
        if popup is not None:
            painter = QPainter(picture)
            painter.drawPixmap(popup.mapToGlobal(QPoint()) - widget.mapToGlobal(QPoint()), popup.grab())
            painter.end()
        picture.save(str(self.out / f"{name}-{self.tag}.png"))

    def rest(self, ms: int = 80) -> None:
        """Let the program work until it has nothing to do, and paint."""
        self.pause(ms)
        while self.tasks.busy:
            self.pause(ms)

    def pause(self, ms: int) -> None:
        """Let the program work for so long."""
        loop = QEventLoop()
        QTimer.singleShot(ms, loop.quit)
        loop.exec()

    def run(self, dialog: QDialog) -> bool:
        dialog.show()
        self.pause(_QUESTION_MS)  # not `rest`: the task whose news asks this is still under way
        self.save(self.name, dialog)
        dialog.done(QDialog.DialogCode.Rejected)
        return False

    def _box(self, parent: QWidget | None, icon: QMessageBox.Icon, text: str, more: str = "") -> QMessageBox:
        box = _Still(self, icon, "", thaiwrap.shown(text), parent)
        if more:
            box.setInformativeText(thaiwrap.shown(more))
        return box


class _Still(QMessageBox):
    """A question that is only looked at."""

    def __init__(self, camera: Camera, icon: QMessageBox.Icon, title: str, text: str, parent: QWidget | None) -> None:
        super().__init__(icon, title, text, QMessageBox.StandardButton.NoButton, parent)
        self._camera = camera

    def exec(self) -> int:
        self._camera.run(self)
        return 0
