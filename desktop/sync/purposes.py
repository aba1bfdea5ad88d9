"""For what a hand-over is (วัตถุประสงค์): which fields leave a council for its region. Chosen by the council, kept, and shown before each hand-over.

What stays is taken out of a copy of the segments; the log here, its chain and its signatures stay whole. The council's own PCs always get all."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from sqlalchemy import Connection, select

from desktop.base.errors import Refused
from desktop.base.i18n import N_
from desktop.records.book import Book
from desktop.records.register import Kind, Registers
from desktop.store import schema

Withheld = Callable[[str, str], bool]  # of a register and a field, by name: whether it stays

_FACT = "purpose"
# Where to begin: people, their homes, and what repeats values of any record as text.
ABOUT_PEOPLE = frozenset({"people", "households", "proposals", "merges", "merge_parts"})


class Purpose(StrEnum):
    """`full`: for help and referral, everything. `work`: without what is sensitive (PDPA s.26, identity) and without photos and papers.
    `figures`: for counting; no names, addresses, phones, texts, places or photos of people."""

    FULL = "full"
    WORK = "work"
    FIGURES = "figures"


_NAMING = frozenset(
    {Kind.TEXT, Kind.NOTE, Kind.NATIONAL_ID, Kind.HOUSE_CODE, Kind.PHONES, Kind.POINT, Kind.FILE}
)  # kinds of fields by which somebody could be found
_ALWAYS_NAMING = frozenset({Kind.NATIONAL_ID, Kind.HOUSE_CODE, Kind.PHONES, Kind.POINT, Kind.FILE})


def chosen(book: Book) -> Purpose:
    """What this council hands over for; everything until it chose otherwise."""
    with book.read() as reader:
        return of(reader.conn)


def of(conn: Connection) -> Purpose:
    """As `chosen`, within a reading."""
    raw = conn.execute(select(schema.Meta.value).where(schema.Meta.key == _FACT)).scalar()
    return Purpose(raw.decode()) if raw is not None else Purpose.FULL


def choose(book: Book, purpose: Purpose) -> None:
    """From the next parcel on. Refused at a region: what it sends back is the council's own."""
    if book.office.kind != "council":
        raise Refused(N_("Only a council chooses what leaves it."), code="council_chooses")
    with book.store.transaction() as conn:
        book.store.set_meta(conn, _FACT, purpose.value.encode())


def withheld(purpose: Purpose, registers: Registers) -> Withheld | None:
    """What stays; None where nothing does. Of a register or field that this program does not know, everything stays."""
    if purpose is Purpose.FULL:
        return None
    about = _about_people(registers)
    stays: dict[str, frozenset[str]] = {}
    for name, spec in registers.items():
        naming = _NAMING if name in about else _ALWAYS_NAMING
        stays[name] = frozenset(
            field.name
            for field in spec.fields
            if (field.kind in naming if purpose is Purpose.FIGURES else field.sensitive or field.kind is Kind.FILE)
        )
    known = {name: frozenset(field.name for field in spec.fields) for name, spec in registers.items()}

    def stay(register: str, field: str) -> bool:
        return field not in known.get(register, ()) or field in stays[register]

    return stay


def _about_people(registers: Registers) -> set[str]:
    """Registers that tell of people: those of a person or household, and what hangs on these. A project names who answers for it, which makes
    its title no fact about a person."""
    found = {name for name in registers if name in ABOUT_PEOPLE}
    before = 0
    while len(found) > before:
        before = len(found)
        for name, spec in registers.items():
            for field in spec.fields:
                if field.kind is not Kind.LINK or field.register not in found:
                    continue
                if field.required or field.register == "households" or (spec.parent and field.register == "people"):
                    found.add(name)
    return found
