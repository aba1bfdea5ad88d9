"""Sticks that can be pulled, filled and write-protected: a real FAT32 image where this machine mounts one (the kernel's driver, else
fusefat), and everywhere a folder behind a layer that fails as a stick does. Both are handed to the program as the same `media.Disk`."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, Self

from desktop.sync import media

SIZE_MB = 40  # FAT32 needs 65,525 clusters, of 512 bytes at least


class Stick:
    """A folder that fails on demand: what no machine can refuse. `folder` is where the PC shows it."""

    def __init__(self, home: Path) -> None:
        self.home, self.folder = home, home / "drive"
        self.pull_at: Callable[[str, int], bool] = lambda _deed, _done: False  # asked before each deed, with the bytes written so far
        self.held: dict[str, float] = {}  # seconds for which a virus scanner holds files, by deed; the waiting is pretended
        self.waited = 0.0
        self._full = self._protected = self._pulled = False
        self.plug()

    def plug(self) -> None:
        """In again, perhaps under another letter; the trouble is over."""
        self.pull_at = lambda _deed, _done: False
        self._full = self._protected = self._pulled = False
        away = self.home / "pocket"
        if away.exists():
            away.rename(self.folder)
        self.folder.mkdir(exist_ok=True)

    def pull(self) -> None:
        """Out, whatever is being written."""
        self._pulled = True
        self.folder.rename(self.home / "pocket")

    def fill(self) -> None:
        """Not a byte is left."""
        self._full = True

    def protect(self) -> None:
        """The little switch."""
        self._protected = True

    def free(self) -> None:
        """Room again, and writable."""
        self._full = self._protected = False

    def away(self) -> None:
        """For good."""

    def before(self, deed: str, done: int = 0) -> None:
        """What the stick does to this deed."""
        if not self._pulled and self.pull_at(deed, done):
            self.pull()
        if self.held.get(deed, 0) > self.waited:
            raise PermissionError(errno.EACCES, "held")
        self.refuse(deed)

    def refuse(self, deed: str) -> None:
        """The layer's own errors; a real stick has the system's."""
        if self._pulled:
            raise OSError(errno.ENODEV, "gone")
        if self._protected and deed in ("create", "write", "rename"):
            raise OSError(errno.EROFS, "protected")
        if self._full and deed in ("write", "sync"):
            raise OSError(errno.ENOSPC, "full")

    def wait(self, seconds: float) -> None:
        """Instead of sleeping."""
        self.waited += seconds


class Fat32(Stick):
    """A FAT32 file system in an image."""

    def __init__(self, home: Path) -> None:
        self.image = home / "stick.img"
        with self.image.open("wb") as file:
            file.truncate(SIZE_MB << 20)
        _run("mkfs.vfat", "-F", "32", "-s", "1", str(self.image))
        self._driver: subprocess.Popen[bytes] | None = None
        super().__init__(home)

    def plug(self) -> None:
        self.away()
        self.folder.mkdir(exist_ok=True)
        self._mount("rw")
        for ballast in self.folder.glob("ballast*"):
            ballast.unlink()
        self.pull_at = lambda _deed, _done: False
        self._pulled = False

    def pull(self) -> None:
        self._pulled = True
        if self._driver is not None:
            self._driver.send_signal(signal.SIGKILL)  # the kernel then answers for a drive that is not connected
            self._driver.wait()
        else:
            _run("umount", "--lazy", str(self.folder))

    def fill(self) -> None:
        number, size = 0, SIZE_MB << 20
        while size >= 512:
            try:
                (self.folder / f"ballast{number}").write_bytes(bytes(size))
                number += 1
            except OSError:
                (self.folder / f"ballast{number}").unlink(missing_ok=True)
                size //= 2

    def protect(self) -> None:
        self.away()
        self._mount("ro")

    def free(self) -> None:
        self.plug()

    def away(self) -> None:
        with suppress(subprocess.CalledProcessError):
            _run("umount", str(self.folder))
        if self._driver is not None:
            self._driver.wait()
            self._driver = None

    def refuse(self, deed: str) -> None:
        # A lazy unmounting leaves open files alone; and a rename that was done may still be answered with an error
        if self._pulled and (self._driver is None or deed == "renamed"):
            raise OSError(errno.ENODEV, "gone")

    def _mount(self, way: str) -> None:
        with suppress(subprocess.CalledProcessError):
            _run("mount", "-t", "vfat", "-o", f"loop,flush,{way}", str(self.image), str(self.folder))
            return
        options = ["-o", "rw+"] if way == "rw" else ["-o", "ro"]
        self._driver = subprocess.Popen(
            ["fusefat", "-f", *options, str(self.image), str(self.folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        until = time.monotonic() + 10
        while not os.path.ismount(self.folder):
            assert self._driver.poll() is None and time.monotonic() < until, "fusefat did not mount"
            time.sleep(0.01)


class StickDisk(media.Disk):
    """What the program writes through: the real calls, and the stick's say before each."""

    stick: Stick

    def create(self, path: Path, *, over: bool) -> BinaryIO:
        self.stick.before("create")
        return _Watched(super().create(path, over=over), self.stick)  # type: ignore[return-value]

    def sync(self, file: BinaryIO) -> None:
        self.stick.before("sync")
        super().sync(file)

    def reopen(self, path: Path) -> BinaryIO:
        self.stick.before("reopen")
        return super().reopen(path)

    def rename(self, old: Path, new: Path) -> None:
        self.stick.before("rename")
        super().rename(old, new)
        self.stick.before("renamed")

    def remove(self, path: Path) -> None:
        self.stick.before("remove")
        super().remove(path)


class _Watched:
    """A file on the stick, written in small pieces so that a pull can come at any byte."""

    def __init__(self, file: BinaryIO, stick: Stick) -> None:
        self._file, self._stick, self._done = file, stick, 0

    def write(self, data: bytes) -> int:
        for start in range(0, len(data), 512):
            self._stick.before("write", self._done)
            piece = data[start : start + 512]
            self._file.write(piece)
            self._file.flush()
            self._done += len(piece)
        return len(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        with suppress(OSError):  # nothing is left to flush
            self._file.close()


@contextmanager
def plugged(kind: str, home: Path) -> Iterator[Stick]:
    """A stick of this kind; taken away in the end."""
    made = Fat32(home) if kind == "fat32" else Stick(home)
    try:
        yield made
    finally:
        made.away()


@cache
def kinds() -> list[str]:
    """The layer everywhere; a real FAT32 too where this machine mounts one."""
    return ["layer", *(["fat32"] if _mounts_fat32() else [])]


def _mounts_fat32() -> bool:
    if sys.platform != "linux" or os.geteuid() or not shutil.which("mkfs.vfat"):
        return False
    try:
        with TemporaryDirectory() as home, plugged("fat32", Path(home)) as stick:
            (stick.folder / "probe.txt").write_bytes(b"x" * 5000)
            return (stick.folder / "probe.txt").read_bytes() == b"x" * 5000
    except (OSError, subprocess.CalledProcessError, AssertionError):
        return False


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, env=os.environ | {"PATH": os.environ["PATH"] + ":/sbin:/usr/sbin"})
