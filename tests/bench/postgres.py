"""A region on PostgreSQL: 95 first parcels beside the same on SQLite, then lists, search and saving among a million people.

`.ci/postgres` shows how to start a server; SAPHA_TEST_POSTGRES names it: `python -m tests.bench postgres`.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from desktop.records import everywhere
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.registers import REGISTERS
from tests import postgres
from tests.bench import books, regional
from tests.bench.matching import filled
from tests.bench.measure import Figure, median, seconds
from tests.bench.regional import COUNCILS, HOUSEHOLDS

PEOPLE = 1_000_000


def figures(folder: Path, councils: int = COUNCILS, people: int = PEOPLE) -> list[Figure]:
    """Both parts; the bare thing is the region's book on SQLite."""
    if not postgres.is_there():
        raise SystemExit(f"{postgres.SERVER} names no server.")
    made = _parcels(folder, councils) + _lists(folder / "many", people)
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


def _lists(folder: Path, people: int) -> list[Figure]:
    book = region(folder)
    filled(book, people)
    with book.store.database.writer.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        conn.execute(text("VACUUM ANALYZE"))  # as the server does by itself in the night
        council = conn.execute(text("SELECT council FROM people LIMIT 1")).scalar_one()
    ids = book.ids(ListQuery("people"))
    size = f"{people:,} people"

    def searched(word: str) -> float:
        return median(lambda run: seconds(lambda: book.ids(ListQuery("people", search=word))), 5) * 1000

    row = book.row("people", ids[people // 2])
    assert row is not None
    name = str(row.values["first_name"])
    long, two, one = searched(f"{name} {row.values['last_name']}"), searched(name[:2]), searched(name)
    all_ids = median(lambda run: seconds(lambda: book.ids(ListQuery("people"))), 3) * 1000
    of_one = median(lambda run: seconds(lambda: book.ids(ListQuery("people", council=council))), 5) * 1000
    page = median(lambda run: seconds(lambda: book.rows("people", ids[1000 * run : 1000 * run + 128])), 9) * 1000
    save = median(lambda run: seconds(lambda: _saved(book, ids[(7_001 * run) % len(ids)])), 9) * 1000
    all_over = median(lambda run: seconds(lambda: everywhere.find(book, name)), 3) * 1000
    book.close()
    return [
        Figure(f"search for a whole name, {size}", long, "ms", "<= 300", long <= 300),
        Figure("  for a first name", one, "ms", "<= 300", one <= 300),
        Figure("  for two letters", two, "ms", "<= 300", two <= 300),
        Figure("  over every register", all_over, "ms", "<= 300", all_over <= 300),
        Figure(f"ids of {size} in Thai order", all_ids, "ms", "<= 300", all_ids <= 300),
        Figure("  of one council's", of_one, "ms", "<= 300", of_one <= 300),
        Figure("  a page of 128 rows", page, "ms", "<= 10", page <= 10),
        Figure("saving a record, durable", save, "ms", "<= 100", save <= 100),
    ]


def _saved(book: Book, record: bytes) -> None:
    with book.write() as deed:
        deed.put("people", record, {"occupation": "ทำสวน"})
