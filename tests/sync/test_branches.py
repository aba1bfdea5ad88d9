"""A folder was copied and both copies went on; another PC of the council had taken what the losing one wrote, before the region settled it."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from desktop.records.book import Book
from desktop.store.soundness import examine
from desktop.sync import exchange, taking
from tests.conftest import Books
from tests.factory import person
from tests.sync.branched import Branched, branched, duplicate, edit, second_pc
from tests.sync.offices import both_ways, make, questions, records, send, tables, take, trail


@pytest.fixture
def at(books: Books, tmp_path: Path) -> Branched:
    return branched(books, tmp_path)


def names(book: Book) -> set[object]:
    return {row["first_name"] for row in records(book)["people"].values()}


def to_and_fro(region: Book, *pcs: Book, stick: Path) -> None:
    """Each PC hands over to the region and is answered, twice, so that each has what the others brought."""
    for _round in range(2):
        for pc in pcs:
            taking.take(region, [make(pc, stick)])
            taking.take(pc, [make(region, stick)])


def assert_agreed(*books: Book) -> None:
    assert all(records(book) == records(books[0]) for book in books)
    assert all(questions(book) == questions(books[0]) for book in books)
    for register, rows in records(books[0]).items():
        for record in rows:
            assert all(trail(book, register, record) == trail(books[0], register, record) for book in books)
    assert [finding for book in books for finding in examine(book.store) if finding.found] == []
    assert [file for book in books for file in taking.held(book)] == []


def test_before_the_region_has_spoken_the_other_branch_is_refused_and_says_what_to_do(at: Branched) -> None:
    before = tables(at.second)
    result = take(at.second, make(at.first, at.stick))
    assert (result.status, result.code) == ("refused", "fork")
    assert "regional office" in result.reason
    assert tables(at.second) == before


def test_the_regions_parcel_brings_the_second_pc_over_to_what_the_region_holds(at: Branched) -> None:
    result = take(at.second, make(at.region, at.stick))
    assert (result.status, result.code) == ("applied", "fork_settled")
    assert "2 changes that only this PC still held go on under its name" in result.reason
    assert {"ในเล่มแรก", "ในสำเนา"} <= names(at.second)
    assert at.second.row("people", at.old).values["occupation"] == "ค้าขาย"
    for pc in (at.first, at.second):
        send(pc, at.second if pc is at.first else at.first, at.stick)
    assert [finding for finding in examine(at.second.store) if finding.found] == []


def test_what_the_losing_copy_wrote_reaches_everybody_though_that_pc_is_dead(at: Branched) -> None:
    take(at.second, make(at.region, at.stick))
    both_ways(at.second, at.region, at.stick)
    to_and_fro(at.region, at.first, at.third, stick=at.stick)
    to_and_fro(at.region, at.second, stick=at.stick)
    assert_agreed(at.region, at.first, at.second, at.third)
    assert {"ในเล่มแรก", "ในสำเนา"} <= names(at.region)
    assert at.region.row("people", at.old).values["occupation"] == "ค้าขาย"
    assert not at.region.conflicts()
    assert {one.status for one in exchange.outgoing(at.second)} == {"confirmed"}
    (who,) = {entry.who for entry in at.region.history("people", at.old) if entry.value == "ค้าขาย"}
    assert who == at.copy.actor.name


def test_what_the_losing_copy_stated_anew_already_is_not_stated_once_more(at: Branched) -> None:
    take(at.copy, make(at.region, at.stick))
    both_ways(at.copy, at.region, at.stick)
    result = take(at.second, make(at.region, at.stick))
    assert result.status == "applied"
    assert exchange.unsent(at.second) == 0
    to_and_fro(at.region, at.first, at.copy, at.second, at.third, stick=at.stick)
    assert_agreed(*at.all)
    told = [entry for entry in at.region.history("people", at.old) if entry.value == "ค้าขาย"]
    assert len(told) == 1


def test_edits_on_top_of_the_losing_branch_are_asked_about_where_the_first_wrote_otherwise(at: Branched) -> None:
    """The second PC had not seen what the first wrote, though its number says that it had."""
    edit(at.first, at.other, village="จากเล่มแรก")
    edit(at.second, at.other, village="จากเครื่องที่สอง")
    edit(at.second, at.old, occupation="รับจ้าง")
    person(at.second, first_name="ในเครื่องที่สอง")
    both_ways(at.first, at.region, at.stick)
    was = at.second.replica
    assert take(at.second, make(at.region, at.stick)).code == "fork_settled"
    assert at.second.replica != was
    to_and_fro(at.region, at.second, at.first, at.third, at.second, stick=at.stick)
    assert_agreed(at.region, at.first, at.second, at.third)
    assert {"ในเล่มแรก", "ในสำเนา", "ในเครื่องที่สอง"} <= names(at.region)
    assert at.region.row("people", at.old).values["occupation"] == "รับจ้าง"  # built on the copy's word: no question
    (asked,) = at.region.conflicts()
    assert {head.value for head in asked.values} == {"จากเล่มแรก", "จากเครื่องที่สอง"}


def test_a_parcel_of_the_losing_branch_that_the_region_refused_is_confirmed_only_by_what_says_it_anew(at: Branched) -> None:
    edit(at.second, at.other, note="บนสาขา")
    before = tables(at.region)
    handed = make(at.second, at.stick)
    assert take(at.region, handed).code == "fork"
    assert tables(at.region) == before
    for _again in range(2):
        take(at.second, make(at.region, at.stick))
        assert exchange.outgoing(at.second)[0].status == "made"
        assert exchange.unsent(at.second) == 1  # under its own name; what the copy wrote goes under another
    both_ways(at.second, at.region, at.stick)
    assert {one.status for one in exchange.outgoing(at.second)} == {"confirmed"}
    assert at.region.row("people", at.other).values["note"] == "บนสาขา"
    assert "ในสำเนา" in names(at.region)
    assert take(at.region, handed).code == "fork"


def test_where_the_second_pc_was_at_the_region_before_the_first_the_copys_branch_goes_on(
    council: Book, region: Book, books: Books, stick: Path, tmp_path: Path
) -> None:
    second = second_pc(books, council, stick)
    both_ways(council, region, stick)
    first, copy = duplicate(books, council, tmp_path / "copy")
    person(first, first_name="ในเล่มแรก")
    person(copy, first_name="ในสำเนา")
    send(copy, second, tmp_path / "stick 2")
    person(second, first_name="ในเครื่องที่สอง")
    both_ways(second, region, stick)
    assert take(region, make(first, stick)).code == "fork"
    assert take(first, make(region, stick)).code == "fork_settled"
    to_and_fro(region, first, second, copy, first, stick=stick)
    assert_agreed(region, first, second, copy)
    assert {"ในเล่มแรก", "ในสำเนา", "ในเครื่องที่สอง"} <= names(region)


def test_a_third_pc_that_has_it_from_the_second_comes_over_too(at: Branched) -> None:
    edit(at.second, at.other, note="จากเครื่องที่สอง")
    send(at.second, at.third, at.stick)
    edit(at.third, at.other, village="จากเครื่องที่สาม")
    edit(at.second, at.other, house_no="9")
    for pc in (at.third, at.second):
        assert take(pc, make(at.region, at.stick)).code == "fork_settled"
    to_and_fro(at.region, at.third, at.second, at.first, at.copy, at.third, stick=at.stick)
    assert_agreed(*at.all)
    values = at.region.row("people", at.other).values
    assert (values["note"], values["village"], values["house_no"]) == ("จากเครื่องที่สอง", "จากเครื่องที่สาม", "9")
    assert not at.region.conflicts()


def test_an_open_question_of_the_losing_branch_stays_open(at: Branched) -> None:
    """Two statements apart stay apart, though one PC states both anew."""
    edit(at.second, at.other, note="จากเครื่องที่สอง")
    edit(at.copy, at.other, note="จากสำเนา")
    send(at.copy, at.second, at.stick / "copy")
    asked = questions(at.second)
    assert len(asked) == 1
    take(at.second, make(at.region, at.stick))
    assert questions(at.second) == asked
    to_and_fro(at.region, at.second, at.first, at.third, stick=at.stick)
    assert questions(at.region) == asked
    assert_agreed(at.region, at.first, at.second, at.third)


@pytest.mark.parametrize("order", list(permutations(("copy", "second", "third"))), ids="-".join)
def test_in_whatever_order_they_come_to_the_region_all_end_the_same(at: Branched, order: tuple[str, ...]) -> None:
    edit(at.second, at.other, note="จากเครื่องที่สอง")
    send(at.second, at.third, at.stick)
    edit(at.third, at.other, village="จากเครื่องที่สาม")
    edit(at.first, at.other, village="จากเล่มแรก")
    with at.copy.write() as deed:
        deed.delete("people", at.old)
    for _round in range(3):
        for name in (*order, "first"):
            pc: Book = getattr(at, name)
            taking.take(at.region, [make(pc, at.stick)])
            taking.take(pc, [make(at.region, at.stick)])
    assert_agreed(*at.all)
    assert {"ในเล่มแรก", "ในสำเนา"} <= names(at.region)
    told = {(entry.field, entry.value) for entry in at.region.history("people", at.other)}
    assert {("note", "จากเครื่องที่สอง"), ("village", "จากเครื่องที่สาม"), ("village", "จากเล่มแรก")} <= told
    assert {head.value for asked in at.region.conflicts() if asked.field == "village" for head in asked.values} == {
        "จากเล่มแรก",
        "จากเครื่องที่สาม",
    }


def test_a_preview_says_it_and_changes_nothing(at: Branched) -> None:
    parcel = make(at.region, at.stick)
    before, replica = tables(at.second), at.second.replica
    assert taking.preview(at.second, parcel).code == "fork_settled"
    assert (tables(at.second), at.second.replica) == (before, replica)
    person(at.second)
    assert take(at.second, parcel).code == "fork_settled"


def test_a_parcel_that_was_altered_settles_nothing(at: Branched) -> None:
    parcel = make(at.region, at.stick)
    raw = bytearray(parcel.read_bytes())
    raw[-20] ^= 1
    parcel.write_bytes(bytes(raw))
    before = tables(at.second)
    assert take(at.second, parcel).status == "refused"
    assert tables(at.second) == before


def test_another_pc_of_the_council_can_not_settle_it(at: Branched) -> None:
    send(at.first, at.third, at.stick)
    before = tables(at.second)
    assert take(at.second, make(at.third, at.stick)).code == "fork"
    assert tables(at.second) == before


def test_the_form_that_was_open_meanwhile_notices_that_the_record_changed(at: Branched) -> None:
    before = at.second.row("people", at.old).revision
    take(at.second, make(at.region, at.stick))
    assert at.second.row("people", at.old).revision > before


def test_a_copy_to_which_the_region_does_not_send_the_beginning_of_the_other_branch_asks_for_it(
    council: Book, region: Book, books: Books, stick: Path, tmp_path: Path
) -> None:
    """The region takes it for the first one, which bears the same key and said that it has that already; what it lacks came by another PC."""
    second = second_pc(books, council, stick)
    send(second, council, stick)
    both_ways(council, region, stick)
    first, copy = duplicate(books, council, tmp_path / "copy")
    person(first, first_name="ในเล่มแรก")
    both_ways(first, region, stick)
    person(first, first_name="ในเล่มแรกอีก")
    send(first, second, stick)
    send(second, region, stick)
    person(copy, first_name="ในสำเนา")
    make(copy, tmp_path / "stick 2")
    was = copy.replica
    assert take(copy, make(region, stick)).code == "gap"
    assert copy.replica != was
    to_and_fro(region, copy, first, second, stick=stick)
    assert_agreed(region, first, copy, second)
    assert {"ในเล่มแรก", "ในเล่มแรกอีก", "ในสำเนา"} <= names(region)
