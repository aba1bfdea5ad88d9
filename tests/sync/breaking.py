"""Run by test_take_breaks.py in a process of its own: takes a parcel while the disk is full, or is killed on the way.

Arguments: book folder, parcel, password, and either `limit BYTES` (no file may grow beyond) or `kill N` (die at the N-th step of the
database; 0 counts them).
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from desktop.records.book import Book
from desktop.registers import REGISTERS
from desktop.sync import taking


def main(folder: str, parcel: str, password: str, how: str, number: int) -> None:
    passed: list[int] = []
    book = Book.open(Path(folder), REGISTERS, password)
    if how == "limit":
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
    (result,) = taking.take(book, [Path(parcel)])
    print(result.status, result.code, result.reason, len(passed))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4], int(sys.argv[5]))
