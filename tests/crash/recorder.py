"""Runs a program under strace and tells what it asked of the files below one folder, call by call, and what it said on standard output."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.crash.disk import Call

_NAMES = "rename,renameat,renameat2,unlink,unlinkat,rmdir,mkdir,mkdirat,link,linkat,symlink,symlinkat"
_DATA = "write,writev,pwrite64,pwritev,pwritev2,truncate,ftruncate,fallocate,sendfile,copy_file_range,mmap"
TRACED = f"open,openat,openat2,creat,close,dup,dup2,dup3,lseek,fsync,fdatasync,{_DATA},{_NAMES}"
_LINE = re.compile(r"(\d+) +(\w+)\((.*)\) += (-?\d+|\?|0x\w+)(?:<([^>]*)>)?.*")
_RESUMED = re.compile(r"(\d+) +<\.\.\. (\w+) resumed>(.*)")
_OFFSET = re.compile(r"\[(\d+)\]")
_NOT_SYNCED = ("-shm", ".lock")  # the index of the journal is mapped into memory and made anew; a lock holds nothing


def record(module: str, root: Path, *arguments: str) -> list[Call]:
    """All calls of `python -m module root arguments`, which must end well. Fails where a call of a kind that is not known touches the
    folder, and where what was recorded is not what lies there in the end."""
    trace = root.with_name(root.name + ".strace")
    command = [
        "strace",
        "-f",
        "--seccomp-bpf",
        "-qq",
        "-y",
        "-xx",
        "-s",
        str(1 << 26),
        "-e",
        "signal=none",
        "-e",
        f"trace={TRACED}",
        "-o",
        str(trace),
    ]
    done = subprocess.run(
        [*command, sys.executable, "-m", module, str(root), *arguments],
        cwd=Path(__file__).parents[2],
        check=False,
        capture_output=True,
        text=True,
    )
    assert not done.returncode, done.stderr
    reader = _Reader(root)
    with trace.open(encoding="ascii") as lines:
        for line in _whole(lines):
            reader.line(line)
    trace.unlink()
    reader.compare()
    return reader.calls


def _whole(lines: Iterator[str]) -> Iterator[str]:
    """Calls that another thread's interrupted are put together, at the time they returned."""
    begun: dict[str, str] = {}
    for line in lines:
        if line.endswith("<unfinished ...>\n"):
            begun[line.split(" ", 1)[0]] = line.removesuffix("<unfinished ...>\n")
        elif resumed := _RESUMED.match(line):
            yield begun.pop(resumed[1]).rstrip() + resumed[3] + "\n"
        else:
            yield line


class _Open:
    """An open file, and how far it was written."""

    def __init__(self, file: int, name: str, *, appends: bool) -> None:
        self.file, self.name, self.appends, self.at = file, name, appends, 0


