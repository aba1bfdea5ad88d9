"""What a record must look like, told from all its ops and the full knowledge of who had seen what. Shares no code with the merge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Fact(NamedTuple):
    """An op as the world knows it: `known` has the bit of every op its author held when making it."""

    bit: int
    uid: bytes
    seq: int
    hlc: int
    ctx: int
    record: bytes
    kind: str
    fields: Mapping[str, object]
    known: int


Name = tuple[bytes, int]  # (replica id, number): the name of an op everywhere


class Truth(NamedTuple):
    """A record's heads, shown values (blanks left out), standing, and the names of the disagreeing heads by cell."""

    heads: dict[str, dict[Name, object]]
    shown: dict[str, object]
    standing: str
    conflicts: dict[str, set[Name]]


def saw(later: Fact, earlier: Fact) -> bool:
    return bool(later.known >> earlier.bit & 1)


def says(fact: Fact) -> Mapping[str, object]:
    if fact.kind in ("delete", "restore"):
        return {"~": fact.kind == "delete"}
    return fact.fields or {"~": False}


def plain(cell: str, value: object) -> object:
    """Blanks alike: an element not in a set is None too."""
    return None if value is False and "+" in cell else value


def truth(facts: Iterable[Fact]) -> Truth:
    statements: dict[str, list[Fact]] = {}
    for fact in facts:
        for cell in says(fact):
            statements.setdefault(cell, []).append(fact)
    heads = {cell: [one for one in all_ if not any(saw(other, one) for other in all_)] for cell, all_ in statements.items()}
    shown: dict[str, object] = {}
    conflicts: dict[str, set[Name]] = {}
    for cell, ones in heads.items():
        values = {plain(cell, says(one)[cell]) for one in ones}
        last = max(ones, key=lambda one: (one.hlc, one.uid))
        value = plain(cell, says(last)[cell])
        if cell != "~" and value is not None:
            shown[cell] = value
        if cell != "~" and len(values) > 1:
            conflicts[cell] = {(one.uid, one.seq) for one in ones}
    standing = _standing(heads)
    if standing == "disputed":
        conflicts["~"] = {(one.uid, one.seq) for one in heads["~"]}
    named = {cell: {(one.uid, one.seq): plain(cell, says(one)[cell]) for one in ones} for cell, ones in heads.items()}
    return Truth(named, shown, standing, conflicts)


def _standing(heads: Mapping[str, list[Fact]]) -> str:
    flags = heads.get("~", [])
    deletes = [one for one in flags if says(one)["~"]]
    if not deletes:
        return "alive"
    living = [one for cell, ones in heads.items() for one in ones if cell != "~" or one not in deletes]
    taken = [any(one.bit == delete.bit or saw(delete, one) for delete in deletes) for one in living]
    return "deleted" if all(taken) else "disputed"
