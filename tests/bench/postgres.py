"""A region on PostgreSQL: 95 first parcels beside the same on SQLite, then lists, search and saving among a million people.

`.ci/postgres` shows how to start a server; SAPHA_TEST_POSTGRES names it: `python -m tests.bench postgres`.
"""

from __future__ import annotations

from pathlib import Path

from desktop.records.book import Book
from desktop.registers import REGISTERS
from tests import postgres
from tests.bench import books, million, regional
from tests.bench.measure import Figure
from tests.bench.regional import COUNCILS, HOUSEHOLDS


def figures(folder: Path, councils: int = COUNCILS, people: int = million.PEOPLE) -> list[Figure]:
    """Both parts; the bare thing is the region's book on SQLite."""
    if not postgres.is_there():
        raise SystemExit(f"{postgres.SERVER} names no server.")
    made = _parcels(folder, councils) + million.figures(folder / "many", people, region)
    postgres.drop_all()
    return made


def region(folder: Path) -> Book:
    """A region's book on the server."""
    address = postgres.new_database()
    return Book.create(folder, REGISTERS, kind="region", name="ภาค", areas=("21",), person="ข", password="p", cost=books.CHEAP, on=address)[
        0
    ]


def _parcels(folder: Path, councils: int) -> list[Figure]:
    hosts = (region(folder / "server"), books.region(folder / "file"))
    (server, file), (month_server, month_file), records = regional.handed_over(folder, hosts, councils)
    wanted = 180 * councils / COUNCILS
    return [
        Figure(f"{councils} first parcels of {HOUSEHOLDS} households", server, "s", f"<= {wanted:.0f}", server <= wanted, file),
        Figure("  records a second", records / server, "/s", ">= 0.7 x", file / server >= 0.7, records / file),
        Figure("  a parcel, on the server", server / councils * 1000, "ms", "", met=True),
        Figure("a month's parcels of them, 2 % changed", month_server, "s", "<= 15", month_server <= 15, month_file),
    ]
