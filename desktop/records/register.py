"""How a register is described. List, form, Excel, parcel, rights and words follow from the description."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desktop.records.deed import Deed
    from desktop.store.history import Reader


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
    LAND = "land"  # Decimal square wah (ตารางวา), two places; typed and shown as rai-ngan-wah
    POINT = "point"  # str 'latitude,longitude', WGS84 decimal degrees with six places
    TIME = "time"  # str 'HH:MM', 24 hours
    NUMBER = "number"  # Decimal, two places: a quantity whose unit stands beside it
    FILE = "file"  # str: hex name of a file kept beside the book (store/attachments.py)


SETS = frozenset({Kind.CODES, Kind.AREAS, Kind.PHONES})
DECIMALS = frozenset({Kind.MONEY, Kind.LAND, Kind.NUMBER})  # two places; travel as decimal texts
SUMMED = frozenset({Kind.MONEY, Kind.LAND})  # what a list adds up: numbers may be of different units


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
    by_deed: bool = False  # changed by the room's deeds only: shown in the form, never typed
    group_by: str = ""  # name of a CODE field of the same record: only codes whose group is its value are offered
    inner: bool = False  # for the program alone, such as the identifier of a record: no form and no list shows it
    ended_too: bool = False  # codes whose years are over are offered as well: what is entered may be of an earlier year


@dataclass(frozen=True, slots=True)
class Lookup:
    """A read-only column seen through a link: `link` of this register, then `field` of the linked one, under its label or `label`."""

    name: str
    link: str
    field: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Reverse:
    """A read-only value from the records that point here: first live record of `register` whose `link` is this one, then its `field`;
    the one with the greatest `latest` where that names a field."""

    name: str
    register: str
    link: str
    field: str
    latest: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter offered over the list: a CODE, CODES, AREA, AREAS, BOOL, LINK or DATE field (or lookup) by name."""

    field: str


@dataclass(frozen=True, slots=True)
class Related:
    """Records of another register that point here by `link`, shown and added beside this record."""

    register: str
    link: str


@dataclass(frozen=True, slots=True)
class View:
    """A list people ask for again and again. `filters` as in ListQuery; a value may be one of the tokens of query.py (ME, THIS_MONTH ...)."""

    name: str
    title: str
    filters: Mapping[str, Any]
    sort: str = "name"
    descending: bool = False
    columns: tuple[str, ...] = ()  # the register's own where blank


@dataclass(frozen=True, slots=True)
class Action:
    """A deed beyond saving fields (a room's service): what is asked first, and the function that does it within one commit.

    `run(deed, records, values)` refuses by raising Refused and never commits; `values` holds each of `fields`, blank as None."""

    name: str
    title: str
    run: Callable[[Deed, Sequence[bytes], Mapping[str, Any]], None]
    icon: str = "circle-play"
    fields: tuple[Field, ...] = ()
    many: bool = False  # may be done to several records at once
    offered: Callable[[Mapping[str, Any]], bool] = lambda values: True  # by the values of a record
    start: Callable[[Mapping[str, Any]], Mapping[str, Any]] = (
        lambda values: {}
    )  # what the questions begin with, by the (first) record's values
    help: str = ""


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something somebody should see to. `message` is a msgid, `values` fill it; `due` is ISO or blank; `record` opens it."""

    register: str
    message: str
    values: Mapping[str, Any] = dataclass_field(default_factory=dict)
    due: str = ""
    record: bytes | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class Identity:
    """How two records of a register are recognised as the same thing.

    `exact`: a field whose sound value names one thing (national ID). `name`: fields of a name, compared with folding.
    `birth`: the field that tells namesakes apart. `keys`: groups of fields that together name one thing when all are filled.
    `near`: groups of fields that make another worth a look, no more. `apart`: a number that tells several with the same key apart (the
    families of one house); blank is the first. `phones`, `home` (house number first), `sex`: fields that speak for or against two being one."""

    exact: str = ""
    name: tuple[str, ...] = ()
    birth: str = ""
    keys: tuple[tuple[str, ...], ...] = ()
    near: tuple[tuple[str, ...], ...] = ()
    apart: str = ""
    phones: str = ""
    home: tuple[str, ...] = ()
    sex: str = ""

    @property
    def matched(self) -> bool:
        """Whether pairs of its records that may be the same are looked for over the whole book."""
        return bool(self.exact and self.birth and len(self.name) > 1)


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of some fields as they stand, of a set each element; blank fields are left out. Whoever asks it can tell what it is made of."""

    fields: tuple[str, ...]

    def __call__(self, values: Mapping[str, Any]) -> Sequence[str]:
        found: list[str] = []
        for name in self.fields:
            value = values.get(name)
            if value:
                if type(value) is str:
                    found.append(value)
                else:
                    found.extend(value)
        return found


