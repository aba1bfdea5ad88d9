"""When the book file is damaged: the newest backup that verifies takes its place, and what it lacks is said before and after.

The damaged file stays beside it. A rescued book always writes on as a new replica (incarnation.py), as nobody can know what the damaged one
had sent; the numbers of its parcels go on where the mark says they had come.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import shutil
from dataclasses import dataclass
from pathlib import Path

from desktop.base.errors import Fault, Refused
from desktop.base.i18n import N_
from desktop.store import backup, lasting, marking
from desktop.store.engine import BOOK, DRIVER_ERROR, raw
from desktop.store.lock import BookLock

DAMAGED = ("book_damaged", "book_missing")  # the codes of opening that a rescue helps against


@dataclass(frozen=True, slots=True)
class Good:
    """A backup that serves. `lost` counts the changes made since that it lacks, None where that can't be known."""

    path: Path
    made_ms: int
    lost: int | None


def newest(folder: Path, key: bytes) -> Good:
    """The newest backup that opens and is sound on every page. Refused 'no_backup' where there is none. Takes seconds where it is large."""
    copies = sorted((folder / backup.FOLDER).glob("book-*.db"), key=_made, reverse=True)
    for copy in copies:
        with contextlib.suppress(Fault):
            backup.verify(copy, key)
            return Good(copy, int(_made(copy) * 1000), _lost(folder, copy, key))
    raise Refused(
        N_("There is no good backup of this book. Keep the folder as it is and ask the regional office, which holds what was handed over."),
        code="no_backup",
    )


def put_in_place(folder: Path, copy: Path) -> Path | None:
    """Put a verified copy where the book was; gives where the damaged file lies now. Whoever opens it next becomes a new replica."""
    book, kept = folder / BOOK, None
    with BookLock(folder):
        try:
            part = folder / (BOOK + ".part")
            shutil.copyfile(copy, part)
            lasting.sync_file(part)
            marking.forget(folder)  # first: a copy that came into the place without it would use numbers again
            if book.exists():
                kept = _beside(book)
                for tail in ("-wal", "-shm"):
                    journal = Path(str(book) + tail)
                    if journal.exists():
                        journal.replace(Path(str(kept) + tail))
                book.replace(kept)
            part.replace(book)
            lasting.sync_folder(folder)
        except OSError as failed:
            raise Fault(
                N_("The backup could not be put in place. Check that the disk has room and may be written to, and try again."),
                code="rescue_failed",
            ) from failed
    return kept


def _beside(book: Path) -> Path:
    stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%d-%H%M%S-%f")
    return book.with_name(f"damaged-{stamp}.db")


def _made(copy: Path) -> float:
    """By its name, which says when it was made; a copy that somebody named otherwise counts by its file's time."""
    with contextlib.suppress(ValueError):
        return dt.datetime.strptime(copy.name[5:20], "%Y%m%d-%H%M%S").replace(tzinfo=dt.UTC).timestamp()
    return copy.stat().st_mtime


def _lost(folder: Path, copy: Path, key: bytes) -> int | None:
    mark = marking.read(folder)
    if mark is None or not mark.replica:
        return None
    try:
        opened = raw(copy, key)
        try:
            rows = opened.execute("SELECT scope, max(have_seq) FROM streams WHERE replica = ? GROUP BY scope", (mark.replica,)).fetchall()
        finally:
            opened.close()
    except DRIVER_ERROR:
        return None
    held = {bytes(scope): int(seq) for scope, seq in rows}
    return sum(max(0, seq - held.get(scope, 0)) for scope, seq in mark.seq.items())
