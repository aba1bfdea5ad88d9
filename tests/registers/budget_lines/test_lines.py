"""The rules of budget lines, contributions and instalments."""

from __future__ import annotations

from decimal import Decimal

from desktop.records.book import Book
from desktop.registers.budget_lines import service
from tests.factory import contribution, project, put
from tests.registers.rules import errors, warnings

GIVEN = {"project": b"0" * 16, "source": "BS600"}


def test_labour_counts_without_baht_and_adds_none(book: Book) -> None:
    assert errors("project_contributions", GIVEN) == {("amount", "amount_missing")}
    assert errors("project_contributions", GIVEN | {"work_days": 0}) == {("amount", "amount_missing")}
    assert errors("project_contributions", GIVEN | {"work_days": 6}) == set()
    of = project(book)
    put(book, "project_contributions", {"project": of, "source": "BS600", "form": "LABOUR", "work_days": 6})
    contribution(book, project=of, source="BS600", amount=Decimal("10.05"))
    with book.read() as reader:
        assert service.money(reader, of).contributions == (("BS600", Decimal("10.05")),)


def test_more_asked_for_than_it_costs_is_pointed_out_and_saved() -> None:
    line = {"project": b"0" * 16, "item": "ค่าอาหาร", "whole": Decimal(5), "requested": Decimal("5.01")}
    assert errors("budget_lines", line) == set()
    assert warnings("budget_lines", line) == {("requested", "more_than_whole")}
    assert errors("budget_lines", line | {"whole": Decimal(-1), "requested": None}) == {("whole", "negative")}


def test_an_instalment_has_a_number() -> None:
    assert errors("instalments", {"project": b"0" * 16, "amount": Decimal(1)}) == {("number", "required")}