@dataclass(frozen=True, slots=True)
class InOrder:
    """The texts of some fields, a blank one too: what records are ordered by, the most important first."""

    fields: tuple[str, ...]

    def __call__(self, values: Mapping[str, Any]) -> Sequence[str]:
        return [values.get(name) or "" for name in self.fields]


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
    newest_first: bool = False  # the list begins at the greatest of `sort`: what came last
    sort_link: str = ""
    search_links: tuple[str, ...] = ()  # links whose records' search text is searched as well
    parent: str = ""  # LINK field to the parent record, for a register shown inside another's form
    children: tuple[str, ...] = ()
    icon: str = ""
    identity: Identity = Identity()
    problems: Callable[[Mapping[str, Any]], Sequence[Problem]] = lambda values: ()
    sort_text: Callable[[Mapping[str, Any]], Sequence[str]] = InOrder(())  # texts to order by, most important first
    search_text: Callable[[Mapping[str, Any]], Sequence[str]] = Texts(())  # texts to search in
    defaults: Callable[[], Mapping[str, Any]] = dict
    called: Callable[[Mapping[str, Any]], str] | None = None  # a record in one line; without it the name fields joined by spaces
    group: str = ""  # msgid of the heading it stands under in the navigation
    related: tuple[Related, ...] = ()  # besides the children
    views: tuple[View, ...] = ()
    actions: tuple[Action, ...] = ()
    span: tuple[str, str] = ("", "")  # DATE fields from and until which a record holds; offered over the list as "on the day"
    number: str = ""  # TEXT field, by_deed: given a running number for life when the record is made (records/numbers.py)
    natural: tuple[str, ...] = ()  # fields that make its id: two PCs that enter the same thing make one record, not two
    append_only: bool = False  # made by deeds, never edited or deleted by hand (undo of the deed takes it back)
    kept_by: str = ""  # "region": only a regional office changes it
    entered: Callable[[Deed, bytes, Mapping[str, Any]], None] | None = None  # after a new record was put, in the same deed
    # Before a record is put, binned or restored: its values as stored (None: new) and as they would be (None: into the bin). Refuses by
    # raising; asked of deeds and imports as well, not of what other offices did.
    guard: Callable[[Deed, bytes | None, Mapping[str, Any] | None, Mapping[str, Any] | None], None] | None = None
    binned: Callable[[Deed, bytes, bool], None] | None = None  # after it went into the bin (True) or came out of it, in the same deed
    locked: Callable[[Mapping[str, Any]], Collection[str]] = lambda values: ()  # fields nobody types as the record stands; deeds may
    reminders: Callable[[Reader, str], Sequence[Reminder]] | None = None  # by the day (ISO): what to see to
    suggest: Callable[[Reader, Mapping[str, Any]], Mapping[str, Any]] | None = None  # for a new record's blank fields, by what is typed
    # What only the book can tell of a record as it would be (id None: a new one): shown at the field, never keeps it from being saved.
    warnings: Callable[[Reader, bytes | None, Mapping[str, Any]], Sequence[Problem]] | None = None

    _named: Mapping[str, Field] = dataclass_field(init=False, repr=False, compare=False)  # asked for every cell of a sheet

    def __post_init__(self) -> None:
        object.__setattr__(self, "_named", {field.name: field for field in self.fields})

    def field(self, name: str) -> Field:
        """The field of that name; KeyError when there is none."""
        return self._named[name]

    def fixed(self, stored: Mapping[str, Any]) -> frozenset[str]:
        """Fields of a stored record that nobody types: what is settled, and what makes its id."""
        return frozenset(self.locked(stored)) | frozenset(self.natural)

    def name_of(self, values: Mapping[str, Any]) -> str:
        """What a record is called in one line, from its plain values."""
        if self.called is not None:
            return self.called(values)
        return " ".join(str(values[name]) for name in self.name_fields if values.get(name))

    def has(self, name: str) -> bool:
        """Whether a stored field has that name."""
        return name in self._named


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
                seen = self.described(self._all[register.field(lookup.link).register], lookup.field)
                return replace(seen, label=lookup.label) if lookup.label else seen
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


def in_numbers(codes: Sequence[str]) -> str:
    """Codes of one group in short: how many, and the numbers they end in (JPT60_08 is 8)."""
    numbers = [code.rpartition("_")[2].lstrip("0") or code for code in codes]
    return f"{len(numbers)}: {', '.join(numbers)}" if numbers else ""
