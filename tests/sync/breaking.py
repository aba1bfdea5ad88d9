"""Run by test_take_breaks.py in a process of its own: takes a parcel while the disk is full, or is killed on the way.

Arguments: book folder, parcel, password, and either `limit BYTES` (no file may grow beyond) or `kill N` (die at the N-th step of the
database; 0 counts them). With `save`, `back_up` or `make` in place of `limit`, that is done instead of taking; `parcel` is the stick then.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from desktop.base.errors import Fault
from desktop.records.book import Book
from desktop.registers import REGISTERS
from desktop.sync import exchange, taking


def save(book: Book, _stick: Path) -> None:
    """Records that need more room than there is."""
    with book.write() as deed:
        for _each in range(200):
            deed.put("people", None, {"first_name": "ทองใบ", "note": os.urandom(2_000).hex()})


DEEDS: dict[str, Callable[[Book, Path], object]] = {
    "save": save,
    "back_up": lambda book, _stick: book.back_up("full"),
    "make": exchange.make,
}


def main(folder: str, parcel: str, password: str, how: str, number: int) -> None:
    passed: list[int] = []
    book = Book.open(Path(folder), REGISTERS, password)
    if how != "kill":
        import resource

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (number, resource.RLIM_INFINITY))
    else:

        def die(*_ignored: Any) -> None:
            passed.append(1)
            if len(passed) == number:
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(Engine, "before_cursor_execute", die)
        event.listen(Engine, "after_cursor_execute", die)
        event.listen(Engine, "commit", die)
    if how in DEEDS:
        try:
            DEEDS[how](book, Path(parcel))
            print("done")
        except Fault as told:
            print("told", told.code)
        return
    (result,) = taking.take(book, [Path(parcel)])
    print(result.status, result.code, result.reason, len(passed))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4], int(sys.argv[5]))