class _Reader:
    """Goes through the lines; keeps which number is which file, so that each call says which file it is about."""

    def __init__(self, root: Path) -> None:
        self.calls: list[Call] = []
        self._root = root
        self._prefix = str(root).encode() + b"/"
        self._hex = _hex(self._prefix[:-1])
        self._names: dict[str, int] = {}
        self._data: dict[int, bytearray] = {}
        self._open: dict[int, _Open] = {}

    def line(self, line: str) -> None:
        found = _LINE.fullmatch(line.rstrip("\n"))
        if found is None or found[4].startswith("-") or found[4] == "?":
            return
        what, given, result, path = found[2], found[3], found[4], found[5]
        handle = int(given.split("<", 1)[0]) if given[:1].isdigit() and what != "mmap" else -1
        if what == "close":
            self._open.pop(handle, None)
        elif what == "write" and handle == 1:
            self._said(_strings(given)[0])
        elif handle in self._open and self._open[handle].name.endswith(_NOT_SYNCED):
            return
        elif handle in self._open or self._hex in given:
            self._ours(what, handle, given, result, path)

    def _said(self, words: bytes) -> None:
        self.calls += [Call("said", name=line) for line in words.decode().splitlines()]

    def _ours(self, what: str, handle: int, given: str, result: str, path: str | None) -> None:
        if what in ("open", "openat"):
            self._opened(int(result), _unhex(path or ""), given.split('"')[2])
        elif what == "mmap":
            assert "PROT_WRITE" not in given or "MAP_SHARED" not in given or b"-shm".hex() in given.replace("\\x", ""), given
        elif what in ("unlink", "unlinkat", "rmdir", "mkdir", "mkdirat", "rename", "renameat", "renameat2"):
            self._named(what, given)
        elif what == "lseek":
            if handle in self._open:  # a folder that is listed is handed on as a second handle
                self._open[handle].at = int(result)
        elif what in ("fsync", "fdatasync"):
            opened = self._open[handle]
            self.calls.append(Call("sync", opened.file) if opened.file else Call("sync_folder", name=opened.name))
        elif what == "write":
            opened = self._open[handle]
            at = len(self._data[opened.file]) if opened.appends else opened.at
            self._wrote(opened, at, _strings(given)[0][: int(result)])
            opened.at = at + int(result)
        elif what == "pwrite64":
            self._wrote(self._open[handle], int(given.rsplit(", ", 1)[1]), _strings(given)[0][: int(result)])
        elif what == "ftruncate":
            self._sized(self._open[handle].file, int(given.rsplit(", ", 1)[1]))
        elif what == "sendfile":
            self._copied(handle, given, int(result))
        else:
            raise AssertionError(f"a call that the recorder does not know: {what}({given[:200]})")

    def _opened(self, handle: int, path: bytes, flags: str) -> None:
        name = self._name(path)
        if "O_DIRECTORY" in flags or (self._root / name).is_dir() or self._names.get(name) == 0:
            self._open[handle] = _Open(0, name, appends=False)
            return
        if name not in self._names:
            assert "O_CREAT" in flags, name
            self._names[name] = len(self._data) + 1
            self._data[self._names[name]] = bytearray()
            if not name.endswith(_NOT_SYNCED):
                self.calls.append(Call("make", self._names[name], name=name))
        file = self._names[name]
        self._open[handle] = _Open(file, name, appends="O_APPEND" in flags)
        if "O_TRUNC" in flags and self._data[file]:
            self._sized(file, 0)

    def _named(self, what: str, given: str) -> None:
        paths = [self._name(path) for path in _paths(given)]
        if paths[0].endswith(_NOT_SYNCED):
            self._names.pop(paths[0], None)
            return
        if what.startswith("rename"):
            self._names[paths[1]] = file = self._names.pop(paths[0])
            assert file, "a folder that is renamed takes along what is in it"
            self.calls.append(Call("rename", file, name=paths[0], to=paths[1]))
        elif what.startswith("mkdir"):
            self._names[paths[0]] = 0
            self.calls.append(Call("folder", name=paths[0]))
        else:
            self._names.pop(paths[0])
            self.calls.append(Call("unfolder" if what == "rmdir" or "AT_REMOVEDIR" in given else "unlink", name=paths[0]))

    def _wrote(self, opened: _Open, at: int, data: bytes) -> None:
        content = self._data[opened.file]
        if len(content) < at:
            content.extend(bytes(at - len(content)))
        content[at : at + len(data)] = data
        self.calls.append(Call("write", opened.file, at, data))

    def _sized(self, file: int, size: int) -> None:
        content = self._data[file]
        del content[size:]
        content.extend(bytes(size - len(content)))
        self.calls.append(Call("size", file, size))

    def _copied(self, handle: int, given: str, count: int) -> None:
        source = self._open[int(given.split(", ")[1].split("<", 1)[0])]
        start = _OFFSET.search(given)
        assert start is not None, given
        target = self._open[handle]
        self._wrote(target, target.at, bytes(self._data[source.file][int(start[1]) : int(start[1]) + count]))
        target.at += count

    def _name(self, path: bytes) -> str:
        assert (path + b"/").startswith(self._prefix), path
        return path.removeprefix(self._prefix[:-1]).removeprefix(b"/").decode()

    def compare(self) -> None:
        """What was recorded is what is there."""
        there = {str(path.relative_to(self._root)): path for path in self._root.rglob("*") if not path.name.endswith(_NOT_SYNCED)}
        known = {name for name in self._names if not name.endswith(_NOT_SYNCED)}
        assert known == there.keys(), known ^ there.keys()
        for name, path in there.items():
            assert path.is_dir() or path.read_bytes() == self._data[self._names[name]], name


def _hex(raw: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in raw)


def _unhex(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def _strings(given: str) -> list[bytes]:
    return [_unhex(text) for text in given.split('"')[1::2]]


def _paths(given: str) -> list[bytes]:
    """The paths of a call, those beside an open folder put behind its own."""
    paths = []
    parts = given.split('"')
    for before, text in zip(parts[::2], parts[1::2], strict=False):
        path = _unhex(text)
        if not path.startswith(b"/"):
            folder = re.search(r"<([^>]*)>, $", before)
            assert folder is not None, given
            path = _unhex(folder[1]) + b"/" + path
        paths.append(path)
    return paths
