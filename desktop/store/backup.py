"""Copies of the encrypted book: made by VACUUM INTO, opened and verified before they count, thinned, and put back."""

from __future__ import annotations

import contextlib
import datetime as dt
import math
import os
import re
import shutil
import time
from pathlib import Path

from desktop.base.errors import Fault
from desktop.base.i18n import N_
from desktop.store import keys, lasting
from desktop.store.engine import BOOK, DRIVER_ERROR, raw

FOLDER = "backups"
LOOKED = "book.looked"  # its time says when the file was found sound last
QUICKLY = 128 << 20  # bytes that are looked through in a second
KEEP_DAYS, KEEP_WEEKS, KEEP_MONTHS = 3, 4, 6
_OURS = re.compile(r"book-20\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])-\d{6}-\d{6}-\w+\.db$")
_UNSOUND = N_("A backup of the book could not be verified.")


def make(folder: Path, key: bytes, reason: str) -> Path:
    """A verified copy of the book in its `backups` folder, named by time and `reason` (an English word); thins older ones after."""
    target_folder = folder / FOLDER
    stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%d-%H%M%S-%f")
    target = target_folder / f"book-{stamp}-{reason}.db"
    try:
        lasting.make_folder(target_folder)
        source = raw(folder / BOOK, key)
        try:
            source.execute("VACUUM INTO ?", (str(target),))
        finally:
            source.close()
        verify(target, key)
        lasting.sync_folder(target_folder)  # before an older one goes
    except (DRIVER_ERROR, OSError, Fault) as failed:
        with contextlib.suppress(OSError):
            target.unlink(missing_ok=True)
        raise Fault(
            N_("A backup of the book could not be made. Free some space on the disk and try again."), code="backup_failed"
        ) from failed
    keys.keep_second(folder)
    thin(target_folder)
    return target


def age_s(folder: Path) -> float:
    """Seconds since the last backup; infinite when there is none."""
    newest = max((copy.stat().st_mtime for copy in (folder / FOLDER).glob("book-*.db")), default=0.0)
    return time.time() - newest if newest else math.inf


def is_due(folder: Path) -> bool:
    """Whether the whole file has to be looked through on opening: once a day, unless it is so large that people would wait for it (then
    the backups alone notice what went bad)."""
    try:
        looked = (folder / LOOKED).stat().st_mtime
    except OSError:
        looked = 0.0
    return not 0 <= time.time() - looked < 86_400 and (folder / BOOK).stat().st_size <= QUICKLY


def looked_through(folder: Path) -> None:
    """The file was sound just now."""
    with contextlib.suppress(OSError):
        (folder / LOOKED).touch()


def verify(path: Path, key: bytes) -> None:
    """Open the copy and check every page; Fault when it would not serve."""
    try:
        copy = raw(path, key)
        try:
            damaged = copy.execute("PRAGMA cipher_integrity_check").fetchall()
            sound = copy.execute("PRAGMA quick_check").fetchall()
        finally:
            copy.close()
    except DRIVER_ERROR as failed:
        raise Fault(_UNSOUND, code="backup_unsound") from failed
    if damaged or sound != [("ok",)]:
        raise Fault(_UNSOUND, code="backup_unsound")


def restore(copy: Path, book: Path) -> None:
    """Put a verified copy in the book's place; what was there is kept beside it as `.replaced`."""
    part = book.with_suffix(".part")
    shutil.copyfile(copy, part)
    lasting.sync_file(part)
    for tail in ("-wal", "-shm"):
        Path(str(book) + tail).unlink(missing_ok=True)
    if book.exists():
        os.replace(book, book.with_suffix(".replaced"))
    os.replace(part, book)
    lasting.sync_folder(book.parent)


def thin(folder: Path) -> None:
    """Keep the newest of each of the last 3 days, 4 weeks and 6 months that have one; drop the rest. A copy that a person has named
    otherwise is theirs and stays."""
    keep: set[Path] = set()
    copies = sorted((copy for copy in folder.glob("book-*.db") if _OURS.match(copy.name)), reverse=True)
    for form, count in (("%Y%m%d", KEEP_DAYS), ("%G%V", KEEP_WEEKS), ("%Y%m", KEEP_MONTHS)):
        seen: dict[str, Path] = {}
        for copy in copies:
            day = dt.datetime.strptime(copy.name[5:13], "%Y%m%d")
            seen.setdefault(day.strftime(form), copy)
        keep |= set(list(seen.values())[:count])
    for copy in copies:
        if copy not in keep:
            with contextlib.suppress(OSError):  # one copy too many harms nobody
                copy.unlink()
