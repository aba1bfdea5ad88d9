"""One of many officers at once, as a program of its own: `python -m tests.region.officer FOLDER NUMBER TIMES PERSON PARCEL...`.

Counts up a number that all share (again where somebody was quicker), writes a field nobody else does, adds people, takes parcels. Prints
what came of it as JSON.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from desktop.records.book import Book
from desktop.records.editing import ChangedMeanwhile
from desktop.registers import REGISTERS
from desktop.sync import taking
from tests.factory import PASSWORD


def main() -> None:
    folder, number, times, person, parcels = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4], sys.argv[5:]
    book = Book.open(folder, REGISTERS, os.environ.get("SAPHA_PASSWORD", PASSWORD))
    again = 0
    shared = bytes.fromhex(person)
    for _time in range(times):
        while True:
            draft = book.draft("people", shared)
            draft.values["note"] = str(int(draft.values["note"] or 0) + 1)
            try:
                book.save(draft)
                break
            except ChangedMeanwhile:
                again += 1
        made = book.draft("people")
        made.values |= {"first_name": f"คนที่{number}", "last_name": str(_time)}
        book.save(made)
        with book.write() as deed:
            deed.put("cases", None, {"person": shared, "problem": f"{number}-{_time}"})
    taken = taking.take(book, [Path(parcel) for parcel in parcels])
    sys.stdout.write(json.dumps({"again": again, "taken": [[each.status, each.code] for each in taken]}) + "\n")
    book.close()


if __name__ == "__main__":
    main()
