"""A council's book to work in, with somebody and a house in it already."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.records.book import Book
from desktop.registers import REGISTERS
from tests.factory import AREA, CHEAP, OFFICE
from tests.flows.window import Hands, play

PASSWORD = "mango-river-77"
Play = Callable[[Callable[[Hands], None]], None]


@pytest.fixture
def prepared(tmp_path: Path) -> Callable[[Callable[[Book], None]], Path]:
    """Makes the book and lets a test put into it what was there before."""

    def prepare(fill: Callable[[Book], None]) -> Path:
        folder = tmp_path / "book"
        book, _code = Book.create(
            folder, REGISTERS, kind="council", name=OFFICE, areas=(AREA,), person="Somsri", password=PASSWORD, cost=CHEAP
        )
        fill(book)
        book.close()
        return folder

    return prepare


@pytest.fixture(params=["th", "en"])
def worked(request: pytest.FixtureRequest, prepared: Callable[[Callable[[Book], None]], Path]) -> Callable[..., None]:
    """Works in the window of a prepared book, once in each language."""

    def work(script: Callable[[Hands], None], fill: Callable[[Book], None] = lambda book: None) -> None:
        play(prepared(fill), PASSWORD, request.param, script)

    return work
