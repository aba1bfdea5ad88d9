"""How well people who are there twice are found, on a labelled sample: `python -m tests.bench.labelled FOLDER...`.

A folder holds `dirty/{members,households,household_persons}.csv`, people as councils typed them, and `truth/pairs.csv` with the record ids of
those who are one. `--without national_id,birth_date` leaves fields out."""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from desktop.base import thai
from desktop.base.ids import new_id
from desktop.base.task import Progress
from desktop.records import kinds, matching, pairs
from desktop.records.book import Book
from desktop.registers import REGISTERS
from tests.bench import books
from tests.bench.measure import Figure, seconds, show

PEOPLE = REGISTERS["people"]
TODAY = dt.date(2026, 11, 1)
_FILES = ("members", "households", "household_persons")
Pair = frozenset[str]


def measured(sample: Path, without: frozenset[str] = frozenset()) -> list[Figure]:
    """Precision and recall at both levels, through a region's book."""
    with tempfile.TemporaryDirectory(prefix="sapha-bench-") as folder:
        book = books.region(Path(folder))
        name_of = _filled(book, sample, without)
        took = seconds(lambda: matching.afresh(book.store, PEOPLE, Progress()))
        with book.read() as reader:
            found = {frozenset((name_of[one.a], name_of[one.b])): one.sure for one in pairs.listed(reader, book.registers, 10_000_000)}
        book.close()
    with (sample / "truth" / "pairs.csv").open(encoding="utf-8") as file:
        true: set[Pair] = {frozenset((row["a"], row["b"])) for row in csv.DictReader(file)}
    queue, proposed = set(found), {both for both, sure in found.items() if sure}
    size = f"{len(name_of):,} people, {len(true):,} pairs"
    return [
        _figure(f"recall of the queue, {size}", len(queue & true) / len(true), 0.97),
        _figure("  precision of the queue", len(queue & true) / len(queue), None),
        _figure("  precision of what is proposed", len(proposed & true) / len(proposed), 0.99),
        _figure("  recall of what is proposed", len(proposed & true) / len(true), None),
        Figure("  found in", took, "s", "", met=True),
    ]


def _figure(name: str, value: float, wanted: float | None) -> Figure:
    return Figure(name, value * 100, "%", f">= {wanted * 100:.0f}" if wanted else "", wanted is None or value >= wanted)


def _filled(book: Book, sample: Path, without: frozenset[str]) -> dict[bytes, str]:
    councils: dict[str, bytes] = {}
    name_of = {}
    with book.write() as deed:
        for row in _rows(sample):
            values = {name: value for name, value in _person(book, row).items() if name not in without}
            council = councils.setdefault(row["council_id"], new_id())
            name_of[deed.put("people", None, values, council=council)] = row["record_id"]
    return name_of


def _rows(sample: Path) -> Iterator[dict[str, str]]:
    for name in _FILES:
        with (sample / "dirty" / f"{name}.csv").open(encoding="utf-8") as file:
            yield from csv.DictReader(file)


def _person(book: Book, row: Mapping[str, str]) -> dict[str, Any]:
    """As an import reads it: what can't be read is left blank."""

    def read(field: str, text: str) -> Any:
        return kinds.parse(PEOPLE.field(field), text, TODAY, book.code_lists)[0]

    prefix, first, last = thai.split_name(row["full_name"]) if row["full_name"] else (row["prefix"], row["first_name"], row["last_name"])
    moo = "".join(letter for letter in thai.arabic_digits(row.get("moo") or "") if letter.isdigit())
    values: dict[str, Any] = {"moo": int(moo) if moo else None}
    for field, text in (
        ("prefix", prefix),
        ("first_name", first),
        ("last_name", last),
        ("sex", row["sex"]),
        ("national_id", row["national_id"]),
        ("birth_date", row["birth_date"]),
        ("phones", row["phone"]),
        ("house_no", row.get("house_no") or ""),
    ):
        values[field] = read(field, text)
    return values


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folders", nargs="+", type=Path)
    asked.add_argument("--without", default="")
    given = asked.parse_args()
    left_out = frozenset(filter(None, given.without.split(",")))
    sys.exit(1 if show([figure for folder in given.folders for figure in measured(folder, left_out)]) else 0)
