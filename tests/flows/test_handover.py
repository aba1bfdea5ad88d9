"""A month: the council hands over, the region takes, the receipt comes home; the same parcel again, and one before its time."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.base.i18n import _
from desktop.records.book import Book
from desktop.registers import REGISTERS
from desktop.store.engine import BOOK
from desktop.store.schema import ParcelRow
from desktop.sync import exchange, gaps, taking
from desktop.sync.cockpit import State
from desktop.ui.offices import OfficesPage
from tests.factory import OFFICE, person
from tests.flows.conftest import PASSWORD
from tests.flows.offices import exchange_page, hand_over, office, take_in, two, wipe
from tests.flows.window import Hands, play_offices
from tests.sync.offices import meet

pytestmark = [pytest.mark.flow, pytest.mark.timeout(300)]


@pytest.mark.parametrize("language", ["th", "en"])
def test_a_month_goes_from_the_council_to_the_region_and_home(language: str, tmp_path: Path) -> None:
    council_book, region_book = two(tmp_path)
    late = office(tmp_path / "late" / "book", "council", "สภาที่ช้า", "210101")
    meet(late, region_book, tmp_path / "letters")
    late.close()
    person(council_book, first_name="ทองใบ")
    for book in (council_book, region_book):
        book.close()
    stick = tmp_path / "STICK"

    def month(both: list[Hands]) -> None:
        council, region = both
        # Story 8: what leaves is shown; safe to remove only after it was read back; not yet confirmed.
        leaves, written = hand_over(council, stick)
        assert council.see(lambda: _("National ID")) in leaves and council.see(lambda: _("People")) in leaves
        assert council.see(lambda: _("Safe to remove")) and "1" in written
        assert {one.status for one in exchange.outgoing(council.book)} == {"made"}
        assert [path.suffix for path in stick.iterdir()] == [".parcel"]

        # Story 9: the preview changes nothing; all is taken at once; the receipt lies on the same stick.
        ahead, after = take_in(region, stick)
        assert OFFICE in ahead and region.see(lambda: _("Nothing has been changed yet.")) in ahead
        assert region.see(lambda: _("Taken")) in after
        assert region.book.counts()["people"] == 1
        assert len(list(stick.glob("*.parcel"))) == 2
        standing = cockpit(region)
        assert standing == {OFFICE: 1, "สภาที่ช้า": 0}

        # Story 16: the same parcel again changes nothing.
        exchange_page(region, stick)
        ahead, after = take_in(region, stick)
        assert region.see(lambda: _("Taken already")) in ahead and region.see(lambda: _("Taken already")) in after
        assert region.book.counts()["people"] == 1

        # The receipt comes home: what was not yet confirmed is, and what has arrived is wiped from the stick on wish.
        take_in(council, stick)
        wipe(council)
        assert {one.status for one in exchange.outgoing(council.book)} == {"confirmed"}
        assert gaps.unconfirmed(council.book) == []

    play_offices([tmp_path / "council" / "book", tmp_path / "region" / "book"], PASSWORD, language, month)


def cockpit(region: Hands) -> dict[str, int]:
    """How many parcels of each council the region's cockpit says it took; and a letter to those late."""
    region.go("offices")
    page = region.window.pages["offices"]
    assert isinstance(page, OfficesPage)
    region.wait(lambda: len(page.standing.all) == 2, "the councils")
    letters = region.see(page.standing.letters)
    (line,) = letters.lines
    assert (line.standing.name, line.standing.state) == ("สภาที่ช้า", State.NEVER)
    assert region.see(page.standing.save.isEnabled)
    return {each.standing.name: each.standing.taken for each in page.standing.all}


