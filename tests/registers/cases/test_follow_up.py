"""Visits, the bill, help and what falls due."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from desktop.base.clock import ScriptedClock
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.registers.cases.model import bill
from tests.factory import case, household, person, put, value
from tests.registers.cases.walking import PROGRAMME, at, do, photo, refused, resolution

DAY_MS = 86_400_000


def test_a_visit_is_on_record_and_says_when_the_next_one_is(book: Book) -> None:
    record = case(book)
    do(book, "visit", record, on="2026-05-01", findings="หลังคายังรั่ว", next_on="2026-06-01")
    (visit,) = book.ids(ListQuery("case_visits", parent=record))
    values = book.row("case_visits", visit).values
    assert (values["visited_on"], values["findings"], values["visitor"]) == ("2026-05-01", "หลังคายังรั่ว", book.actor.name)
    assert value(book, "cases", record, "next_visit_on") == "2026-06-01"
    do(book, "visit", record, on="2026-06-02", visitor="อสม.")
    assert value(book, "cases", record, "next_visit_on") is None, "it was made, and no other is agreed"
    book.undo()
    assert value(book, "cases", record, "next_visit_on") == "2026-06-01"


def test_a_visit_entered_late_does_not_take_back_a_later_appointment(book: Book) -> None:
    record = case(book, next_visit_on="2026-09-01")
    put(book, "case_visits", {"case": record, "visited_on": "2026-03-01", "next_on": "2026-04-01"})
    assert value(book, "cases", record, "next_visit_on") == "2026-09-01"
    put(book, "case_visits", {"case": record, "visited_on": "2026-03-02"})
    assert value(book, "cases", record, "next_visit_on") == "2026-09-01"
    put(book, "case_visits", {"case": record, "visited_on": "2026-08-30", "next_on": "2026-10-01"})
    assert value(book, "cases", record, "next_visit_on") == "2026-10-01"


def test_nobody_has_visited_tomorrow(book: Book) -> None:
    assert refused(book, "visit", case(book), on="2099-01-01") == ("future", "on")


def test_a_closed_case_is_still_visited(book: Book) -> None:
    record = at(book, "C90")
    do(book, "visit", record, next_on="2027-03-01")
    assert value(book, "cases", record, "next_visit_on") == "2027-03-01"


def test_the_bill_of_a_case_is_exact() -> None:
    funds: list[dict[str, Any]] = [
        {"amount": Decimal("0.10"), "work_days": None},
        {"amount": Decimal("0.20"), "work_days": 3},
        {"amount": None, "work_days": 4},
    ]
    helped: list[dict[str, Any]] = [{"value": Decimal("12.30")}, {"value": None}]
    made = bill({"budget": Decimal("20000.00"), "approved": Decimal("19999.69")}, funds, helped)
    assert (made.contributed, made.covered, made.missing) == (Decimal("0.30"), Decimal("19999.99"), Decimal("0.01"))
    assert (made.work_days, made.help) == (7, Decimal("12.30"))
    assert bill({}, [], []).missing is None
    assert bill({"budget": Decimal(1), "approved": Decimal(3)}, [], []).missing == Decimal(-2)


def test_help_for_a_case_counts_for_its_household_and_person_too(book: Book) -> None:
    home, somebody = household(book), person(book)
    record = case(book, household=home, person=somebody)
    partner = put(book, "partners", {"name": "กองทุนสวัสดิการชุมชน"})
    given = {"kind": "MATERIAL", "what": "กระเบื้อง", "value": Decimal("3500.50"), "partner": partner}
    do(book, "record_help", record, **given)
    for link, to in (("case", record), ("household", home), ("person", somebody), ("partner", partner)):
        (helped,) = book.ids(ListQuery("help", filters={link: to}))
        assert value(book, "help", helped, "value") == Decimal("3500.50")
        assert value(book, "help", helped, "given_on") == book.clock.today().isoformat()


def test_the_same_help_is_recorded_for_many_at_once(book: Book) -> None:
    cases = [case(book), case(book), case(book)]
    do(book, "record_help", *cases, kind="FOOD", what="ถุงยังชีพ", value=Decimal(500), given_on="2026-08-12")
    assert len(book.ids(ListQuery("help"))) == 3
    book.undo()
    assert book.ids(ListQuery("help")) == []


def due(book: Book) -> list[tuple[str, str, bool]]:
    """What falls due with cases: (message, due, late)."""
    return [(each.message.format(**each.values), each.due, each.late) for each in book.reminders() if each.register == "cases"]


@pytest.mark.parametrize(("days", "seen", "late"), [(-1, True, True), (0, True, False), (7, True, False), (8, False, False)])
def test_visits_are_called_to_mind_a_week_before(book: Book, clock: ScriptedClock, days: int, seen: bool, late: bool) -> None:
    clock.advance(days * DAY_MS)
    on = clock.today().isoformat()
    clock.advance(-days * DAY_MS)
    record = case(book, problem="หลังคารั่ว", next_visit_on=on)
    words = f"Visit: {value(book, 'cases', record, 'number')} หลังคารั่ว"
    assert due(book) == ([(words, on, late)] if seen else [])
    book.delete("cases", [record])
    assert due(book) == []


def test_what_was_certified_and_forgotten_is_called_to_mind(book: Book, clock: ScriptedClock) -> None:
    record = at(book, "C20", problem="ไม่มีบ้าน")
    do(book, "certify", record, resolution=resolution(book, held_on=clock.today().isoformat()))
    clock.advance(90 * DAY_MS)
    assert due(book) == []
    clock.advance(DAY_MS)
    ((words, _day, late),) = due(book)
    assert words == f"Certified 91 days ago and not proposed yet: {value(book, 'cases', record, 'number')} ไม่มีบ้าน"
    assert late
    do(book, "rank_by_score", record)
    assert len(due(book)) == 1
    do(book, "propose", record, **PROGRAMME)
    assert due(book) == []


def test_work_that_takes_half_a_year_is_called_to_mind(book: Book, clock: ScriptedClock) -> None:
    record = at(book, "C70")
    clock.advance(181 * DAY_MS)
    ((words, _day, late),) = due(book)
    assert words.startswith("The work began 181 days ago: ")
    assert late
    photo(book, record, "AFTER")
    do(book, "finish", record)
    assert due(book) == []
