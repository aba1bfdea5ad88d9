"""What a list shows, as plain data: no SQL, so that a screen can speak of lists before the database is loaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

BLANK = "\0blank"  # filter value for "not filled in"


@dataclass(frozen=True)
class ListQuery:
    """What a list shows. `filters`: column -> code, tuple of codes (any of them), area code prefix, id, bool, or BLANK.
    `sort` is a column or "name"; blanks come last. `deleted` shows the bin instead. `parent` narrows a child register."""

    register: str
    search: str = ""
    filters: Mapping[str, Any] = field(default_factory=dict)
    sort: str = "name"
    descending: bool = False
    deleted: bool = False
    parent: bytes | None = None
    council: bytes | None = None
