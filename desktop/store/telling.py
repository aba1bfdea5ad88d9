"""What one officer's program tells the others on the same server after a commit: which records it changed, never what they say."""

from __future__ import annotations

import json
from collections.abc import Callable

from desktop.store.history import Changes

MOST_BYTES = 7_500  # PostgreSQL carries less than 8,000 in one notice
ELSEWHERE = "elsewhere"  # the origin of another officer's changes


def worded(changes: Changes, by: str) -> bytes:
    """For the others; of very many records only their registers are told."""
    told = {"by": by, "of": {name: sorted(record.hex() for record in records) for name, records in changes.of.items()}}
    full = json.dumps(told, separators=(",", ":")).encode()
    if len(full) <= MOST_BYTES:
        return full
    return json.dumps({"by": by, "of": {name: [] for name in changes.of}}, separators=(",", ":")).encode()


def heard(told: bytes, own: str, tell: Callable[[Changes], None]) -> None:
    """Pass on what another program told; what is no such thing is passed over."""
    try:
        said = json.loads(told)
        by, of = said["by"], {str(name): frozenset(map(bytes.fromhex, records)) for name, records in said["of"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return
    if by != own:
        tell(Changes(of, ELSEWHERE))
