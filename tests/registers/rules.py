"""How a room's rules are asked in tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop.base import i18n
from desktop.records.editing import check
from desktop.records.register import Level
from desktop.registers import REGISTERS

LINKED = b"\x01" * 16


def found(register: str, values: Mapping[str, Any]) -> set[tuple[str, str, str]]:
    """(field, code, level) of all problems of a record; each must be worded in both languages."""
    spec = REGISTERS[register]
    whole = {field.name: None for field in spec.fields} | dict(values)
    problems = check(spec, whole)
    for language in i18n.LANGUAGES:
        i18n.use(language)
        for problem in problems:
            assert spec.has(problem.field)
            assert i18n._(problem.message).format(**problem.values)
    i18n.use("en")
    return {(problem.field, problem.code, str(problem.level)) for problem in problems}


def errors(register: str, values: Mapping[str, Any]) -> set[tuple[str, str]]:
    """(field, code) of what keeps a record from being saved."""
    return {(field, code) for field, code, level in found(register, values) if level == Level.ERROR}


def warnings(register: str, values: Mapping[str, Any]) -> set[tuple[str, str]]:
    """(field, code) of what only looks wrong."""
    return {(field, code) for field, code, level in found(register, values) if level == Level.WARNING}
