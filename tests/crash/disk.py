"""A disk as a power cut leaves it: what was synced is there; of what was not, some sectors, sizes and names are, and others are as before."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from random import Random
from typing import NamedTuple

SECTOR = 512


class Call(NamedTuple):
    """One thing the program asked of the disk, or said. `file` is a number that a file keeps whatever it is called; names are relative."""

    what: str  # make write size sync | rename unlink folder unfolder sync_folder | said
    file: int = 0
    at: int = 0
    data: bytes = b""
    name: str = ""
    to: str = ""


class At(NamedTuple):
    """What was there from a call on."""

    call: int
    data: bytes


@dataclass
class Content:
    """A file's bytes: `safe` are synced; `sectors` and `sizes` tell all they have been since, the synced ones first."""

    safe: bytearray = field(default_factory=bytearray)
    now: bytearray = field(default_factory=bytearray)
    sectors: dict[int, list[At]] = field(default_factory=dict)
    sizes: list[tuple[int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.sizes = [(-1, 0)]

    def write(self, call: int, at: int, data: bytes) -> None:
        """Bytes as the program sees them from now on."""
        end = at + len(data)
        if end > len(self.now):
            self.resize(call, end)
        self.now[at:end] = data
        self._remember(call, at, end)

    def resize(self, call: int, size: int) -> None:
        """Shorter, or longer by zeros."""
        was = len(self.now)
        if size < was:
            del self.now[size:]
        else:
            self.now.extend(bytes(size - was))
        self.sizes.append((call, size))
        self._remember(call, min(was, size), max(was, size))

    def sync(self) -> None:
        """All of it is on the medium."""
        for sector in self.sectors:
            start = sector * SECTOR
            if len(self.safe) < start:
                self.safe.extend(bytes(start - len(self.safe)))
            self.safe[start : start + SECTOR] = self.now[start : start + SECTOR]
        del self.safe[len(self.now) :]
        self.sectors.clear()
        self.sizes = [(-1, len(self.now))]

    def left(self, fate: Fate) -> bytes:
        """What is found after the cut."""
        size = fate.size(self.sizes)
        found = bytearray(self.safe)
        if len(found) < size:
            found.extend(bytes(size - len(found)))
        for sector, versions in self.sectors.items():
            start = sector * SECTOR
            if start < size:
                found[start : start + SECTOR] = fate.sector(versions).ljust(SECTOR, b"\0")
        return bytes(found[:size])

    def _remember(self, call: int, start: int, end: int) -> None:
        for sector in range(start // SECTOR, -(-end // SECTOR)):
            begin = sector * SECTOR
            if sector not in self.sectors:
                self.sectors[sector] = [At(-1, bytes(self.safe[begin : begin + SECTOR]))]
            self.sectors[sector].append(At(call, bytes(self.now[begin : begin + SECTOR])))


class Fate:
    """How much of what was not synced got to the medium: nothing, all, all up to some moment, or any sectors and names."""

    HOWS = ("nothing", "all", "moment", "moment", "torn", "torn", "torn", "torn")

    def __init__(self, chance: Random, calls: int) -> None:
        self._chance = chance
        self.how = chance.choice(self.HOWS)
        self._moment = chance.randint(max(0, calls - chance.choice((5, 50, 500))), calls)
        self._share = chance.choice((0.1, 0.5, 0.9))

    def sector(self, versions: list[At]) -> bytes:
        """One of the contents that a sector had."""
        return versions[self._which([call for call, _data in versions])].data

    def size(self, sizes: list[tuple[int, int]]) -> int:
        """One of the sizes that a file had."""
        return sizes[self._which([call for call, _size in sizes])][1]

    def happened(self, call: int) -> bool:
        """Whether a change of a name did."""
        return bool(self._which([-1, call]))

    def _which(self, calls: list[int]) -> int:
        if self.how == "torn":
            return len(calls) - 1 if self._chance.random() < self._share else self._chance.randrange(len(calls))
        moment = {"nothing": -1, "all": calls[-1]}.get(self.how, self._moment)
        return max(place for place, call in enumerate(calls) if call <= moment)


class Disk:
    """Files by number and names by folder, as far as the calls went that it was told."""

    def __init__(self) -> None:
        self.calls = 0
        self.said: list[list[str]] = []
        self.files: dict[int, Content] = {}
        self.names: dict[str, int] = {}  # 0: a folder
        self._safe: dict[str, int] = {}
        self._changes: list[tuple[int, Call]] = []  # of names, not synced yet

    def did(self, call: Call) -> None:
        """One more call."""
        self.calls += 1
        if call.what == "said":
            self.said.append(call.name.split(" "))
        elif call.what == "write":
            self.files[call.file].write(self.calls, call.at, call.data)
        elif call.what == "size":
            self.files[call.file].resize(self.calls, call.at)
        elif call.what == "sync":
            self.files[call.file].sync()
        elif call.what == "sync_folder":
            self._sync_folder(call.name)
        else:
            if call.what == "make":
                self.files[call.file] = Content()
            _rename(self.names, call)
            self._changes.append((self.calls, call))

    def _sync_folder(self, folder: str) -> None:
        later = []
        for number, call in self._changes:
            if folder in (_folder(call.name), _folder(call.to or call.name)):
                _rename(self._safe, call)
            else:
                later.append((number, call))
        self._changes = later

    def unsafe(self) -> set[str]:
        """The names of which something is not synced."""
        loose = {name for name, file in self.names.items() if file and (self.files[file].sectors or len(self.files[file].sizes) > 1)}
        return loose | {call.to or call.name for _number, call in self._changes}

    def left(self, chance: Random) -> dict[str, bytes | None]:
        """What a cut at this moment leaves, by name; None for a folder."""
        fate = Fate(chance, self.calls)
        names = dict(self._safe)
        for number, call in self._changes:
            if fate.happened(number):
                _rename(names, call)
        found: dict[str, bytes | None] = {}
        for name in sorted(names):
            if _folder(name) == "" or found.get(_folder(name), b"") is None:
                found[name] = self.files[names[name]].left(fate) if names[name] else None
        return found


def _rename(names: dict[str, int], call: Call) -> None:
    """A change of a name."""
    if call.what == "make":
        names[call.name] = call.file
    elif call.what == "folder":
        names[call.name] = 0
    else:
        names.pop(call.name, None)
        if call.to:
            names[call.to] = call.file


def _folder(name: str) -> str:
    return str(PurePosixPath(name).parent) if "/" in name else ""


def lay_out(found: dict[str, bytes | None], folder: Path) -> None:
    """Make a folder of what a cut left."""
    folder.mkdir(parents=True)
    for name, data in found.items():
        if data is None:
            (folder / name).mkdir()
        else:
            (folder / name).write_bytes(data)
