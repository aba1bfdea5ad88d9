"""Lists: ListQuery -> ordered ids, count, pages of plain rows. All search, filter and sort SQL is here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, Text, and_, func, or_, select

from desktop.base import thai
from desktop.base.areas import areas
from desktop.records.codes import CodeLists
from desktop.records.query import BLANK, ListQuery
from desktop.records.register import SETS, Field, Kind, Register, Registers, Row
from desktop.store import schema, versions
from desktop.store.history import Reader

_BY_VALUE = frozenset({Kind.INTEGER, Kind.MONEY, Kind.DATE, Kind.PARTIAL_DATE, Kind.NATIONAL_ID, Kind.HOUSE_CODE, Kind.BOOL, Kind.PHONES})


class Sheet:
    """A register's table with what its lookups need joined in."""

    def __init__(self, reader: Reader, registers: Registers, register: Register) -> None:
        self.reader = reader
        self.registers = registers
        self.register = register
        self.table = reader.store.synced[register.name].table
        self.joined: dict[str, FromClause] = {}

    def link(self, name: str) -> FromClause:
        """The linked record's table, joined under the link's name."""
        if name not in self.joined:
            target = self.register.field(name).register
            self.joined[name] = self.reader.store.synced[target].table.alias(f"link_{name}")
        return self.joined[name]

    def column(self, name: str) -> ColumnElement[Any]:
        """The SQL column behind a field or lookup."""
        if self.register.has(name):
            return self.table.c[name]
        for lookup in self.register.lookups:
            if lookup.name == name:
                return self.link(lookup.link).c[lookup.field]
        raise KeyError(name)

    def source(self) -> FromClause:
        """The FROM clause with all joins asked for so far."""
        made: FromClause = self.table
        for name, alias in self.joined.items():
            made = made.outerjoin(alias, alias.c.id == self.table.c[name])
        return made


def ids(reader: Reader, registers: Registers, codes: CodeLists, query: ListQuery) -> list[bytes]:
    """The ids a list shows, in its order."""
    sheet = Sheet(reader, registers, registers[query.register])
    where = _where(sheet, query)
    by_name = (sheet.link(sheet.register.sort_link) if sheet.register.sort_link else sheet.table).c.name_sort
    if query.sort == "name":
        order: list[ColumnElement[Any]] = [by_name.desc(), sheet.table.c.id.desc()] if query.descending else [by_name, sheet.table.c.id]
        return list(reader.conn.execute(select(sheet.table.c.id).select_from(sheet.source()).where(where).order_by(*order)).scalars())
    column, described = sheet.column(query.sort), registers.described(sheet.register, query.sort)
    if described.kind in _BY_VALUE:
        order = [column.is_(None), column.desc() if query.descending else column, by_name, sheet.table.c.id]
        return list(reader.conn.execute(select(sheet.table.c.id).select_from(sheet.source()).where(where).order_by(*order)).scalars())
    statement = select(sheet.table.c.id, column).select_from(sheet.source()).where(where).order_by(by_name, sheet.table.c.id)
    return _ranked(reader.conn.execute(statement).all(), described, codes, query.descending)


def count(reader: Reader, registers: Registers, query: ListQuery) -> int:
    """How many records a list shows."""
    sheet = Sheet(reader, registers, registers[query.register])
    where = _where(sheet, query)
    return int(reader.conn.execute(select(func.count()).select_from(sheet.source()).where(where)).scalar_one())


def rows(reader: Reader, registers: Registers, register: str, wanted: Sequence[bytes]) -> list[Row | None]:
    """The records of some ids, in their order; None where one is gone."""
    if not wanted:
        return []
    spec = registers[register]
    sheet = Sheet(reader, registers, spec)
    columns = [
        column.label(f"r_{column.name}") for column in sheet.table.c if column.name not in ("ver", "ext", "search", "name_sort", "match")
    ]
    columns += [sheet.column(lookup.name).label(f"l_{lookup.name}") for lookup in spec.lookups]
    links = [described for described in spec.fields if described.kind is Kind.LINK]
    for link in links:
        columns += [sheet.link(link.name).c[name].label(f"n_{link.name}_{name}") for name in registers[link.register].name_fields]
    statement: Select[Any] = select(*columns).select_from(sheet.source()).where(sheet.table.c.id.in_(wanted))
    found = {record["r_id"]: record for record in reader.conn.execute(statement).mappings()}
    reverses = _reverses(reader, registers, spec, wanted)
    open_conflicts = conflicted(reader, register, wanted)
    made: list[Row | None] = []
    for record in wanted:
        got = found.get(record)
        if got is None:
            made.append(None)
            continue
        values: dict[str, Any] = {described.name: got[f"r_{described.name}"] for described in spec.fields}
        values |= {lookup.name: got[f"l_{lookup.name}"] for lookup in spec.lookups}
        values |= {reverse.name: reverses.get((reverse.name, record)) for reverse in spec.reverses}
        for link in links:
            target = registers[link.register]
            if values[link.name] is not None:
                values[f"{link.name}.name"] = target.name_of({name: got[f"n_{link.name}_{name}"] for name in target.name_fields})
        made.append(
            Row(record, register, got["r_revision"], got["r_deleted"], got["r_council"], values, open_conflicts.get(record, frozenset()))
        )
    return made


