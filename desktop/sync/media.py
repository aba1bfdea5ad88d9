"""Sticks: writing a file so that it is surely there (written, flushed, read back, renamed), finding parcels, copying them in.

Every failure of the stick is a Fault with its own code: stick_full, stick_read_only, stick_gone, stick_io, stick_lies.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeVar

from desktop.base.errors import Fault, Refused
from desktop.base.i18n import N_, _
from desktop.base.task import Progress

if sys.platform == "darwin":
    import fcntl

SUFFIX = ".parcel"
PART = ".part"
MAX_COPY = 1 << 30  # a parcel's limit: FAT32 takes less than 4 GiB per file
SPARE = 1 << 20  # left free besides, for the folder's own growth
TRIES, PAUSE = 6, 0.5  # of making a file where nobody has one: what is refused for 3 seconds is refused
HELD_TRIES = 60  # of a file that is there: a virus scanner on an old PC holds it for 20 seconds
_CHUNK = 1 << 20

T = TypeVar("T")

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}
_GONE = {errno.ENOENT, errno.ENODEV, errno.ENXIO, errno.ENOTDIR, errno.ENOTCONN, getattr(errno, "ESTALE", errno.ENOENT)}
# Windows says it more exactly than the errno it is mapped to: 'not ready' (21) would look like a write protection
_WINDOWS = {19: "stick_read_only", 21: "stick_gone", 39: "stick_full", 112: "stick_full", 1167: "stick_gone"}
_WORDS = {
    "stick_full": N_("There is not enough room on the stick or disk. Free some space or take another one; nothing was written."),
    "stick_read_only": N_(
        "Nothing may be written there: the stick is write-protected or a file is held by another program. Try another one."
    ),
    "stick_gone": N_("The stick or folder is no longer there. Plug it in again and try once more."),
    "stick_io": N_("The stick or disk reports an error. Take another one and try once more."),
    "stick_lies": N_("What was written to the stick reads back differently: the stick is broken. Take another one."),
}


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was read back and is whole. `sha256` in hex."""

    path: Path
    size: int
    sha256: str


class Disk:
    """The calls that touch a stick, in one place, so that tests can let each of them fail."""

    def free(self, folder: Path) -> int:
        """Bytes free; more than any file needs where the drive does not tell (as some FAT drivers and network folders)."""
        usage = shutil.disk_usage(folder)
        return usage.free if usage.total else 1 << 62

    def create(self, path: Path, *, over: bool) -> BinaryIO:
        """Open for writing; with `over` an old file gives way, without it FileExistsError."""
        return path.open("wb" if over else "xb")

    def sync(self, file: BinaryIO) -> None:
        """Down to the medium, as far as the system can promise it."""
        file.flush()
        os.fsync(file.fileno())
        if sys.platform == "darwin":  # there fsync stops at the drive's own cache
            with contextlib.suppress(OSError):
                fcntl.fcntl(file.fileno(), fcntl.F_FULLFSYNC)

    def reopen(self, path: Path) -> BinaryIO:
        """Open for reading back, past the system's cache where it lets us (Windows: closing the file must do)."""
        file = path.open("rb")
        with contextlib.suppress(OSError):
            if sys.platform == "darwin":
                fcntl.fcntl(file.fileno(), fcntl.F_NOCACHE, 1)
            elif sys.platform != "win32":
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return file

    def rename(self, old: Path, new: Path) -> None:
        """Give the final name."""
        os.rename(old, new)

    def remove(self, path: Path) -> None:
        """Away, if it is there."""
        path.unlink(missing_ok=True)

    def sync_folder(self, folder: Path) -> None:
        """Make names last; some file systems and Windows can't, and a missing name is no worse there than before."""
        with contextlib.suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def fault(error: OSError) -> Fault:
    """The Fault that says what this error of a stick or disk means. No path in it: paths hold people's names."""
    code = _WINDOWS.get(getattr(error, "winerror", None) or 0)
    if code is None:
        number = error.errno
        code = (
            "stick_full"
            if number in _FULL
            else "stick_read_only"
            if number in _READ_ONLY
            else "stick_gone"
            if number in _GONE
            else "stick_io"
        )
    return _fault(code)


