"""The rules of a hardship case."""

from __future__ import annotations

import pytest

from desktop.records.book import Book
from desktop.records.codes import shipped
from desktop.records.query import ListQuery
from desktop.registers import REGISTERS
from desktop.registers.cases.model import CLOSED
from tests.factory import case, household, person
from tests.registers.rules import LINKED, errors, warnings


def test_a_case_is_a_households_or_a_persons() -> None:
    assert errors("cases", {"problem": "หลังคารั่ว"}) == {("household", "whose_missing")}
    assert errors("cases", {"household": LINKED}) == set() == errors("cases", {"person": LINKED})


def test_a_new_case_is_surveyed() -> None:
    assert REGISTERS["cases"].defaults() == {"status": "C10"}


@pytest.mark.parametrize("status", sorted(CLOSED))
def test_a_closed_case_says_when(status: str) -> None:
    closed = {"person": LINKED, "status": status}
    assert warnings("cases", closed) == {("closed_on", "closed_on_missing")}
    assert warnings("cases", closed | {"closed_on": "2026-01-01"}) == set()


def test_the_states_that_close_a_case_are_codes_and_the_others_do_not() -> None:
    codes = {code.code for code in shipped().entries("case_status")}
    assert codes > CLOSED
    for status in codes - CLOSED:
        assert warnings("cases", {"person": LINKED, "status": status}) == set()


def test_a_case_closes_after_it_opens() -> None:
    wrong = {"person": LINKED, "opened_on": "2026-02-01", "closed_on": "2026-01-01"}
    assert errors("cases", wrong) == {("closed_on", "end_before_start")}


def test_a_case_is_found_by_what_is_wrong_and_by_whose_it_is(book: Book) -> None:
    record = case(book, problem="หลังคารั่วทั้งหลัง", person=person(book, first_name="ทองใบ"), household=household(book, house_no="77/3"))
    case(book, problem="ไม่มีที่ทำกิน")
    for search in ("รั่ว", "ทองใบ", "77/3"):
        assert book.ids(ListQuery("cases", search=search)) == [record], search
    row = book.row("cases", record)
    assert (row.values["first_name"], row.values["house_no"]) == ("ทองใบ", "77/3")