def conflicted(reader: Reader, register: str, wanted: Sequence[bytes]) -> dict[bytes, frozenset[str]]:
    """Fields with an open conflict, by record."""
    losers = schema.table_of(schema.LoserRow)
    found: dict[bytes, set[str]] = {}
    rows_ = reader.conn.execute(select(losers.c.record, losers.c.cell, losers.c.value).where(losers.c.record.in_(wanted))).all()
    if not rows_:
        return {}
    synced = reader.store.synced[register]
    for record, cell, value in rows_:
        stored = reader.stored(register, record)
        if stored is not None and cell != versions.DELETED and synced.cell_value(stored, cell) != versions.decode(value):
            found.setdefault(record, set()).add(cell.partition("+")[0])
    return {record: frozenset(cells) for record, cells in found.items()}


def _where(sheet: Sheet, query: ListQuery) -> ColumnElement[bool]:
    register, table = sheet.register, sheet.table
    parts: list[ColumnElement[bool]] = [table.c.deleted.is_(query.deleted)]
    if query.parent is not None:
        parts.append(table.c[register.parent] == query.parent)
    if query.council is not None:
        parts.append(table.c.council == query.council)
    for term in _terms(query.search):
        parts.append(
            or_(*_found(sheet, "%" + term.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%", deleted=query.deleted))
        )
    for name, wanted in query.filters.items():
        if wanted is None or wanted == ():
            continue
        parts.append(_filter(sheet.column(name), sheet.registers.described(register, name), wanted))
    return and_(*parts)


def _found(sheet: Sheet, like: str, *, deleted: bool) -> Iterator[ColumnElement[bool]]:
    """Where a term is: in the record itself or in a linked one. Sub-selects, so that the covering search index is scanned and no row read."""
    table = sheet.table
    yield table.c.id.in_(select(table.c.id).where(table.c.deleted.is_(deleted), table.c.search.like(like, escape="\\")))
    for name in sheet.register.search_links:
        linked = sheet.reader.store.synced[sheet.register.field(name).register].table
        yield table.c[name].in_(select(linked.c.id).where(linked.c.deleted.in_([False, True]), linked.c.search.like(like, escape="\\")))


def _terms(search: str) -> list[str]:
    terms = thai.fold(search).split()
    # An ID or phone typed with dashes is stored as digits.
    return [term.replace("-", "") if term.replace("-", "").isdigit() else term for term in terms]


def _filter(column: ColumnElement[Any], described: Field, wanted: Any) -> ColumnElement[bool]:
    if isinstance(wanted, tuple):
        return or_(*(_filter(column, described, each) for each in wanted))
    if wanted == BLANK:
        return column.is_(None)
    if described.kind in SETS:
        # The JSON list is searched as text; an area prefix (a province) matches every code below it.
        end = "%" if described.kind is Kind.AREAS and len(wanted) < 6 else '"%'
        return column.cast(Text).like(f'%"{wanted}{end}')
    if described.kind is Kind.AREA:
        return column.like(f"{wanted}%")
    equal: ColumnElement[bool] = column == wanted
    return equal


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


def _reverses(reader: Reader, registers: Registers, spec: Register, wanted: Sequence[bytes]) -> dict[tuple[str, bytes], Any]:
    found: dict[tuple[str, bytes], Any] = {}
    for reverse in spec.reverses:
        sheet = Sheet(reader, registers, registers[reverse.register])
        value = sheet.column(reverse.field)
        link = sheet.table.c[reverse.link]
        statement = (
            select(link, value)
            .select_from(sheet.source())
            .where(link.in_(wanted), sheet.table.c.deleted.is_(False))
            .order_by(sheet.table.c.id)
        )
        for record, shown in reader.conn.execute(statement):
            found.setdefault((reverse.name, record), shown)
    return found
