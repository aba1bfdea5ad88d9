"""What one officer's program tells the others on the same server after a commit: which records it changed, never what they say."""

from __future__ import annotations

import json
from collections.abc import Callable

from desktop.store.history import EVERY, Changes

MOST_BYTES = 7_000  # PostgreSQL carries less than 8,000 in one notice; besides the ids stand the names of registers
ELSEWHERE = "elsewhere"  # the origin of another officer's changes


def worded(changes: Changes, by: str) -> bytes:
    """For the others; of very many records only their registers are told."""
    few = sum(map(len, changes.of.values())) < MOST_BYTES // 35
    of = {name: None if records is EVERY or not few else [record.hex() for record in records] for name, records in changes.of.items()}
    return json.dumps({"by": by, "of": of}, separators=(",", ":")).encode()


def heard(told: bytes, own: str, tell: Callable[[Changes], None]) -> None:
    """Pass on what another program told; what is no such thing is passed over."""
    try:
        said = json.loads(told)
        by = said["by"]
        of = {str(name): EVERY if records is None else frozenset(map(bytes.fromhex, records)) for name, records in said["of"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return
    if by != own:
        tell(Changes(of, ELSEWHERE))
