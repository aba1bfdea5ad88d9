"""The real window on a real screen, worked by real key presses, and the book behind it to look into meanwhile.

A script runs on a thread of its own, as a person does: the window's own loop runs on, dialogs and all. What a script wants to know of the
window it asks on the window's thread (`see`).
"""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QDialog, QLabel, QMessageBox, QWidget

from desktop.app import book_window
from desktop.base.i18n import _
from desktop.records.book import Book
from desktop.ui.formfields import FieldBox
from desktop.ui.screen import RegisterScreen
from desktop.ui.window import MainWindow

T = TypeVar("T")
_PATIENCE_S = 20
_BETWEEN_LETTERS_MS = "15"


class _Asked(QObject):
    """Runs what it is handed on the thread it lives on."""

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.asked.connect(self._work, Qt.ConnectionType.BlockingQueuedConnection)

    @Slot(object)
    def _work(self, work: Callable[[], None]) -> None:
        work()


class Hands:
    """What a person does at the window. Fields are reached with Tab, as far away as they may be."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.book: Book = window.book
        self._asked = _Asked()

    def see(self, look: Callable[[], T]) -> T:
        """What the window says, asked on its own thread."""
        found: list[T] = []
        failed: list[BaseException] = []

        def work() -> None:
            try:
                found.append(look())
            except BaseException as error:  # noqa: BLE001  told on the script's thread
                failed.append(error)

        self._asked.asked.emit(work)
        if failed:
            raise failed[0]
        return found[0]

    def wait(self, true: Callable[[], Any], what: str) -> None:
        """Until the window says so."""
        end = time.monotonic() + _PATIENCE_S
        while not self.see(true):
            assert time.monotonic() < end, f"waited in vain for {what}; the cursor is in “{self.see(_field)}” of {self.see(_window)}"
            time.sleep(0.03)

    def press(self, *keys: str) -> None:
        """Keys by their X names."""
        for key in keys:
            subprocess.run(["xdotool", "key", "--clearmodifiers", key], check=True)
            time.sleep(0.05)

    def type(self, text: str) -> None:
        """Letters where the cursor is."""
        subprocess.run(["xdotool", "type", "--delay", _BETWEEN_LETTERS_MS, text], check=True)
        time.sleep(0.15)

    def go(self, page: str) -> None:
        """To a page by the navigation."""
        self.press("F6")
        self.wait(self.window.navigation.hasFocus, "the navigation")
        marked = self.window.navigation.marked
        names = list(self.window.pages)
        way = names.index(page) - names.index(self.see(marked))
        for _step in range(abs(way)):
            was = self.see(marked)
            self.press("Down" if way > 0 else "Up")
            self.wait(lambda: marked() != was, "the next page")  # noqa: B023  asked before the next step
        self.wait(lambda: self.window.page().name == page, f"the page {page}")
        self.press("Return")
        self.wait(lambda: not self.window.navigation.hasFocus(), f"the inside of the page {page}")

    def new(self, page: str) -> None:
        """Begin a new record of a register."""
        self.go(page)
        self.press("F4")
        self.wait(lambda: _field() != "", "the empty form")

    def fill(self, **fields: str) -> None:
        """Type into fields, going from one to the next with Tab; what is typed into a list of codes chooses the entry of that name."""
        for name, text in fields.items():
            self.to(name)
            self.type(text)

    def to(self, name: str) -> None:
        """Put the cursor into a field."""
        for _step in range(150):
            if self.see(_field) == name:
                return
            self.press("Tab")
        raise AssertionError(f"the field {name} is not reached with Tab; the cursor is in “{self.see(_field)}”")

    def choose(self, name: str, code: str) -> None:
        """Walk to an entry of a code list."""
        self.to(name)
        self.press("Home")
        for _step in range(60):
            if self.see(lambda: _value(name)) == code:
                return
            self.press("Down")
        raise AssertionError(f"the list of {name} has no {code}")

    def pick(self, name: str, text: str) -> None:
        """Choose a record or area in a field that finds it while typing."""
        self.to(name)
        self.type(text)
        self.wait(_offers, f"what is found for {text}")
        self.press("Down", "Return")

    def save(self) -> bytes:
        """Save the form of the page shown; gives the record's id."""
        screen = self.screen()
        self.press("F9")
        self.wait(lambda: screen.pane.record is not None and not screen.pane.form.dirty, "the saved record")
        record = screen.pane.record
        assert record is not None
        return record

    def over(self) -> str:
        """Kind of the dialog over the window, '' when there is none; asked within `wait`."""
        over = QApplication.activeModalWidget()
        return type(over).__name__ if over is not None else ""

    def texts(self) -> str:
        """All that the lists of the dialog shown say; asked within `wait`."""
        over = QApplication.activeModalWidget()
        said = []
        for view in over.findChildren(QAbstractItemView) if over is not None else ():
            model = view.model()
            said += [str(model.index(row, 0).data()) for row in range(model.rowCount())]
        return "\n".join(said)

    def rows_shown(self) -> int:
        """Rows of the list on the page shown; asked within `wait`."""
        page = self.window.page()
        return len(page.list.model.ids) if isinstance(page, RegisterScreen) else -1

    def screen_shown(self) -> bytes | None:
        """The record open on the page shown; asked within `wait`."""
        page = self.window.page()
        return page.pane.record if isinstance(page, RegisterScreen) else None

    def focused(self, kind: str) -> bool:
        """Whether the cursor is in a widget of this class; asked within `wait`."""
        return type(QApplication.focusWidget()).__name__ == kind

    def tab(self, number: int) -> None:
        """Turn the record to another of its tabs, and go into it."""
        screen = self.screen()
        self.see(screen.pane.tabs.tabBar().setFocus)
        self.press(*["Right"] * number, "Tab")

    def screen(self) -> RegisterScreen:
        """The register's page that is shown."""
        page = self.see(self.window.page)
        assert isinstance(page, RegisterScreen)
        return page

    def deed(self, title: str) -> None:
        """Choose one of the deeds of the record shown, by its name in the language in use; one that asks something ("…") hears the keys then."""
        self.press("F11")
        self.wait(lambda: QApplication.activePopupWidget() is not None, "the menu of deeds")
        wanted = self.see(lambda: _(title))
        offered = self.see(_offered)
        assert wanted in offered, f"{wanted} is not offered, only {offered}"
        self.press(*["Down"] * (offered.index(wanted) + 1), "Return")
        if wanted.endswith("…"):
            self.asked(f"what is asked for {wanted}")

    def front(self) -> None:
        """Bring this office's window before the other one, as with Alt+Tab."""

        def raise_() -> None:
            self.window.raise_()
            self.window.activateWindow()

        self.see(raise_)
        self.wait(self.window.isActiveWindow, "this office's window")

    def click(self, button: QAbstractButton) -> None:
        """Go to a button with Tab and press it."""
        self.to_widget(button)
        self.press("space")

    def to_widget(self, widget: QWidget) -> None:
        """Go to a part of the page with Tab."""
        for _step in range(60):
            if self.see(widget.hasFocus):
                return
            self.press("Tab")
        raise AssertionError(f"“{self.see(widget.accessibleName)}” is not reached with Tab")

    def told(self) -> str:
        """All that the dialog shown says: its labels, and every cell of its tables; asked within `see` or `wait`."""
        over = QApplication.activeModalWidget()
        assert over is not None
        said = [label.text() for label in over.findChildren(QLabel)]
        for view in over.findChildren(QAbstractItemView):
            model = view.model()
            said += [str(model.index(row, column).data() or "") for row in range(model.rowCount()) for column in range(model.columnCount())]
        return "\n".join(said).replace("\u200b", "")  # where long Thai may break

    def asked(self, what: str) -> None:
        """Wait for a dialog that hears the keys: what is typed before goes to the window behind it."""
        self.wait(_asks, what)

    def dialog(self, kind: str, *, but: QWidget | None = None) -> QWidget:
        """Wait for a dialog of this class, another one than `but`, that hears the keys."""

        def there() -> bool:
            over = QApplication.activeModalWidget()
            return over is not but and type(over).__name__ == kind and _asks()

        self.wait(there, f"the {kind}")
        found = self.see(QApplication.activeModalWidget)
        assert found is not None
        return found

    def accept(self) -> None:
        """Say OK to the dialog shown."""
        dialog = self.see(QApplication.activeModalWidget)
        self.press("F9")
        self.wait(lambda: QApplication.activeModalWidget() is not dialog, "the end of the dialog")


