"""Out and in again changes nothing: every register that comes in, with values as odd as they come."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest

from desktop.base import i18n, thai
from desktop.base.errors import Refused
from desktop.demo.world import digest
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.records.register import Field, Kind
from desktop.registers import REGISTERS
from desktop.sheets import export, importing
from desktop.sheets.mapping import comes_in
from tests import factory

COMES_IN = [register.name for register in REGISTERS.values() if comes_in(register)]
PIECES = [
    *("=1+1", "+66", "@ใจดี", "-5", "\t=cmd|'/C calc'!A0", "0001", "007", "1.23E+12", "3/4", "12-5", "TRUE", "#N/A", "1e5", "๑๒๓", "ฯลฯ"),
    *(
        "น้ำ",
        "เก็บ",
        "ทองใบ",
        "ใจดี",
        "กี่ที่",
        "ปู่ย่า",
        "สมบัติ ๒",
        "รวม",
        "ที่",
        "ชื่อ",
        "<b>&amp;",
        '"อ้าง"',
        "a,b;c",
        "http://example.com",
        "_x000D_",
        "😀",
        "_",
        "x",
    ),
]


def text(chance: Random) -> str:
    return thai.clean(" ".join(chance.choice(PIECES) for _piece in range(chance.randint(1, 4))))


def drawn(book: Book, field: Field, chance: Random) -> Any:
    """A value of the field, or blank."""
    if chance.random() < 0.2:
        return None
    match field.kind:
        case Kind.TEXT:
            return text(chance) or None
        case Kind.NOTE:
            return "\n".join(text(chance) for _line in range(chance.randint(1, 3))).strip() or None
        case Kind.CODE:
            return chance.choice([entry.code for entry in book.offered(field)])
        case Kind.CODES:
            codes = [entry.code for entry in book.offered(field)]
            return tuple(sorted(chance.sample(codes, min(len(codes), chance.randint(1, 3)))))
        case Kind.INTEGER:
            return chance.randint(field.minimum or 0, min(field.maximum or 99, 2600))
        case Kind.MONEY | Kind.NUMBER | Kind.LAND:
            return Decimal(chance.randint(0, 10**9)) / 100
        case Kind.DATE:
            return f"{chance.randint(1890, 2026)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        case Kind.PARTIAL_DATE:
            whole = f"{chance.randint(1905, 2026)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
            return whole[: chance.choice((4, 7, 10))]
        case Kind.NATIONAL_ID:
            return chance.choice([factory.national_id(chance.randint(1, 10**7)), f"{chance.randint(0, 10**13 - 1):013}"])
        case Kind.HOUSE_CODE:
            return f"{chance.randint(0, 10**11 - 1):011}"
        case Kind.PHONES:
            return tuple(sorted({factory.phone(chance.randint(0, 9999)) for _one in range(chance.randint(1, 3))}))
        case Kind.BOOL:
            return chance.random() < 0.5
        case Kind.TIME:
            return f"{chance.randint(0, 23):02}:{chance.randint(0, 59):02}"
    return None


def shaken(book: Book, register: str, chance: Random) -> None:
    """Every record of a register with drawn values, as far as its rules let them in."""
    spec = book.registers[register]
    for record in book.ids(ListQuery(register)):
        row = book.row(register, record)
        for field in spec.fields:
            if (
                field.by_deed
                or field.name in spec.fixed(row.values)
                or field.required
                or field.kind in (Kind.LINK, Kind.AREA, Kind.AREAS, Kind.FILE)
            ):
                continue
            try:
                with book.write() as deed:
                    deed.put(register, record, {field.name: drawn(book, field, chance)})
            except Refused:
                continue


@pytest.mark.parametrize("register", COMES_IN)
def test_what_goes_out_comes_back_as_the_same_values(make_book: Callable[..., Book], tmp_path: Path, register: str) -> None:
    spec = REGISTERS[register]
    columns = list(dict.fromkeys([*(field.name for field in spec.fields), *spec.columns]))
    for seed, language in ((1, "th"), (2, "en")):
        chance = Random(f"{register} {seed}")
        book = make_book(f"book-{seed}")
        for _record in range(3):
            factory.MAKERS[register](book)
        shaken(book, register, chance)
        before, count = digest(book), book.counts()[register]
        assert count
        i18n.use(language)
        path = tmp_path / f"{seed}.xlsx"
        export.export(book, ListQuery(register), path, columns)
        plan = importing.prepare(book, register, path)
        changes = [(change.whose, change.field.name, change.old, change.new) for record in plan.records for change in record.changes()]
        assert (changes, [refused.text() for refused in plan.refused]) == ([], [])
        assert plan.counts() == {"new": 0, "changed": 0, "same": count, "refused": 0}
        assert plan.blanks == 0
        importing.apply(book, plan)
        assert digest(book) == before
