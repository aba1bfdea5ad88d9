"""The hand-over beside its peers on the same records in the same run: `python -m tests.bench peers`, or `python -m tests.bench.peers 30000`.

Morango (what Kolibri syncs with) without its network part, and SQLite's bare session extension; both on plain SQLite, in a throw-away venv. Ours
validates, merges, logs, indexes for search, signs and encrypts.
Rates and ratios are of CPU seconds, as in handover-evidence.md: on a shared machine nothing else tells the two apart."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.sync import exchange, taking
from tests.bench import books
from tests.bench.measure import Figure, cpu, show

PINS = ("morango==0.8.15", "Django==3.2.25", "django-mptt==0.19.1", "djangorestframework==3.15.1", "apsw==3.54.1.0", "setuptools==65.5.0")
VENV = Path(__file__).parents[2] / ".venv-peers"
OUTSIDE = Path(__file__).parent / "outside"
RECORDS, FIELDS, CHANGED = 10_000, 13, 2


@dataclass
class Ours:
    """CPU seconds and bytes of ours."""

    make_new: float = 0
    make_changed: float = 0
    take_new: float = 0
    take_changed: float = 0
    take_again: float = 0
    take_disputed: float = 0
    bytes_new: int = 0
    bytes_changed: int = 0


def figures(folder: Path, records: int = RECORDS) -> list[Figure]:
    """All of it; a few minutes, nearly all of them morango's."""
    people = [books.person(number) for number in range(records)]
    plain = [{name: value[0] if isinstance(value, tuple) else value for name, value in each.items()} for each in people]
    (folder / "records.json").write_text(json.dumps(plain, ensure_ascii=False), encoding="utf-8")
    ours = _ours(folder, people)
    bare = _outside("session_peer", folder)
    peer = _outside("morango_peer", "send", folder) | _outside("morango_peer", "receive", folder)
    changes = records * (FIELDS + CHANGED)
    rate = changes / (ours.take_new + ours.take_changed)
    disputed = records * CHANGED / ours.take_disputed
    made = [
        Figure("taking new and changed people, field changes a CPU second", rate, "/s", ">= 40,000", rate >= 40_000),
        Figure("  of changes alone, each fifth at odds with one here", disputed, "/s", ">= 40,000", disputed >= 40_000),
        Figure(
            "  the same parcel again, times faster", ours.take_new / ours.take_again, "x", ">= 20", ours.take_new >= 20 * ours.take_again
        ),
    ]
    for what, name, count, least, fields in (
        ("new", "new people", records, 40, FIELDS),
        ("changed", "two-field changes", records, 200, CHANGED),
    ):
        mine, theirs, theirs_bare = (each[f"take_{what}"] for each in (vars(ours), peer, bare))
        made += [
            _times(f"taking {name} beside morango", count / mine, count / theirs, 25),
            _times("  beside the bare session extension", count / mine, count / theirs_bare, 0.20),
        ]
        mine, theirs, size = getattr(ours, f"make_{what}"), peer[f"make_{what}"], getattr(ours, f"bytes_{what}") / count
        most = 120 if what == "new" else 40
        made += [
            _times(f"making a parcel of {name} beside morango", count / mine, count / theirs, least),
            Figure(
                f"  bytes of each, {fields} fields, beside morango's JSON",
                size,
                "bytes",
                f"<= {most}",
                size <= most,
                peer[f"bytes_{what}"] / count,
            ),
            Figure("  beside morango's JSON by zlib", size, "bytes", "", met=True, bare=peer[f"zlib_{what}"] / count),
            Figure("  beside a bare patchset", size, "bytes", "", met=True, bare=bare[f"bytes_{what}"] / count),
        ]
    return made


def _times(name: str, rate: float, bare: float, least: float) -> Figure:
    return Figure(f"{name}, a CPU second", rate, "/s", f">= {least:g} x", rate >= least * bare, bare)


def _outside(script: str, *arguments: object) -> dict[str, float]:
    """What a script prints that runs among the peers."""
    command = [str(venv()), "-I", str(OUTSIDE / f"{script}.py"), *map(str, arguments)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def venv() -> Path:
    """The interpreter of the peers' venv, made the first time."""
    python = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = VENV / "peers.stamp"
    if not stamp.exists() or stamp.read_text(encoding="ascii").split() != list(PINS):
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", *PINS], check=True, stdout=sys.stderr)
        stamp.write_text("\n".join(PINS), encoding="ascii")
    return python


def _ours(folder: Path, people: list[dict[str, Any]]) -> Ours:
    sender, region, second = books.council(folder / "c"), books.region(folder / "r"), books.council(folder / "c2")
    for book, host, name in ((sender, region, "letters-r"), (second, sender, "letters-2")):
        (folder / name).mkdir()
        books.meet(book, host, folder / name)
    ours = Ours()
    with sender.write() as deed:
        for each in people:
            deed.put("people", None, each)
    new = _made(sender, folder / "new", ours, "new")
    ours.take_new = _taken(region, new)
    ours.take_again = cpu(lambda: _is(region, new, "already"))
    _taken(second, new)
    for book in (region, second):
        taking.take(sender, [_receipt(book, new)])
    ids = sender.ids(ListQuery("people"))
    with second.write() as deed:
        for record in ids[::5]:
            deed.put("people", record, {"house_no": "7"})
    with sender.write() as deed:
        for number, record in enumerate(ids):
            deed.put("people", record, {"house_no": f"9/{number}", "moo": 20})
    changed = _made(sender, folder / "changed", ours, "changed")
    ours.take_changed = _taken(region, changed)
    ours.take_disputed = cpu(lambda: _is(second, changed, "applied", conflicts=len(ids[::5])))
    for book in (sender, region, second):
        book.close()
    return ours


def _made(sender: Book, stick: Path, ours: Ours, what: str) -> Path:
    """One parcel, sealing and fsync included; its seconds and bytes are noted."""
    stick.mkdir()
    found: list[Path] = []
    seconds = cpu(lambda: found.extend(each.file for each in exchange.make(sender, stick)))
    (file,) = found
    setattr(ours, f"make_{what}", seconds)
    setattr(ours, f"bytes_{what}", file.stat().st_size)
    return file


def _taken(book: Book, file: Path) -> float:
    return cpu(lambda: _is(book, file, "applied"))


def _is(book: Book, file: Path, status: str, conflicts: int = 0) -> None:
    (result,) = taking.take(book, [file])
    assert (result.status, result.conflicts) == (status, conflicts), result


def _receipt(book: Book, file: Path) -> Path:
    """What tells the sender that a parcel arrived."""
    (result,) = taking.take(book, [file], receipts=book.folder)
    assert result.receipt is not None
    return result.receipt


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="sapha-bench-") as home:
        sys.exit(1 if show(figures(Path(home), *map(int, sys.argv[1:]))) else 0)
