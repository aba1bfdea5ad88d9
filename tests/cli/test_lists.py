"""list narrowed and ordered, sums, and find."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from desktop.base import ids
from tests.cli.conftest import Run
from tests.conftest import Books
from tests.factory import PERSON, case, household, member, national_id, partner, person, support


@pytest.fixture
def cases(books: Books) -> Path:
    """A book with three cases."""
    book = books()
    case(book, problem="ก", responsible=PERSON, next_visit_on="2026-01-20", household=household(book, moo=1))
    case(book, problem="ข", responsible="คนอื่น", next_visit_on="2099-01-20", urgency="U1", household=household(book, moo=2))
    case(book, problem="ค", responsible=None, next_visit_on=None, needs=None, household=household(book, moo=3))
    book.close()
    return book.folder


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["--where", "responsible=me"], "ก"),
        (["--where", "responsible=คนอื่น"], "ข"),
        (["--where", "responsible="], "ค"),
        (["--where", "responsible=*"], "กข"),
        (["--where", "responsible!=me"], "ขค"),
        (["--where", "next_visit_on=before-today"], "ก"),
        (["--where", "next_visit_on=..31/12/2569"], "ก"),
        (["--where", "next_visit_on=1/1/2570.."], "ข"),
        (["--where", "moo=2..3", "--where", "urgency=U2"], "ค"),
        (["--where", "needs=N_HOUSE"], "กข"),
        (["--where", "tambon_code=21"], "กขค"),
        (["--view", "mine"], "ก"),
        (["--view", "open", "--where", "moo=3"], "ค"),
        (["--sort", "next_visit_on"], "กขค"),
        (["--sort", "problem", "--descending"], "คขก"),
    ],
)
def test_a_list_is_narrowed_and_ordered(run: Run, cases: Path, words: list[str], found: str) -> None:
    said = run("list", cases, "cases", *words)
    problems = [row["problem"] for row in said.json["rows"]]
    assert "".join(problems if "--sort" in words else sorted(problems)) == found


def test_a_roll_is_of_a_day(run: Run, books: Books) -> None:
    book = books()
    member(book, person=person(book, first_name="ก"), appointed_on="2024-03-15", end_on="2025-01-01")
    member(book, person=person(book, first_name="ข"), appointed_on="2025-01-01")
    book.close()
    for day, found in (("31/12/2567", ["ก"]), ("2025-01-01", ["ข"]), ("today", ["ข"]), ("", ["ก", "ข"])):
        rows = run("list", book.folder, "members", *(["--on", day] if day else [])).json["rows"]
        assert [row["first_name"] for row in rows] == found


@pytest.mark.parametrize(
    ("words", "code", "error"),
    [
        (["--where", "nothing=1"], 1, "unknown_field"),
        (["--where", "moo"], 2, "usage"),
        (["--where", "moo=x"], 1, "not_a_number"),
        (["--view", "nothing"], 2, "usage"),
        (["--sort", "nothing"], 1, "unknown_field"),
        (["--on", "someday"], 1, "date_unknown"),
    ],
)
def test_a_list_that_can_not_be_asked_for_is_refused(run: Run, cases: Path, words: list[str], code: int, error: str) -> None:
    said = run("list", cases, "cases", *words)
    assert (said.code, said.error) == (code, error)


def test_help_is_summed_by_year_and_by_giver(run: Run, books: Books) -> None:
    book = books()
    giver = partner(book, name="กองทุนตัวอย่าง")
    for day, value, by in (("2026-09-30", "10.50", giver), ("2026-10-01", "20", giver), ("2026-10-02", "1", None)):
        support(book, given_on=day, value=Decimal(value), partner=by)
    book.close()
    said = run("sums", book.folder, "help", "--by", "given_on:fiscal_year", "--of", "value").json
    assert (said["count"], said["sum"]) == (3, 31.5)
    assert said["groups"] == [
        {"value": 2569, "label": "2569", "count": 1, "sum": 10.5},
        {"value": 2570, "label": "2570", "count": 2, "sum": 21},
    ]
    said = run("sums", book.folder, "help", "--by", "partner", "--of", "value", "--where", "given_on=1/10/2569..").json
    assert said["groups"] == [
        {"value": ids.id_text(giver), "label": "กองทุนตัวอย่าง", "count": 1, "sum": 20},
        {"value": None, "label": "Not filled in", "count": 1, "sum": 1},
    ]
    plain = run("sums", book.folder, "help", "--by", "partner", "--of", "value", plain=True)
    assert plain.out.splitlines() == ["กองทุนตัวอย่าง\t2\t30.50", "Not filled in\t1\t1", "3 records, 31.50 in all"]
    assert run("sums", book.folder, "people", "--by", "sex", "--of", "income_month").json["groups"] == []
    assert run("sums", book.folder, "help", "--by", "what", "--of", "giver").error == "not_summable"


def test_a_text_is_found_in_every_register_and_identity_is_masked(run: Run, books: Books) -> None:
    book = books()
    one = person(book, first_name="บุญมี", national_id=national_id(5))
    case(book, person=one)
    book.close()
    said = run("find", book.folder, "บุญมี")
    assert [(group["register"], group["total"]) for group in said.json["groups"]] == [("people", 1), ("cases", 1)]
    assert said.json["groups"][0]["rows"][0]["id"] == ids.id_text(one)
    assert national_id(5) not in said.out.replace("-", "")
    assert "People (1)" in run("find", book.folder, "บุญมี", plain=True).out
    assert run("find", book.folder, "ไม่มีใคร").json == {"groups": []}
