"""Small books of a council and a region."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.base import i18n
from desktop.records.book import Book
from desktop.registers import REGISTERS
from desktop.store.keys import KdfCost
from tests.reports.article import PROVINCES

CHEAP = KdfCost(passes=1, memory=8 << 20)


def _book(folder: Path, kind: str, *areas: str) -> Book:
    return Book.create(folder, REGISTERS, kind=kind, name=f"office {folder.name}", areas=areas, person="ก", password="p", cost=CHEAP)[0]


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    i18n.use("en")
    yield
    i18n.use("en")


@pytest.fixture
def region(tmp_path: Path) -> Iterator[Book]:
    book = _book(tmp_path / "region", "region", *PROVINCES)
    yield book
    book.close()


@pytest.fixture
def council(tmp_path: Path) -> Iterator[Book]:
    book = _book(tmp_path / "council", "council", "210304")
    yield book
    book.close()
