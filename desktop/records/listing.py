"""Lists: ListQuery -> ordered ids, count, pages of plain rows, sums. Which records a list shows is said in filtering.py."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, cast, func, select

from desktop.base import dates, thai
from desktop.base.areas import areas
from desktop.base.errors import Refused
from desktop.base.i18n import N_
from desktop.records.codes import CodeLists
from desktop.records.filtering import Sheet, where
from desktop.records.plain import alive
from desktop.records.query import ListQuery
from desktop.records.register import SETS, SUMMED, Field, Kind, Register, Registers, Reverse, Row
from desktop.store import bulk, schema, versions
from desktop.store.history import Reader

_BY_VALUE = frozenset(
    {
        *(Kind.INTEGER, Kind.MONEY, Kind.LAND, Kind.NUMBER, Kind.DATE, Kind.PARTIAL_DATE, Kind.TIME),
        *(Kind.NATIONAL_ID, Kind.HOUSE_CODE, Kind.BOOL, Kind.PHONES),
    }
)
_WALKED = 20_000  # records: two letters that one in a hundred and fifty has fill a screen by then
_FISCAL_YEAR = ":fiscal_year"  # behind the name of a DATE field: its fiscal year, B.E.


def ids(reader: Reader, registers: Registers, codes: CodeLists, query: ListQuery) -> list[bytes]:
    """The ids a list shows, in its order."""
    sheet = Sheet(reader, registers, registers[query.register])
    shown = where(sheet, query, in_order=query.sort == "name" and not sheet.register.sort_link)
    by_name = _by_name(sheet)
    if query.sort == "name":
        order: list[ColumnElement[Any]] = [by_name.desc(), sheet.table.c.id.desc()] if query.descending else [by_name, sheet.table.c.id]
        return bulk.ids(reader.conn, select(sheet.table.c.id).select_from(sheet.source()).where(shown).order_by(*order))
    column, described = sheet.column(query.sort), registers.described(sheet.register, query.sort)
    if described.kind in _BY_VALUE:
        order = [column.is_(None), column.desc() if query.descending else column, by_name, sheet.table.c.id]
        return bulk.ids(reader.conn, select(sheet.table.c.id).select_from(sheet.source()).where(shown).order_by(*order))
    statement = select(sheet.table.c.id, column).select_from(sheet.source()).where(shown).order_by(by_name, sheet.table.c.id)
    return _ranked(reader.conn.execute(statement).all(), described, codes, query.descending)


def first(reader: Reader, registers: Registers, query: ListQuery, most: int, within: int = _WALKED) -> list[bytes]:
    """The first ids of a list in the order of names, found by going along it past `within` records: at once where many are in the list; where
    few are, some or none of them, as to go on would take from the reading of all what it needs. None in any other order, which is known when
    all is."""
    if query.sort != "name":
        return []
    sheet = Sheet(reader, registers, registers[query.register])
    shown = [where(sheet, query, along=True)]
    by_name = _by_name(sheet)
    if query.search and not sheet.register.sort_link:  # which gives a record without the link no place
        walked = select(by_name).where(sheet.table.c.deleted.is_(query.deleted)).order_by(by_name.desc() if query.descending else by_name)
        last = reader.conn.execute(walked.offset(within).limit(1)).scalar()
        if last is not None:
            shown.append(by_name >= last if query.descending else by_name <= last)
    order = [by_name, sheet.table.c.id]
    if query.descending:
        order = [each.desc() for each in order]
    statement = select(sheet.table.c.id).select_from(sheet.source()).where(*shown).order_by(*order).limit(most)
    return bulk.ids(reader.conn, statement)


def _by_name(sheet: Sheet) -> ColumnElement[Any]:
    named = sheet.link(sheet.register.sort_link) if sheet.register.sort_link else sheet.table
    return named.c.name_sort


def count(reader: Reader, registers: Registers, query: ListQuery) -> int:
    """How many records a list shows."""
    sheet = Sheet(reader, registers, registers[query.register])
    shown = where(sheet, query, in_order=True)
    return int(reader.conn.execute(select(func.count()).select_from(sheet.source()).where(shown)).scalar_one())


def sums(reader: Reader, registers: Registers, query: ListQuery, columns: Sequence[str] | None = None) -> dict[str, Decimal]:
    """The sums of baht and land over all records a list shows, by column: those of `columns`, the list's own by default. Only the register's
    own fields: what is seen through a link would be counted once for every record that points there."""
    spec = registers[query.register]
    names = spec.columns if columns is None else columns
    summed = [name for name in names if spec.has(name) and spec.field(name).kind in SUMMED]
    if not summed:
        return {}
    sheet = Sheet(reader, registers, spec)
    shown = where(sheet, query)
    totals_ = [func.sum(sheet.table.c[name]) for name in summed]
    found = reader.conn.execute(select(*totals_).select_from(sheet.source()).where(shown)).one()
    return {name: total or Decimal(0) for name, total in zip(summed, found, strict=True)}


def totals(reader: Reader, registers: Registers, codes: CodeLists, query: ListQuery, by: str, of: str) -> list[tuple[Any, int, Decimal]]:
    """How many records a list shows and what `of` (baht, land or a number) comes to, for each value of `by`: a field or lookup that is no
    set, or "given_on:fiscal_year". In the order of the values, blank last. Refused 'not_groupable', 'not_summable'."""
    spec = registers[query.register]
    sheet = Sheet(reader, registers, spec)
    if not spec.has(of) or spec.field(of).kind not in (*SUMMED, Kind.INTEGER):
        raise Refused(N_("“{field}” is no column of baht, land or numbers."), code="not_summable", field=of)
    value, described = _grouped(sheet, by)
    shown = where(sheet, query)
    named = described.kind is Kind.LINK and spec.has(by)
    order = func.min(sheet.link(by).c.name_sort) if named else value
    total = func.sum(sheet.table.c[of])
    statement = select(value, func.count(), total).select_from(sheet.source()).where(shown).group_by(value).order_by(order)
    found = [(each, count_, Decimal(sum_ or 0)) for each, count_, sum_ in reader.conn.execute(statement)]
    filled = [each for each in found if each[0] is not None]
    if not named and described.kind not in _BY_VALUE:
        filled.sort(key=lambda each: _sort_key(each[0], described, codes))
    return filled + [each for each in found if each[0] is None]


def _grouped(sheet: Sheet, by: str) -> tuple[ColumnElement[Any], Field]:
    name = by.removesuffix(_FISCAL_YEAR)
    if not (sheet.register.has(name) or any(lookup.name == name for lookup in sheet.register.lookups)):
        raise Refused(N_("There is no field “{field}”."), code="unknown_field", field=name)
    column, described = sheet.column(name), sheet.registers.described(sheet.register, name)
    if (name != by and described.kind is not Kind.DATE) or described.kind in SETS:
        raise Refused(N_("“{field}” is nothing to group by."), code="not_groupable", field=by)
    if name == by:
        return column, described
    month = cast(func.substr(column, 6, 2), Integer)
    year = cast(func.substr(column, 1, 4), Integer) + dates.BE_OFFSET
    return year + (month >= 10).cast(Integer), Field(by, Kind.INTEGER, described.label)


@dataclass(frozen=True)
class _Page:
    """How a page of a register is asked for: the statement, by ids `wanted`, and what its columns are after the first four."""

    statement: Select[Any]
    names: tuple[str, ...]  # fields and lookups
    links: tuple[tuple[str, Register], ...]  # of each, the columns of its record's name follow
    reverses: tuple[tuple[str, Select[Any]], ...]


def rows(reader: Reader, registers: Registers, register: str, wanted: Sequence[bytes]) -> list[Row | None]:
    """The records of some ids, in their order; None where one is gone."""
    if not wanted:
        return []
    page = reader.store.kept.get(register)
    if page is None:  # to build it takes longer than to answer it
        page = reader.store.kept[register] = _page(reader, registers, registers[register])
    asked = {"wanted": list(wanted)}
    found = {record[0]: record for record in reader.conn.execute(page.statement, asked)}
    reverses: dict[tuple[str, bytes], Any] = {}
    for name, statement in page.reverses:
        for record, shown in reader.conn.execute(statement, asked):
            reverses.setdefault((name, record), shown)
    open_conflicts = conflicted(reader, register, wanted)
    made: list[Row | None] = []
    for record in wanted:
        got = found.get(record)
        if got is None:
            made.append(None)
            continue
        _id, revision, deleted, council, *shown = got
        values: dict[str, Any] = dict(zip(page.names, shown, strict=False))
        values |= {name: reverses.get((name, record)) for name, _statement in page.reverses}
        at = len(page.names)
        for name, target in page.links:
            end = at + len(target.name_fields)
            if values[name] is not None:
                values[f"{name}.name"] = target.name_of(dict(zip(target.name_fields, shown[at:end], strict=True)))
            at = end
        made.append(Row(record, register, revision, deleted, council, values, open_conflicts.get(record, frozenset())))
    return made


def _page(reader: Reader, registers: Registers, spec: Register) -> _Page:
    sheet = Sheet(reader, registers, spec)
    names = [described.name for described in spec.fields] + [lookup.name for lookup in spec.lookups]
    columns = [sheet.table.c[name] for name in ("id", "revision", "deleted", "council")] + [sheet.column(name) for name in names]
    links = [(described.name, registers[described.register]) for described in spec.fields if described.kind is Kind.LINK]
    columns += [sheet.through(link, name) for link, target in links for name in target.name_fields]
    statement: Select[Any] = select(*[column.label(f"c{number}") for number, column in enumerate(columns)])
    reverses = tuple(
        (reverse.name, _seen_from(Sheet(reader, registers, registers[reverse.register]), reverse)) for reverse in spec.reverses
    )
    return _Page(statement.select_from(sheet.source()).where(_wanted(reader, sheet.table.c.id)), tuple(names), tuple(links), reverses)


def _seen_from(sheet: Sheet, reverse: Reverse) -> Select[Any]:
    """What other records say of those `wanted`, the one that counts first."""
    value, link = sheet.column(reverse.field), sheet.table.c[reverse.link]
    latest = [sheet.table.c[reverse.latest].desc()] if reverse.latest else []
    return (
        select(link, value)
        .select_from(sheet.source())
        .where(_wanted(sheet.reader, link), alive(sheet.table))
        .order_by(*latest, sheet.table.c.id)
    )


def _wanted(reader: Reader, column: ColumnElement[bytes]) -> ColumnElement[bool]:
    return bulk.among(reader.conn, column, "wanted")


def conflicted(reader: Reader, register: str, wanted: Sequence[bytes]) -> dict[bytes, frozenset[str]]:
    """Fields with an open conflict, by record."""
    losers = schema.table_of(schema.LoserRow)
    found: dict[bytes, set[str]] = {}
    asked = select(losers.c.record, losers.c.cell, losers.c.value).where(_wanted(reader, losers.c.record))
    rows_ = reader.conn.execute(asked, {"wanted": list(wanted)}).all()
    if not rows_:
        return {}
    synced = reader.store.synced[register]
    for record, cell, value in rows_:
        stored = reader.stored(register, record)
        if stored is not None and cell != versions.DELETED and synced.cell_value(stored, cell) != versions.decode(value):
            found.setdefault(record, set()).add(cell.partition("+")[0])
    return {record: frozenset(cells) for record, cells in found.items()}


def _ranked(found: Sequence[tuple[bytes, Any]], described: Field, codes: CodeLists, descending: bool) -> list[bytes]:
    distinct = {value for _record, value in found if value is not None}
    rank = {value: position for position, value in enumerate(sorted(distinct, key=lambda value: _sort_key(value, described, codes)))}
    filled = [(record, rank[value]) for record, value in found if value is not None]
    filled.sort(key=lambda pair: pair[1], reverse=descending)
    return [record for record, _rank in filled] + [record for record, value in found if value is None]


def _sort_key(value: Any, described: Field, codes: CodeLists) -> tuple[int, str]:
    if described.kind is Kind.CODE:
        listed = [entry.code for entry in codes.entries(described.code_list)]
        return (listed.index(value), "") if value in listed else (len(listed), thai.sort_key(value))
    if described.kind is Kind.AREA:
        return 0, thai.sort_key(areas().name(value))
    return 0, thai.sort_key(" ".join(value) if isinstance(value, tuple) else str(value))
