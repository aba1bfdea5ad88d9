"""The rules of a project."""

from __future__ import annotations

from decimal import Decimal

from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.registers import REGISTERS
from tests.factory import project, value
from tests.registers.rules import errors, warnings

WHOLE = {"title": "ซ่อมบ้าน", "areas": ("210304",)}


def test_a_project_has_a_title() -> None:
    assert errors("projects", {"areas": ("210304",)}) == {("title", "required")}
    assert errors("projects", WHOLE) == set() == warnings("projects", WHOLE)


def test_a_project_without_areas_is_odd_for_the_region_counts_by_area() -> None:
    assert warnings("projects", {"title": "ซ่อมบ้าน"}) == {("areas", "areas_missing")}


def test_a_project_ends_after_it_begins() -> None:
    assert errors("projects", WHOLE | {"start_on": "2026-02-01", "end_on": "2026-01-31"}) == {("end_on", "end_before_start")}
    assert errors("projects", WHOLE | {"start_on": "2026-02-01", "end_on": "2026-02-01"}) == set()


def test_a_budget_may_be_nothing_but_not_less() -> None:
    assert errors("projects", WHOLE | {"budget": Decimal("-0.01")}) == {("budget", "negative")}
    assert errors("projects", WHOLE | {"budget": Decimal("0.00")}) == set()


def test_a_new_project_is_a_draft() -> None:
    assert REGISTERS["projects"].defaults() == {"status": "DRAFT"}


def test_satang_are_exact_and_sums_too(book: Book) -> None:
    records = [project(book, budget=Decimal("0.10")) for _ in range(3)]
    assert [value(book, "projects", record, "budget") for record in records] == [Decimal("0.10")] * 3
    assert sum(value(book, "projects", record, "budget") for record in records) == Decimal("0.30")
    great = project(book, budget=Decimal("9999999999999.99"))
    assert value(book, "projects", great, "budget") == Decimal("9999999999999.99")


def test_a_project_is_found_by_its_words(book: Book) -> None:
    record = project(book, title="ซ่อมบ้าน", objective="บ้านมั่นคง", targets="ผู้สูงอายุ", coordinator="ทองใบ")
    project(book, title="ฝายชะลอน้ำ")
    for search in ("ซ่อม", "มั่นคง", "สูงอายุ", "ทองใบ"):
        assert book.ids(ListQuery("projects", search=search)) == [record], search
