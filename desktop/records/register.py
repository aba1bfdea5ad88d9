"""How a register is described. List, form, Excel, parcel, rights and words follow from the description."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """The closed list of field kinds (a new one is a page in docs/adr). After each: the Python value; None is blank everywhere."""

    TEXT = "text"  # str, one line, cleaned (base.thai.clean)
    NOTE = "note"  # str, many lines
    CODE = "code"  # str: a code of `code_list`; where `open_list`, also the user's own words
    CODES = "codes"  # tuple[str, ...] sorted; merges by element
    INTEGER = "integer"  # int
    MONEY = "money"  # Decimal baht, two places
    DATE = "date"  # str ISO CE 'YYYY-MM-DD'
    PARTIAL_DATE = "partial_date"  # str ISO CE 'YYYY', 'YYYY-MM' or 'YYYY-MM-DD'
    NATIONAL_ID = "national_id"  # str of digits as given; a wrong one warns, never blocks
    HOUSE_CODE = "house_code"  # str of 11 digits (รหัสประจำบ้าน)
    PHONES = "phones"  # tuple[str, ...] of digits
    AREA = "area"  # str: 6-digit tambon/khwaeng code
    AREAS = "areas"  # tuple[str, ...] of 2-, 4- or 6-digit codes; merges by element
    BOOL = "bool"  # bool
    LINK = "link"  # bytes(16): id of a record of `register`


SETS = frozenset({Kind.CODES, Kind.AREAS, Kind.PHONES})


class Level(StrEnum):
    """How bad a problem is: an error keeps the record from being saved, a warning never does."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to mend in one field; `message` is a msgid, `values` fill it."""

    field: str
    code: str
    message: str
    level: Level = Level.ERROR
    values: Mapping[str, Any] = dataclass_field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a register. `label`, `section`, `help` are msgids (N_)."""

    name: str
    kind: Kind
    label: str
    code_list: str = ""
    open_list: bool = False
    register: str = ""
    required: bool = False
    sensitive: bool = False  # PDPA section 26, or identity: masked by default, leaves only where the purpose says so
    section: str = ""
    help: str = ""
    headings: tuple[str, ...] = ()  # words over the column in council workbooks, Thai and English
    born: bool = False  # a birth date: two-digit years lie in the past
    minimum: int | None = None
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class Lookup:
    """A read-only column seen through a link: `link` of this register, then `field` of the linked one."""

    name: str
    link: str
    field: str


@dataclass(frozen=True, slots=True)
class Reverse:
    """A read-only value from the records that point here: first live record of `register` whose `link` is this one, then its `field`."""

    name: str
    register: str
    link: str
    field: str


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter offered over the list: a CODE, CODES, AREA, AREAS, BOOL or LINK field by name."""

    field: str


@dataclass(frozen=True, slots=True)
class Identity:
    """How two records of a register are recognised as the same thing.

    `exact`: a field whose sound value names one thing (national ID). `name`: fields of a name, compared with folding.
    `birth`: the field that tells namesakes apart. `keys`: groups of fields that together name one thing when all are filled."""

    exact: str = ""
    name: tuple[str, ...] = ()
    birth: str = ""
    keys: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Register:
    """A register: its fields, how it is listed, what its records are called. Words are msgids (N_)."""

    name: str
    title: str
    singular: str
    model: type[Any]
    fields: tuple[Field, ...]
    columns: tuple[str, ...]  # shown in the list at first, fields or lookups
    name_fields: tuple[str, ...]  # what a record is called in one line
    lookups: tuple[Lookup, ...] = ()
    reverses: tuple[Reverse, ...] = ()
    filters: tuple[Filter, ...] = ()
    sort: str = "name"  # "name" is the record's stored Thai sort key (of a linked person where `sort_link`)
    sort_link: str = ""
    search_links: tuple[str, ...] = ()  # links whose records' search text is searched as well
    parent: str = ""  # LINK field to the parent record, for a register shown inside another's form
    children: tuple[str, ...] = ()
    icon: str = ""
    identity: Identity = Identity()
    problems: Callable[[Mapping[str, Any]], Sequence[Problem]] = lambda values: ()
    sort_text: Callable[[Mapping[str, Any]], Sequence[str]] = lambda values: ()  # texts to order by, most important first
    search_text: Callable[[Mapping[str, Any]], Sequence[str]] = lambda values: ()  # texts to search in
    defaults: Callable[[], Mapping[str, Any]] = dict
    called: Callable[[Mapping[str, Any]], str] | None = None  # a record in one line; without it the name fields joined by spaces

    def field(self, name: str) -> Field:
        """The field of that name; KeyError when there is none."""
        for candidate in self.fields:
            if candidate.name == name:
                return candidate
        raise KeyError(name)

    def name_of(self, values: Mapping[str, Any]) -> str:
        """What a record is called in one line, from its plain values."""
        if self.called is not None:
            return self.called(values)
        return " ".join(str(values[name]) for name in self.name_fields if values.get(name))

    def has(self, name: str) -> bool:
        """Whether a stored field has that name."""
        return any(candidate.name == name for candidate in self.fields)


class Registers(Mapping[str, Register]):
    """The table of contents: registers by name, in menu order."""

    def __init__(self, registers: Sequence[Register]) -> None:
        self._all = {register.name: register for register in registers}

    def __getitem__(self, name: str) -> Register:
        return self._all[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def described(self, register: Register, column: str) -> Field:
        """The Field behind a column: the register's own, or the one a lookup or reverse shows; KeyError when neither."""
        if register.has(column):
            return register.field(column)
        for lookup in register.lookups:
            if lookup.name == column:
                return self.described(self._all[register.field(lookup.link).register], lookup.field)
        for reverse in register.reverses:
            if reverse.name == column:
                return self.described(self._all[reverse.register], reverse.field)
        raise KeyError(column)


@dataclass(frozen=True, slots=True)
class Row:
    """One record as plain values, lookups and reverses included. Sets are tuples; `values[link + '.name']` words a LINK."""

    id: bytes
    register: str
    revision: int
    deleted: bool
    council: bytes
    values: Mapping[str, Any]
    conflicts: frozenset[str] = frozenset()  # fields with an open conflict


def person_name(values: Mapping[str, Any]) -> str:
    """A person in one line, in the Thai way: the prefix glued to the first name, a space before the last."""
    return f"{values.get('prefix') or ''}{values.get('first_name') or ''} {values.get('last_name') or ''}".strip()
