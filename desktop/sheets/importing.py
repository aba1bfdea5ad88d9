"""Import a workbook: `look` finds table and columns, `prepare` plans row by row and writes nothing, `apply` writes it all in one commit."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from desktop.base.errors import Refused
from desktop.base.i18n import N_, _
from desktop.base.task import Progress, many_objects
from desktop.records import proposing
from desktop.records.book import Book
from desktop.records.deed import Deed
from desktop.records.register import Register
from desktop.sheets.entities import Entity
from desktop.sheets.guessing import guess, heading_words
from desktop.sheets.known import Known
from desktop.sheets.layout import MARK, Table, tables
from desktop.sheets.mapping import ID, IGNORE, Mapping, comes_in, targets
from desktop.sheets.plan import Plan, Result, Source
from desktop.sheets.planning import Planner
from desktop.sheets.reading import Workbook, read
from desktop.sheets.remembered import recall, remember
from desktop.sheets.stack import alike

_BACKUP_EVERY_S = 3_600
_EVERY = 50  # rows between two reports of progress
_AT_ONCE = 1_000  # records


@many_objects()
def look(book: Book, register: str, path: Path, mapping: Mapping | None = None, progress: Progress | None = None) -> Source:
    """Open a file and find its table and the likely targets of its columns; with `mapping`, those of an earlier time.

    Refused as `reading.read` does, and: 'no_table', 'other_register' (our own export of something else), 'append_only', 'kept_by_region'
    (nothing of the kind comes from a workbook)."""
    _check_comes_in(book, register)
    workbook = read(path, progress)
    found = _tables(workbook, heading_words(book.registers, register))
    if not found:
        raise Refused(N_("No table was found. The first row of a table holds the names of its columns."), code="no_table")
    scored = [(_score(book, register, table, mapping), -number, table) for number, table in enumerate(found)]
    _best, _place, table = max(scored, key=lambda each: each[:2])
    whole = alike(table, found)
    if whole is not None:
        found, table = [whole, *found], whole
    return choose(book, register, Source(workbook, tuple(found), table, Mapping(register, ())), table, mapping)


def choose(book: Book, register: str, source: Source, table: Table, mapping: Mapping | None = None) -> Source:
    """The same file with another of its tables, its columns as the last time a workbook of its shape came in, else as guessed afresh."""
    own = _own_register(table)
    if own and own != register:
        raise Refused(N_("This workbook was exported from “{register}”. Import it there."), code="other_register", register=own)
    kept = recall(book, register, table) if mapping is None else None
    if kept is not None:
        return replace(source, table=table, mapping=kept[0], recalled=kept[1])
    if mapping is not None:
        fitted = mapping if [each.column for each in mapping.columns] == [each.number for each in table.columns] else mapping.fitted(table)
    else:
        fitted = guess(book.registers, book.code_lists, register, table)
    return replace(source, table=table, mapping=fitted, recalled="")


@many_objects()
def prepare(
    book: Book,
    register: str,
    path: Path | Source,
    mapping: Mapping | None = None,
    progress: Progress | None = None,
    *,
    clearing: bool = False,
) -> Plan:
    """Plan the import of a file, or of one already looked at; nothing is written. Refused as `look`, and 'nothing_mapped'.

    `clearing`: what was cleared in an export of ours is cleared here as well; ask first, `Plan.blanks` counts the cells."""
    progress = progress or Progress()
    source = path if isinstance(path, Source) else look(book, register, path, mapping, progress)
    if mapping is not None and isinstance(path, Source):
        source = replace(source, mapping=mapping)
    known_paths = {target.path for target in targets(book.registers, register)}
    for each in source.mapping.columns:
        if each.target.partition("=")[0] not in known_paths:
            raise Refused(N_("There is no field “{field}”."), code="unknown_field", field=each.target)
    if all(each.target in (IGNORE, ID) for each in source.mapping.columns):
        raise Refused(N_("No column of this sheet is known. Say where its columns go."), code="nothing_mapped")
    with book.read() as reader:
        planner = Planner(book, source, Known(book, reader), clearing=clearing)
        return planner.plan(progress)


@many_objects()
def apply(book: Book, plan: Plan, progress: Progress | None = None) -> Result:
    """Write a plan: one deed, one commit, all or nothing; it can be cancelled until the commit and undone as one step.

    Refused 'plan_applied' the second time, 'changed_meanwhile' when a record it would change is no longer as it was."""
    progress = progress or Progress()
    if plan.applied:
        raise Refused(N_("This import was carried out already."), code="plan_applied")
    counts = plan.counts()
    remember(book, plan.table, plan.mapping)  # before the deed, so that undo takes the import back first
    writing = [entity for entity in _ordered(plan.entities) if entity.changes]
    made: dict[int, bytes] = {}
    if writing:
        book.back_up("import", at_most_every_s=_BACKUP_EVERY_S)
        with book.write("import") as deed:
            _check_unchanged(book, writing)
            for done, entity in enumerate(writing):
                if done % _EVERY == 0:
                    progress.step(done, len(writing), _("Writing"))
                if done % _AT_ONCE == 0:
                    deed.work.flush()  # what waits to be written takes more memory than the sheet it came from
                _put(deed, entity, made)
            progress.step(len(writing), len(writing), _("Writing"))
    plan.applied = True
    written = plan.writes()
    records = tuple(made.get(id(record.entity)) or record.id or b"" for record in plan.records)
    return Result(counts["new"], counts["changed"], counts["same"], counts["refused"], records, written)


def _put(deed: Deed, entity: Entity, made: dict[int, bytes]) -> None:
    values = {name: (value.id or made[id(value)]) if isinstance(value, Entity) else value for name, value in entity.changes.items()}
    # A record of an earlier book may come in as it stood there; one that is here already goes on by its deeds.
    if entity.new or entity.id is None:
        made[id(entity)] = deed.put(entity.register.name, entity.id, values, within=entity.new)
    else:
        made[id(entity)] = entity.id
        proposing.change(deed, entity.register.name, entity.id, values)


def _ordered(entities: list[Entity]) -> list[Entity]:
    """Every entity once, after those it links to."""
    placed: dict[int, Entity] = {}

    def place(entity: Entity) -> None:
        if id(entity) in placed:
            return
        for value in entity.changes.values():
            if isinstance(value, Entity):
                place(value)
        placed[id(entity)] = entity

    for entity in entities:
        place(entity)
    return list(placed.values())


def _check_unchanged(book: Book, writing: list[Entity]) -> None:
    by_register: dict[str, list[Entity]] = {}
    for entity in writing:
        if entity.stored is not None:
            by_register.setdefault(entity.register.name, []).append(entity)
    for register, entities in by_register.items():
        for start in range(0, len(entities), 500):
            part = entities[start : start + 500]
            for entity, row in zip(part, book.rows(register, [entity.id or b"" for entity in part]), strict=True):
                if row is None or row.deleted or entity.stored is None or row.revision != entity.stored.revision:
                    raise Refused(
                        N_("Records were changed since this import was prepared. Prepare it again; nothing was written."),
                        code="changed_meanwhile",
                    )


def _check_comes_in(book: Book, register: str) -> None:
    spec = book.registers[register]
    if spec.append_only:
        raise Refused(N_("This is a history of what was done. It can be exported, but nothing is imported into it."), code="append_only")
    if not comes_in(spec):
        raise Refused(
            N_("Only the regional office changes this. It can be exported, but nothing is imported into it."), code="kept_by_region"
        )


# --- choosing a table --------------------------------------------------------------------------------------------------------------


def _tables(workbook: Workbook, words: Collection[str]) -> list[Table]:
    """All tables that hold rows; those of visible sheets first. Of a workbook of ours, the list alone: the other sheets explain it."""
    found = [
        table
        for sheet in sorted(workbook.sheets, key=lambda sheet: sheet.hidden)
        for table in tables(sheet, words)
        if table.rows or table.names
    ]
    return [table for table in found if table.names] or found


def _score(book: Book, register: str, table: Table, mapping: Mapping | None) -> float:
    """How many columns are known; a hidden sheet only when no other has any."""
    if _own_register(table) not in ("", register):
        return -1.0
    fitted = mapping.fitted(table) if mapping is not None else guess(book.registers, book.code_lists, register, table)
    known = sum(each.confidence for each in fitted.columns if each.target != IGNORE)
    return known * (0.01 if table.sheet.hidden else 1.0)


def _own_register(table: Table) -> str:
    """The register of our own export that a table is; '' for others."""
    return table.names[0].removeprefix(MARK) if table.names else ""


__all__ = ["Plan", "Register", "Result", "Source", "apply", "choose", "look", "prepare"]
