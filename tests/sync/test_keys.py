"""A lost PC's key is taken out of use: nothing it makes is taken any more, what it made before stands, and the others learn it."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.base.errors import Refused
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.sync import exchange, keys, peers, taking
from tests.conftest import Books
from tests.factory import person
from tests.sync.offices import answer, make, meet, send, tables, take


@pytest.fixture
def second(council: Book, books: Books, tmp_path: Path) -> Book:
    """The council's second PC."""
    made = books("second", office="ชั่วคราว", areas=("210304",))
    meet(made, council, tmp_path / "letters-2")
    return made


def both(council: Book, second: Book, region: Book, stick: Path) -> None:
    """Everybody has met everybody."""
    send(council, second, stick)
    send(second, council, stick)
    taking.take(region, [make(council, stick)])


def test_what_a_lost_pc_makes_is_refused_and_what_it_made_stands(council: Book, second: Book, region: Book, stick: Path) -> None:
    before = person(second)
    both(council, second, region, stick)
    keys.revoke(region, second.store.fingerprint)
    assert {each.fingerprint: each.status for each in keys.known(region)} == {
        region.store.fingerprint: "self",
        council.store.fingerprint: "admitted",
        second.store.fingerprint: "revoked",
    }
    person(second)
    parcel = make(second, stick)
    untouched = tables(region)
    assert take(region, parcel).code == "revoked_device"
    assert tables(region) == untouched
    assert region.ids(ListQuery("people")) == [before]


def test_the_councils_other_pc_learns_it_with_the_receipt_and_makes_nothing_the_lost_one_could_open(
    council: Book, second: Book, region: Book, stick: Path, tmp_path: Path
) -> None:
    both(council, second, region, stick)
    keys.revoke(region, second.store.fingerprint)
    person(council)
    receipt = answer(region, make(council, stick), tmp_path / "back")
    assert second.store.fingerprint not in taking.show(receipt).to
    assert take(council, receipt).status == "applied"
    parcel = make(council, stick)
    assert taking.show(parcel).to == (region.store.fingerprint,)
    person(second)
    assert take(council, make(second, stick)).code == "revoked_device"


def test_changes_of_the_lost_pc_that_another_took_before_it_knew_still_arrive(
    council: Book, second: Book, region: Book, stick: Path
) -> None:
    both(council, second, region, stick)
    late = person(second)
    send(second, council, stick)
    keys.revoke(region, second.store.fingerprint)
    assert take(region, make(council, stick)).status == "applied"
    assert late in region.ids(ListQuery("people"))


def test_a_council_revokes_nobody_and_a_region_not_itself(council: Book, second: Book, region: Book, stick: Path) -> None:
    both(council, second, region, stick)
    for book, mark, code in (
        (council, second.store.fingerprint, "region_revokes"),
        (region, region.store.fingerprint, "unknown_device"),
        (region, "0" * 16, "unknown_device"),
    ):
        with pytest.raises(Refused) as caught:
            keys.revoke(book, mark)
        assert caught.value.code == code


def test_a_stolen_pc_can_shut_nobody_out(council: Book, second: Book, region: Book, stick: Path) -> None:
    """It says of the other PC what only a region may say."""
    both(council, second, region, stick)
    with second.store.transaction() as conn:
        peers.revoke(conn, council.store.fingerprint)
    person(second)
    taking.take(region, [one.file for one in exchange.make(second, stick)])
    assert {each.fingerprint: each.status for each in keys.known(region)}[council.store.fingerprint] == "admitted"