def write_to_stick(
    make: Callable[[Path], None] | Path,
    folder: Path,
    name: str,
    progress: Progress | None = None,
    *,
    disk: Disk | None = None,
    wait: Callable[[float], None] | None = None,
    naming: Callable[[Written], None] | None = None,
) -> Written:
    """Put a file on a stick as `name`: made on the local disk by `make(path)`, or copied from a path. Returns when it was read back and has
    its final name: then the stick may be pulled. On any failure no half file stays; other files are never touched. The same file already
    there counts as written; another one of that name is Refused 'stick_name_taken'. `naming` is told when all is read back and the final
    name comes next: until then nobody can have the file, from then on somebody may."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,120}", name):
        raise ValueError("a name on a stick is plain ASCII")
    progress = progress or Progress()
    writer = _Writer(disk or Disk(), wait or time.sleep, progress, naming or (lambda _written: None))
    if isinstance(make, Path):
        return writer.write(make, folder, name)
    with tempfile.TemporaryDirectory(prefix="sapha-") as local:
        source = Path(local) / name
        make(source)
        return writer.write(source, folder, name)


def parcels_in(path: Path) -> list[Path]:
    """Parcels of a stick: the file itself, or those in a folder and in the folders just inside it, by number (2 before 10)."""
    try:
        if path.is_file():
            return [path]
        files = list(_files(path))
        for inner in sorted(path.iterdir()):
            # Windows, macOS and Linux keep their own folders on sticks; some of them may not even be listed
            if inner.is_dir() and not inner.name.startswith((".", "$", "System Volume")):
                with contextlib.suppress(PermissionError):
                    files += _files(inner)
    except OSError as error:
        raise fault(error) from error
    return sorted(files, key=lambda file: (file.parent, _natural(file.name)))


def copy_in(path: Path, to_folder: Path) -> Path:
    """A copy on the local disk, to work on when the stick is pulled. Its name follows from its content, so the same parcel again, whatever
    it is called, is the same copy. Refused 'parcel_too_big'."""
    temporary: Path | None = None
    try:
        with _patiently(lambda: path.open("rb"), HELD_TRIES, time.sleep, Progress()) as source:
            if os.fstat(source.fileno()).st_size > MAX_COPY:
                raise Refused(N_("This file is too big for a parcel."), code="parcel_too_big")
            digest = hashlib.sha256()
            handle, made = tempfile.mkstemp(PART, "copy-", to_folder)
            temporary = Path(made)
            with os.fdopen(handle, "wb") as target:
                for chunk in _chunks(source):
                    digest.update(chunk)
                    target.write(chunk)
        copy = to_folder / (digest.hexdigest()[:32] + SUFFIX)
        os.replace(temporary, copy)
        return copy
    except OSError as error:
        raise fault(error) from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)


class _Writer:
    """One writing to a stick."""

    def __init__(self, disk: Disk, wait: Callable[[float], None], progress: Progress, naming: Callable[[Written], None]) -> None:
        self._disk, self._wait, self._progress, self._naming = disk, wait, progress, naming

    def write(self, source: Path, folder: Path, name: str) -> Written:
        size, digest = _measure(source, self._progress)
        final, part = folder / name, folder / (name + PART)
        try:
            if final.exists():
                return self._already(final, size, digest)
            if self._disk.free(folder) < size + SPARE:
                raise _fault("stick_full")
            try:
                self._disk.remove(part)  # what an earlier try left; not every driver can write over it
                self._copy(source, part, size, over=True)
                self._compare(part, digest, size)
                self._naming(Written(final, size, digest))
                self._name(source, part, final, size, digest)
            finally:
                # After a success there is none; a stick that is gone can't be tidied up, and the cause is what people need
                with contextlib.suppress(OSError):
                    self._disk.remove(part)
            self._disk.sync_folder(folder)
        except OSError as error:
            raise fault(error) from error
        return Written(final, size, digest)

    def _copy(self, source: Path, target: Path, size: int, *, over: bool) -> None:
        with source.open("rb") as reading, self._patiently(lambda: self._disk.create(target, over=over)) as writing:
            done = 0
            for chunk in _chunks(reading):
                writing.write(chunk)
                done += len(chunk)
                self._progress.step(done // 2, size, _("Writing to the stick…"))  # the other half is reading it back
            self._disk.sync(writing)

    def _compare(self, path: Path, digest: str, size: int | None = None) -> None:
        found = hashlib.sha256()
        done = 0
        with self._patiently(lambda: self._disk.reopen(path), HELD_TRIES) as file:
            for chunk in _chunks(file):
                found.update(chunk)
                done += len(chunk)
                self._progress.step(
                    (size + done) // 2 if size else done, size, _("Reading back what was written. Do not pull out the stick yet…")
                )
        if found.hexdigest() != digest:
            raise _fault("stick_lies")

    def _name(self, source: Path, part: Path, final: Path, size: int, digest: str) -> None:
        """Rename; where the stick can't, write once more under the final name and read that back."""
        try:
            self._patiently(lambda: self._disk.rename(part, final), HELD_TRIES)
            return
        except OSError:
            if final.exists():  # renamed after all (seen on network folders), or another program was quicker
                self._compare(final, digest)
                return
        self._disk.remove(part)  # first: there may be no room for two
        try:
            self._copy(source, final, size, over=False)
            self._compare(final, digest, size)
        except FileExistsError:
            raise
        except BaseException:
            with contextlib.suppress(OSError):
                self._disk.remove(final)
            raise

    def _already(self, final: Path, size: int, digest: str) -> Written:
        try:
            self._compare(final, digest)
        except Fault as error:
            raise Refused(
                N_("There is another file of this name on the stick. Rename or remove it, or choose another folder."),
                code="stick_name_taken",
            ) from error
        written = Written(final, size, digest)
        self._naming(written)
        return written

    def _patiently(self, do: Callable[[], T], tries: int = TRIES) -> T:
        return _patiently(do, tries, self._wait, self._progress)


def _patiently(do: Callable[[], T], tries: int, wait: Callable[[float], None], progress: Progress) -> T:
    """Again after a pause while a virus scanner holds the file."""
    for _try in range(tries - 1):
        try:
            return do()
        except PermissionError as error:
            if getattr(error, "winerror", None) in _WINDOWS:  # a write protection: no time will lift it
                raise
            progress.check()
            wait(PAUSE)
    return do()


def _fault(code: str) -> Fault:
    return Fault(_WORDS[code], code=code)


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk


def _measure(source: Path, progress: Progress) -> tuple[int, str]:
    """Size and SHA-256 of the local file; its errors are not the stick's."""
    digest, size = hashlib.sha256(), 0
    try:
        with source.open("rb") as file:
            for chunk in _chunks(file):
                digest.update(chunk)
                size += len(chunk)
                progress.check()
    except OSError as error:
        raise Fault(N_("The file to be written can't be read on this PC. Check the disk."), code="source_unreadable") from error
    return size, digest.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    for file in folder.iterdir():
        # '._x.parcel' is macOS's shadow of x.parcel
        if file.suffix.lower() == SUFFIX and not file.name.startswith(".") and file.is_file():
            yield file


def _natural(name: str) -> list[tuple[int, str]]:
    return [(int(part), "") if place % 2 else (-1, part) for place, part in enumerate(re.split(r"([0-9]+)", name.lower()))]
