"""Counting who came from the attendance sheet, taking names from the roll, and what falls due."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import pytest

from desktop.base.errors import Refused
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.registers.activities import service
from desktop.registers.activities.service import COUNTED
from tests.factory import activity, member, partner, person, put, value


def came(book: Book, of: bytes, **values: Any) -> bytes:
    """A line of the sheet."""
    return put(book, "activity_people", {"activity": of} | values)


def counts(book: Book, of: bytes) -> dict[str, Any]:
    """What stands in the activity."""
    return {name: value(book, "activities", of, name) for name in COUNTED}


def test_the_sheet_is_counted_by_sex_age_and_vulnerable_group(book: Book) -> None:
    of = activity(book, start_on="2026-02-10", participants=None)
    came(book, of, person=person(book, sex="F", birth_date="1966-02-10"))  # sixty that day
    came(book, of, person=person(book, sex="M", birth_date="1966-02-11"))  # a day short of it
    came(book, of, person=person(book, sex="F", birth_date=None), age_band="CHILD", sex="M", vulnerable=("V_DIS",))
    came(book, of, name="แขก", sex="M", age_band="YOUTH")
    came(book, of, name="ไม่ทราบ")
    book.do("activities", "count", [of], {})
    assert counts(book, of) == {
        "participants": 5, "male": 2, "female": 2, "children": 1, "youth": 1, "adults": 1, "elderly": 1, "vulnerable_count": 1,
    }  # fmt: skip
    book.undo()
    assert set(counts(book, of).values()) == {None}


def test_nobody_counts_twice_and_who_did_not_sign_did_not_come(book: Book) -> None:
    of, one = activity(book), person(book)
    came(book, of, person=one)
    came(book, of, person=one, role="SPEAKER")
    came(book, of, name="ไม่มา", signed=False)
    with book.read() as reader:
        assert service.counted(reader, of, "2026-02-10")["participants"] == 1


def test_an_empty_sheet_is_not_counted(book: Book) -> None:
    of = activity(book, participants=12)
    with pytest.raises(Refused) as caught:
        book.do("activities", "count", [of], {})
    assert caught.value.code == "empty_sheet"
    assert value(book, "activities", of, "participants") == 12


def test_the_count_agrees_with_a_plain_count_over_random_sheets(book: Book) -> None:
    chance = random.Random(4)
    people = [(person(book, sex=sex, birth_date=f"{year}-06-15"), sex, year) for sex in "MF" for year in (2015, 2005, 1980, 1950)]
    for _round in range(6):
        of = activity(book, start_on="2026-02-10", participants=None)
        chosen = chance.sample(people, chance.randrange(1, 8))
        guests = chance.randrange(4)
        for each, _sex, _year in chosen:
            came(book, of, person=each)
        for number in range(guests):
            came(book, of, name=f"แขก {number}")
        book.do("activities", "count", [of], {})
        ages = [2025 - year for _each, _sex, year in chosen]
        assert counts(book, of) == {
            "participants": len(chosen) + guests,
            "male": sum(sex == "M" for _each, sex, _year in chosen),
            "female": sum(sex == "F" for _each, sex, _year in chosen),
            "children": sum(years < 15 for years in ages),
            "youth": sum(15 <= years < 25 for years in ages),
            "adults": sum(25 <= years < 60 for years in ages),
            "elderly": sum(years >= 60 for years in ages),
            "vulnerable_count": 0,
        }
        before = book.row("activities", of).revision
        book.do("activities", "count", [of], {})
        assert book.row("activities", of).revision == before


def test_what_is_typed_is_held_against_the_sheet(book: Book) -> None:
    of = activity(book, participants=12, male=1, female=None)
    assert book.warnings("activities", of, book.draft("activities", of).values) == []
    came(book, of, person=person(book, sex="M"))
    found = book.warnings("activities", of, book.draft("activities", of).values)
    assert [(each.field, each.values) for each in found] == [("participants", {"count": 1})]


def test_the_members_of_that_day_are_put_on_the_sheet_once(book: Book) -> None:
    of = activity(book, start_on="2026-02-10")
    with pytest.raises(Refused) as caught:
        book.do("activities", "from_roll", [of], {})
    assert caught.value.code == "empty_roll"
    sits, left = person(book), person(book)
    member(book, person=sits, appointed_on="2025-01-01")
    member(book, person=left, appointed_on="2025-01-01", end_on="2025-12-31")
    for _time in range(2):
        book.do("activities", "from_roll", [of], {})
        [line] = book.ids(ListQuery("activity_people", parent=of))
        assert value(book, "activity_people", line, "person") == sits


def test_holding_an_activity_counts_the_sheet_unless_it_is_typed(book: Book) -> None:
    counted, typed = activity(book, participants=None), activity(book, participants=40)
    for of in (counted, typed):
        came(book, of, name="แขก", sex="F")
    book.do("activities", "hold", [counted, typed], {})
    assert [value(book, "activities", of, "status") for of in (counted, typed)] == ["DONE", "DONE"]
    assert [value(book, "activities", of, "participants") for of in (counted, typed)] == [1, 40]
    with pytest.raises(Refused) as caught:
        book.do("activities", "hold", [activity(book, start_on="2099-01-01")], {})
    assert caught.value.code == "future"


def test_an_activity_whose_day_is_over_is_asked_after(book: Book) -> None:
    over = activity(book, start_on="2025-12-01")
    activity(book, start_on="2025-12-01", status="DONE")
    activity(book, start_on="2099-12-01")
    assert [(each.record, each.due) for each in book.reminders() if each.register == "activities"] == [(over, "2025-12-01")]


def test_the_summary_shows_products_partners_and_photos(book: Book) -> None:
    of, by = activity(book), partner(book, name="ธ.ก.ส.")
    put(book, "activity_products", {"activity": of, "name": "กล้วยตาก", "act": "SOLD", "sales": Decimal(1500)})
    put(book, "activity_products", {"activity": of, "name": "ผ้าทอ", "act": "SHOWN"})
    put(book, "partner_supports", {"partner": by, "activity": of, "kind": "MONEY", "amount": Decimal(500), "on": "2026-02-10"})
    with book.read() as reader:
        found = service.summary(reader, of)
    assert found is not None
    assert (found.shown, found.sold, found.sales) == (2, 1, Decimal(1500))
    assert (found.partners, found.given, found.photos) == (("ธ.ก.ส.",), Decimal(500), 0)