def play(folder: Path, password: str, language: str, script: Callable[[Hands], None]) -> None:
    """Open the book's window in a language, let the script work in it, close the window."""
    play_offices([folder], password, language, lambda all_: script(all_[0]))


def play_offices(folders: Sequence[Path], password: str, language: str, script: Callable[[list[Hands]], None]) -> None:
    """The same of several books at once: their windows stand on one screen, and the script goes from one to the other (`front`)."""
    windows = [book_window(folder, password, folder.parent / "home") for folder in folders]
    programs = [window.property("program") for window in windows]
    for each in programs:
        each.speak(language)
    program = programs[-1]
    hands = [Hands(window) for window in windows]
    failed: list[BaseException] = []

    def run() -> None:
        try:
            hands[-1].wait(windows[-1].isActiveWindow, "the window")
            script(hands)
        except BaseException as error:  # noqa: BLE001  told by the test
            failed.append(error)
        finally:
            while not hands[-1].see(_away):
                time.sleep(0.05)
            program.app.exit()

    worker = threading.Thread(target=run)
    worker.start()
    program.app.exec()
    worker.join()
    for folder, window in zip(folders, windows, strict=True):
        if failed:
            window.grab().save(str(folder.parent / "failed.png"))
        if _close(window) and not failed:
            failed.append(AssertionError("what was typed last was neither saved nor dropped"))
        window.deleteLater()
    program.app.sendPostedEvents(None, 52)  # DeferredDelete
    if failed:
        raise failed[0]


