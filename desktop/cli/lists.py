"""Commands about many records: list them, sum them up, find a text everywhere."""

from __future__ import annotations

import argparse
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from desktop.base import thai
from desktop.base.errors import Refused
from desktop.base.i18n import N_, _
from desktop.base.ids import id_text
from desktop.cli.opening import opened, register_of
from desktop.cli.output import Answer, Output, WrongUsage

if TYPE_CHECKING:
    from desktop.records.book import Book
    from desktop.records.query import ListQuery
    from desktop.records.register import Field, Register


def list_(options: argparse.Namespace, output: Output) -> Answer:
    """A register's records in their order."""
    from desktop.cli import values

    with opened(options) as book:
        register = register_of(book, options.register)
        ids = book.ids(_asked(book, register, options))
        shown = ids[: options.limit] if options.limit else ids
        if output.as_json:
            return Answer({"total": len(ids), "rows": values.rows_json(book, register.name, shown, codes=options.codes)})
        fields = {name: book.registers.described(register, name) for name in register.columns}
        lines = ["\t".join(["id", *(_(field.label) for field in fields.values())])]
        for start in range(0, len(shown), values.PAGE):
            for row in book.rows(register.name, shown[start : start + values.PAGE]):
                if row is not None:
                    # Identity is hidden on a screen others may see; programs ask for it with --json.
                    cells = [book.values_label(field, row.values.get(name), masked=True) for name, field in fields.items()]
                    lines.append("\t".join([id_text(row.id), *(" ".join(cell.split()) for cell in cells)]))
    lines.append(_("{shown} of {total} records").format(shown=len(shown), total=len(ids)))
    return Answer({}, lines)


def sums(options: argparse.Namespace, output: Output) -> Answer:
    """How many records and what sum for each value of a field."""
    from desktop.records import kinds

    with opened(options) as book:
        register = register_of(book, options.register)
        found = book.totals(_asked(book, register, options), options.by, options.of)
        by, of = _by(book, register, options.by), register.field(options.of)
        labels = [_worded(book, by, value) for value, _count, _total in found]
        groups = [
            {"value": kinds.to_json(by, value, book.code_lists, as_codes=True), "label": label, "count": count, "sum": _number(total)}
            for label, (value, count, total) in zip(labels, found, strict=True)
        ]
        count, whole = sum(count for _value, count, _total in found), sum((total for _value, _count, total in found), Decimal(0))
        lines = [f"{label}\t{each[1]:,}\t{book.values_label(of, each[2])}" for label, each in zip(labels, found, strict=True)]
        lines.append(_("{count} records, {sum} in all").format(count=f"{count:,}", sum=book.values_label(of, whole)))
    data = {"register": register.name, "by": options.by, "of": options.of, "count": count, "sum": _number(whole), "groups": groups}
    return Answer(data, lines)


def find(options: argparse.Namespace, output: Output) -> Answer:
    """A text in every register at once."""
    from desktop.records import everywhere

    lines, groups = [], []
    with opened(options) as book:
        for group in everywhere.find(book, options.text, options.limit or 6):
            register = book.registers[group.register]
            told = [(id_text(row.id), register.name_of(row.values), everywhere.detail(book, row, options.text)) for row in group.rows]
            rows = [dict(zip(("id", "name", "detail"), each, strict=True)) for each in told]
            groups.append({"register": register.name, "total": group.total, "rows": rows})
            lines += [f"{_(register.title)} ({group.total:,})", *("\t".join(each) for each in told)]
    return Answer({"groups": groups}, lines or [_("Nothing is found for “{text}”.").format(text=options.text)])


def _asked(book: Book, register: Register, options: argparse.Namespace) -> ListQuery:
    """The query that the options ask for: a view of the register where one is named, narrowed by the rest."""
    from dataclasses import replace

    from desktop.cli import values
    from desktop.records.query import TODAY, ListQuery
    from desktop.records.register import Field, Kind

    query = ListQuery(register.name, search=options.search)
    if options.view:
        view = next((view for view in register.views if view.name == options.view), None)
        if view is None:
            known = ", ".join(view.name for view in register.views) or "–"
            raise WrongUsage(_("There is no view “{name}” in this register. There are: {all}.").format(name=options.view, all=known))
        query = replace(query, filters=dict(view.filters), sort=view.sort, descending=view.descending)
    if options.on:
        on = TODAY if options.on == "today" else values.typed(book, Field("on", Kind.DATE, "on"), options.on)[0]
        query = replace(query, on=on)
    if getattr(options, "sort", ""):
        if options.sort != "name":
            _field(book, register, options.sort)
        query = replace(query, sort=options.sort, descending=options.descending)
    return replace(query, filters=dict(query.filters) | dict(_filter(book, register, word) for word in options.where))


def _filter(book: Book, register: Register, word: str) -> tuple[str, Any]:
    """(field, filter value) of FIELD=VALUE or FIELD!=VALUE."""
    from desktop.cli import values
    from desktop.records import query
    from desktop.records.register import Kind

    name, equals, text = word.partition("=")
    if not equals:
        raise WrongUsage(_("“{word}” is not FIELD=VALUE.").format(word=word))
    if name.endswith("!"):
        name, value = _filter(book, register, f"{name[:-1]}={text}")
        return name, query.Not(value)
    field = _field(book, register, name)
    tokens = {
        "": query.BLANK, "*": query.NOT_BLANK, "me": query.ME, "today": query.TODAY, "this-week": query.THIS_WEEK,
        "this-month": query.THIS_MONTH, "last-month": query.LAST_MONTH, "this-year": query.THIS_YEAR,
        "this-fiscal-year": query.THIS_FISCAL_YEAR, "last-fiscal-year": query.LAST_FISCAL_YEAR, "before-today": query.OVERDUE,
        "next-30-days": query.NEXT_30_DAYS, "next-90-days": query.NEXT_90_DAYS,
    }  # fmt: skip
    if text in tokens and (text in ("", "*") or (text == "me") == (field.kind is Kind.TEXT)):
        return name, tokens[text]
    if ".." in text:
        start, _dots, end = text.partition("..")
        return name, query.Span(*(values.typed(book, field, each)[0] if each else None for each in (start, end)))
    if field.kind is Kind.AREA and thai.arabic_digits(text).isdigit():
        return name, thai.arabic_digits(text)  # a province or district too: all below it
    return name, values.typed(book, field, text)[0]


def _field(book: Book, register: Register, name: str) -> Field:
    if not register.has(name) and not any(lookup.name == name for lookup in register.lookups):
        known = ", ".join([field.name for field in register.fields] + [lookup.name for lookup in register.lookups])
        raise Refused(N_("There is no field “{name}”. There are: {all}."), code="unknown_field", field=name, name=name, all=known)
    return book.registers.described(register, name)


def _by(book: Book, register: Register, by: str) -> Field:
    """The field to group by, as its values are worded: a fiscal year is a number."""
    from desktop.records.register import Field, Kind

    name, _colon, year = by.partition(":")
    field = book.registers.described(register, name)
    return Field(name, Kind.INTEGER, field.label) if year else field


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _worded(book: Book, field: Field, value: Any) -> str:
    from desktop.records.register import Kind

    if value is None:
        return _("Not filled in")
    if field.kind is not Kind.LINK:
        return book.values_label(field, value, masked=True)
    row = book.rows(field.register, [value])[0]
    return book.registers[field.register].name_of(row.values) if row is not None else id_text(value)
