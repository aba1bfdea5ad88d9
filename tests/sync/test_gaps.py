"""Gaps are named on both sides."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.base.clock import ScriptedClock
from desktop.base.errors import Refused
from desktop.records.book import Book
from desktop.sync import exchange, gaps, taking, trusted
from tests.conftest import Books
from tests.factory import person
from tests.sync.offices import answer, both_ways, make, meet, take
from tests.sync.test_taking import gap


def test_the_region_names_the_parcel_that_is_missing_and_the_council_hears_of_it_by_the_receipt(
    council: Book, region: Book, books: Books, stick: Path, tmp_path: Path
) -> None:
    restored, later, _full = gap(council, region, books, stick)
    assert take(restored, later).status == "held"
    (missing,) = gaps.gaps(restored)
    assert (missing.name, missing.missing, missing.waiting, missing.ours, missing.pc) == (council.office.name, (2,), (3,), False, "")
    assert gaps.gaps(council) == []
    receipt = answer(restored, later, tmp_path / "receipts")
    assert take(council, receipt).status == "applied"
    (lost,) = gaps.gaps(council)
    assert (lost.name, lost.missing, lost.ours) == (restored.office.name, (2,), True)
    assert lost.told_ms is not None
    catch_up = make(council, stick)
    assert {one.status for one in taking.take(restored, [catch_up])} == {"applied"}
    assert gaps.gaps(restored) == []
    assert take(council, next(one.file for one in exchange.make(restored, tmp_path / "receipts"))).status == "applied"
    assert gaps.gaps(council) == []
    assert gaps.unconfirmed(council) == []


def test_a_parcel_on_its_way_is_no_gap_but_not_yet_confirmed(council: Book, region: Book, stick: Path) -> None:
    person(council)
    make(council, stick)
    assert gaps.gaps(council) == []
    (waits,) = gaps.unconfirmed(council)
    assert (waits.number, waits.to, waits.passed_ms) == (1, region.office.name, None)
    back = stick / "back"
    assert take(council, make(region, back)).status == "applied"
    (waits,) = gaps.unconfirmed(council)
    assert waits.passed_ms is not None
    assert gaps.gaps(council) == []


def test_a_parcel_of_a_clock_far_ahead_is_taken_once_a_person_says_so_and_our_own_clock_stays(
    council: Book, region: Book, books: Books, stick: Path, tmp_path: Path
) -> None:
    days = 60
    other = books("ahead", office="สภานาฬิกาเร็ว", clock=ScriptedClock(region.clock.now_ms() + days * 86_400_000 + 60_000))
    meet(other, region, tmp_path / "letters")
    record = person(other, note="จากอนาคต")
    assert take(region, make(other, stick)).code == "clock"
    (waits,) = gaps.gaps(region)
    assert (waits.name, waits.missing, waits.waiting, waits.ahead_days) == (other.office.name, (), (1,), days)
    with pytest.raises(Refused) as refused:
        taking.take_in_spite_of_clock(region, "../" + waits.parcel)
    assert refused.value.code == "not_waiting"
    (result,) = taking.take_in_spite_of_clock(region, waits.parcel)
    assert result.status == "applied"
    (said,) = trusted.decisions(region)
    assert (said.who, said.office, said.number, said.days) == (region.actor.name, other.office.name, 1, days)
    assert said.parcel == waits.parcel and 0 < said.at_ms < region.clock.now_ms()
    assert gaps.gaps(region) == []
    assert list((region.folder / taking.HELD).iterdir()) == []
    assert region.store.tick() >> 16 < region.clock.now_ms() + 3 * 86_400_000, "what is written here is taken elsewhere"
    with region.write() as deed:
        deed.put("people", record, {"note": "แก้ทีหลัง"})
    (tmp_path / "back").mkdir()
    back = next(made.file for made in exchange.make(region, tmp_path / "back") if made.to == (other.office.name,))
    assert take(other, back).status == "applied"
    assert other.row("people", record).values["note"] == region.row("people", record).values["note"] == "แก้ทีหลัง"
    assert not other.conflicts()
    person(council)
    both_ways(council, region, stick)
