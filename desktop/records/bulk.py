"""One field changed in many records: planned and looked at first, then done in one deed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from desktop.base.task import Progress
from desktop.records import proposing
from desktop.records.book import Book
from desktop.records.deed import SETTLED
from desktop.records.editing import check
from desktop.records.register import SETS, Field, Kind, Level, Problem, Register

_PAGE = 500  # records read at a time


class How(StrEnum):
    """What is done to the field; ADD and TAKE_AWAY are for sets."""

    SET = "set"
    CLEAR = "clear"
    ADD = "add"
    TAKE_AWAY = "take_away"


@dataclass(frozen=True, slots=True)
class Change:
    """`value` as the field holds it; of no use to CLEAR."""

    how: How
    value: Any = None

    def of(self, before: Any) -> Any:
        """What the field holds afterwards."""
        match self.how:
            case How.SET:
                return self.value
            case How.CLEAR:
                return None
            case How.ADD:
                return tuple(sorted({*(before or ()), *(self.value or ())})) or None
            case How.TAKE_AWAY:
                return tuple(sorted(set(before or ()) - set(self.value or ()))) or None


@dataclass(frozen=True, slots=True)
class Planned:
    """One record that would change. `problems`: errors that keep it from being saved, and doubts that are new. `before_name`: what a link
    was to."""

    id: bytes
    revision: int
    name: str
    before: Any
    after: Any
    problems: tuple[Problem, ...]
    before_name: str = ""

    @property
    def refused(self) -> bool:
        """Whether it will be left out."""
        return any(problem.level is Level.ERROR for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a change would do: `rows` in the order asked for, `refused` ones among them; `same` hold the value already."""

    register: str
    field: Field
    rows: tuple[Planned, ...]
    same: int = 0
    gone: int = 0  # not there any more, or in the bin

    @property
    def refused(self) -> tuple[Planned, ...]:
        """Those left out."""
        return tuple(row for row in self.rows if row.refused)

    @property
    def sound(self) -> tuple[Planned, ...]:
        """Those that will be changed."""
        return tuple(row for row in self.rows if not row.refused)


@dataclass(frozen=True, slots=True)
class Applied:
    """`meanwhile`: changed by somebody else since the plan was made, and left as they are."""

    changed: int
    meanwhile: tuple[Planned, ...]


def changeable(book: Book, register: Register) -> list[Field]:
    """Fields that may be changed in many records at once: not what a deed changes or what tells the record from all others. None where
    nobody edits by hand here."""
    if register.append_only or register.kept_by not in ("", book.office.kind):
        return []
    held = {register.parent, register.number, register.identity.exact, *register.natural}
    return [field for field in register.fields if not field.by_deed and field.kind is not Kind.FILE and field.name not in held]


def hows(field: Field) -> tuple[How, ...]:
    """What can be done to a field."""
    if field.kind in SETS:
        return How.ADD, How.TAKE_AWAY, How.SET, How.CLEAR
    return (How.SET,) if field.required else (How.SET, How.CLEAR)


def plan(book: Book, register: str, ids: Sequence[bytes], field: str, change: Change, progress: Progress | None = None) -> Plan:
    """Look at what the change would do to each record. Writes nothing."""
    progress = progress or Progress()
    spec = book.registers[register]
    planned, same, gone = [], 0, 0
    for start in range(0, len(ids), _PAGE):
        progress.step(start, len(ids))
        for row in book.rows(register, ids[start : start + _PAGE]):
            if row is None or row.deleted:
                gone += 1
                continue
            before = row.values[field]
            after = change.of(before)
            if after == before:
                same += 1
                continue
            told = _problems(spec, {each.name: row.values[each.name] for each in spec.fields}, field, after)
            called = spec.name_of(row.values), str(row.values.get(f"{field}.name") or "")
            planned.append(Planned(row.id, row.revision, called[0], before, after, tuple(told), called[1]))
    return Plan(register, spec.field(field), tuple(planned), same, gone)


def _problems(spec: Register, stored: Mapping[str, Any], field: str, after: Any) -> list[Problem]:
    if field in spec.locked(stored):
        return [Problem(field, "locked", SETTLED)]
    known = {(problem.field, problem.code) for problem in check(spec, stored)}
    found = check(spec, dict(stored) | {field: after})
    return [problem for problem in found if problem.level is Level.ERROR or (problem.field, problem.code) not in known]


def apply(book: Book, made: Plan, origin: str = "", progress: Progress | None = None) -> Applied:
    """Do what was planned, all in one deed; cancelled, nothing is changed. A record that somebody saved since is left as it is."""
    progress = progress or Progress()
    wanted = made.sound
    changed, meanwhile = 0, []
    with book.write(origin) as deed:
        for start in range(0, len(wanted), _PAGE):
            page = wanted[start : start + _PAGE]
            for planned, now in zip(page, deed.rows(made.register, [each.id for each in page]), strict=True):
                if now is None or now.deleted or now.revision != planned.revision:
                    meanwhile.append(planned)
                    continue
                proposing.change(deed, made.register, planned.id, {made.field.name: planned.after})
                changed += 1
                progress.step(changed + len(meanwhile), len(wanted))
    return Applied(changed, tuple(meanwhile))
