"""A walk through the program with a camera."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from desktop import app
from desktop.records.book import Book
from desktop.ui import words
from desktop.ui.choices import Choices
from desktop.ui.editors import Editor
from desktop.ui.screen import RegisterScreen
from desktop.ui.services import Services
from desktop.ui.window import MainWindow
from tests.pictures.camera import Camera


class Tour:
    """What every part of the walk needs."""

    def __init__(self, application: QApplication, camera: Camera, folder: Path, parts: Sequence[str] = ()) -> None:
        self.application = application
        self.camera = camera
        self.folder = folder
        self.parts = parts
        self.services = Services(camera, camera.tasks, Choices(folder), lambda language: _speak(application, language))

    def window(self, book: Book) -> MainWindow:
        """The window of a book, at the size it begins with."""
        window = MainWindow(book, self.services, rooms=app.rooms())
        window.resize(1280, 820)
        window.show()
        self.camera.rest(300)
        return window

    def take(self, name: str, widget: QWidget, popup: QWidget | None = None) -> None:
        """A picture, once nothing moves any more."""
        self.camera.rest()
        self.camera.save(name, widget, popup)

    def question(self, name: str, ask: Callable[[], object]) -> None:
        """Pictures of the questions this asks."""
        self.camera.name = name
        ask()
        self.camera.rest()


def listed(window: MainWindow, name: str) -> RegisterScreen:
    """Go to the list of a register."""
    window.show_page(name)
    screen = window.page()
    assert isinstance(screen, RegisterScreen)
    return screen


def write(editor: Editor, text: str) -> None:
    """Type into a field."""
    line = editor.inner
    assert isinstance(line, QLineEdit)
    line.setText(text)
    line.textEdited.emit(text)


def _speak(application: QApplication, language: str) -> None:
    words.speak(application, language)
