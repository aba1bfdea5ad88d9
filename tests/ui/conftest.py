"""What the screens' tests share: a real book on disk, the screens' services, and answers in place of questions."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.base.clock import Clock
from desktop.records.book import Book
from desktop.registers import REGISTERS
from desktop.store.keys import KdfCost
from desktop.ui import look, words
from desktop.ui.choices import Choices
from desktop.ui.services import Services
from desktop.ui.tasks import Tasks
from tests.ui.hands import Answers

PASSWORD = "three words together 9"
COST = KdfCost(1, 8 << 20)


@pytest.fixture(autouse=True)
def collected_on_the_main_thread() -> Iterator[None]:
    """As in the program (ui/collecting.py): a widget of an earlier test must not be destroyed on a worker's thread of this one."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[None]:
    """Every test begins in English, in the light colours."""
    look.dress(qapp, "light")
    words.speak(qapp, "en")
    yield
    words.speak(qapp, "en")


@pytest.fixture
def make_book(tmp_path: Path) -> Iterator[Callable[..., Book]]:
    """Makes books: of a council in Noen Kho, or as told."""
    made: list[Book] = []

    def make(name: str = "council", kind: str = "council", areas: tuple[str, ...] = ("210304",), clock: Clock | None = None) -> Book:
        book, _code = Book.create(
            tmp_path / name, REGISTERS, kind=kind, name=name, areas=areas, person="แก้ว ใจดี", password=PASSWORD, cost=COST, clock=clock
        )
        made.append(book)
        return book

    yield make
    for book in made:
        book.close()


@pytest.fixture
def council(make_book: Callable[..., Book]) -> Book:
    """An empty council's book."""
    return make_book()


@pytest.fixture
def answers() -> Answers:
    """What will be answered, and what was asked."""
    return Answers()


@pytest.fixture
def services(qapp: QApplication, qtbot: QtBot, tmp_path: Path, answers: Answers) -> Iterator[Services]:
    """The services of one window."""
    tasks = Tasks(answers)

    def speak(language: str) -> None:
        words.speak(qapp, language)

    yield Services(answers, tasks, Choices(tmp_path / "user"), speak)
    tasks.finish()
    qtbot.waitUntil(lambda: not tasks.busy)
