"""The council's work at the size its figures are asked for, through the real window (offscreen), in a process of its own: lists, a form, the
cash book's page, closing a month, and the memory of it all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

from desktop.records.book import Book
from desktop.records.deed import Deed
from desktop.records.query import ListQuery
from desktop.reports.figures import figures as counted
from tests.bench import books
from tests.bench.measure import Figure, median, seconds

PROJECTS, ACTIVITIES, LINES, MEMBERS = 500, 5_000, 50_000, 5_000
LONG = 10_000  # lines of the one long cash book
WORDS = ("ทอง", "บุญ", "ศรี", "แก้ว", "พร")


def figures(folder: Path) -> list[Figure]:
    """500 projects, 5,000 activities, 50,000 cash lines (10,000 of them in one book), a fund of 5,000 members."""
    book = books.council(folder / "book")
    with book.write() as deed:
        _fill(deed)
    report = median(lambda run: seconds(lambda: counted(book)), 3) * 1000
    closing = _closing(book)
    book.close()
    found = _in_the_window(folder)
    size = f"{ACTIVITIES:,} activities, {LINES:,} cash lines"
    return [
        Figure(f"typed search to painted list, {ACTIVITIES:,} activities", found["search"], "ms", "<= 100", found["search"] <= 100),
        Figure(f"opening the slowest list, {size}", found["open"], "ms", "<= 300", found["open"] <= 300),
        Figure("saving a project's form, durable", found["save"], "ms", "<= 100", found["save"] <= 100),
        Figure(f"opening a cash book of {LONG:,} lines, painted", found["page"], "ms", "<= 300", found["page"] <= 300),
        Figure(f"closing a month, {LONG:,} lines", closing, "ms", "<= 1000", closing <= 1000),
        Figure(f"memory of the whole program, {size}", found["memory"], "MB", "<= 400", found["memory"] <= 400),
        Figure(f"the report's figures, {size}", report, "ms", "<= 2000 (ours)", report <= 2000),
    ]


def _fill(deed: Deed) -> None:
    projects = []
    for number in range(PROJECTS):
        values = {
            "title": f"โครงการ{books.word(number)}",
            "fiscal_year": 2566 + number % 4,
            "areas": ("210304",),
            "budget": Decimal(45_000),
        }
        projects.append(deed.put("projects", None, values))
        for line in range(5):
            asked = {"item": books.word(line), "category": "FOOD", "whole": Decimal(9_000), "requested": Decimal(9_000)}
            deed.put("budget_lines", None, {"project": projects[-1]} | asked)
    for number in range(ACTIVITIES):
        day = f"20{20 + number % 6}-{number % 12 + 1:02}-{number % 28 + 1:02}"
        values = {"title": f"ประชุม{books.word(number * 7919 % 4999)}", "start_on": day, "status": "DONE", "participants": number % 90}
        deed.put("activities", None, values | {"project": projects[number % PROJECTS]})
    for number in range(41):
        opened = {"name": f"สมุด {number}", "kind": "PROJECT", "project": projects[number], "opened_on": "2021-01-01"}
        cash = deed.put("cash_books", None, opened | {"opening_balance": Decimal(1_000_000)})
        for line in range(LONG if number == 0 else (LINES - LONG) // 40):
            day = f"20{21 + line % 5}-{line % 12 + 1:02}-{line % 28 + 1:02}"
            deed.put("cash_lines", None, {"cash_book": cash, "on": day, "words": books.word(line), "expense": Decimal(line % 900 + 1)})
    fund = deed.put("welfare_funds", None, {"name": "กองทุน", "villages": 12})
    for number in range(MEMBERS):
        person = deed.put("people", None, books.person(number))
        deed.put("fund_members", None, {"fund": fund, "person": person, "member_no": f"{number:05}", "joined_on": "2015-05-01"})


def _closing(book: Book) -> float:
    """One month after the other, from the first."""
    [cash] = [
        row.id for row in book.rows("cash_books", book.ids(ListQuery("cash_books"))) if row is not None and row.values["name"] == "สมุด 0"
    ]
    months = iter(f"2021-{number:02}" for number in range(1, 13))

    def close(_run: int) -> float:
        month = next(months)
        return seconds(lambda: book.do("cash_books", "close_month", [cash], {"month": month}))

    return median(close, 5) * 1000


def _in_the_window(home: Path) -> dict[str, float]:
    settings = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_DATA_HOME": str(home / "data")}
    command = [sys.executable, "-m", "tests.bench.hands_work", str(home / "book"), *WORDS]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=settings)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found
