"""The rules of one person."""

from __future__ import annotations

from typing import Any

from desktop.records.register import Level
from desktop.registers import REGISTERS
from desktop.registers.people.model import problems


def codes(values: dict[str, Any]) -> set[str]:
    return {problem.code for problem in problems(values)}


def test_one_name_of_either_kind_is_enough() -> None:
    assert codes({"first_name": "แก้ว"}) == set()
    assert codes({"last_name": "ใจดี"}) == set()
    assert codes({"national_id": "3002041883353"}) == {"name_missing"}


def test_a_reason_for_no_id_beside_an_id_warns_and_does_not_block() -> None:
    found = problems({"first_name": "แก้ว", "national_id": "3002041883353", "no_id_reason": "NO_CARD"})
    assert [(problem.code, problem.level) for problem in found] == [("id_and_reason", Level.WARNING)]


def test_a_person_is_called_in_the_thai_way_with_the_prefix_glued() -> None:
    assert REGISTERS["people"].name_of({"prefix": "นาย", "first_name": "แก้ว", "last_name": "ใจดี"}) == "นายแก้ว ใจดี"
    assert REGISTERS["people"].name_of({"first_name": "แก้ว"}) == "แก้ว"
