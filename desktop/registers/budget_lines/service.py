"""What a project's money comes to: always worked out from its lines, never stored. See docs/projects.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import case, func, select

from desktop.base.errors import Refused
from desktop.base.i18n import N_
from desktop.records.deed import Deed
from desktop.records.plain import alive, live
from desktop.registers.budget_lines.model import ENDED
from desktop.store.history import Reader, Work

Values = Mapping[str, Any]
NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Category:
    """The lines of one budget category (None: not said), in baht; `spent` is what cash books of the project say of it."""

    category: str | None
    whole: Decimal
    requested: Decimal
    spent: Decimal

    @property
    def left(self) -> Decimal:
        """Of what was requested; below zero where more was spent."""
        return self.requested - self.spent


@dataclass(frozen=True, slots=True)
class Money:
    """A project's money in baht, exact to the satang. `budget` is what is written or was approved; None where nothing is."""

    budget: Decimal | None
    categories: tuple[Category, ...]
    contributions: tuple[tuple[str | None, Decimal], ...]  # by source
    due: Decimal  # of the instalments
    received: Decimal
    given: Decimal  # help to people from the project

    @property
    def whole(self) -> Decimal:
        """What all of it costs."""
        return sum((each.whole for each in self.categories), NOTHING)

    @property
    def requested(self) -> Decimal:
        """What is asked for."""
        return sum((each.requested for each in self.categories), NOTHING)

    @property
    def contributed(self) -> Decimal:
        """What others add."""
        return sum((amount for _source, amount in self.contributions), NOTHING)

    @property
    def spent(self) -> Decimal:
        """What the cash books of the project say went out."""
        return sum((each.spent for each in self.categories), NOTHING)

    @property
    def uncovered(self) -> Decimal:
        """What neither the request nor the contributions pay; below zero where there is more than it costs."""
        return self.whole - self.requested - self.contributed


def money(reader: Reader, project: bytes) -> Money:
    """Add up a project's lines, contributions, instalments, help and the lines of its cash books; what lies in the bin does not count."""
    lines = live(reader, "budget_lines", project=project)
    spent = _spent(reader, project, {line["id"]: line["category"] for line in lines})
    found: dict[str | None, tuple[Decimal, Decimal]] = {}
    for line in lines:
        whole, requested = found.get(line["category"], (NOTHING, NOTHING))
        found[line["category"]] = (whole + (line["whole"] or NOTHING), requested + (line["requested"] or NOTHING))
    order = sorted({*found, *spent}, key=lambda code: (code is None, code or ""))
    sources: dict[str | None, Decimal] = {}
    for each in live(reader, "project_contributions", project=project):
        sources[each["source"]] = sources.get(each["source"], NOTHING) + (each["amount"] or NOTHING)
    instalments = live(reader, "instalments", project=project)
    return Money(
        (reader.stored("projects", project) or {}).get("budget"),
        tuple(Category(code, *found.get(code, (NOTHING, NOTHING)), spent.get(code, NOTHING)) for code in order),
        tuple(sorted(sources.items(), key=lambda each: each[0] or "")),
        summed(each["amount"] for each in instalments),
        summed(each["received"] for each in instalments),
        summed(each["value"] for each in live(reader, "help", project=project)),
    )


def _spent(reader: Reader, project: bytes, categories: Mapping[bytes, str | None]) -> dict[str | None, Decimal]:
    """By category of the line, or of its budget line. A reversing line takes back what it reverses, and is not itself spending."""
    if isinstance(reader, Work):
        reader.flush()
    books, lines = reader.store.synced["cash_books"].table, reader.store.synced["cash_lines"].table
    out = case((lines.c.reverses.is_(None), lines.c.expense), else_=-lines.c.income)
    asked = (
        select(lines.c.budget_line, lines.c.category, func.sum(out))
        .join(books, books.c.id == lines.c.cash_book)
        .where(alive(lines), alive(books), books.c.project == project)
        .group_by(lines.c.budget_line, lines.c.category)
    )
    found: dict[str | None, Decimal] = {}
    for line, category, amount in reader.conn.execute(asked):
        if amount:
            code = categories.get(line) or category
            found[code] = found.get(code, NOTHING) + amount
    return found


def summed(amounts: Iterable[Decimal | None]) -> Decimal:
    """Baht added up; what is not known adds nothing."""
    return sum((amount for amount in amounts if amount is not None), NOTHING)


def kept(deed: Deed, record: bytes | None, before: Values | None, after: Values | None) -> None:
    """The guard of a project's money: once it has ended, its lines stay as they are. What an older book still brings may be added."""
    if before is None or record is None:
        return
    project = deed.work.stored("projects", before["project"]) if before.get("project") is not None else None
    ended = project is not None and not project["deleted"] and project["status"] in ENDED
    changed = after is None or any(before.get(name) != value for name, value in after.items())
    if ended and changed:
        raise Refused(N_("The project has ended: its money stays as it is. Reopen the project first."), code="project_ended")
