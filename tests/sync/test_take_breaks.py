"""Taking on a full disk, and killed on the way: the old data is whole, nothing is half done, and the next try works."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from desktop.records.book import Book
from desktop.store.engine import BOOK
from desktop.sync import exchange, taking
from tests.conftest import Books
from tests.factory import PASSWORD, household, person, resident
from tests.sync import breaking
from tests.sync.offices import both_ways, make, records, take

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs signals and limits of POSIX")
KILLS = int(os.environ.get("SAPHA_KILLS", "12"))


def run(folder: Path, parcel: Path, how: str, number: int) -> subprocess.CompletedProcess[str]:
    """Take in a process of its own; ours has let go of the book."""
    command = [sys.executable, str(breaking.__file__), str(folder), str(parcel), PASSWORD, how, str(number)]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=60, env=os.environ | {"PYTHONPATH": str(ROOT)})


@pytest.fixture
def parcel(council: Book, region: Book, stick: Path) -> Path:
    """A parcel of new records, of edits, and of a conflict."""
    old = [person(council) for _each in range(30)]
    both_ways(council, region, stick)
    for book, words in ((council, "ทำสวน"), (region, "ค้าขาย")):
        with book.write() as deed:
            for record in old:
                deed.put("people", record, {"occupation": words})
    for _each in range(60):
        home = household(council)
        resident(council, home)
    return make(council, stick)


def test_killed_at_random_points_the_book_is_as_before_or_as_after(
    council: Book, region: Book, books: Books, parcel: Path, tmp_path: Path
) -> None:
    before = records(region)
    region.close()
    _copy(region.folder, tmp_path / "counted")
    statements = int(run(tmp_path / "counted", parcel, "kill", 0).stdout.split()[-1])
    seen = set()
    points = sorted({*Random(20_691_123).sample(range(1, statements), KILLS), statements - 1, statements})
    for point in points:
        copy = tmp_path / f"killed-{point}"
        _copy(region.folder, copy)
        ended = run(copy, parcel, "kill", point)
        assert ended.returncode == -signal.SIGKILL, ended.stderr
        opened = books.opened(copy)
        now = records(opened)
        seen.add("after" if now != before else "before")
        result = take(opened, parcel)
        assert result.status == ("applied" if now == before else "already"), (point, result)
        assert records(opened)["people"].keys() == records(council)["people"].keys()
        assert len(opened.conflicts("people")) == 30
        opened.close()
    assert seen == {"before", "after"}
    assert len(points) >= 10


def test_on_a_full_disk_it_is_told_and_nothing_is_changed(council: Book, region: Book, books: Books, parcel: Path) -> None:
    before = records(region)
    region.close()
    size = (region.folder / BOOK).stat().st_size
    told = set()
    for room in (1_000, parcel.stat().st_size - 100, 100_000, size // 2, size, size + 4096):
        ended = run(region.folder, parcel, "limit", room)
        assert ended.returncode == 0 or "Fault" in ended.stderr, ended.stderr
        if ended.returncode == 0 and ended.stdout.startswith("applied"):
            break
        words = ended.stdout if ended.returncode == 0 else ended.stderr.splitlines()[-1]
        told.add(words.split()[1] if ended.returncode == 0 else words.split(": ")[1])
        opened = books.opened(region.folder)
        assert records(opened) == before
        assert not taking.held(opened)
        opened.close()
    assert told & {"stick_full", "disk_full", "backup_failed", "disk_io"}
    opened = books.opened(region.folder)
    assert take(opened, parcel).status in ("applied", "already")
    assert records(opened)["people"].keys() == records(council)["people"].keys()


@pytest.mark.parametrize(
    ("deed", "codes"), [("save", {"disk_full", "disk_io"}), ("back_up", {"backup_failed", "disk_io"}), ("make", {"stick_full", "disk_io"})]
)
def test_saving_backing_up_and_making_on_a_full_disk_are_told_and_nothing_is_half_done(
    council: Book, region: Book, books: Books, stick: Path, deed: str, codes: set[str]
) -> None:
    for _each in range(40):
        person(council, note=os.urandom(1_000).hex())
    before, backups = records(council), sorted((council.folder / "backups").iterdir())
    council.close()
    ended = run(council.folder, stick, deed, 60_000)
    assert ended.returncode == 0, ended.stderr
    word, code = ended.stdout.split()
    assert (word, code in codes) == ("told", True), ended.stdout
    opened = books.opened(council.folder)
    assert records(opened) == before
    assert sorted((council.folder / "backups").iterdir()) == backups
    assert not list(stick.iterdir())
    assert not exchange.outgoing(opened)
    assert not [file for file in council.folder.rglob("*") if file.suffix in (".new", ".part")]
    assert opened.back_up("room") is not None
    person(opened)
    assert take(region, make(opened, stick)).status == "applied"
    assert records(region)["people"] == records(opened)["people"]
    opened.close()


def _copy(folder: Path, to: Path) -> None:
    to.mkdir()
    for file in folder.iterdir():
        if file.is_file():
            (to / file.name).write_bytes(file.read_bytes())
