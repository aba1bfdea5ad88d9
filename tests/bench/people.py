"""The people side at two sizes, through the real window (offscreen), in a process of its own: typing to painted list, opening lists,
saving a form, looking for duplicates while typing, and the memory of it all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

from desktop.records.query import ListQuery
from desktop.store.engine import BOOK, raw
from tests.bench import books
from tests.bench.measure import Figure, median, seconds

SIZES = ((10_000, 3_000, 2_000), (100_000, 30_000, 20_000))  # people, households, cases


def figures(folder: Path) -> list[Figure]:
    """Both sizes; the bare thing is the same search asked of SQL directly."""
    made = []
    for people, households, cases in SIZES:
        home = folder / str(people)
        bare = _book(home, people, households, cases)
        found = _measured(home)
        large = people > 10_000
        size = f"{people:,} people"
        limit = 300 if large else 100
        made.append(Figure(f"typed search to painted list, {size}", found["search"], "ms", f"<= {limit}", found["search"] <= limit, bare))
        made.append(Figure(f"opening the slowest list, {size}", found["open"], "ms", "<= 300", found["open"] <= 300))
        made.append(Figure(f"saving a form, durable, {size}", found["save"], "ms", "<= 100", found["save"] <= 100))
        made.append(Figure(f"same person? while typing, {size}", found["same"], "ms", "<= 50", found["same"] <= 50))
        made.append(Figure(f"search over every register, {size}", found["everywhere"], "ms", "<= 300 (ours)", found["everywhere"] <= 300))
        made.append(Figure(f"memory of the whole program, {size}", found["memory"], "MB", "<= 400", found["memory"] <= 400))
    return made


def _book(home: Path, people: int, households: int, cases: int) -> float:
    """Make the book; gives milliseconds of the bare search."""
    book = books.council(home / "book", people)
    ids = book.ids(ListQuery("people"))
    with book.write() as deed:
        homes = [
            deed.put(
                "households",
                None,
                {
                    "house_code": f"{21_000_000_000 + number}",
                    "house_no": f"{number % 900}/{number % 17}",
                    "moo": 1 + number % 12,
                    "tambon_code": "210304",
                    "head": ids[number],
                    "income_month": Decimal(3_000 + number % 9_000),
                    "house_condition": "HC1",
                },
            )
            for number in range(households)
        ]
        for number in range(cases):
            values = {"household": homes[number], "person": ids[number], "needs": ("N_HOUSE",), "problem": "หลังคารั่ว " + books.word(number)}
            deed.put("cases", None, values | {"status": "C10", "urgency": "U2", "opened_on": "2026-01-15"})
    connection = raw(book.folder / BOOK, book.store.key)
    statement = "SELECT id FROM people WHERE deleted = 0 AND search LIKE ? ORDER BY name_sort, id"
    bare = median(lambda run: seconds(lambda: connection.execute(statement, (f"%{_WORDS[run]}%",)).fetchall()), len(_WORDS))
    connection.close()
    book.close()
    return bare * 1000


_WORDS = ("ทอง", "บุญ", "ศรี", "แก้ว", "พร", "สุ", "จัน")


def _measured(home: Path) -> dict[str, float]:
    settings = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_DATA_HOME": str(home / "data")}
    command = [sys.executable, "-m", "tests.bench.hands", str(home / "book"), *_WORDS]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=settings)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found
