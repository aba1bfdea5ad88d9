"""A frozen report as bytes: its numbers, and for each of them the records it was added up of. docs/adr/0015 says why like this."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, NamedTuple

import msgspec
import zstandard

from desktop.reports import behind
from desktop.reports.behind import Entry
from desktop.reports.figures import Figures
from desktop.reports.lines import Cell, Part


class Counted(NamedTuple):
    """What a round remembers of a record beside its id: whose it was, and which revision was counted."""

    council: bytes
    revision: int


class _Records(msgspec.Struct, array_like=True):
    """The records of a register, by council and id: each council with how many are its, and all ids (16 bytes each) end to end."""

    councils: list[tuple[bytes, int]]
    ids: bytes
    revisions: list[int]


class _Shares(msgspec.Struct, array_like=True):
    """Records of one register behind a number: their places in _Records, each as its distance from the one before, and what each adds
    (None: 1 each; of baht in satang)."""

    places: bytes
    amounts: list[int] | None
    baht: bool


class _Frozen(msgspec.Struct, array_like=True):
    records: dict[str, _Records]
    cells: dict[str, dict[str, _Shares]]


def numbers(figures: Figures) -> bytes:
    """The numbers in one way of writing them, so that equal reports are equal bytes. A figure added in a later version needs a default."""
    stripped: dict[str, Any] = {name: tuple(replace(line, behind={}) for line in getattr(figures, name)) for name in behind.LINES}
    plain = replace(
        figures,
        behind={},
        tables=tuple(replace(table, lines=tuple(replace(line, behind=()) for line in table.lines)) for table in figures.tables),
        **stripped,
    )
    return _squeezed(msgspec.json.encode(plain, order="deterministic"))


def read_numbers(kept: bytes) -> Figures:
    """The same back."""
    return msgspec.json.decode(zstandard.ZstdDecompressor().decompress(kept), type=Figures)


def parts(figures: Figures, counted: Mapping[tuple[str, bytes], Counted]) -> bytes:
    """The records behind all numbers. A record is kept once, whatever it is behind."""
    nobody = Counted(b"", 0)
    every = {(part.register, part.id) for each in behind.all_of(figures) for part in each.parts}
    order = sorted(every, key=lambda key: (key[0], counted.get(key, nobody).council, key[1]))
    places: dict[tuple[str, bytes], int] = {}
    records: dict[str, _Records] = {}
    for key in order:
        register = key[0]
        council, revision = counted.get(key, nobody)
        of = records.setdefault(register, _Records([], b"", []))
        places[key] = len(of.revisions)
        if not of.councils or of.councils[-1][0] != council:
            of.councils.append((council, 0))
        of.councils[-1] = (council, of.councils[-1][1] + 1)
        of.revisions.append(revision)
    for register, of in records.items():
        of.ids = b"".join(uid for name, uid in order if name == register)
    cells = {_name(each.cell): _shares(each.parts, places) for each in behind.all_of(figures) if each.parts}
    return _squeezed(msgspec.msgpack.encode(_Frozen(records, cells)))


def read_parts(kept: bytes, cells: Iterable[Cell]) -> list[Entry]:
    """The records behind some numbers, number by number."""
    frozen = msgspec.msgpack.decode(zstandard.ZstdDecompressor().decompress(kept), type=_Frozen)
    return [
        entry
        for cell in cells
        for register, shares in frozen.cells.get(_name(cell), {}).items()
        for entry in _entries(register, frozen.records[register], shares)
    ]


def _entries(register: str, records: _Records, shares: _Shares) -> Iterator[Entry]:
    councils = [council for council, number in records.councils for _each in range(number)]
    steps: array[int] = array("I")
    steps.frombytes(shares.places)
    place = 0
    for number, step in enumerate(steps):
        place += step
        amount = shares.amounts[number] if shares.amounts is not None else 1
        worth = Decimal(amount).scaleb(-2) if shares.baht else amount
        yield Entry(register, records.ids[place * 16 : place * 16 + 16], councils[place], worth, records.revisions[place])


def _shares(added: Iterable[Part], places: Mapping[tuple[str, bytes], int]) -> dict[str, _Shares]:
    of: dict[str, list[tuple[int, int | Decimal]]] = {}
    for part in added:
        of.setdefault(part.register, []).append((places[part.register, part.id], part.amount))
    found = {}
    for register, each in of.items():
        each.sort()
        baht = any(isinstance(amount, Decimal) for _place, amount in each)
        amounts = [int(amount * 100) if baht else int(amount) for _place, amount in each]
        steps = array("I", (place - before for (place, _one), (before, _two) in zip(each, [(0, 0), *each], strict=False)))
        found[register] = _Shares(steps.tobytes(), None if set(amounts) == {1} and not baht else amounts, baht)
    return found


def _name(cell: Cell) -> str:
    return "\n".join(cell)


def _squeezed(plain: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=10).compress(plain)
