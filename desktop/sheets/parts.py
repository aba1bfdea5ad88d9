"""What a row says before anybody knows which records it means: parts of records, blocks of rows, and what is odd about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from desktop.base.i18n import _
from desktop.records.register import Level, Problem


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Something about one cell (column '' for a whole row). `path` is the target it was meant for."""

    row: int
    column: str
    path: str
    problem: Problem
    label: str = ""  # msgid of the field, where there is one

    @property
    def code(self) -> str:
        """The stable word for it."""
        return self.problem.code

    @property
    def level(self) -> Level:
        """An error refuses the row, a warning never does."""
        return self.problem.level

    def text(self) -> str:
        """Field and sentence in the language in use."""
        sentence = _(self.problem.message).format(**self.problem.values)
        return f"{_(self.label)}: {sentence}" if self.label else sentence


@dataclass(slots=True)
class Part:
    """What a sheet says of one record of `register`. `usual` are values taken for granted, which never replace what is known;
    `unread` are the lines for the note; `cleared` the fields that an export of ours now leaves blank."""

    register: str
    base: str
    row: int
    values: dict[str, Any] = field(default_factory=dict)
    usual: dict[str, Any] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    cleared: list[str] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Whether the sheet says nothing of it."""
        return not self.values and not self.unread


@dataclass(slots=True)
class Block:
    """One record: the rows it takes, its own part and those of its links by base path ('' and 'head.'), and children row by row."""

    rows: list[int]
    parts: dict[str, Part]
    children: list[dict[str, Part]] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    id_text: str = ""