def gap(tmp_path: Path) -> tuple[Path, Path]:
    """A region put back from before it took parcel 2, and two sticks: parcel 3, and the lost parcel 2."""
    council, region = two(tmp_path)
    first, second, third = (tmp_path / name for name in ("FIRST", "SECOND", "THIRD"))
    for stick in (first, second, third):
        stick.mkdir()
    person(council, first_name="หนึ่ง")
    exchange.make(council, first)
    taking.take(region, [first], receipts=first)
    taking.take(council, [first])
    kept = region.back_up("before")
    assert kept is not None
    before = shutil.copy(kept, tmp_path / "before.db")
    person(council, first_name="สอง")
    exchange.make(council, second)
    taking.take(region, [second], receipts=first)
    taking.take(council, [first])
    person(council, first_name="สาม")
    exchange.make(council, third)
    council.close()
    region.close()
    for old in region.folder.glob(f"{BOOK}*"):
        old.unlink()
    shutil.move(before, region.folder / BOOK)
    Book.open(region.folder, REGISTERS, PASSWORD).close()
    return third, second


def test_a_parcel_before_its_time_is_held_and_named_until_the_lost_one_comes(tmp_path: Path) -> None:
    third, second = gap(tmp_path)

    def day(both: list[Hands]) -> None:
        council, region = both
        ahead, after = take_in(region, third)
        assert region.see(lambda: _("Must wait")) in ahead and region.see(lambda: _("Waits")) in after
        assert region.book.counts()["people"] == 1
        page = exchange_page(region, third)
        region.wait(lambda: len(page.missing.gaps) == 1, "the gap")
        (missing,) = page.missing.gaps
        assert (missing.name, missing.missing, missing.waiting) == (OFFICE, (2,), (3,))
        assert "(1)" in region.see(lambda: page.tabs.tabText(2))
        # The receipt tells the council, whose page names its lost parcel too.
        take_in(council, third)
        page = exchange_page(council, third)
        council.wait(lambda: [gap.missing for gap in page.missing.gaps] == [(2,)], "the gap at the council")
        assert council.see(page.missing.catch_up.isEnabled)
        # It is found again: both apply.
        take_in(region, second)
        region.wait(lambda: taking.held(region.book) == [], "the held parcel")
        assert region.book.counts()["people"] == council.book.counts()["people"] == 3

    play_offices([tmp_path / "council" / "book", tmp_path / "region" / "book"], PASSWORD, "th", day)


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_parcels_of_four_councils_are_taken_in_one_go_and_a_catch_up_parcel_closes_the_gap_of_one(
    language: str, tmp_path: Path
) -> None:
    third, _second = gap(tmp_path)
    region_book = Book.open(tmp_path / "region" / "book", REGISTERS, PASSWORD)
    for name, area in (("สภาหนึ่ง", "210101"), ("สภาสอง", "210102"), ("สภาสาม", "210103")):
        other = office(tmp_path / area / "book", "council", name, area)
        meet(other, region_book, tmp_path / "letters")
        person(other)
        exchange.make(other, third)
        other.close()
    region_book.close()

    def day(both: list[Hands]) -> None:
        council, region = both
        ahead, after = take_in(region, third)
        for name in (OFFICE, "สภาหนึ่ง", "สภาสอง", "สภาสาม"):
            assert name in ahead and name in after
        assert after.count(region.see(lambda: _("Taken"))) >= 3 and region.see(lambda: _("Waits")) in after
        assert region.book.counts()["people"] == 1 + 3
        # The receipt of each lies on the stick, of the one that waits too; its council then names what is lost and catches up.
        with region.book.read() as reader:
            receipts = reader.conn.execute(select(ParcelRow.office).where(ParcelRow.direction == "out", ParcelRow.status == "made")).all()
        assert len(set(receipts)) == 4
        take_in(council, third)
        page = exchange_page(council, third)
        council.wait(lambda: [gap.missing for gap in page.missing.gaps] == [(2,)], "the gap at the council")
        council.see(lambda: page.tabs.setCurrentWidget(page.missing))
        council.click(page.missing.catch_up)
        council.dialog("LeavingDialog")
        council.accept()
        council.dialog("WrittenDialog")
        council.accept()
        take_in(region, third)
        wipe(region)
        assert taking.held(region.book) == []
        assert region.book.counts()["people"] == council.book.counts()["people"] + 3 == 6
        page = exchange_page(region, third)
        region.wait(lambda: page.missing.gaps == [], "no gap any more")
        assert region.see(page.missing.catch_up.isHidden)

    play_offices([tmp_path / "council" / "book", tmp_path / "region" / "book"], PASSWORD, language, day)
