"""SQLite's session extension, bare: `session_peer.py FOLDER`, in the peers' venv. Plain SQLite, WAL, full fsync.

The records of FOLDER/records.json are inserted and then two fields of each changed in one file, both recorded; the changesets are applied to
another file. Prints JSON: CPU seconds, and bytes of a patchset. No history, no author, no merge of fields, no search text, no encryption."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import apsw

APPLIED_WHOLE = 0  # no conflict came up


def cpu(work: Callable[[], object]) -> float:
    """Seconds of processor."""
    start = time.process_time()
    work()
    return time.process_time() - start


def opened(path: Path, names: list[str]) -> Any:
    """A file with the one table: 16-byte keys that ascend, as UUIDv7 do, and the two indexes one looks for people by."""
    file = apsw.Connection(str(path))
    for statement in (
        "PRAGMA journal_mode = WAL",
        "PRAGMA synchronous = FULL",
        "PRAGMA cache_size = -64000",
        f"CREATE TABLE people (id BLOB PRIMARY KEY NOT NULL, {', '.join(names)}) WITHOUT ROWID",
        "CREATE INDEX by_name ON people (first_name, last_name)",
        "CREATE INDEX by_national_id ON people (national_id)",
    ):
        file.execute(statement).fetchall()
    return file


def main(folder: Path) -> dict[str, float]:
    """Record, then apply."""
    records = json.loads((folder / "records.json").read_text(encoding="utf-8"))
    names = list(records[0])
    sender, receiver = opened(folder / "session-sender.db", names), opened(folder / "session-receiver.db", names)
    ids = [number.to_bytes(16, "big") for number in range(len(records))]
    made: dict[str, float] = {}

    def recorded(work: Callable[[], object]) -> tuple[bytes, int]:
        session = apsw.Session(sender, "main")
        session.attach("people")
        with sender:
            work()
        changes, size = session.changeset(), len(session.patchset())
        session.close()
        return changes, size

    def apply(changes: bytes) -> None:
        with receiver:
            apsw.Changeset.apply(changes, receiver, conflict=_conflict)

    insert = f"INSERT INTO people VALUES ({', '.join('?' * (len(names) + 1))})"
    new = [(record, *each.values()) for record, each in zip(ids, records, strict=True)]
    changed = [(f"9/{number}", 20, record) for number, record in enumerate(ids)]
    for what, work in (
        ("new", lambda: sender.executemany(insert, new)),
        ("changed", lambda: sender.executemany("UPDATE people SET house_no = ?, moo = ? WHERE id = ?", changed)),
    ):
        changes, made[f"bytes_{what}"] = recorded(work)
        made[f"take_{what}"] = cpu(lambda changes=changes: apply(changes))  # type: ignore[misc]
    assert receiver.execute("SELECT count(*) FROM people WHERE moo = 20").fetchall() == [(len(records),)]
    return made


def _conflict(kind: int, change: Any) -> int:
    raise RuntimeError("there is nothing here to be at odds with")


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
