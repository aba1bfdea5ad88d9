"""Works in the real window as fast as a machine can and tells how long each thing took: `python -m tests.bench.hands BOOK WORD...`."""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer

from desktop.app import book_window
from desktop.records import everywhere
from desktop.ui.screen import RegisterScreen
from desktop.ui.window import MainWindow
from tests.bench.books import person
from tests.bench.measure import resident_mb
from tests.ui.hands import type_into

_PATIENCE_S = 30


class Painted(QObject):
    """Counts how often a list was painted."""

    def __init__(self, screen: RegisterScreen) -> None:
        super().__init__()
        self.times = 0
        screen.list.table.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.times += event.type() == QEvent.Type.Paint
        return False


def until(true: Callable[[], bool]) -> None:
    """Let the program work until it is so; asked every two milliseconds, so that asking takes nothing from the work."""
    loop, asking, end = QEventLoop(), QTimer(), time.monotonic() + _PATIENCE_S

    def ask() -> None:
        if true() or time.monotonic() > end:
            loop.quit()

    asking.timeout.connect(ask)
    asking.start(2)
    loop.exec()
    if not true():
        raise RuntimeError("waited in vain")


def milliseconds(work: Callable[[], object]) -> float:
    """Of one run."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def screen_of(window: MainWindow, register: str) -> RegisterScreen:
    """A register's page."""
    page = window.pages[register]
    assert isinstance(page, RegisterScreen)
    return page


def search(window: MainWindow, words: list[str], register: str = "people") -> float:
    """From the last key of a word to the list painted with what was found."""
    window.show_page(register)
    screen = screen_of(window, register)
    painted = Painted(screen)

    def shown(text: str) -> Callable[[], bool]:
        wanted = len(window.book.ids(type(screen.list.query)(register, search=text)))
        return lambda: len(screen.list.model.ids) == wanted and screen.list.query.search == text

    def type_word(word: str) -> float:
        screen.list.search.clear()
        until(shown(""))
        ready = shown(word)
        type_into(screen.list.search, word[:-1])

        def last() -> None:
            before = painted.times
            type_into(screen.list.search, word[-1])
            until(lambda: ready() and painted.times > before)

        return milliseconds(last)

    return statistics.median(type_word(word) for word in words)


def opened(window: MainWindow) -> float:
    """The slowest register's list: from leaving another page to its rows painted; each page read afresh each time."""
    return max(statistics.median(_opened(window, name) for _run in range(3)) for name in _lists(window))


def _lists(window: MainWindow) -> list[str]:
    return [name for name, page in window.pages.items() if isinstance(page, RegisterScreen)]


def _opened(window: MainWindow, name: str) -> float:
    screen = screen_of(window, name)
    count = len(window.book.ids(screen.list.query))
    painted = Painted(screen)
    window.show_page("home")
    until(lambda: not window.services.tasks.busy)  # the home page reads as well
    screen.list.model.show_ids([])
    before = painted.times

    def open_it() -> None:
        window.show_page(name)
        screen.list.refresh()
        until(lambda: len(screen.list.model.ids) == count and painted.times > before)

    return milliseconds(open_it)


def saved(window: MainWindow, register: str = "people", field: str = "occupation") -> float:
    """From F9 to the form told that it is on the disk."""
    window.show_page(register)
    screen = screen_of(window, register)
    record = window.book.ids(screen.list.query)[5]
    screen.show_record(record)
    done: list[object] = []
    screen.pane.form.saved.connect(done.append)

    def save(number: int) -> float:
        edit = screen.pane.form.boxes[field].editor.inner
        edit.setFocus(Qt.FocusReason.OtherFocusReason)
        type_into(edit, f"ก{number}")

        def durable() -> None:
            screen.pane.form.save()
            until(lambda: len(done) > number)

        return milliseconds(durable)

    return statistics.median(save(number) for number in range(7))


def main(folder: Path, words: list[str]) -> None:
    """Print the figures as JSON; memory last, with every list opened."""
    window = book_window(folder, "p")
    book = window.book
    until(window.isVisible)
    asked = [{name: person(number)[name] for name in ("first_name", "last_name", "birth_date")} for number in range(0, 5000, 331)]
    asked += [{"first_name": person(number)["first_name"], "last_name": person(number)["last_name"][:-1]} for number in range(7, 5000, 331)]
    found = {
        "search": search(window, words),
        "open": opened(window),
        "save": saved(window),
        "same": statistics.median(milliseconds(partial(book.same, "people", values)) for values in asked),
        "everywhere": statistics.median(milliseconds(partial(everywhere.find, book, word)) for word in words),
        "memory": resident_mb(),
    }
    sys.stdout.write(json.dumps(found) + "\n")
    window.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
