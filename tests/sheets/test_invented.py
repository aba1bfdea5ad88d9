"""Messy workbooks of invented councils come in as what was invented, so the demo imports real sheets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.records import invented
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.sheets import importing
from desktop.sheets.invented import households_workbook, members_workbook

TODAY = dt.date(2026, 11, 23)


def _all(book: Book, register: str) -> list[dict[str, object]]:
    return [dict(row.values) for row in book.rows(register, book.ids(ListQuery(register))) if row is not None]


@pytest.mark.parametrize("area", ["210304", "1001", "740101"])
@pytest.mark.parametrize("seed", [1, 2])
def test_members_come_in_as_they_were_invented(make_book: Callable[..., Book], tmp_path: Path, area: str, seed: int) -> None:
    made = invented.invent(area, seed, TODAY, members=30, households=0)
    count = members_workbook(made, area, tmp_path / "members.xlsx")
    book = make_book(areas=[area])
    plan = importing.prepare(book, "members", tmp_path / "members.xlsx")
    assert plan.counts() == {"new": count, "changed": 0, "same": 0, "refused": 0}
    importing.apply(book, plan)
    seen = {row["national_id"]: row for row in _all(book, "members")}
    for member in made.members:
        person = made.people[member["person"]]
        row = seen[person["national_id"]]
        for field in ("prefix", "first_name", "last_name", "birth_date", "house_no", "moo", "tambon_code"):
            assert row[field] == person[field], field
        assert row["phones"] == person.get("phones")
        assert (row["position"], row["group"]) == (member["position"], member["group"])
    assert importing.prepare(book, "members", tmp_path / "members.xlsx").counts()["same"] == count


@pytest.mark.parametrize("seed", [1, 2])
def test_households_come_in_as_they_were_invented(make_book: Callable[..., Book], tmp_path: Path, seed: int) -> None:
    made = invented.invent("210304", seed, TODAY, members=0, households=25)
    count = households_workbook(made, tmp_path / "households.xlsx")
    book = make_book()
    plan = importing.prepare(book, "households", tmp_path / "households.xlsx")
    assert plan.counts() == {"new": count, "changed": 0, "same": 0, "refused": 0}
    importing.apply(book, plan)
    houses = {row["house_code"]: row for row in _all(book, "households")}
    for household in made.households:
        row = houses[household["house_code"]]
        for field in ("house_no", "moo", "income_month", "house_condition"):
            assert row[field] == household[field], field
    persons = {row["national_id"]: row for row in _all(book, "household_persons")}
    assert len(persons) == len(made.household_persons)
    for each in made.household_persons:
        person = made.people[each["person"]]
        row = persons[person["national_id"]]
        for field in ("prefix", "first_name", "last_name", "birth_date"):
            assert row[field] == person[field], field
        assert row["relation"] == each["relation"]
        assert row["house_code"] == made.households[each["household"]]["house_code"]


def test_a_member_who_heads_a_household_is_one_person_after_both_imports(make_book: Callable[..., Book], tmp_path: Path) -> None:
    made = invented.invent("210304", 3, TODAY, members=20, households=20)
    members_workbook(made, "210304", tmp_path / "members.xlsx")
    households_workbook(made, tmp_path / "households.xlsx")
    book = make_book()
    for register in ("members", "households"):
        importing.apply(book, importing.prepare(book, register, tmp_path / f"{register}.xlsx"))
    assert book.counts()["people"] == len(made.people)
    assert book.counts()["members"] == 20
