"""What a deed may do and what nobody types: by-deed fields, histories, the region's lists, things told apart by what they say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from desktop.base.errors import Refused
from desktop.base.i18n import N_
from desktop.records.book import Book
from desktop.records.deed import Deed
from desktop.records.editing import ProblemsFound
from desktop.records.query import ListQuery
from desktop.records.register import Action, Field, Kind, Registers
from tests.conftest import Books
from tests.factory import case, instalment, member, person, put, value


def test_a_field_of_a_deed_is_refused_when_typed_and_taken_within_a_deed(book: Book) -> None:
    record = case(book)
    with pytest.raises(Refused) as caught, book.write() as deed:
        deed.put("cases", record, {"status": "C60"})
    assert (caught.value.code, caught.value.field) == ("by_deed", "status")
    assert value(book, "cases", record, "status") == "C10"
    with book.write() as deed:
        deed.put("cases", record, {"status": "C10", "wish": "หลังคาใหม่"})
        deed.put("cases", record, {"score": 12}, within=True)
    assert (value(book, "cases", record, "score"), value(book, "cases", record, "wish")) == (12, "หลังคาใหม่")


def test_a_field_of_a_deed_is_not_cleared_by_hand_either(book: Book) -> None:
    record = case(book)
    with pytest.raises(Refused), book.write() as deed:
        deed.put("cases", record, {"status": None})


def test_a_history_is_made_by_deeds_only(book: Book) -> None:
    record = case(book)
    values = {"case": record, "state": "C10", "on": "2026-01-15"}
    with pytest.raises(Refused) as caught:
        put(book, "case_steps", values)
    assert caught.value.code == "append_only"
    with book.write() as deed:
        step = deed.put("case_steps", None, values, within=True)
    for change in (lambda: book.delete("case_steps", [step]), lambda: book.save(_reasoned(book, step))):
        with pytest.raises(Refused) as caught:
            change()
        assert caught.value.code == "append_only"


def _reasoned(book: Book, step: bytes) -> Any:
    draft = book.draft("case_steps", step)
    draft.values["reason"] = "อื่น"
    return draft


def test_only_a_region_keeps_code_lists(books: Books) -> None:
    values = {"list": "need", "code": "N_PETS", "label_th": "สัตว์เลี้ยง", "source": "ที่ประชุมภาค"}
    with pytest.raises(Refused) as caught:
        put(books(), "codes", values)
    assert caught.value.code == "kept_by_region"
    assert put(books("region", kind="region", areas=("21",)), "codes", values)


def test_the_same_thing_entered_twice_is_one_record(book: Book) -> None:
    meeting = put(book, "meetings", {"kind": "ORDINARY", "held_on": "2026-03-01"})
    seat = member(book)
    there = {"meeting": meeting, "person": value(book, "members", seat, "person"), "state": "PRESENT"}
    first = put(book, "attendances", there)
    assert put(book, "attendances", there | {"state": "LEAVE"}) == first
    assert value(book, "attendances", first, "state") == "LEAVE"
    book.delete("attendances", [first])
    assert put(book, "attendances", there) == first
    assert book.ids(ListQuery("attendances")) == [first]


def test_a_form_for_what_is_entered_already_is_refused_and_loses_nothing(book: Book) -> None:
    meeting = put(book, "meetings", {"kind": "ORDINARY", "held_on": "2026-03-01"})
    there = {"meeting": meeting, "person": person(book), "state": "PRESENT"}
    put(book, "attendances", there)
    draft = book.draft("attendances", None, **there | {"state": "LEAVE"})
    with pytest.raises(ProblemsFound) as caught:
        book.save(draft)
    assert [problem.code for problem in caught.value.problems] == ["already_here"]
    assert draft.values["state"] == "LEAVE"


def test_the_office_s_own_record_is_made_once_under_its_id(book: Book) -> None:
    for phone in ("0810000001", "0810000002"):
        draft = book.draft_own("councils", name=book.office.name)
        draft.values |= {"phones": (phone,)}
        assert book.save(draft) == book.office.uid
    assert value(book, "councils", book.office.uid, "phones") == ("0810000002",)


def _say(deed: Deed, records: Sequence[bytes], values: Mapping[str, Any]) -> None:
    for record in records:
        deed.put("people", record, {"note": values["words"], "occupation": values["more"]})
    if values["words"] == "ผิด":
        raise Refused("No.", code="no", field="words")


SAY = Action(
    "say",
    "Say",
    _say,
    fields=(Field("words", Kind.TEXT, N_("Note"), required=True), Field("more", Kind.TEXT, N_("Note"))),
    offered=lambda values: values["sex"] != "M",
)


@pytest.fixture
def telling(book: Book) -> Book:
    """A book whose people can be told something."""
    book.registers = Registers([replace(each, actions=(SAY,)) if each.name == "people" else each for each in book.registers.values()])
    return book


def test_a_deed_is_one_commit_and_is_undone_as_one(telling: Book) -> None:
    people = [person(telling), person(telling)]
    telling.do("people", "say", people, {"words": "ถูก"})
    assert [value(telling, "people", each, "note") for each in people] == ["ถูก", "ถูก"]
    telling.undo()
    assert [value(telling, "people", each, "note") for each in people] == [None, None]


def test_a_deed_asks_for_what_it_needs_and_changes_nothing_when_it_refuses(telling: Book) -> None:
    record = person(telling)
    with pytest.raises(ProblemsFound) as caught:
        telling.do("people", "say", [record], {"more": "x"})
    assert [(problem.field, problem.code) for problem in caught.value.problems] == [("words", "required")]
    with pytest.raises(Refused):
        telling.do("people", "say", [record], {"words": "ผิด"})
    assert value(telling, "people", record, "note") is None


def test_a_deed_is_not_done_to_a_record_it_is_not_offered_for_or_that_is_gone(telling: Book) -> None:
    man, gone, woman = person(telling, sex="M"), person(telling), person(telling)
    telling.delete("people", [gone])
    for chosen, code in (([woman, man], "not_offered"), ([woman, gone], "gone"), ([bytes(16)], "gone")):
        with pytest.raises(Refused) as caught:
            telling.do("people", "say", chosen, {"words": "ถูก"})
        assert caught.value.code == code
    assert value(telling, "people", woman, "note") is None


def test_what_makes_a_records_id_stays_as_it_is(book: Book) -> None:
    """Else another PC that enters the same thing would make a second record of it."""
    record = instalment(book, number=1)
    with pytest.raises(Refused) as caught, book.write() as deed:
        deed.put("instalments", record, {"number": 2})
    assert caught.value.code == "natural"
    with book.write() as deed:
        deed.put("instalments", record, {"number": 1, "amount": Decimal(5)})
    assert value(book, "instalments", record, "amount") == Decimal(5)
