"""Ten officers at once on one server, each a program of its own: nothing is lost, nobody waits for ever, the log has no gap."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.store.soundness import examine
from tests import factory
from tests.conftest import Books
from tests.region.conftest import Joined
from tests.sync import offices

OFFICERS, TIMES, COUNCILS = 10, 5, 4


def test_ten_officers_edit_and_take_parcels_at_once(region: Book, joined: Joined, books: Books, tmp_path: Path) -> None:
    parcels = []
    for number in range(COUNCILS):
        council = books(f"council-{number}")
        offices.meet(council, region, tmp_path / "letters")
        for _each in range(20):
            factory.person(council)
        parcels.append(str(offices.make(council, tmp_path / f"stick-{number}")))
    shared = factory.person(region, note="0")
    folders = [joined(f"officer-{number}").folder for number in range(OFFICERS)]
    for book in books.open[-OFFICERS:]:
        book.close()

    running = [
        subprocess.Popen(
            [
                sys.executable,
                "-m",
                "tests.region.officer",
                str(folder),
                str(number),
                str(TIMES),
                shared.hex(),
                *parcels[number % COUNCILS :],
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number, folder in enumerate(folders)
    ]
    told = [process.communicate(timeout=100) for process in running]
    assert [(process.returncode, errors) for process, (_out, errors) in zip(running, told, strict=True)] == [(0, "")] * OFFICERS
    said = [json.loads(out) for out, _errors in told]

    row = region.row("people", shared)
    assert row is not None
    assert row.values["note"] == str(OFFICERS * TIMES), "an edit was lost"
    assert len(region.ids(ListQuery("people"))) == 1 + OFFICERS * TIMES + COUNCILS * 20
    numbers = [found.values["number"] for found in region.rows("cases", region.ids(ListQuery("cases"))) if found is not None]
    assert len(numbers) == len(set(numbers)) == OFFICERS * TIMES, "a number was given twice"
    assert sorted(int(number[-4:]) for number in numbers) == list(range(1, OFFICERS * TIMES + 1)), "a number was left out"

    outcomes = [tuple(each) for one in said for each in one["taken"]]
    assert sum(status == "applied" for status, _code in outcomes) == COUNCILS, "a parcel was taken twice, or not at all"
    assert all(code == "already" for status, code in outcomes if status != "applied")
    assert [finding for finding in examine(region.store) if finding.found] == []
    region.store.seal_all()
    assert [finding for finding in examine(region.store) if finding.found] == []
