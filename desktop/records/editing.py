"""Editing: a Draft is a working copy of one record; it is saved whole or refused with its problems."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop.base.errors import Refused
from desktop.base.i18n import N_
from desktop.records import kinds
from desktop.records.register import Level, Problem, Register, Row


class ProblemsFound(Refused):
    """A draft can't be saved; `problems` says what to mend, field by field."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(N_("Some fields need mending before this can be saved."), code="problems", field=problems[0].field)
        self.problems = problems


class ChangedMeanwhile(Refused):
    """Somebody else saved this record since the draft was opened; `theirs` is how it stands now."""

    def __init__(self, theirs: Row) -> None:
        super().__init__(
            N_("This record was changed by someone else in the meantime. Compare both before saving."), code="changed_meanwhile"
        )
        self.theirs = theirs


class Draft:
    """A working copy. `values` are edited in place; blank is None. `id` is None for a new record, which gets `new_id` where that is set."""

    def __init__(self, register: Register, record: bytes | None, stored: Mapping[str, Any], revision: int, council: bytes | None) -> None:
        self.register = register
        self.id = record
        self.stored: Mapping[str, Any] = {field.name: stored.get(field.name) for field in register.fields}
        self.values: dict[str, Any] = dict(self.stored)
        self.revision = revision
        self.council = council
        self.new_id: bytes | None = None
        self.reason: str | None = None  # said with a change that is only proposed
        self.called = ""  # what a new record is called that takes the place of something known already
        self.suggested: Mapping[str, Any] = {}  # values nobody typed yet, offered for a new record

    def changed(self) -> dict[str, Any]:
        """Fields that differ from what is stored."""
        return {name: value for name, value in self.values.items() if value != self.stored[name]}

    @property
    def dirty(self) -> bool:
        """Whether there is anything to save."""
        return bool(self.changed())

    def problems(self) -> list[Problem]:
        """Errors and warnings of the values as they stand."""
        return check(self.register, self.values)

    def rebase(self, theirs: Row) -> None:
        """Go on from how the record stands now, keeping what was typed here."""
        mine = self.changed()
        self.stored = {field.name: theirs.values.get(field.name) for field in self.register.fields}
        self.values = dict(self.stored) | mine
        self.revision = theirs.revision


def check(register: Register, values: Mapping[str, Any]) -> list[Problem]:
    """Problems of a record: required fields, the room's own rules, and warnings about odd values."""
    found = by_rules(register, values)
    for field in register.fields:
        value = values.get(field.name)
        if value is not None:
            found += kinds.warnings(field, value)
    return found


def by_rules(register: Register, values: Mapping[str, Any]) -> list[Problem]:
    """Problems that required fields and the room's rules find: all there is of errors, without the warnings about single values."""
    found = [
        Problem(field.name, "required", N_("This field must not be blank."))
        for field in register.fields
        if field.required and values.get(field.name) is None
    ]
    named = {problem.field for problem in found}
    return found + [problem for problem in register.problems(values) if problem.field not in named]


def errors(problems: list[Problem]) -> list[Problem]:
    """Only what keeps a record from being saved."""
    return [problem for problem in problems if problem.level is Level.ERROR]