def _close(window: MainWindow) -> bool:
    """Close the window without saving; whether something was unsaved."""
    asked: list[QWidget] = []

    def drop() -> None:
        over = QApplication.activeModalWidget()
        if isinstance(over, QMessageBox) and over not in asked:
            asked.append(over)
            next(button for button in over.buttons() if button.property("role") == "danger").click()

    looking = QTimer()
    looking.timeout.connect(drop)
    looking.start(50)
    window.close()
    looking.stop()
    return bool(asked)


def _away() -> bool:
    """Close what is uppermost over the window, if anything; whether the window is free."""
    over = QApplication.activePopupWidget() or QApplication.activeModalWidget()
    if isinstance(over, QDialog):
        over.reject()
    elif over is not None:
        over.close()
    return over is None


def _asks() -> bool:
    over = QApplication.activeModalWidget()
    return over is not None and over.isActiveWindow()


def _offered() -> list[str]:
    menu = QApplication.activePopupWidget()
    return [each.text() for each in menu.actions() if each.isEnabled() and each.text()] if menu is not None else []


def _field() -> str:
    widget: QWidget | None = QApplication.focusWidget()
    while widget is not None and not isinstance(widget, FieldBox):
        widget = widget.parentWidget()
    return widget.editor.field.name if isinstance(widget, FieldBox) else ""


def _value(name: str) -> Any:
    widget: QWidget | None = QApplication.focusWidget()
    while widget is not None and not isinstance(widget, FieldBox):
        widget = widget.parentWidget()
    assert isinstance(widget, FieldBox) and widget.editor.field.name == name
    return widget.editor.value()


def _window() -> str:
    over = QApplication.activeModalWidget()
    return type(over).__name__ if over is not None else "the window"


def _offers() -> bool:
    return QApplication.activePopupWidget() is not None or any(
        widget.isVisible() and widget.windowFlags() & Qt.WindowType.Popup == Qt.WindowType.Popup
        for widget in QApplication.topLevelWidgets()
    )
