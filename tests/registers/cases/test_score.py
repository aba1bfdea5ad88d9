"""The score: what the rules are told of a case, and what is kept of it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from desktop.records.book import Book
from desktop.records.plain import age
from desktop.registers.cases.model import household_facts
from desktop.registers.cases.service import facts, worked_out
from tests.factory import case, household, person, resident, value
from tests.registers.cases.walking import do

TODAY = "2026-06-15"


def asked(book: Book, record: bytes) -> dict[str, Any]:
    """What the rules may ask of a case."""
    with book.read() as reader:
        stored = reader.stored("cases", record)
        assert stored is not None
        return facts(reader, stored, TODAY)


def test_income_is_counted_by_the_head(book: Book) -> None:
    home = household(book, income_month=Decimal(10_000), member_count=3)
    told = asked(book, case(book, household=home))
    assert told["household.income_per_head"] == Decimal("3333.33")
    assert told["household.income_year"] == Decimal(120_000)
    assert (told["household.member_count"], told["case.needs"], told["case.urgency"]) == (3, ("N_HOUSE",), "U2")


def test_yearly_parts_count_before_a_month_and_a_month_is_made_of_them_where_it_is_not_told() -> None:
    blank: dict[str, Any] = dict.fromkeys(
        ("member_count", "income_month", "income_main", "income_second", "income_other", "income_own"), None
    )
    told = household_facts(blank | {"income_main": Decimal(24_000), "income_own": Decimal(12_000), "member_count": 2}, [])
    assert (told["income_year"], told["income_per_head"]) == (Decimal(36_000), Decimal(1_500))
    assert household_facts(blank, [])["income_per_head"] is None, "not known is not zero"
    assert household_facts({}, []) == {}


def test_the_persons_of_today_are_looked_at_together_and_the_dead_and_those_who_left_are_not(book: Book) -> None:
    home = household(book, member_count=None, income_month=Decimal(6_000))
    resident(book, home, person=person(book, vulnerable=("V_ELD", "V_BED")))
    resident(book, home, person=person(book, vulnerable=("V_CHILD",), school_status="OUT"))
    resident(book, home, person=person(book, vulnerable=("V_DIS",), died_on="2025"))
    resident(book, home, person=person(book, vulnerable=("V_PREG",)), until="2026-01-01")
    told = asked(book, case(book, household=home))
    assert told["household.vulnerable"] == ("V_BED", "V_CHILD", "V_ELD")
    assert told["household.school_status"] == ("OUT",)
    assert (told["household.member_count"], told["household.income_per_head"]) == (2, Decimal(3_000))


def test_a_case_of_a_person_is_seen_with_the_household_they_live_in(book: Book) -> None:
    old, home, somebody = household(book), household(book, toilet="T0"), person(book, birth_date="1950-06-16")
    resident(book, old, person=somebody, until="2024-01-01")
    resident(book, home, person=somebody, since="2024-01-01")
    told = asked(book, case(book, person=somebody))
    assert (told["household.toilet"], told["person.age"]) == ("T0", 75)


def test_a_case_of_a_household_asks_its_head(book: Book) -> None:
    home = household(book, head=person(book, birth_date="1960"))
    assert asked(book, case(book, household=home))["person.age"] == 66
    assert "person.age" not in asked(book, case(book)), "nobody is known"


@pytest.mark.parametrize(
    ("born", "years"), [("1950-06-15", 76), ("1950-06-16", 75), ("1950-06", 76), ("1950", 76), (None, None), ("", None)]
)
def test_age_is_whole_years(born: str | None, years: int | None) -> None:
    assert age({"birth_date": born}, TODAY) == years


def test_what_counted_is_kept_with_the_version_of_the_table(book: Book) -> None:
    record = case(book, household=household(book, income_month=Decimal(100), member_count=4, house_condition="HC1"))
    do(book, "score", record)
    row = book.row("cases", record).values
    with book.read() as reader:
        found = worked_out(reader, book.code_lists, row, book.clock.today().isoformat())
    assert row["score"] == found.total > 0
    held = [part for part in found.parts if part.held]
    unknown = [part for part in found.parts if part.held is None]
    assert held
    assert unknown
    kept = row["score_parts"].split("; ")
    assert {f"{part.code} +{part.points:f}".removesuffix(".00") for part in held} < set(kept)
    assert {f"{part.code} ?" for part in unknown} < set(kept)
    assert row["score_version"] == found.version


def test_a_score_stays_as_it_was_until_it_is_worked_out_again(book: Book) -> None:
    home = household(book, income_month=Decimal(100), member_count=4)
    record = case(book, household=home)
    do(book, "score", record)
    before = value(book, "cases", record, "score")
    with book.write() as deed:
        deed.put("households", home, {"income_month": Decimal(900_000)})
    assert value(book, "cases", record, "score") == before
    do(book, "score", record)
    assert value(book, "cases", record, "score") < before
