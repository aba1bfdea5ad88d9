"""Tables of one kind read as one: a sheet for each village, a long list in two halves beside each other.

Rows of the second table and those after it are numbered above all rows that a sheet can have, so that a number still says one row;
`Table.where` says it for people.
"""

from __future__ import annotations

from collections.abc import Sequence

from desktop.sheets.cells import PART, Sheet, Value
from desktop.sheets.layout import Skip, Table
from desktop.sheets.words import key

_ENOUGH = 0.6  # of the headings: a summary has fewer


def alike(first: Table, tables: Sequence[Table]) -> Table | None:
    """All tables of the kind of the first one as one table; None where there is no other. Hidden sheets are left alone, and so are
    exports of ours."""
    if first.names or first.sheet.hidden:
        return None
    parts: list[tuple[Table, dict[int, int]]] = []
    for table in tables:
        columns = {column.number: column.number for column in first.columns} if table is first else _same_columns(first, table)
        if columns is not None:
            parts.append((table, columns))
    return _stacked(first, parts) if len(parts) > 1 else None


def _same_columns(first: Table, other: Table) -> dict[int, int] | None:
    """The columns of another table by those of the first; None where it is of another kind, or has something the first has no column for."""
    if other.names or other.sheet.hidden:
        return None
    waiting: dict[str, list[int]] = {}
    for column in first.columns:
        waiting.setdefault(_said(column.headings), []).append(column.number)
    found: dict[int, int] = {}
    for column in other.columns:
        word = _said(column.headings)
        if waiting.get(word):
            found[column.number] = waiting[word].pop(0)
        elif word or any(not other.sheet.cell(row, column.number).blank for row in other.rows[:200]):
            return None
    headed = sum(bool(column.headings) for column in first.columns)
    same = sum(bool(column.headings) for column in other.columns if column.number in found)
    return found if same >= 2 and same >= _ENOUGH * headed else None


def _said(headings: tuple[str, ...]) -> str:
    return "/".join(map(key, headings))


def _stacked(first: Table, parts: list[tuple[Table, dict[int, int]]]) -> Table:
    parts.sort(key=lambda part: part[0] is not first)
    names = list(dict.fromkeys(table.sheet.name for table, _columns in parts))
    sheet = Sheet(", ".join(names))
    whole = Table(sheet, first.header_rows, first.first_row, first.columns, first.titles, parts=tuple(table for table, _columns in parts))
    hidden: set[int] = set()
    uncalculated: set[tuple[int, int]] = set()
    for number, (table, columns) in enumerate(parts):
        base, old = number * PART, table.sheet
        wanted = {*table.rows, *(table.header_rows if table is first else ())}
        wanted |= {old.origins[row, column][0] for row in table.rows for column in columns if (row, column) in old.origins}
        for row in wanted:
            sheet.rows[base + row] = _moved(old.rows.get(row, {}), columns)
            for column, place in columns.items():
                if (row, column) in old.formats:
                    sheet.formats[base + row, place] = old.formats[row, column]
                top = old.origins.get((row, column))
                if top is not None and top[1] in columns:
                    sheet.origins[base + row, place] = (base + top[0], columns[top[1]])
        hidden |= {base + row for row in old.hidden_rows & wanted}
        uncalculated |= {(base + row, columns[column]) for row, column in old.uncalculated if column in columns and row in wanted}
        whole.rows += [base + row for row in table.rows]
        whole.skips += [Skip(base + skip.row, skip.reason) for skip in table.skips]
        whole.groups |= {base + row: group for row, group in table.groups.items()}
    sheet.hidden_rows, sheet.uncalculated = frozenset(hidden), frozenset(uncalculated)
    return whole


def _moved(cells: dict[int, Value], columns: dict[int, int]) -> dict[int, Value]:
    return {columns[column]: value for column, value in cells.items() if column in columns}
