"""A PC gets a new key: told by parcels of the old one, used once the others know it, and then the old one is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import update

from desktop.base.errors import Refused
from desktop.records.book import Book
from desktop.store import schema, soundness
from desktop.sync import exchange, keys, renewal, taking
from tests.conftest import Books
from tests.factory import person
from tests.sync.offices import answer, both_ways, make, meet, records, send, take


def states(book: Book) -> dict[str, str]:
    """Status of each PC, by fingerprint."""
    return {each.fingerprint: each.status for each in keys.known(book)}


def test_the_key_changes_when_the_region_has_answered_knowing_it(council: Book, region: Book, stick: Path) -> None:
    person(council)
    old, replica = council.store.fingerprint, council.replica
    new = renewal.renew(council)
    assert (council.store.fingerprint, states(council)) == (old, states(council) | {old: "self", new: "next"})
    parcel = make(council, stick)
    assert taking.show(parcel).fingerprint == old
    receipt = answer(region, parcel, stick / "back")
    assert states(region)[new] == "admitted"
    assert take(council, receipt).status == "applied"
    assert (council.store.fingerprint, council.replica == replica) == (new, False)
    assert states(council) == {old: "retired", new: "self", region.store.fingerprint: "admitted"}
    assert not renewal.under_way(council)
    person(council)
    later = make(council, stick)
    assert taking.show(later).fingerprint == new
    assert take(region, later).status == "applied"
    assert states(region)[old] == "retired"
    assert records(region) == records(council)


def test_what_the_old_key_signs_afterwards_is_refused_and_what_it_signed_stands(
    council: Book, region: Book, books: Books, stick: Path
) -> None:
    kept = person(council)
    renewal.renew(council)
    both_ways(council, region, stick)
    stolen = make(council, stick)  # already with the new key
    assert take(region, stolen).status == "applied"
    old = next(mark for mark, status in states(region).items() if status == "retired")
    with council.store.transaction() as conn:  # whoever has the old book goes on with the old key
        council.store.set_meta(conn, "fingerprint", old.encode())
    council.store._fingerprint = old
    assert take(region, make(council, stick)).code == "retired_key"
    assert kept in records(region)["people"]


def test_a_receipt_that_was_made_for_the_old_key_is_still_read(council: Book, region: Book, stick: Path) -> None:
    person(council)
    under_way = answer(region, make(council, stick), stick / "early")
    renewal.renew(council)
    both_ways(council, region, stick)
    assert take(council, under_way).status == "applied"


def test_the_new_key_is_sent_nothing_twice(council: Book, region: Book, stick: Path) -> None:
    for _each in range(5):
        person(council)
    both_ways(council, region, stick)
    renewal.renew(council)
    both_ways(council, region, stick)
    both_ways(council, region, stick)
    person(council)
    (made,) = exchange.make(council, stick)
    assert made.records == 1
    assert taking.take(region, [made.file])[0].records.new == 1
    (receipt,) = exchange.make(region, stick)
    assert receipt.changes == 0


def test_the_councils_other_pc_learns_it_from_the_region(council: Book, region: Book, books: Books, stick: Path, tmp_path: Path) -> None:
    second = books("second", office="ชั่วคราว", areas=("210304",))
    meet(second, council, tmp_path / "letters-2")
    send(council, second, stick)
    send(second, council, stick)
    renewal.renew(council)
    both_ways(council, region, stick)
    both_ways(council, region, stick)
    both_ways(second, region, stick)
    person(council)
    assert take(second, make(council, stick)).status == "applied"
    assert states(second)[council.store.fingerprint] == "admitted"
    assert records(second) == records(council)


def test_a_region_changes_its_key_when_all_its_councils_know_the_new_one(
    council: Book, region: Book, books: Books, stick: Path, tmp_path: Path
) -> None:
    other = books("other", office="บ้านอื่น", areas=("210305",))
    meet(other, region, tmp_path / "letters-2")
    new = renewal.renew(region)
    for book in (council, other):
        assert region.store.fingerprint != new
        folder = tmp_path / f"to-{book.store.fingerprint}"
        folder.mkdir()
        taking.take(book, [made.file for made in exchange.make(region, folder)])
        taking.take(region, [made.file for made in exchange.make(book, folder)])
    assert region.store.fingerprint == new
    person(council)
    both_ways(council, region, stick)
    assert states(council)[new] == "admitted"
    assert records(region)["people"].keys() == records(council)["people"].keys()


def test_a_key_that_was_taken_out_of_use_can_name_no_other(council: Book, region: Book, stick: Path) -> None:
    person(council)
    new = renewal.renew(council)
    keys.revoke(region, council.store.fingerprint)
    assert take(region, make(council, stick)).code == "revoked_device"
    assert new not in states(region)


def test_nobody_else_can_give_a_pc_a_new_key(council: Book, region: Book, books: Books, stick: Path, tmp_path: Path) -> None:
    """The other PC claims that a key of its own takes the first one's place."""
    second = books("second", office="ชั่วคราว", areas=("210304",))
    meet(second, council, tmp_path / "letters-2")
    send(council, second, stick)
    both_ways(council, region, stick)
    new = renewal.renew(second)
    with second.store.transaction() as conn:
        rows = schema.table_of(schema.DeviceRow)
        conn.execute(update(rows).where(rows.c.fingerprint == new).values(follows=council.store.fingerprint))
        conn.execute(update(rows).where(rows.c.fingerprint == council.store.fingerprint).values(status="retired"))
    person(second)
    taking.take(region, [made.file for made in exchange.make(second, stick)])
    assert states(region)[council.store.fingerprint] == "admitted"


def test_only_one_change_at_a_time_and_only_with_somebody_to_tell(council: Book, region: Book, books: Books) -> None:
    alone = books("alone", office="บ้านเดียว", areas=("210306",))
    with pytest.raises(Refused) as nobody:
        renewal.renew(alone)
    assert nobody.value.code == "not_enrolled"
    renewal.renew(council)
    with pytest.raises(Refused) as twice:
        renewal.renew(council)
    assert twice.value.code == "renewal_under_way"


def test_the_log_of_both_keys_verifies(council: Book, region: Book, stick: Path) -> None:
    person(council)
    renewal.renew(council)
    both_ways(council, region, stick)
    person(council)
    both_ways(council, region, stick)
    for book in (council, region):
        assert [each for each in soundness.examine(book.store) if each.found] == []
