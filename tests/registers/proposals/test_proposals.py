"""Corrections of the region are proposals: the council accepts, keeps what it has, or asks, and the answer travels back."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from desktop.base.errors import Refused
from desktop.records import bulk
from desktop.records.book import Book
from desktop.records.editing import ProblemsFound
from desktop.records.proposing import Wanted, packed, unpacked
from desktop.records.query import ListQuery
from desktop.registers.proposals.service import compared
from desktop.sync import taking
from tests.conftest import Books
from tests.factory import case, person, value
from tests.sync.offices import make, meet


@pytest.fixture
def region(books: Books) -> Book:
    return books("region", kind="region", office="ภาคตะวันออก", areas=("21",), person="วิชัย ตัวอย่าง")


@pytest.fixture
def council(books: Books, region: Book, tmp_path: Path) -> Book:
    made = books("council")
    meet(made, region, tmp_path / "letters")
    return made


def trip(council: Book, region: Book, folder: Path) -> None:
    """The stick goes to the region and back."""
    (folder / "back").mkdir(parents=True)
    results = taking.take(region, [make(council, folder)], receipts=folder / "back")
    results += taking.take(council, [folder / "back"])
    assert {one.status for one in results} == {"applied"}


def change(region: Book, record: bytes, reason: str | None = None, **values: Any) -> None:
    """As the form at the region saves."""
    draft = region.draft("people", record)
    draft.values |= values
    draft.reason = reason
    assert region.save(draft) == record


def proposals(book: Book, **filters: Any) -> Sequence[bytes]:
    return book.ids(ListQuery("proposals", filters=filters))


def only(book: Book) -> bytes:
    (found,) = proposals(book)
    return found


def answers(book: Book) -> tuple[str, str]:
    row = book.row("proposals", only(book))
    return row.values["status"], row.values["answer"] or ""


def test_a_corrected_birth_year_is_accepted_and_the_region_sees_it(council: Book, region: Book, tmp_path: Path) -> None:
    woman = person(council, birth_date="1968-04-23", note="เดิม")
    trip(council, region, tmp_path / "1")
    change(region, woman, "บัตรประชาชนเขียน ๒๕๑๐", birth_date="1967-04-23")
    assert value(region, "people", woman, "birth_date") == "1968-04-23"  # the council's own, until it accepts
    trip(council, region, tmp_path / "2")
    assert not council.conflicts()
    with council.read() as reader:
        shown = compared(reader, council.registers, council.row("proposals", only(council)).values)
    assert shown is not None
    assert [(each.field, each.was, each.now, each.value) for each in shown] == [("birth_date", "1968-04-23", "1968-04-23", "1967-04-23")]
    council.do("proposals", "accept", [only(council)], {})
    assert value(council, "people", woman, "birth_date") == "1967-04-23"
    trip(council, region, tmp_path / "3")
    assert value(region, "people", woman, "birth_date") == "1967-04-23"
    assert answers(region) == ("ACCEPTED", "")
    assert value(region, "people", woman, "note") == "เดิม"


def test_what_the_council_keeps_stays_and_the_reason_comes_back(council: Book, region: Book, tmp_path: Path) -> None:
    woman = person(council, village="บ้านเหนือ")
    trip(council, region, tmp_path / "1")
    change(region, woman, village="บ้านใต้")
    trip(council, region, tmp_path / "2")
    with pytest.raises(ProblemsFound):
        council.do("proposals", "keep", [only(council)], {})
    council.do("proposals", "keep", [only(council)], {"why": "ย้ายบ้านแล้ว"})
    trip(council, region, tmp_path / "3")
    assert value(region, "people", woman, "village") == "บ้านเหนือ"
    assert answers(region) == ("KEPT", "ย้ายบ้านแล้ว")


def test_a_question_goes_to_the_region_and_its_answer_comes_back(council: Book, region: Book, tmp_path: Path) -> None:
    woman = person(council, village="บ้านเหนือ")
    trip(council, region, tmp_path / "1")
    change(region, woman, "ทะเบียนบ้าน", village="บ้านใต้")
    trip(council, region, tmp_path / "2")
    assert [each.register for each in council.reminders() if each.record == only(council)] == ["proposals"]
    council.do("proposals", "ask", [only(council)], {"question": "ทะเบียนบ้านปีไหน"})
    assert not [each for each in council.reminders() if each.register == "proposals"]
    trip(council, region, tmp_path / "3")
    assert [each.record for each in region.reminders() if each.register == "proposals"] == [only(region)]
    region.do("proposals", "reply", [only(region)], {"words": "ปี ๒๕๖๘"})
    trip(council, region, tmp_path / "4")
    assert council.row("proposals", only(council)).values["reason"] == "ทะเบียนบ้าน\nปี ๒๕๖๘"
    assert answers(council)[0] == "OPEN"


def test_a_second_correction_before_the_answer_joins_the_first(council: Book, region: Book, tmp_path: Path) -> None:
    woman = person(council, village="บ้านเหนือ", occupation="ทำนา")
    trip(council, region, tmp_path / "1")
    change(region, woman, "หนึ่ง", village="บ้านใต้")
    change(region, woman, "สอง", village="บ้านกลาง", occupation="ค้าขาย")
    row = region.row("proposals", only(region))
    assert unpacked(row.values["changes"]) == [Wanted("occupation", "ทำนา", "ค้าขาย"), Wanted("village", "บ้านเหนือ", "บ้านกลาง")]
    assert row.values["reason"] == "หนึ่ง\nสอง"


def test_removing_and_merging_are_proposed_too(council: Book, region: Book, tmp_path: Path) -> None:
    kept, gone, other = person(council), person(council), person(council)
    theirs = case(council, person=gone)
    trip(council, region, tmp_path / "1")
    region.do("people", "merge", [kept, gone], {"stays": kept, "reason": "บัตรเดียวกัน"})
    region.delete("people", [other], reason="เสียชีวิตแล้ว")
    assert set(region.ids(ListQuery("people"))) == {kept, gone, other}
    trip(council, region, tmp_path / "2")
    council.do("proposals", "accept", proposals(council), {})
    assert set(council.ids(ListQuery("people"))) == {kept}
    assert value(council, "cases", theirs, "person") == kept
    trip(council, region, tmp_path / "3")
    assert set(region.ids(ListQuery("people"))) == {kept}
    (merged,) = council.ids(ListQuery("merges"))
    council.do("merges", "unmerge", [merged], {})
    assert value(council, "cases", theirs, "person") == gone


def test_what_a_rooms_rules_refuse_is_not_accepted(council: Book, region: Book, tmp_path: Path) -> None:
    woman = person(council)
    trip(council, region, tmp_path / "1")
    change(region, woman, village="บ้านใต้")
    trip(council, region, tmp_path / "2")
    council.delete("people", [woman])
    with pytest.raises(Refused) as caught:
        council.do("proposals", "accept", [only(council)], {})
    assert caught.value.code == "gone"
    assert answers(council)[0] == "OPEN"


def test_a_change_of_many_records_is_proposed_for_each(council: Book, region: Book, tmp_path: Path) -> None:
    both = [person(council), person(council)]
    trip(council, region, tmp_path / "1")
    made = bulk.plan(region, "people", both, "village", bulk.Change(bulk.How.SET, "บ้านใต้"))
    bulk.apply(region, made)
    assert len(proposals(region)) == 2
    assert {value(region, "people", each, "village") for each in both} == {None}


def test_each_office_does_its_own_part_only(council: Book, region: Book, tmp_path: Path) -> None:
    woman = person(council)
    trip(council, region, tmp_path / "1")
    change(region, woman, village="บ้านใต้")
    trip(council, region, tmp_path / "2")
    for book, deed, values, code in (
        (region, "accept", {}, "council_answers"),
        (region, "keep", {"why": "ไม่"}, "council_answers"),
        (council, "withdraw", {}, "region_answers"),
    ):
        with pytest.raises(Refused) as caught:
            book.do("proposals", deed, [only(book)], values)
        assert caught.value.code == code
    region.do("proposals", "withdraw", [only(region)], {})
    trip(council, region, tmp_path / "3")
    with pytest.raises(Refused) as caught:
        council.do("proposals", "accept", [only(council)], {})
    assert caught.value.code == "not_offered"


def test_a_region_changes_its_own_records_at_once_and_accepting_can_be_undone(council: Book, region: Book, tmp_path: Path) -> None:
    own = person(region)
    change(region, own, village="บ้านใต้")
    assert value(region, "people", own, "village") == "บ้านใต้"
    assert not proposals(region)
    woman = person(council, village="บ้านเหนือ")
    trip(council, region, tmp_path / "1")
    change(region, woman, village="บ้านใต้")
    trip(council, region, tmp_path / "2")
    council.do("proposals", "accept", [only(council)], {})
    council.undo()
    assert value(council, "people", woman, "village") == "บ้านเหนือ"
    assert answers(council)[0] == "OPEN"


def test_a_council_that_changed_it_meanwhile_sees_both_and_decides(council: Book, region: Book, tmp_path: Path) -> None:
    woman = person(council, village="บ้านเหนือ")
    trip(council, region, tmp_path / "1")
    change(region, woman, village="บ้านใต้")
    draft = council.draft("people", woman)
    draft.values["village"] = "บ้านกลาง"
    council.save(draft)
    trip(council, region, tmp_path / "2")
    with council.read() as reader:
        shown = compared(reader, council.registers, council.row("proposals", only(council)).values)
    assert shown is not None
    assert (shown[0].was, shown[0].now, shown[0].value) == ("บ้านเหนือ", "บ้านกลาง", "บ้านใต้")


def test_values_of_every_kind_come_back_as_they_went(council: Book) -> None:
    wanted = [Wanted("a", None, b"\x01" * 16), Wanted("b", Decimal("1.50"), ("x", "y")), Wanted("c", True, 7), Wanted("d", "ก", "")]
    assert unpacked(packed(wanted)) == wanted
    assert unpacked("{") == unpacked('{"a": 1}') == unpacked(None) == []
