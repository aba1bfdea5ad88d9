"""A genuine parcel of very many rows is taken in bounded memory, or refused before it is looked through; what is refused changes nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from desktop.records.book import Book
from desktop.sync import incoming, taking, volumes
from tests.factory import PASSWORD
from tests.sync.hostile import Forger
from tests.sync.offices import tables, take

ROWS = (4_000, 12_000)
BYTES_A_ROW = 120  # of memory: one row held as its change takes some six hundred

TAKING = """
import sys, tracemalloc
from pathlib import Path
from desktop.records.book import Book
from desktop.registers import REGISTERS
from desktop.sync import applying, taking
taking.CHUNK = 1  # a segment at a time: else all of these rows were one piece
applying.MANY = 1_000  # records told one by one: else all of these were
book = Book.open(Path(sys.argv[1]), REGISTERS, sys.argv[2])
peaks = []
for file in sys.argv[3:]:
    tracemalloc.start()
    (result,) = taking.take(book, [Path(file)])
    assert result.status == "applied", result
    peaks.append(tracemalloc.get_traced_memory()[1])
    tracemalloc.stop()
print(book.counts()["people"], *peaks)
book.close()
"""


@pytest.mark.file
@pytest.mark.timeout(300)
def test_memory_grows_by_less_than_a_row_takes(council: Book, region: Book, tmp_path: Path) -> None:
    files = []
    for number, rows in enumerate((2_000, *ROWS)):  # the first one warms up
        (tmp_path / str(number)).mkdir()
        files.append(Forger(council, region, tmp_path / str(number)).huge(rows, names=100))
    region.close()
    command = [sys.executable, "-c", TAKING, str(region.folder), PASSWORD, *map(str, files)]
    people, _first, few, many = map(int, subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())
    assert people == sum((2_000, *ROWS))
    assert (many - few) / (max(ROWS) - min(ROWS)) < BYTES_A_ROW


def test_more_rows_than_a_parcel_may_hold_are_refused_before_they_are_looked_through(council: Book, region: Book, tmp_path: Path) -> None:
    before = tables(region)
    forger = Forger(council, region, tmp_path)
    # Its segments are none: had one been opened, it were damaged inside
    file = forger.parcel(changes=volumes.MOST_CHANGES + 1, segments=1)
    result = take(region, file)
    assert (result.status, result.code) == ("refused", "parcel_too_big")
    assert result.reason == "This parcel is bigger than a parcel may be. Ask the sender to make smaller ones."
    assert tables(region) == before
    assert take(region, forger.huge(10)).status == "applied"


def test_more_rows_than_the_parcel_says_are_refused(council: Book, region: Book, tmp_path: Path) -> None:
    before = tables(region)
    forger = Forger(council, region, tmp_path)
    assert take(region, forger.parcel(streamed=forger.rows(4_000), changes=2_000, segments=2)).code == "parcel_damaged_inside"
    assert tables(region) == before


def test_very_many_records_that_fit_nowhere_are_refused(
    council: Book, region: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "MOST_REJECTED", 5)
    before = tables(region)
    forger = Forger(council, region, tmp_path)
    wrong = [forger.op({"moo": "no number"}, seq) for seq in range(1, 8)]
    assert take(region, forger.parcel(forger.segment(*wrong))).code == "parcel_damaged_inside"
    assert tables(region) == before
    assert take(region, forger.parcel(forger.segment(*wrong[:5]))).records.rejected == 5


def test_very_much_that_authors_had_seen_is_refused(council: Book, region: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incoming, "MOST_LEARNT", 10)
    before = tables(region)
    forger = Forger(council, region, tmp_path)
    ops = [forger.op({"first_name": "ก"}, seq, ctx=seq) for seq in range(1, 12)]
    assert take(region, forger.parcel(forger.segment(*ops, contexts={ctx: {} for ctx in range(1, 12)}))).code == "parcel_damaged_inside"
    assert tables(region) == before
    assert take(region, forger.parcel(forger.segment(*ops[:10], contexts={ctx: {} for ctx in range(1, 11)}))).status == "applied"
