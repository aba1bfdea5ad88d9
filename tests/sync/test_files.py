"""Photos and papers go with the records that name them, once, and again where a reader says it lacks them; a big hand-over comes in parts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import msgspec
import pytest

from desktop.base.errors import Refused
from desktop.base.task import Progress
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.store import attachments, sealing
from desktop.sync import exchange, files, legs, purposes, taking
from desktop.sync.purposes import Purpose
from desktop.sync.taking import Taken
from tests.conftest import Books
from tests.factory import person, put
from tests.sync.offices import answer, both_ways, make, meet, records, send, take


@pytest.fixture
def photo(council: Book) -> Callable[..., str]:
    """Attach a file of some bytes to a new person; gives its name."""

    def attach(size: int = 50_000, seed: int = 1, book: Book = council) -> str:
        name = book.attachments.put(Random(seed).randbytes(size))
        put(book, "attachments", {"person": person(book), "content": name, "kind": "DURING", "caption": "ภาพ"}, within=True)
        return name

    return attach


def here(book: Book) -> set[str]:
    return set(book.attachments.names())


def test_a_photo_goes_with_its_record_and_not_again(council: Book, region: Book, photo: Callable[..., str], stick: Path) -> None:
    name = photo()
    (made,) = exchange.make(council, stick)
    assert (made.files, made.size > 50_000) == (1, True)
    result = taking.take(region, [made.file])[0]
    assert (result.status, result.files) == ("applied", 1)
    assert region.attachments.get(name) == council.attachments.get(name)
    (again,) = exchange.make(council, stick)  # not confirmed yet: the records go again, the photo does not
    assert (again.records, again.files) == (2, 0)
    assert again.size < 20_000
    both_ways(council, region, stick)
    assert exchange.make(council, stick)[0].files == 0


def test_a_photo_on_a_lost_stick_is_asked_for_and_comes(council: Book, region: Book, photo: Callable[..., str], stick: Path) -> None:
    name = photo()
    make(council, stick).unlink()
    both_ways(council, region, stick)  # the records came, and the region says what it lacks
    assert here(region) == set()
    assert send(council, region, stick).files == 1
    assert here(region) == {name}


def test_a_photo_that_was_removed_or_binned_does_not_go(council: Book, region: Book, photo: Callable[..., str], stick: Path) -> None:
    gone, binned, kept = (photo(seed=seed) for seed in range(3))
    next(path for path in council.attachments.folder.glob("??/*") if council.attachments._path(gone) == path).unlink()
    with council.write() as deed:
        for record in council.ids(ListQuery("attachments")):
            if council.row("attachments", record).values["content"] == binned:
                deed.delete("attachments", record)
    assert send(council, region, stick).files == 1
    assert here(region) == {kept}


def test_the_councils_other_pc_gets_it_from_whichever_has_it(
    council: Book, region: Book, books: Books, photo: Callable[..., str], stick: Path, tmp_path: Path
) -> None:
    second = books("second", office="ชั่วคราว", areas=("210304",))
    meet(second, council, tmp_path / "letters-2")
    send(council, second, stick)
    send(second, council, stick)
    both_ways(council, region, stick)
    name = photo()
    parcel = make(council, stick)
    receipt = answer(region, parcel, stick / "back")
    assert take(second, receipt).files == 1
    assert here(second) == here(region) == {name}


def test_a_purpose_that_lets_no_photo_go_keeps_it_until_everything_goes(
    council: Book, region: Book, photo: Callable[..., str], stick: Path
) -> None:
    name = photo()
    purposes.choose(council, Purpose.WORK)
    both_ways(council, region, stick)
    assert here(region) == set()
    purposes.choose(council, Purpose.FULL)
    both_ways(council, region, stick)
    both_ways(council, region, stick)
    assert here(region) == {name}
    assert records(region) == records(council)


def test_a_big_hand_over_comes_in_parts_that_can_be_taken_in_any_order(
    council: Book, region: Book, photo: Callable[..., str], stick: Path
) -> None:
    for round_ in range(6):
        photo(seed=round_, size=60_000)
        for _each in range(40):
            person(council)
        with council.store.transaction() as conn:
            sealing.seal(council.store, conn, council.office.uid)
    stick.mkdir(exist_ok=True)
    (leg,) = legs.legs(council)
    made = exchange.write(council, leg, stick, Progress(), most=70_000)
    assert len(made) > 5
    assert [one.number for one in made] == list(range(1, len(made) + 1))
    assert [one.file.name.rpartition("-")[2] for one in made] == [f"{one.part}of{one.parts}.parcel" for one in made]
    assert sum(one.files for one in made) == 6
    mixed = [one.file for one in made]
    Random(3).shuffle(mixed)
    results: list[Taken] = []
    for file in mixed:
        results += taking.take(region, [file])
    assert {result.status for result in results} <= {"applied", "held"}
    assert not taking.held(region)
    assert records(region) == records(council)
    assert here(region) == here(council)
    both_ways(council, region, stick)
    assert {one.status for one in exchange.outgoing(council)} == {"confirmed"}


def test_what_is_not_what_its_name_says_is_refused(council: Book, tmp_path: Path) -> None:
    kept = attachments.Attachments(tmp_path, bytes(32))
    for pack in ([(bytes(32), b"other")], [(b"short", b"")], "text", [[1, 2]]):
        with pytest.raises(Refused) as refused:
            files.take_in(kept, msgspec.msgpack.encode(pack))
        assert refused.value.code == "parcel_damaged_inside"
    assert list(kept.names()) == []
