"""A PC whose clock was set wrong by centuries or years: the order of changes holds, the region takes them, and the person is told."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from desktop.base.clock import ScriptedClock, in_common_era
from desktop.records import clockcheck
from desktop.records.book import Book
from desktop.store.soundness import examine
from tests.conftest import Books
from tests.factory import person
from tests.sync.offices import both_ways, meet, records

DAY_MS = 86_400_000


def ms(year: int, month: int = 11, day: int = 22) -> int:
    return int(dt.datetime(year, month, day, 5, tzinfo=dt.UTC).timestamp() * 1000)


@pytest.fixture
def pc(books: Books, region: Book, tmp_path: Path, stick: Path) -> Book:
    """A council's PC with a clock of its own, which handed over once."""
    made = books("pc", office="สภานาฬิกา", clock=ScriptedClock(ms(2026)))
    meet(made, region, tmp_path / "letters of the pc")
    person(made)
    both_ways(made, region, stick)
    return made


def set_to(book: Book, moment_ms: int) -> None:
    assert isinstance(book.clock, ScriptedClock)
    book.clock.ms = moment_ms


def note(book: Book, record: bytes, words: str) -> None:
    with book.write() as deed:
        deed.put("people", record, {"note": words})


@pytest.mark.parametrize(
    ("wrong", "told"),
    [(ms(2569), "2569"), (ms(2543, 1, 1), "2543"), (ms(2000, 1, 1), "last change"), (ms(2026) - 30 * DAY_MS, "last change")],
    ids=["a Buddhist year", "1 January 2543", "1 January 2000", "a month back"],
)
def test_a_clock_set_wrong_is_told_and_order_and_chain_hold_before_and_after_it_is_put_right(
    pc: Book, region: Book, stick: Path, wrong: int, told: str
) -> None:
    assert clockcheck.trouble(pc) == ""
    record = person(pc, note="ก่อน")
    set_to(pc, wrong)
    assert told in clockcheck.trouble(pc)
    note(pc, record, "ระหว่าง")
    both_ways(pc, region, stick)  # taken at once, not held as from days to come
    set_to(pc, ms(2026) + DAY_MS)
    assert clockcheck.trouble(pc) == ""
    note(pc, record, "หลัง")
    both_ways(pc, region, stick)
    note(region, record, "จังหวัด")
    both_ways(pc, region, stick)
    for book in (pc, region):
        assert [each.value for each in book.history("people", record) if each.field == "note"] == ["จังหวัด", "หลัง", "ระหว่าง", "ก่อน"]
        assert not [finding for finding in examine(book.store) if finding.found]
        assert not book.conflicts()
    assert records(pc)["people"] == {record: row for record, row in records(region)["people"].items() if record in records(pc)["people"]}


def test_a_clock_years_ahead_is_asked_about_before_anything_is_saved(pc: Book) -> None:
    set_to(pc, ms(2036))
    assert "before you save" in clockcheck.trouble(pc)


def test_the_day_that_people_are_offered_is_of_the_common_era() -> None:
    assert ScriptedClock(ms(2569, 11, 30)).today() == dt.date(2026, 11, 30)


@pytest.mark.parametrize(
    ("shown", "meant"), [((2569, 11, 30), (2026, 11, 30)), ((2568, 2, 29), (2025, 2, 28)), ((2036, 1, 1), (2036, 1, 1))]
)
def test_a_buddhist_year_is_read_as_the_year_it_is(shown: tuple[int, int, int], meant: tuple[int, int, int]) -> None:
    assert in_common_era(ms(*shown)) == ms(*meant)
