"""A region on PostgreSQL: 95 first parcels beside the same on SQLite, then lists, search and saving among a million people.

`.ci/postgres` shows how to start a server; SAPHA_TEST_POSTGRES names it: `python -m tests.bench postgres`.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from sqlalchemy import text

from desktop.records import everywhere
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.registers import REGISTERS
from desktop.sync import exchange, taking
from tests import postgres
from tests.bench import books
from tests.bench.matching import filled
from tests.bench.measure import Figure, median, seconds

COUNCILS, HOUSEHOLDS, PEOPLE_EACH = 95, 250, 4
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
    on_server, on_file = region(folder / "server"), books.region(folder / "file")
    parcels = []
    records = 0
    for number in range(councils):
        book = books.council(folder / f"council-{number}")
        for host in (on_server, on_file):
            letters = folder / f"letters-{number}-{host.folder.name}"
            letters.mkdir()
            books.meet(book, host, letters)
        records += _people_of(book, number)
        stick = folder / f"stick-{number}"
        stick.mkdir()
        parcels.append(exchange.make(book, stick)[0].file)
        book.close()
    hosts = (on_server, on_file)
    server, file = (seconds(lambda host=host: _taken(host, parcels, folder)) for host in hosts)  # type: ignore[misc]
    later = [_month(folder, number) for number in range(councils)]
    month_server, month_file = (seconds(lambda host=host: _taken(host, later, folder)) for host in hosts)  # type: ignore[misc]
    for host in hosts:
        host.close()
    wanted = 180 * councils / COUNCILS
    return [
        Figure(f"{councils} first parcels of {HOUSEHOLDS} households", server, "s", f"<= {wanted:.0f}", server <= wanted, file),
        Figure("  records a second", records / server, "/s", ">= 0.7 x", file / server >= 0.7, records / file),
        Figure("  a parcel, on the server", server / councils * 1000, "ms", "", met=True),
        Figure("a month's parcels of them, 2 % changed", month_server, "s", "<= 15", month_server <= 15, month_file),
    ]


def _taken(host: Book, parcels: list[Path], folder: Path) -> None:
    """With a receipt for each council."""
    receipts = folder / f"receipts-{host.folder.name}"
    receipts.mkdir(exist_ok=True)
    for result in taking.take(host, parcels, receipts=receipts):
        assert result.status == "applied", result


def _month(folder: Path, number: int) -> Path:
    """The next parcel of a council that had its receipts: 2 % of its records changed."""
    book = Book.open(folder / f"council-{number}", REGISTERS, "p")
    taking.take(book, [folder / "receipts-server", folder / "receipts-file"])
    ids = book.ids(ListQuery("people"))
    with book.write() as deed:
        for record in ids[: (HOUSEHOLDS * (1 + 2 * PEOPLE_EACH)) // 50]:
            deed.put("people", record, {"occupation": "ทำสวน"})
    stick = folder / f"stick-{number}" / "later"
    stick.mkdir()
    made = exchange.make(book, stick)[0].file
    book.close()
    return made


def _people_of(book: Book, council: int) -> int:
    with book.write() as deed:
        for number in range(HOUSEHOLDS):
            first = (council * HOUSEHOLDS + number) * PEOPLE_EACH
            living = [deed.put("people", None, books.person(first + each)) for each in range(PEOPLE_EACH)]
            home = deed.put(
                "households",
                None,
                {
                    "house_code": f"{21_000_000_000 + first}",
                    "house_no": f"{number}/{council}",
                    "moo": 1 + number % 12,
                    "tambon_code": "210304",
                    "head": living[0],
                    "income_month": Decimal(3_000 + number),
                },
            )
            for person in living:
                deed.put("household_persons", None, {"household": home, "person": person, "relation": "CHILD", "since": "2020-01-01"})
    return HOUSEHOLDS * (1 + 2 * PEOPLE_EACH)


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
