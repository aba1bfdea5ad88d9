"""Tests of several officers on one server: they need one (.ci/postgres starts it), and are not collected where there is none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.records.book import Book
from desktop.records.joining import join
from desktop.registers import REGISTERS
from tests import postgres
from tests.conftest import Books
from tests.factory import AREA, PASSWORD

collect_ignore_glob = [] if postgres.is_there() else ["test_*.py"]

Joined = Callable[[str], Book]


@pytest.fixture
def region(books: Books) -> Book:
    """A regional office's book on the server, as its first officer opened it."""
    return books("first", kind="region", areas=(AREA[:2],), office="สำนักงานภาค")


@pytest.fixture
def joined(region: Book, books: Books, tmp_path: Path) -> Joined:
    """Opens the same book in another officer's folder."""

    def opened(name: str) -> Book:
        book = join(tmp_path / name, postgres.address_of(region.folder), REGISTERS, PASSWORD, books.clock)
        books.open.append(book)
        return book

    return opened
