"""The rules of an entry of a code list."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from desktop.base.errors import Refused
from desktop.records import editing
from desktop.records.book import Book
from desktop.records.codes import shipped
from desktop.registers import REGISTERS
from tests.factory import put
from tests.registers.rules import errors, warnings

ENTRY: dict[str, Any] = {"list": "ceiling", "code": "C2570", "label_th": "บ้านพอเพียง", "source": "หนังสือที่ 1/2570"}


def test_an_entry_has_a_list_a_code_and_a_thai_label() -> None:
    assert errors("codes", {}) == {("list", "required"), ("code", "required"), ("label_th", "required")}
    assert errors("codes", ENTRY) == set() == warnings("codes", ENTRY)


@pytest.mark.parametrize("code", ["C 1", "ก|ข"])
def test_a_code_is_one_word(code: str) -> None:
    assert errors("codes", ENTRY | {"code": code}) == {("code", "code_shape")}


def test_it_says_where_it_comes_from() -> None:
    assert warnings("codes", ENTRY | {"source": None}) == {("source", "source_missing")}


def test_a_list_that_no_field_asks_for_is_odd() -> None:
    assert warnings("codes", ENTRY | {"list": "ceilings"}) == {("list", "list_unknown")}


def test_it_holds_from_a_year_to_a_later_one() -> None:
    assert errors("codes", ENTRY | {"valid_from": 2569, "valid_to": 2568}) == {("valid_to", "end_before_start")}
    assert errors("codes", ENTRY | {"valid_from": 2569, "valid_to": 2569}) == set() == errors("codes", ENTRY | {"valid_to": 2568})


def test_a_rule_can_be_read_and_has_points() -> None:
    rule = ENTRY | {"list": "score_rule", "rule": "household.income_per_head <= 3000"}
    assert errors("codes", rule) == set() and warnings("codes", rule) == {("amount", "points_missing")}
    assert warnings("codes", rule | {"amount": Decimal(10)}) == set()
    assert errors("codes", rule | {"rule": "household.income_per_head <="}) == {("rule", "rule")}


def test_every_shipped_entry_keeps_these_rules() -> None:
    for name in {field.code_list for register in REGISTERS.values() for field in register.fields if field.code_list} | {
        "score_rule",
        "ceiling",
    }:
        for entry in shipped().entries(name):
            values = {each: getattr(entry, each) or None for each in ("code", "label_th", "label_en", "source", "group", "amount", "rule")}
            assert editing.errors(editing.check(REGISTERS["codes"], values | {"list": name})) == [], entry


def test_two_pcs_that_enter_the_same_code_make_one_and_only_the_region_does(books: Any) -> None:
    region: Book = books("region", kind="region", areas=("21",))
    record = put(region, "codes", ENTRY)
    assert put(region, "codes", ENTRY | {"label_en": "Enough Home"}) == record
    council: Book = books("council")
    with pytest.raises(Refused, match="kept_by_region"):
        put(council, "codes", ENTRY)
