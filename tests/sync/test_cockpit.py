"""Who has sent what, who is late, what waits and what is not confirmed, at both ends."""

from __future__ import annotations

from pathlib import Path

from desktop.base.clock import ScriptedClock
from desktop.records.book import Book
from desktop.sync import taking
from desktop.sync.cockpit import LATE_DAYS, Standing, State, standings
from tests.conftest import Books
from tests.factory import person
from tests.sync.offices import answer, both_ways, make, meet, take


def of(book: Book, other: Book) -> Standing:
    """How it stands with one office."""
    return next(each for each in standings(book) if each.office == other.office.uid)


def test_what_was_made_is_unconfirmed_until_its_receipt_came(council: Book, region: Book, stick: Path, tmp_path: Path) -> None:
    assert (of(council, region).state, of(region, council).state) == (State.NEVER, State.NEVER)
    receipt = answer(region, make(council, stick), tmp_path / "back")
    at_region = of(region, council)
    assert (at_region.state, at_region.number, at_region.taken, at_region.confirmed) == (State.UNCONFIRMED, 1, 1, False)
    assert take(council, receipt).status == "applied"
    assert (of(council, region).state, of(council, region).confirmed) == (State.IN_ORDER, True)
    person(council)
    make(council, stick)
    assert of(council, region).state is State.UNCONFIRMED


def test_a_parcel_that_waits_comes_before_all_else(council: Book, region: Book, stick: Path, tmp_path: Path) -> None:
    person(council)
    make(council, tmp_path / "lost")
    with council.store.transaction() as conn:  # as if the region had told that it has the first
        from desktop.sync import peers

        peers.acknowledge(conn, region.store.fingerprint, dict(peers.streams(conn, council.office.uid)))
    person(council)
    assert take(region, make(council, stick)).status == "held"
    assert (of(region, council).state, of(region, council).waiting) == (State.WAITS, 1)


def test_who_sent_nothing_for_five_weeks_is_late_and_comes_first(
    council: Book, region: Book, books: Books, stick: Path, tmp_path: Path
) -> None:
    other = books("council-2", office="สภาองค์กรชุมชนตำบลกร่ำ", areas=("210301",))
    meet(other, region, tmp_path / "letters-2")
    both_ways(council, region, stick)
    later = region.clock.now_ms() + (LATE_DAYS + 1) * 86_400_000
    region.store.clock = ScriptedClock(later)
    taking.take(region, [make(other, tmp_path / "stick-2")])
    late, fresh = of(region, council), of(region, other)
    assert (late.state, late.days) == (State.LATE, LATE_DAYS + 1)
    assert fresh.days == 0
    assert [each.office for each in standings(region)] == [council.office.uid, other.office.uid]
