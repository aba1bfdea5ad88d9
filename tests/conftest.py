"""Real small books in temporary folders, with a clock that tests move, in English unless a test says otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from desktop.base import i18n
from desktop.base.clock import Clock, ScriptedClock
from desktop.records.book import Book
from desktop.registers import REGISTERS
from tests import postgres
from tests.factory import AREA, CHEAP, OFFICE, PASSWORD, PERSON


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    i18n.use("en")
    yield
    i18n.use("en")


@pytest.fixture
def clock() -> ScriptedClock:
    """Stands still but for a millisecond a look."""
    return ScriptedClock()


class Books:
    """Makes books below one folder and closes them all in the end."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.folder = folder
        self.clock = clock
        self.open: list[Book] = []
        self.recovery = ""  # of the book made last

    def __call__(
        self,
        name: str = "council",
        *,
        kind: str = "council",
        areas: Sequence[str] = (AREA,),
        office: str = OFFICE,
        person: str = PERSON,
        password: str = PASSWORD,
        clock: Clock | None = None,
    ) -> Book:
        """A new empty book in folder `name`."""
        book, self.recovery = Book.create(
            self.folder / name,
            REGISTERS,
            kind=kind,
            name=office,
            areas=areas,
            person=person,
            password=password,
            clock=clock or self.clock,
            cost=CHEAP,
            on=postgres.new_database() if postgres.is_there() else "",
        )
        self.open.append(book)
        return book

    def again(self, book: Book, password: str = PASSWORD) -> Book:
        """Close a book and open it again, as after a night."""
        book.close()
        return self.opened(book.folder, password)

    def opened(self, folder: Path, password: str = PASSWORD) -> Book:
        """Open the book of a folder."""
        book = Book.open(folder, REGISTERS, password, self.clock)
        self.open.append(book)
        return book


@pytest.fixture
def books(tmp_path: Path, clock: ScriptedClock) -> Iterator[Books]:
    """The maker of books."""
    made = Books(tmp_path, clock)
    yield made
    for book in made.open:
        book.close()
    if postgres.is_there():
        postgres.drop_all()


@pytest.fixture
def book(books: Callable[..., Book]) -> Book:
    """An empty council's book."""
    return books()
