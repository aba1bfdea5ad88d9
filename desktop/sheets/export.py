"""Any list to Excel: text stays text, dates are Buddhist, and a hidden column of ids makes the workbook come back as the same records."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.base import dates, ids
from desktop.base.areas import areas
from desktop.base.errors import Refused
from desktop.base.i18n import N_, _
from desktop.base.task import Progress, many_objects
from desktop.records import kinds
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.records.register import Field, Kind, Register, Row
from desktop.sheets import companions
from desktop.sheets.layout import MARK
from desktop.sheets.mapping import comes_in, targets
from desktop.sheets.noted import note
from desktop.sheets.parsing import MAX_ROWS
from desktop.sheets.places import Places
from desktop.sheets.values import pieces
from desktop.sheets.writing import SheetWriter, workbook

_PAGE = 500
_LINES = 40  # of a blank form
_DAYS = frozenset([Kind.DATE, Kind.PARTIAL_DATE])
_WIDTHS = {Kind.NOTE: 40, Kind.CODES: 30, Kind.AREAS: 30, Kind.TEXT: 20, Kind.CODE: 20, Kind.INTEGER: 9, Kind.MONEY: 14, Kind.NUMBER: 12}


@dataclass(frozen=True, slots=True)
class _Column:
    name: str  # of the field, lookup or reverse in a row's values
    path: str  # the target it has on the way back; '' for none
    field: Field


@many_objects()
def export(
    book: Book,
    query: ListQuery,
    path: Path,
    columns: Sequence[str] | None = None,
    progress: Progress | None = None,
    *,
    masked: bool = False,
) -> int:
    """Write the records of a list in its order; gives their number. `columns` are fields and lookups, the list's own by default.

    `masked` hides national IDs and the like; such columns do not come back. Without it, that they left is
    noted (`noted.py`). The file appears whole or not at all, also when cancelled.
    Fault when it can't be written; Refused 'too_many_rows', 'unknown_field'.
    """
    progress = progress or Progress()
    register = book.registers[query.register]
    chosen = _columns(book, register, register.columns if columns is None else columns, masked)
    wanted = book.ids(query)
    if len(wanted) + 2 > MAX_ROWS:
        raise Refused(N_("Excel keeps {rows} rows on a sheet. Narrow the list first."), code="too_many_rows", rows=f"{MAX_ROWS:,}")
    cells = _Cells(book, masked)
    with workbook(path, _(register.title), len(wanted)) as out:
        _head(out, register, chosen, len(wanted))
        line = 2
        for start in range(0, len(wanted), _PAGE):
            progress.step(start, len(wanted), _("Writing rows"))
            for row in book.rows(query.register, wanted[start : start + _PAGE]):
                if row is not None:
                    out.text(line, 0, ids.id_text(row.id), out.fixed)
                    for place, column in enumerate(chosen, 1):
                        cells.write(out, line, place, column, row)
                    line += 1
        _finish(book, out, register, chosen, cells, len(wanted))
        whole = [column.name for column in chosen if column.field.sensitive and not masked]
        if whole:
            note(book, register.name, line - 2, whole)  # before the file is put in its place: none leaves without its note
        progress.step(len(wanted), len(wanted), _("Writing rows"))
    return line - 2


def template(book: Book, register: str, path: Path, columns: Sequence[str] | None = None) -> None:
    """A blank workbook for work in the field: ruled lines to write on or type in, with drop-downs and the sheet about the columns. Filled in,
    it is imported like any other. `columns` as of `export`; all that a person types, by default. Errors as of `export`."""
    spec = book.registers[register]
    if not comes_in(spec):
        raise Refused(N_("Nothing is brought into this list from a workbook, so there is no blank form of it."), code="no_template")
    known = {target.path for target in targets(book.registers, register)}
    named = [*spec.columns, *(field.name for field in spec.fields)] if columns is None else columns
    every = [column for column in _columns(book, spec, list(dict.fromkeys(named)), masked=False) if column.path in known and column.path]
    chosen = [column for column in every if not column.field.by_deed]
    with workbook(path, _(spec.title), _LINES) as out:
        _head(out, spec, chosen, _LINES)
        for line in range(2, 2 + _LINES):
            for place in range(1, len(chosen) + 1):
                out.sheet.write_blank(line, place, None, out.ruled)
        _finish(book, out, spec, chosen, _Cells(book, masked=False), _LINES)


def _finish(book: Book, out: SheetWriter, register: Register, columns: Sequence[_Column], cells: _Cells, rows: int) -> None:
    described = companions.shown(book, [(column.field, bool(column.path)) for column in columns], cells.code)
    companions.drop_downs(out, described, 2, rows)
    companions.dictionary(out, described)
    out.page(_(register.title), 1)
    out.guard()


def _columns(book: Book, register: Register, names: Sequence[str], masked: bool) -> list[_Column]:
    known = {target.path for target in targets(book.registers, register.name)}
    lookups = {lookup.name: f"{lookup.link}.{lookup.field}" for lookup in register.lookups}
    found = []
    for name in names:
        try:
            field = book.registers.described(register, name)
        except KeyError:
            raise Refused(N_("There is no field “{field}”."), code="unknown_field", field=name) from None
        if field.kind is Kind.FILE:
            continue  # a photo is no text; its record says the rest
        path = name if register.has(name) else lookups.get(name, "")
        hidden = masked and field.sensitive
        found.append(_Column(name, path if path in known and not hidden else "", field))
    return found


def _head(out: SheetWriter, register: Register, columns: Sequence[_Column], rows: int) -> None:
    """The hidden row that tells an import what the columns are, and the labels people see, frozen and with a filter."""
    out.sheet.set_row(0, None, None, {"hidden": True})
    out.sheet.set_column(0, 0, None, None, {"hidden": True})
    for place, column in enumerate(columns, 1):
        out.sheet.set_column(place, place, _WIDTHS.get(column.field.kind, 16), out.styles.get(column.field.kind, out.plain))
    out.sheet.freeze_panes(2, 1)
    out.sheet.autofilter(1, 0, 1 + rows, len(columns))
    out.text(0, 0, MARK + register.name)
    for place, column in enumerate(columns, 1):
        out.text(0, place, column.path)
    out.text(1, 0, _("Record number"), out.head)
    for place, column in enumerate(columns, 1):
        out.text(1, place, companions.heading(column.field.label), out.head)


class _Cells:
    """Writes values so that Excel keeps them and an import reads them back into the same values."""

    def __init__(self, book: Book, masked: bool) -> None:
        self.book = book
        self.masked = masked
        self.places = Places(book.office.areas, ())
        self.areas: dict[str, str] = {}
        self.texts: dict[Kind, Callable[[Field, Any], str]] = {
            Kind.CODE: self.code,
            Kind.CODES: lambda field, value: ", ".join(self.code(field, code) for code in value),
            Kind.DATE: lambda field, value: dates.show(value, "numeric", "th"),
            Kind.PARTIAL_DATE: lambda field, value: dates.show(value, "numeric", "th"),
            Kind.PHONES: lambda field, value: ", ".join(value),
            Kind.AREA: lambda field, value: self._area(value),
            Kind.AREAS: lambda field, value: ", ".join(self._area(code) for code in value),
            Kind.BOOL: lambda field, value: _("Yes") if value else _("No"),
            Kind.LAND: self._shown,
            Kind.POINT: self._shown,
            Kind.TIME: self._shown,
        }

    def write(self, out: SheetWriter, line: int, place: int, column: _Column, row: Row) -> None:
        """One cell."""
        field, value = column.field, row.values.get(column.name)
        if field.kind is Kind.TEXT and not self.masked:  # half of all cells
            if value:
                out.text(line, place, value)
            return
        if field.kind is Kind.LINK:
            value = row.values.get(f"{column.name}.name")
        if value is None:
            return
        if self.masked and field.sensitive:
            shown = self.book.values_label(field, value, masked=True) if field.kind is Kind.NATIONAL_ID else "•••"
            out.text(line, place, shown)
        elif field.kind in _DAYS and out.date(line, place, value):
            return
        elif field.kind is Kind.MONEY:
            out.number(line, place, float(value), out.money)
        elif field.kind is Kind.NUMBER:
            out.number(line, place, float(value), out.decimal)
        elif field.kind is Kind.INTEGER:
            out.number(line, place, value, out.whole)
        else:
            as_text = self.texts.get(field.kind)
            out.text(line, place, as_text(field, value) if as_text else str(value), out.wrapped if field.kind is Kind.NOTE else out.plain)

    def _shown(self, field: Field, value: Any) -> str:
        return kinds.show(field, value, self.book.code_lists)

    def code(self, field: Field, code: str) -> str:
        """The label, where it reads back as the code; else the code."""
        label = self.book.code_lists.label(field.code_list, code)
        back = self.book.code_lists.code_of(field.code_list, label)
        return label if back in (code, None) and not (back is None and label != code) and list(pieces(label)) == [label] else code

    def _area(self, code: str) -> str:
        """The shortest name that means this area and no other here; the code where none does."""
        if code not in self.areas:
            names = [areas().name(code, "th"), areas().full_name(code, "th")]
            if len(code) == 6:
                fitting = (name for name in names if self.places.tambon(name)[0] == code)
            else:
                fitting = (name for name in names if [area.code for area in areas().find(name)] == [code])
            self.areas[code] = next(fitting, code)
        return self.areas[code]
