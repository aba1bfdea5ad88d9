"""A parcel goes through memory in pieces; into how many must not matter."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from desktop.records.book import Book
from desktop.sync import exchange, manifest, taking
from desktop.sync.taking import Taken
from desktop.sync.tally import Tally
from tests.factory import person
from tests.sync.offices import both_ways, make, questions, records, tables, take


def anything(book: Book, people: list[bytes], chance: Random) -> None:
    """One deed of an ordinary day."""
    record = chance.choice(people)
    row = book.rows("people", [record])[0]
    assert row is not None
    deed = chance.randrange(6)
    if row.deleted:
        book.restore("people", [record])
    elif deed == 0:
        book.delete("people", [record])
    elif deed == 1 and book.office.kind == "council":
        people.append(person(book))
    else:
        with book.write() as work:
            work.put("people", record, {chance.choice(("occupation", "note", "house_no")): chance.choice("กขค")})


def previews(book: Book, file: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Taken, Taken]:
    """In one piece, and in as many as there are segments."""
    whole = taking.preview(book, file)
    monkeypatch.setattr(taking, "CHUNK", 1)
    return whole, taking.preview(book, file)


@pytest.mark.parametrize("seed", range(8))
def test_counts_and_conflicts_are_the_same_in_one_piece_and_in_many(
    council: Book, region: Book, stick: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = Random(seed)
    people = [person(council) for _number in range(4)]
    both_ways(council, region, stick)
    for _deed in range(5):
        anything(region, list(people), chance)
    for round_ in range(6):  # each parcel seals what was done until then into a segment of its own
        for _deed in range(4):
            anything(council, people, chance)
        file = make(council, stick / str(round_))
    before = tables(region)
    whole, pieces = previews(region, file, monkeypatch)
    assert whole.status == "applied" and whole.records.applied > 0
    assert (whole.records, whole.conflicts) == (pieces.records, pieces.conflicts)
    assert tables(region) == before
    assert take(region, file).records == whole.records
    take(council, make(region, stick))
    assert records(council) == records(region)
    assert questions(council) == questions(region)


def test_a_parcel_of_many_frames_arrives_whole(council: Book, region: Book, stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for _round in range(5):
        person(council)
        make(council, stick)
    monkeypatch.setattr(manifest, "FRAME", 1)
    person(council)
    (made,) = exchange.make(council, stick)
    assert (made.changes, made.records) == (6, 6)
    assert taking.take(region, [made.file])[0].records.new == 6
    assert records(council) == records(region)


def test_ids_named_many_times_are_counted_once() -> None:
    tally = Tally()
    for _time in range(3):
        tally.add(number.to_bytes(16, "big") for number in range(1_000))
    assert len(tally) == 1_000
