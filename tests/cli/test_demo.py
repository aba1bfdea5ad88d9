"""The demo in small: it walks the whole way, compares what it claims, and says so when something is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from desktop import demo
from desktop.base import i18n
from desktop.base.errors import Fault
from desktop.demo import at_councils
from desktop.records.book import Book
from desktop.registers import REGISTERS
from desktop.reports.figures import figures

SMALL = demo.Size(councils=3, members=12, households=8, activities=2)
TINY = demo.Size(councils=1, members=8, households=4, activities=1)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    i18n.use("en")
    yield
    i18n.use("en")


def test_the_small_demo_goes_the_whole_way(tmp_path: Path) -> None:
    lines: list[str] = []
    assert demo.run(tmp_path / "demo", lines.append, SMALL) == 0
    steps = [line for line in lines if line.startswith("[")]
    assert len(steps) == 19
    assert [int(re.match(r"\[ *(\d+)/19\]", line)[1]) for line in steps] == list(range(1, 20))  # type: ignore[index]
    assert not [line for line in lines if "DOES NOT HOLD" in line]
    assert sum("time: " in line for line in lines) == 19
    assert lines[-1] == f"The report: {tmp_path / 'demo' / 'report.xlsx'}"


def test_its_books_open_with_the_password_it_prints_and_are_marked_as_practice(tmp_path: Path) -> None:
    demo.run(tmp_path / "demo", lambda _line: None, SMALL)
    book = Book.open(tmp_path / "demo" / "region", REGISTERS, demo.PASSWORD)
    found = figures(book)
    assert book.practice
    assert (found.councils, found.projects, found.areas, found.budget) == (3, 2, 3, Decimal("90000.00"))
    assert book.conflicts() == []
    book.close()
    assert len(list((tmp_path / "demo" / "councils").iterdir())) == 3
    assert openpyxl.load_workbook(tmp_path / "demo" / "report.xlsx").sheetnames


@pytest.mark.parametrize("councils", [1, 2])
def test_even_fewer_councils_are_enough(tmp_path: Path, councils: int) -> None:
    assert demo.run(tmp_path / "demo", lambda _line: None, demo.Size(councils, members=8, households=4, activities=1)) == 0


def test_a_truth_that_does_not_hold_is_told_and_fails_the_demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(at_councils, "BUDGET", Decimal("1.00"))
    lines: list[str] = []
    assert demo.run(tmp_path / "demo", lines.append, SMALL) == 1
    assert sum("DOES NOT HOLD" in line for line in lines) == 1
    assert lines[-1].startswith("1 of ")


def test_a_step_that_fails_ends_the_demo_with_its_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_world: object) -> None:
        raise Fault("The stick was pulled out.", code="stick_gone")

    monkeypatch.setattr(at_councils, "projects", refused)
    lines: list[str] = []
    assert demo.run(tmp_path / "demo", lines.append, SMALL) == 1
    assert any("The stick was pulled out." in line for line in lines)
    assert len([line for line in lines if line.startswith("[")]) == 4


def test_a_folder_with_something_in_it_is_left_alone_and_a_new_one_made_inside(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    lines: list[str] = []
    for number in (2, 3):
        assert demo.run(tmp_path, lines.append, TINY) == 0
        assert lines[-1] == f"The report: {tmp_path / f'demo-{number}' / 'report.xlsx'}"
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["demo-2", "demo-3", "mine.txt"]


def test_a_place_that_cannot_be_written_to_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Fault) as failed:
        demo.run(tmp_path / "file" / "demo", lambda _line: None, SMALL)
    assert failed.value.code == "file_unwritable"
