"""Taking parcels: what is applied, what is refused with its true cause and changes nothing at all, and what waits."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.base.clock import ScriptedClock
from desktop.base.errors import Cancelled, Fault
from desktop.base.task import Progress
from desktop.records.book import Book
from desktop.sync import exchange, taking
from tests.conftest import Books
from tests.factory import case, household, member, person, project, put, resident
from tests.sync.offices import answer, both_ways, make, meet, records, send, tables, take

HOUR_MS = 3_600_000


def refused_and_unchanged(book: Book, file: Path) -> str:
    """Taking it is refused with a sentence, by a preview too, and no row of any table is other than before."""
    before = tables(book)
    seen = taking.preview(book, file)
    result = take(book, file)
    assert result.status == seen.status == "refused"
    assert result.code == seen.code
    assert result.reason
    assert tables(book) == before
    assert not taking.held(book)
    assert not list(book.folder.glob("take-*"))
    return result.code


def test_everything_a_council_typed_arrives(council: Book, region: Book, stick: Path) -> None:
    home = household(council)
    resident(council, home)
    member(council)
    case(council, household=home)
    put(council, "activities", {"title": "ประชุม", "start_on": "2026-02-10", "status": "PLANNED", "project": project(council)})
    result = send(council, region, stick)
    assert result.records.new == result.records.applied == result.records.total == 10  # with the first step of the project
    assert records(region) == records(council)
    assert result.sender == council.office.name


def test_the_counts_add_up_and_tell_new_from_changed(council: Book, region: Book, stick: Path) -> None:
    known = person(council)
    send(council, region, stick)
    with council.write() as deed:
        deed.put("people", known, {"occupation": "ค้าขาย"})
    person(council)
    counts = send(council, region, stick).records
    assert (counts.total, counts.new, counts.changed, counts.same) == (2, 1, 1, 0)


def test_a_preview_says_what_taking_will_do_and_changes_nothing(council: Book, region: Book, stick: Path) -> None:
    record = person(council)
    file = make(council, stick)
    before = tables(region)
    seen = taking.preview(region, file)
    assert tables(region) == before
    assert (seen.status, seen.records.new) == ("applied", 1)
    assert region.rows("people", [record]) == [None]
    assert take(region, file) == seen


def test_the_same_parcel_again_changes_nothing_whatever_it_is_called(council: Book, region: Book, stick: Path, tmp_path: Path) -> None:
    person(council)
    file = make(council, stick)
    assert take(region, file).status == "applied"
    before = tables(region)
    renamed = shutil.copy(file, tmp_path / "สำเนา ของ ป้าแดง (2).parcel")
    for again in (file, Path(renamed)):
        result = take(region, again)
        assert (result.status, result.code, result.number) == ("already", "already", 1)
        assert (result.records.total, result.records.same) == (1, 1)
        assert "already received" in result.reason
    assert tables(region) == before


def test_two_copies_in_one_folder_are_taken_once(council: Book, region: Book, stick: Path) -> None:
    person(council)
    file = make(council, stick)
    shutil.copy(file, stick / "copy.parcel")
    assert sorted(result.status for result in taking.take(region, [stick])) == ["already", "applied"]


def test_an_old_genuine_parcel_brings_nothing_back(council: Book, region: Book, stick: Path) -> None:
    record = person(council, occupation="ทำนา")
    old = make(council, stick)
    assert take(region, old).status == "applied"
    with council.write() as deed:
        deed.put("people", record, {"occupation": "ค้าขาย"})
    send(council, region, stick)
    before = tables(region)
    assert take(region, old).status == "already"
    assert tables(region) == before
    assert region.row("people", record).values["occupation"] == "ค้าขาย"


def test_an_old_parcel_found_after_its_successor_is_all_the_same(council: Book, region: Book, stick: Path) -> None:
    record = person(council, occupation="ทำนา")
    old = make(council, stick)
    with council.write() as deed:
        deed.put("people", record, {"occupation": "ค้าขาย"})
    send(council, region, stick)
    before = records(region)
    counts = take(region, old).records
    assert (counts.total, counts.same, counts.applied) == (1, 1, 0)
    assert records(region) == before


def test_parcels_are_taken_in_the_order_of_their_numbers_from_a_folder(council: Book, region: Book, stick: Path) -> None:
    for _each in range(11):
        person(council)
        make(council, stick)
    results = taking.take(region, [stick])
    assert [result.number for result in results] == list(range(1, 12))
    assert {result.records.new for result in results} == {1}
    assert records(region) == records(council)


def test_parcels_out_of_order_end_the_same(council: Book, region: Book, stick: Path) -> None:
    files = []
    for _each in range(4):
        person(council)
        files.append(make(council, stick))
    for file in (files[2], files[0], files[3], files[1]):
        assert take(region, file).status == "applied"
    assert records(region) == records(council)


def test_one_bad_parcel_does_not_stop_the_rest(council: Book, region: Book, stick: Path) -> None:
    person(council)
    good = make(council, stick)
    raw = good.read_bytes()
    (stick / "a-cut.parcel").write_bytes(raw[: len(raw) // 2])
    (stick / "b-other.parcel").write_bytes(b"a letter")
    (stick / "z-altered.parcel").write_bytes(raw[:-9] + b"?" + raw[-8:])
    results = {result.file.name: result for result in taking.take(region, [stick])}
    assert results.pop(good.name).status == "applied"
    assert {result.code for result in results.values()} == {"parcel_cut_short", "parcel_not_a_parcel", "parcel_altered"}


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (lambda raw: raw[: len(raw) // 2], "parcel_cut_short"),
        (lambda raw: raw[:-1], "parcel_cut_short"),
        (lambda raw: b"", "parcel_cut_short"),
        (lambda raw: raw + b"\0", "parcel_longer"),
        (lambda raw: raw[:600] + bytes([raw[600] ^ 4]) + raw[601:], "parcel_altered"),
        (lambda raw: raw[:-40] + bytes([raw[-40] ^ 1]) + raw[-39:], "parcel_altered"),
        (lambda raw: raw[:30] + bytes([raw[30] ^ 1]) + raw[31:], "parcel_altered"),
        (lambda raw: b"PK\3\4" + raw[4:], "parcel_not_a_parcel"),
        (lambda raw: raw[:7] + b"2" + raw[8:], "parcel_newer"),
    ],
)
def test_a_harmed_parcel_is_refused_with_the_true_cause(
    council: Book, region: Book, stick: Path, harm: Callable[[bytes], bytes], code: str
) -> None:
    person(council)
    send(council, region, stick)
    person(council)
    file = make(council, stick)
    raw = file.read_bytes()
    file.write_bytes(harm(raw))
    assert refused_and_unchanged(region, file) == code
    file.write_bytes(raw)
    assert take(region, file).status == "applied"


def test_a_parcel_for_another_office_says_so(council: Book, region: Book, books: Books, stick: Path, tmp_path: Path) -> None:
    other_region = books("other", kind="region")
    meet(council, other_region, tmp_path / "other letters")
    other = books("other council", office="อีกสภา")
    meet(other, region, tmp_path / "letters")
    person(other)
    file = make(other, stick)
    other_region.back_up("test")
    assert refused_and_unchanged(other_region, file) == "parcel_other_office"
    assert refused_and_unchanged(council, file) == "parcel_other_office"


def test_a_parcel_of_an_unknown_office_says_so(council: Book, region: Book, books: Books, stick: Path, tmp_path: Path) -> None:
    stranger = books("stranger", office="สภาแปลกหน้า")
    other_region = books("elsewhere", kind="region")
    meet(stranger, other_region, tmp_path / "letters")
    person(stranger)
    file = make(stranger, stick)
    assert refused_and_unchanged(region, file) == "parcel_other_office"  # not for us comes before not known


def test_ones_own_parcel_is_for_another_office(council: Book, stick: Path) -> None:
    person(council)
    assert refused_and_unchanged(council, make(council, stick)) == "parcel_other_office"


def test_a_missing_file_is_told(region: Book, tmp_path: Path) -> None:
    assert take(region, tmp_path / "gone.parcel").code == "file_missing"
    assert taking.take(region, []) == []


def test_a_stick_that_was_pulled_is_told(council: Book, region: Book, stick: Path) -> None:
    file = make(council, stick)
    shutil.rmtree(stick)
    assert refused_and_unchanged(region, file) == "file_missing"
    with pytest.raises(Fault):
        taking.show(file)


def test_anybody_may_read_the_header(council: Book, stick: Path) -> None:
    shown = taking.show(make(council, stick))
    assert (shown.kind, shown.number, shown.sender) == ("parcel", 1, council.office.uid.hex())
    assert shown.fingerprint == council.store.fingerprint


def test_cancelling_keeps_what_was_taken_until_then(council: Book, region: Book, stick: Path) -> None:
    for _each in range(3):
        person(council)
        make(council, stick)
    progress = Progress()

    def stop(done: int, total: int | None, words: str) -> None:
        if words and done == 2:
            progress.cancel()

    progress._on_step = stop
    with pytest.raises(Cancelled):
        taking.take(region, [stick], progress=progress)
    assert len(records(region)["people"]) == 2
    assert not list(region.folder.glob("take-*"))
    taking.take(region, [stick])
    assert records(region) == records(council)


def test_clearing_a_field_travels(council: Book, region: Book, stick: Path) -> None:
    record = person(council, occupation="ทำนา", phones=("0810000001", "0810000002"))
    send(council, region, stick)
    with council.write() as deed:
        deed.put("people", record, {"occupation": None, "phones": ("0810000002",)})
    send(council, region, stick)
    assert region.row("people", record).values["occupation"] is None
    assert region.row("people", record).values["phones"] == ("0810000002",)


def test_deleting_and_restoring_travel(council: Book, region: Book, stick: Path) -> None:
    record = person(council)
    send(council, region, stick)
    council.delete("people", [record])
    send(council, region, stick)
    assert region.row("people", record).deleted
    council.restore("people", [record])
    send(council, region, stick)
    assert not region.row("people", record).deleted
    assert records(region) == records(council)


def gap(council: Book, region: Book, books: Books, stick: Path) -> tuple[Book, Path, Path]:
    """A region whose book was lost and brought back from a backup older than what it had confirmed: (it, the next parcel, a full one)."""
    person(council)
    both_ways(council, region, stick)
    copy = region.back_up("old")
    assert copy is not None
    person(council)
    receipt = answer(region, make(council, stick), stick)
    full = next(iter(stick.glob(f"*{council.store.fingerprint[:6]}-2.parcel")))
    take(council, receipt)
    person(council)
    later = make(council, stick)
    region.close()
    kept = shutil.copy(copy, copy.parent.parent / "kept.db")
    for old in region.folder.glob("book.db*"):
        old.unlink()
    shutil.move(kept, region.folder / "book.db")
    return books.opened(region.folder), later, full


@pytest.mark.file
def test_a_parcel_after_a_gap_waits_and_names_what_is_missing(council: Book, region: Book, books: Books, stick: Path) -> None:
    restored, later, full = gap(council, region, books, stick)
    before = tables(restored)
    result = take(restored, later)
    assert (result.status, result.code) == ("held", "gap")
    assert "2" in result.reason
    assert result.records.held == result.records.total == 1
    assert tables(restored) == before
    assert len(taking.held(restored)) == 1
    assert take(restored, later).status == "held"
    assert len(taking.held(restored)) == 1
    results = taking.take(restored, [full])
    assert [(one.number, one.status) for one in results] == [(2, "applied"), (3, "applied")]
    assert taking.held(restored) == []
    assert records(restored) == records(council)


@pytest.mark.file
def test_a_receipt_for_a_waiting_parcel_lets_its_sender_send_all_that_is_missing(
    council: Book, region: Book, books: Books, stick: Path, tmp_path: Path
) -> None:
    restored, later, _full = gap(council, region, books, stick)
    receipt = answer(restored, later, tmp_path / "receipts")
    assert take(council, receipt).status == "applied"
    assert exchange.unsent(council) == 2
    results = taking.take(restored, [make(council, stick)])
    assert [(one.status, one.records.new) for one in results] == [("applied", 2), ("applied", 0)]
    assert records(restored) == records(council)
    assert taking.held(restored) == []


@pytest.mark.file
def test_a_waiting_parcel_released_in_the_same_take_is_in_the_receipt(
    council: Book, region: Book, books: Books, stick: Path, tmp_path: Path
) -> None:
    restored, later, full = gap(council, region, books, stick)
    take(restored, later)
    results = taking.take(restored, [full], receipts=tmp_path)
    assert [one.status for one in results] == ["applied", "applied"]
    assert take(council, results[0].receipt or Path()).status == "applied"
    assert [one.status for one in exchange.outgoing(council)] == ["confirmed"] * 3


def test_a_clock_days_ahead_waits_for_a_person(council: Book, region: Book, books: Books, stick: Path, tmp_path: Path) -> None:
    ahead = ScriptedClock(1_795_300_000_000 + 49 * HOUR_MS)
    other = books("ahead", office="สภานาฬิกาเร็ว", clock=ahead)
    meet(other, region, tmp_path / "letters")
    person(other)
    file = make(other, stick)
    before = tables(region)
    result = take(region, file)
    assert (result.status, result.code) == ("held", "clock")
    assert "clock" in result.reason
    assert tables(region) == before
    region.clock.advance(2 * HOUR_MS)  # type: ignore[attr-defined]
    assert take(region, file).status == "applied"


def test_a_clock_two_days_ahead_is_taken_and_later_edits_still_win(
    council: Book, region: Book, books: Books, stick: Path, tmp_path: Path
) -> None:
    other = books("ahead", office="สภานาฬิกาเร็ว", clock=ScriptedClock(1_795_300_000_000 + 47 * HOUR_MS))
    meet(other, region, tmp_path / "letters")
    record = person(other, note="จากอนาคต")
    both_ways(other, region, stick)
    with region.write() as deed:
        deed.put("people", record, {"note": "แก้ทีหลัง"})
    assert take(other, make_one(region, other, stick)).status == "applied"
    assert other.row("people", record).values["note"] == "แก้ทีหลัง"
    assert not other.conflicts()


def make_one(region: Book, council: Book, stick: Path) -> Path:
    """The region's parcel for one of its councils."""
    return next(made.file for made in exchange.make(region, stick) if made.to == (council.office.name,))


def test_a_clock_that_jumps_back_loses_nothing(region: Book, books: Books, stick: Path, tmp_path: Path) -> None:
    clock = ScriptedClock()
    council = books("council", clock=clock)
    meet(council, region, tmp_path / "letters")
    record = person(council, note="ก่อน")
    both_ways(council, region, stick)
    clock.advance(-400 * 24 * HOUR_MS)
    with council.write() as deed:
        deed.put("people", record, {"note": "หลัง"})
    both_ways(council, region, stick)
    assert region.row("people", record).values["note"] == "หลัง"
    assert [entry.value for entry in region.history("people", record) if entry.field == "note"] == ["หลัง", "ก่อน"]
    assert exchange.unsent(council) == 0
