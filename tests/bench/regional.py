"""A region takes the parcels of all its councils, with a receipt for each: `python -m tests.bench regional`. Also what postgres.py hands over."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.registers import REGISTERS
from desktop.sync import exchange, taking
from tests.bench import books
from tests.bench.measure import Figure, seconds

COUNCILS, HOUSEHOLDS, PEOPLE_EACH = 95, 250, 4
MONTHLY = HOUSEHOLDS * (1 + 2 * PEOPLE_EACH) // 50  # 2 % of a council's records


def figures(folder: Path, councils: int = COUNCILS) -> list[Figure]:
    """On SQLite."""
    (first,), (month,), records = handed_over(folder, [books.region(folder / "file")], councils)
    wanted, monthly = (limit * councils / COUNCILS for limit in (120, 15))
    return [
        Figure(f"{councils} first parcels of {HOUSEHOLDS} households, with receipts", first, "s", f"<= {wanted:.0f}", first <= wanted),
        Figure("  records a second", records / first, "/s", "", met=True),
        Figure("a month's parcels of them, 2 % changed", month, "s", f"<= {monthly:.0f}", month <= monthly),
        Figure("  a parcel", month / councils * 1000, "ms", "", met=True),
    ]


def handed_over(folder: Path, hosts: Sequence[Book], councils: int) -> tuple[list[float], list[float], int]:
    """Seconds of taking the first parcels and those of a month, by host, and how many records the first brought. Closes the hosts."""
    parcels, records = [], 0
    for number in range(councils):
        book = books.council(folder / f"council-{number}")
        for host in hosts:
            letters = folder / f"letters-{number}-{host.folder.name}"
            letters.mkdir()
            books.meet(book, host, letters)
        records += _people_of(book, number)
        stick = folder / f"stick-{number}"
        stick.mkdir()
        parcels.append(exchange.make(book, stick)[0].file)
        book.close()
    first = [seconds(lambda host=host: _taken(host, parcels, folder)) for host in hosts]  # type: ignore[misc]
    later = [_month(folder, number, hosts) for number in range(councils)]
    month = [seconds(lambda host=host: _taken(host, later, folder)) for host in hosts]  # type: ignore[misc]
    for host in hosts:
        host.close()
    return first, month, records


def _receipts(folder: Path, host: Book) -> Path:
    return folder / f"receipts-{host.folder.name}"


def _taken(host: Book, parcels: list[Path], folder: Path) -> None:
    """With a receipt for each council."""
    receipts = _receipts(folder, host)
    receipts.mkdir(exist_ok=True)
    for result in taking.take(host, parcels, receipts=receipts):
        assert result.status == "applied", result


def _month(folder: Path, number: int, hosts: Sequence[Book]) -> Path:
    """The next parcel of a council that had its receipts."""
    book = Book.open(folder / f"council-{number}", REGISTERS, "p")
    taking.take(book, [_receipts(folder, host) for host in hosts])
    ids = book.ids(ListQuery("people"))
    with book.write() as deed:
        for record in ids[:MONTHLY]:
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
