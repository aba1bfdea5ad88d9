"""Receipts: what was taken is told to its sender, as often as he asks, and nothing is believed confirmed that is not."""

from __future__ import annotations

import shutil
from pathlib import Path

from desktop.records.book import Book
from desktop.sync import exchange, taking
from tests.conftest import Books
from tests.factory import person
from tests.sync.offices import answer, both_ways, make, meet, records, send, tables, take


def test_a_second_taking_gives_the_same_receipt_byte_for_byte(council: Book, region: Book, stick: Path, tmp_path: Path) -> None:
    person(council)
    file = make(council, stick)
    first = answer(region, file, tmp_path / "receipts")
    before = tables(region)
    again = answer(region, file, tmp_path / "again")
    assert again.read_bytes() == first.read_bytes()
    assert answer(region, file, tmp_path / "receipts") == first
    assert tables(region) == before


def test_a_receipt_twice_changes_nothing(council: Book, region: Book, stick: Path) -> None:
    person(council)
    receipt = answer(region, make(council, stick), stick)
    assert take(council, receipt).status == "applied"
    before = tables(council)
    assert take(council, receipt).status == "already"
    assert tables(council) == before


def test_a_lost_receipt_is_made_good_by_the_next(council: Book, region: Book, stick: Path, tmp_path: Path) -> None:
    person(council)
    answer(region, make(council, stick), tmp_path / "lost")
    person(council)
    both_ways(council, region, stick)
    assert [one.status for one in exchange.outgoing(council)] == ["confirmed", "confirmed"]


def test_a_parcel_lost_whose_changes_came_with_the_next_is_confirmed_too(council: Book, region: Book, stick: Path) -> None:
    person(council)
    make(council, stick).unlink()
    person(council)
    both_ways(council, region, stick)
    assert [one.status for one in exchange.outgoing(council)] == ["confirmed", "confirmed"]


def test_a_receipt_confirms_no_parcel_made_after_it_with_something_new(council: Book, region: Book, stick: Path) -> None:
    person(council)
    receipt = answer(region, make(council, stick), stick)
    person(council)
    make(council, stick)
    take(council, receipt)
    assert [(one.number, one.status) for one in exchange.outgoing(council)] == [(2, "made"), (1, "confirmed")]
    assert exchange.unsent(council) == 1


def test_an_old_receipt_found_late_unsays_nothing(council: Book, region: Book, stick: Path, tmp_path: Path) -> None:
    person(council)
    late = answer(region, make(council, stick), tmp_path / "late")
    person(council)
    both_ways(council, region, stick)
    assert exchange.unsent(council) == 0
    assert take(council, late).status == "applied"
    assert exchange.unsent(council) == 0
    assert exchange.make(council, stick)[0].changes == 0


def test_a_second_pc_confirms_nothing_in_the_regions_name(council: Book, region: Book, books: Books, stick: Path, tmp_path: Path) -> None:
    second = books("second")
    meet(second, council, tmp_path / "letters")
    person(council)
    send(council, second, stick)
    person(second)
    assert take(council, make(second, stick)).status == "applied"
    assert [one.status for one in exchange.outgoing(council)] == ["made"]
    assert exchange.unsent(council) == 1


def test_beside_a_receipt_lies_a_text_without_any_persons_name(council: Book, region: Book, stick: Path) -> None:
    person(council, first_name="ลับมาก")
    receipt = answer(region, make(council, stick), stick)
    words = receipt.with_suffix(".txt").read_text("utf-8-sig")
    assert council.office.name in words
    assert "1 records, 1 applied" in words
    assert "ลับมาก" not in words


def test_one_receipt_answers_all_parcels_of_a_council(council: Book, region: Book, books: Books, stick: Path, tmp_path: Path) -> None:
    other = books("other", office="สภาอีกตำบล", areas=("210305",))
    meet(other, region, tmp_path / "letters")
    for book in (council, council, other):
        person(book)
        make(book, stick)
    out = tmp_path / "receipts"
    out.mkdir()
    results = taking.take(region, [stick], receipts=out)
    assert [result.status for result in results] == ["applied"] * 3
    assert len({result.receipt for result in results}) == 2
    for book in (council, other):
        assert [result.status for result in taking.take(book, [out])] == ["applied"]
        assert {one.status for one in exchange.outgoing(book)} == {"confirmed"}


def test_what_was_refused_gets_no_receipt(council: Book, region: Book, stick: Path, tmp_path: Path) -> None:
    file = make(council, stick)
    file.write_bytes(file.read_bytes()[:-3])
    (result,) = taking.take(region, [file], receipts=tmp_path)
    assert result.receipt is None
    assert not list(tmp_path.glob("*receipt*"))


def test_where_receipts_can_not_be_written_the_taking_is_told_and_the_next_try_gives_them(
    council: Book, region: Book, stick: Path, tmp_path: Path
) -> None:
    person(council)
    file = make(council, stick)
    (result,) = taking.take(region, [file], receipts=tmp_path / "not" / "there")
    assert (result.status, result.code, result.fault, result.receipt) == ("applied", "stick_gone", True, None)
    assert "receipt could not be written" in result.reason
    assert records(region) == records(council)
    assert take(council, answer(region, file, tmp_path / "there")).status == "applied"
    assert exchange.unsent(council) == 0


def test_a_stick_pulled_right_after_taking_still_gets_its_receipt(council: Book, region: Book, stick: Path, tmp_path: Path) -> None:
    person(council)
    file = make(council, stick)
    assert take(region, file).status == "applied"
    (region.folder / exchange.OUTBOX).mkdir(exist_ok=True)
    receipt = answer(region, file, tmp_path / "receipts")
    shutil.rmtree(stick)
    assert take(council, receipt).status == "applied"


def test_a_receipt_brings_the_regions_corrections(council: Book, region: Book, stick: Path) -> None:
    record = person(council, note="ผิด")
    send(council, region, stick)
    with region.write() as deed:
        deed.put("people", record, {"note": "แก้โดยภาค"})
    both_ways(council, region, stick)
    assert council.row("people", record).values["note"] == "แก้โดยภาค"
    (by_region,) = [entry for entry in council.history("people", record) if entry.value == "แก้โดยภาค"]
    assert (by_region.who, by_region.office, by_region.replica) == (region.actor.name, region.office.name, region.replica)
    assert not council.conflicts()


def test_the_kept_file_of_a_confirmed_parcel_goes_but_the_newest_stays(council: Book, region: Book, stick: Path) -> None:
    for _month in range(3):
        person(council)
        both_ways(council, region, stick)
    kept = {file.name for file in (council.folder / exchange.OUTBOX).iterdir()}
    assert kept == {exchange.outgoing(council)[0].file}
    person(council)
    make(council, stick)
    make(council, stick)
    waiting = {one.file for one in exchange.outgoing(council) if one.status == "made"}
    assert len(waiting) == 2
    assert {file.name for file in (council.folder / exchange.OUTBOX).iterdir()} == kept | waiting, "not confirmed yet"
    both_ways(council, region, stick)
    assert {file.name for file in (council.folder / exchange.OUTBOX).iterdir()} == {exchange.outgoing(council)[0].file}
