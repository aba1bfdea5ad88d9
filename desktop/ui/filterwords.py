"""What a filter's value is called: "This month", "Me", "Certified, Ranked", "from 1 Jan 2026"."""

from __future__ import annotations

from typing import Any

from desktop.base.i18n import N_, _
from desktop.records import query
from desktop.records.book import Book
from desktop.records.query import Not, Span
from desktop.records.register import Field, Kind

DAYS = {
    query.TODAY: N_("Today"),
    query.THIS_WEEK: N_("This week"),
    query.THIS_MONTH: N_("This month"),
    query.LAST_MONTH: N_("Last month"),
    query.THIS_YEAR: N_("This year"),
    query.THIS_FISCAL_YEAR: N_("This fiscal year"),
    query.LAST_FISCAL_YEAR: N_("Last fiscal year"),
    query.OVERDUE: N_("Before today"),
    query.NEXT_30_DAYS: N_("The next 30 days"),
    query.NEXT_90_DAYS: N_("The next 90 days"),
}
_TOKENS = DAYS | {query.BLANK: N_("Not filled in"), query.NOT_BLANK: N_("Filled in"), query.ME: N_("Me")}


def words(book: Book, field: Field, value: Any) -> str:
    """A filter value as people read it."""
    if isinstance(value, tuple):
        if len(value) > 2 and all(isinstance(each, int) for each in value) and list(value) == list(range(value[0], value[-1] + 1)):
            return words(book, field, Span(value[0], value[-1]))
        return ", ".join(words(book, field, each) for each in value)
    if isinstance(value, Not):
        return _("not {value}").format(value=words(book, field, value.value))
    if isinstance(value, Span):
        return _span(*(book.values_label(field, end) if end not in (None, "") else "" for end in (value.start, value.end)))
    if isinstance(value, str) and value in _TOKENS:
        return _(_TOKENS[value])
    if field.kind is Kind.LINK:
        row = book.rows(field.register, [value])[0]
        return book.registers[field.register].name_of(row.values) if row is not None else ""
    if field.kind in (Kind.CODES, Kind.AREAS):
        return book.values_label(field, (value,))
    return book.values_label(field, value, masked=True)


def _span(start: str, end: str) -> str:
    if not start:
        return _("up to {end}").format(end=end)
    return _("{start} to {end}").format(start=start, end=end) if end else _("from {start}").format(start=start)
