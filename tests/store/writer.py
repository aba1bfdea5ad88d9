"""A program of its own that keeps saving until it is killed; after each save it says which. Run by test_killed.py."""

from __future__ import annotations

import sys
from pathlib import Path

from desktop.records.book import Book
from desktop.registers import REGISTERS
from desktop.store import sealing
from tests.factory import PASSWORD


def main(folder: Path) -> None:
    """Three records a deed, so that half a deed would show; now and then the log is sealed."""
    book = Book.open(folder, REGISTERS, PASSWORD)
    number = 0
    while True:
        number += 1
        with book.write() as deed:
            ids = [deed.put("people", None, {"first_name": f"คน {number}", "moo": 1}) for _ in range(3)]
            if number % 5 == 0:
                sealing.seal(book.store, deed.work.conn, book.office.uid)
        with book.write() as deed:
            for record in ids:
                deed.put("people", record, {"moo": 2})
        sys.stdout.write(" ".join(record.hex() for record in ids) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
