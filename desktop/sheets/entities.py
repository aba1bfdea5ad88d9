"""A record as a sheet would have it: what the sheet says beside what the book holds, and what of it is a change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from desktop.base import thai
from desktop.records.register import SETS, Field, Kind, Register, Row

NOTE = "note"


@dataclass(eq=False, slots=True)
class Entity:
    """A record as it will be: what the sheet says (`values`, links as entities), what the book holds, lines for the note.
    `exactly`: the sheet named the record by its id, so what it says replaces, where otherwise it is added."""

    register: Register
    values: dict[str, Any]
    usual: dict[str, Any] = field(default_factory=dict)
    stored: Row | None = None
    exactly: bool = False
    row: int = 0  # of the sheet, where it was first met
    cleared: tuple[str, ...] = ()  # fields to be blank, as a person agreed
    lines: list[str] = field(default_factory=list)
    changes: dict[str, Any] = field(default_factory=dict)  # to be put; links as entities

    @property
    def id(self) -> bytes | None:
        """None for a new record."""
        return self.stored.id if self.stored else None

    @property
    def new(self) -> bool:
        """Whether the book does not hold it yet."""
        return self.stored is None

    def was(self, name: str) -> Any:
        """What the book holds in a field."""
        return self.stored.values.get(name) if self.stored else None


def said(described: Field, text: str) -> str:
    """A line for the note. The same words in every language of the program, so that the same sheet adds it only once."""
    return f"{described.headings[0] if described.headings else described.name}: {text}"


def untyped(entity: Entity) -> list[str]:
    """Fields of a stored record that would change though only a deed changes them, or though they are settled."""
    if entity.stored is None or not entity.changes:
        return []
    locked = entity.register.fixed(entity.stored.values)
    return [name for name in entity.changes if entity.register.field(name).by_deed or name in locked]


def changes_of(entity: Entity) -> dict[str, Any]:
    """What to put. Blank erases only where a person agreed; a less precise date never replaces a more precise one that agrees; sets and
    notes grow, unless the sheet named the record."""
    found: dict[str, Any] = {}
    for name, value in entity.values.items():
        described = entity.register.field(name)
        old = entity.was(name)
        new = value if entity.new or old is None else renewed(described, old, value, entity.exactly)
        if plain_value(new) != old or (isinstance(new, Entity) and new.new):
            found[name] = new
    for name, value in entity.usual.items():
        if entity.values.get(name) is None and entity.was(name) is None:
            found[name] = value
    found |= dict.fromkeys(entity.cleared)
    if entity.lines and entity.register.has(NOTE):
        old = found.get(NOTE, entity.was(NOTE))
        new = joined(old, entity.lines)
        if new != old:
            found[NOTE] = new
    if entity.new:
        return dict(entity.register.defaults()) | found
    return found


def renewed(described: Field, old: Any, value: Any, exactly: bool) -> Any:
    """What a field that holds `old` would hold after a sheet said `value`."""
    match described.kind:
        case Kind.DATE | Kind.PARTIAL_DATE if isinstance(old, str) and old.startswith(value):
            return old
        case kind if kind in SETS and not exactly:
            return tuple(sorted({*old, *value}))
        case Kind.NOTE if not exactly:
            return joined(old, str(value).split("\n"))
        case Kind.TEXT if thai.arabic_digits(thai.clean(old)) == thai.arabic_digits(value) or thai.expand_prefix(old) == value:
            return old  # the same, only written another way
    return value


def joined(old: str | None, lines: Iterable[str]) -> str:
    """A note with the lines it does not hold yet."""
    kept = (old or "").split("\n") if old else []
    return "\n".join([*kept, *(line for line in dict.fromkeys(lines) if line not in kept)])


def plain_value(value: Any) -> Any:
    """A link as the id it has; None where its record is new."""
    return value.id if isinstance(value, Entity) else value
