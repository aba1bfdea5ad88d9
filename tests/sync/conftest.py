"""A council and its region that met, and a folder that stands for the stick."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.records.book import Book
from tests.conftest import Books
from tests.sync.offices import meet


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def region(books: Books) -> Book:
    return books("region", kind="region", office="ภาคตะวันออก", areas=("21",), person="วิชัย ตัวอย่าง")


@pytest.fixture
def council(books: Books, region: Book, tmp_path: Path) -> Book:
    """Enrolled with the region."""
    made = books("council")
    meet(made, region, tmp_path / "letters")
    for book in (made, region):
        book.back_up("test")  # so that taking needs none: what a test compares is then what taking did
    return made
