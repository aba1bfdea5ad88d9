"""The offices of the demo and where their books, sticks and papers lie."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from sqlalchemy import select

from desktop.base.regions import BANGKOK_EAST, regions
from desktop.demo.show import Show
from desktop.records.book import Book
from desktop.records.invented_region import councils
from desktop.registers import REGISTERS
from desktop.store.keys import KdfCost

PASSWORD = "invented"  # noqa: S105 - of books that hold nobody's data; it is printed at the end
# Ninety-six books on one PC: here a guess at a password may be cheap. A real book's costs KdfCost(), whatever the demo does.
_COST = KdfCost(passes=1, memory=1 << 20)
_BY_SHEET = 3  # councils whose people come from old workbooks
_MEETING = 3  # one in so many councils meets
_QUARRELS = 5  # councils that edit what the region edits at the same time


@dataclass(frozen=True, slots=True)
class Size:
    """How big the demo is. With 95 councils its projects are the source article's."""

    councils: int = 95
    members: int = 20
    households: int = 14
    activities: int = 6
    meetings: int = 4
    photos: int = 1
    fund: int = 6


class World:
    """One region, whose book stays open, and councils, whose books are opened one at a time as on PCs of their own."""

    def __init__(self, out: Path, show: Show, size: Size) -> None:
        self.out = out
        self.show = show
        self.size = size
        self.plan = councils(regions()[BANGKOK_EAST].provinces, size.councils)
        self.region_book: Book | None = None
        self.uids: list[bytes] = []
        self.made_records = 0  # records the first parcels speak of
        self.resolutions: dict[int, bytes] = {}  # council -> what today's meeting certified
        self.states: Counter[str] = Counter()  # of the councils' cases
        self.numbers: list[tuple[str, str]] = []  # of their cases and letters, with the register's name
        self.help_value = Decimal(0)
        self.tables: Counter[tuple[str, str, int]] = Counter()  # numbers of the councils' work by table, line and column
        self.photos = 0
        self.conflicting: dict[int, tuple[bytes, bytes]] = {}  # council -> the person and the seat both sides changed
        self.report_file = out / "report.xlsx"

    @property
    def region(self) -> Book:
        """The region's book, once it is made."""
        assert self.region_book is not None
        return self.region_book

    @property
    def by_sheet(self) -> range:
        """Councils whose people come from workbooks; a third of a small demo's."""
        return range(min(_BY_SHEET, -(-len(self.plan) // 3)))

    @property
    def meeting(self) -> range:
        """Councils that meet on the day of the demo."""
        return range(0, len(self.plan), _MEETING)

    @property
    def quarrelling(self) -> range:
        """Councils that will disagree with the region: the last ones."""
        return range(len(self.plan) - min(_QUARRELS, len(self.plan)), len(self.plan))

    def folder(self, number: int) -> Path:
        """Where a council's book lies."""
        return self.out / "councils" / f"{number + 1:02d}-{self.plan[number].area}"

    def place(self, name: str) -> Path:
        """A folder of the demo's, made when missing."""
        folder = self.out / name
        folder.mkdir(exist_ok=True)
        return folder

    def new(self, folder: Path, kind: str, name: str, areas: tuple[str, ...], person: str) -> Book:
        """A new encrypted book, marked as practice."""
        folder.parent.mkdir(exist_ok=True)
        return Book.create(
            folder, REGISTERS, kind=kind, name=name, areas=areas, person=person, password=PASSWORD, practice=True, cost=_COST
        )[0]

    @contextmanager
    def council(self, number: int) -> Iterator[Book]:
        """A council's book, opened with its password."""
        book = Book.open(self.folder(number), REGISTERS, PASSWORD)
        try:
            yield book
        finally:
            book.close()

    def each(self, work: Callable[[int, Book], None], numbers: Iterable[int] | None = None) -> None:
        """Do something at each council, or at some, reporting progress."""
        chosen = list(range(len(self.plan)) if numbers is None else numbers)
        for done, number in enumerate(chosen):
            self.show.working(done, len(chosen))
            with self.council(number) as book:
                work(number, book)

    def close(self) -> None:
        """Let go of the region's book."""
        if self.region_book is not None:
            self.region_book.close()


def totals(book: Book) -> Counter[str]:
    """Live records by register."""
    return Counter(book.counts())


def digest(book: Book, council: bytes | None = None) -> str:
    """A hash of every record's values and whether it lies in the bin, of one council or of all; equal where books agree."""
    found = hashlib.sha256()
    with book.read() as reader:
        for name, register in book.registers.items():
            table = book.store.synced[name].table
            columns = [table.c.id, table.c.deleted, *(table.c[field.name] for field in register.fields)]
            statement = select(*columns).order_by(table.c.id)
            if council is not None:
                statement = statement.where(table.c.council == council)
            for row in reader.conn.execute(statement):
                found.update(repr(tuple(row)).encode())
    return found.hexdigest()
