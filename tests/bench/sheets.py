"""Excel both ways, 50,000 rows of 30 columns, against openpyxl on the same data: reading with dry run, writing into the book, exporting, memory.

Each step runs in a process of its own, so that its peak of memory is its own.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.bench import books
from tests.bench.measure import Figure, resident_mb, seconds

ROWS = 50_000
HEADS = (
    *("คำนำหน้า", "ชื่อ", "นามสกุล", "เพศ", "เลขบัตรประชาชน", "วันเกิด", "โทรศัพท์", "บ้านเลขที่", "หมู่ที่", "หมู่บ้าน", "ตำบล", "อาชีพ", "หมายเหตุ"),
    *("Soi", "Road", "Postcode", "Marital state", "Education", "Own income a month", "State welfare card", "Also known as"),
    *("Nearest house no.", "Schooling", "School", "Class reached", "What they want to learn", "ก", "ข", "ค", "ง"),
)


def figures(folder: Path, rows: int = ROWS) -> list[Figure]:
    """The four figures of the issue, and the dry run of the same workbook once it is in the book."""
    books.council(folder / "book").close()
    _workbook(folder / "in.xlsx", rows)
    bare_read = _run(folder, "bare_read")
    fresh = _run(folder, "import")
    again = _run(folder, "again")
    out, bare_write = _run(folder, "export"), _run(folder, "bare_write")
    size = f"{rows:,} x {len(HEADS)}"

    def ratio(name: str, ours: float, bare: float, most: float) -> Figure:
        return Figure(f"{name}, {size}", ours, "s", f"<= {most} x bare", ours <= most * bare, bare)

    def memory(name: str, used: float) -> Figure:
        return Figure(f"memory of {name}, above the open book", used, "MB", "<= 300", used <= 300)

    written = rows / fresh["apply"]
    return [
        ratio("reading and dry run of a workbook", fresh["prepare"], bare_read["seconds"], 2.5),
        ratio("the same, all rows in the book already", again["prepare"], bare_read["seconds"], 2.5),
        Figure(f"import into the book, {size}", written, "rows/s", ">= 5,000", written >= 5000),
        ratio("export", out["seconds"], bare_write["seconds"], 1.5),
        memory("reading and dry run", fresh["dry_mb"]),
        Figure("memory of dry run, import and backup, above the open book", fresh["mb"], "MB", "<= 400 (ours)", fresh["mb"] <= 400),
        memory("export", out["mb"]),
    ]


def _workbook(path: Path, rows: int) -> None:
    import openpyxl

    from tests.factory import national_id

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("people")
    sheet.append(HEADS)
    for number in range(rows):
        one = books.person(number)
        year, month, day = one["birth_date"].split("-")
        birth = f"{int(day)}/{int(month)}/{int(year) + 543}"
        who = [one["prefix"], one["first_name"], one["last_name"], "ชาย", national_id(number), birth, one["phones"][0], one["house_no"]]
        where = [one["moo"], one["village"], "เนินฆ้อ", one["occupation"], one["note"], "ซอย 3", "สุขุมวิท", "21110", "สมรส", "ป.6"]
        more = [4500.5, "มี", "แดง", "12/1", "เรียนอยู่", "วัดเนินฆ้อ", "ป.6", "ช่างไม้", number, number * 2, "x", "ย"]
        sheet.append([*who, *where, *more])
    book.save(path)


def _run(folder: Path, step: str) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.sheets", step, str(folder)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _bare_read(folder: Path) -> dict[str, float]:
    import openpyxl

    def read() -> None:
        for sheet in openpyxl.load_workbook(folder / "in.xlsx", read_only=True).worksheets:
            for _row in sheet.iter_rows(values_only=True):
                pass

    return {"seconds": seconds(read)}


def _import(folder: Path, *, writing: bool) -> dict[str, float]:
    from desktop.sheets import importing

    book = _open(folder)
    before = resident_mb()
    plans: list[Any] = []
    prepared = seconds(lambda: plans.append(importing.prepare(book, "people", folder / "in.xlsx")))
    dry = _peak_mb() - before
    applied = seconds(lambda: importing.apply(book, plans[0])) if writing else 0.0
    book.close()
    return {"prepare": prepared, "dry_mb": dry, "apply": applied, "mb": _peak_mb() - before}


def _export(folder: Path) -> dict[str, float]:
    from desktop.records.query import ListQuery
    from desktop.sheets.export import export

    book = _open(folder)
    before = resident_mb()
    names = [field.name for field in book.registers["people"].fields][:30]
    took = seconds(lambda: export(book, ListQuery("people"), folder / "out.xlsx", names))
    book.close()
    return {"seconds": took, "mb": _peak_mb() - before}


def _bare_write(folder: Path) -> dict[str, float]:
    import openpyxl

    values = [list(row) for row in openpyxl.load_workbook(folder / "out.xlsx", read_only=True).worksheets[0].iter_rows(values_only=True)]

    def write() -> None:
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet("people")
        for row in values:
            sheet.append(row)
        book.save(folder / "bare.xlsx")

    return {"seconds": seconds(write)}


def _open(folder: Path) -> Any:
    from desktop.records.book import Book
    from desktop.registers import REGISTERS

    return Book.open(folder / "book", REGISTERS, "p")


if __name__ == "__main__":
    steps = {
        "bare_read": _bare_read,
        "import": lambda folder: _import(folder, writing=True),
        "again": lambda folder: _import(folder, writing=False),
        "export": _export,
        "bare_write": _bare_write,
    }
    sys.stdout.write(json.dumps(steps[sys.argv[1]](Path(sys.argv[2]))) + "\n")
