"""Closing months, reversing lines, closing a book; what a book comes to, always worked out from its lines. See docs/cashbook.md."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Table, func, select

from desktop.base import dates
from desktop.base.errors import Refused
from desktop.base.i18n import N_, _
from desktop.records.deed import Deed
from desktop.records.plain import alive, live
from desktop.records.register import Reminder
from desktop.store.history import Reader, Work

Values = Mapping[str, Any]
NOTHING = Decimal("0.00")
_PATIENCE = 10  # days after the end of a month within which it should be closed
_SETTLED_OF_COUNT = ("cash_book", "on", "counted")  # the words about a count may come later


def only_book(reader: Reader, values: Values) -> Values:
    """The cash book of new lines where the council has but one open: an import without a column for it is of that book."""
    books = [book for book in live(reader, "cash_books", reader.store.office) if not book["closed_on"]]
    return {"cash_book": books[0]["id"]} if len(books) == 1 else {}


@dataclass(frozen=True, slots=True)
class Line:
    """A line with the balance after it; `undone` when a later line reverses it."""

    id: bytes
    on: str
    words: str
    receipt_no: str
    income: Decimal | None
    expense: Decimal | None
    balance: Decimal
    reverses: bytes | None = None
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Month:
    """What the lines of a month come to now; `closed` is what they came to when it was closed."""

    month: str
    brought_forward: Decimal
    income: Decimal
    expense: Decimal
    lines: int
    closed: Values | None = None

    @property
    def balance(self) -> Decimal:
        """Carried over to the next month."""
        return self.brought_forward + self.income - self.expense

    @property
    def differs(self) -> bool:
        """Whether the lines are not what they were when the month was closed: some came from another PC."""
        if self.closed is None:
            return False
        names = ("brought_forward", "income", "expense", "balance", "lines")
        return any((self.closed[name] or 0) != getattr(self, name) for name in names)


@dataclass(frozen=True, slots=True)
class Counted:
    """Money counted against the balance of that day."""

    id: bytes
    on: str
    counted: Decimal
    balance: Decimal
    explanation: str

    @property
    def difference(self) -> Decimal:
        """What is too much, or missing when below zero."""
        return self.counted - self.balance


@dataclass(frozen=True, slots=True)
class Statement:
    """A cash book: its lines in order (of one month where asked), all its months that have lines or are closed, and its counts."""

    brought_forward: Decimal
    lines: tuple[Line, ...]
    months: tuple[Month, ...]
    counts: tuple[Counted, ...]
    closed_until: str  # the last closed month; blank when none is
    open: bool = True

    @property
    def balance(self) -> Decimal:
        """After the last line shown."""
        return self.lines[-1].balance if self.lines else self.brought_forward


# -- reading


def statement(reader: Reader, book: bytes, month: str | None = None) -> Statement:
    """What a book says, all of it or one month ('YYYY-MM'); the balance runs through the lines by day, and by id within a day."""
    stored = reader.stored("cash_books", book)
    opening = (stored["opening_balance"] if stored is not None else None) or NOTHING
    closed = _closed_months(reader, book)
    months = _months(_month_sums(reader, book).get(book, {}), opening, closed)
    brought = next((each.balance for each in reversed(months) if month is not None and each.month < month), opening)
    lines, balance = [], brought
    rows = _lines(reader, book, month)
    reversed_here = _reversed(reader, book)
    for record, on, words, receipt, income, expense, reverses in rows:
        balance += (income or NOTHING) - (expense or NOTHING)
        lines.append(Line(record, on, words or "", receipt or "", income, expense, balance, reverses, record in reversed_here))
    is_open = stored is not None and stored["closed_on"] is None
    return Statement(brought, tuple(lines), months, _counts(reader, book, opening), max(closed, default=""), is_open)


def months(reader: Reader, book: bytes) -> tuple[Month, ...]:
    """The months of a book that have lines or are closed, in their order; far quicker than reading its lines."""
    stored = reader.stored("cash_books", book)
    opening = (stored["opening_balance"] if stored is not None else None) or NOTHING
    return _months(_month_sums(reader, book).get(book, {}), opening, _closed_months(reader, book))


def sums(reader: Reader, book: bytes, by: str, month: str | None = None) -> dict[Any, tuple[Decimal, Decimal]]:
    """Money in and out of a book by a field of its lines ('category', 'budget_line'), of all its time or one month."""
    if isinstance(reader, Work):
        reader.flush()
    table = reader.store.synced["cash_lines"].table
    statement = select(table.c[by], func.sum(table.c.income), func.sum(table.c.expense)).where(alive(table), table.c.cash_book == book)
    if month is not None:
        statement = statement.where(func.substr(table.c.on, 1, 7) == month)
    found = reader.conn.execute(statement.group_by(table.c[by])).all()
    return {value: (income or NOTHING, expense or NOTHING) for value, income, expense in found}


def closed_until(reader: Reader, book: bytes) -> str:
    """The last closed month of a book; all before it are closed with it. Blank when none is."""
    return max(_closed_months(reader, book), default="")


def _closed_months(reader: Reader, book: bytes) -> dict[str, Values]:
    return {row["month"]: row for row in live(reader, "cash_months", cash_book=book) if row["month"]}


def _table(reader: Reader, register: str) -> Table:
    if isinstance(reader, Work):
        reader.flush()
    return reader.store.synced[register].table


def _lines(reader: Reader, book: bytes, month: str | None) -> Sequence[Any]:
    table = _table(reader, "cash_lines")
    day = func.coalesce(table.c.on, "")
    names = ("words", "receipt_no", "income", "expense", "reverses")
    chosen = select(table.c.id, day, *(table.c[name] for name in names)).where(alive(table), table.c.cash_book == book)
    if month is not None:
        chosen = chosen.where(func.substr(day, 1, 7) == month)
    return reader.conn.execute(chosen.order_by(day, table.c.id)).all()


def _reversed(reader: Reader, book: bytes) -> set[bytes]:
    table = _table(reader, "cash_lines")
    chosen = select(table.c.reverses).where(alive(table), table.c.cash_book == book, table.c.reverses.is_not(None))
    return set(reader.conn.execute(chosen).scalars())


def _month_sums(reader: Reader, book: bytes | None = None) -> dict[bytes, dict[str, tuple[Decimal, Decimal, int]]]:
    """In, out and number of lines by book and month; of one book or all."""
    table = _table(reader, "cash_lines")
    month = func.substr(func.coalesce(table.c.on, ""), 1, 7)
    chosen = select(table.c.cash_book, month, func.sum(table.c.income), func.sum(table.c.expense), func.count()).where(alive(table))
    if book is not None:
        chosen = chosen.where(table.c.cash_book == book)
    found: dict[bytes, dict[str, tuple[Decimal, Decimal, int]]] = {}
    for of, each, income, expense, lines in reader.conn.execute(chosen.group_by(table.c.cash_book, month)):
        found.setdefault(of, {})[each] = income or NOTHING, expense or NOTHING, lines
    return found


def _months(sums_of: Mapping[str, tuple[Decimal, Decimal, int]], opening: Decimal, closed: Mapping[str, Values]) -> tuple[Month, ...]:
    made, brought = [], opening
    for month in sorted({*sums_of, *closed}):
        income, expense, lines = sums_of.get(month, (NOTHING, NOTHING, 0))
        made.append(Month(month, brought, income, expense, lines, closed.get(month)))
        brought = made[-1].balance
    return tuple(made)


def _balance_on(reader: Reader, book: bytes, opening: Decimal, day: str) -> Decimal:
    table = _table(reader, "cash_lines")
    chosen = select(func.sum(table.c.income), func.sum(table.c.expense)).where(alive(table), table.c.cash_book == book, table.c.on <= day)
    income, expense = reader.conn.execute(chosen).one()
    return opening + (income or NOTHING) - (expense or NOTHING)


def _counts(reader: Reader, book: bytes, opening: Decimal) -> tuple[Counted, ...]:
    rows = sorted(live(reader, "cash_counts", cash_book=book), key=lambda row: (row["on"] or "", row["id"]))
    return tuple(
        Counted(row["id"], day, row["counted"] or NOTHING, _balance_on(reader, book, opening, day), row["explanation"] or "")
        for row in rows
        if (day := row["on"] or "")
    )


# -- what a closed month and a closed book keep out


def guard_book(deed: Deed, record: bytes | None, stored: Values | None, after: Values | None) -> None:
    """What the closed months begin with stays, and a book with closed months is not thrown away."""
    if record is None or stored is None:
        return
    until = closed_until(deed.work, record)
    if after is None:
        if until:
            raise Refused(N_("This cash book has closed months and is kept. Close the book instead."), code="month_closed")
        return
    for name in ("opening_balance", "opened_on"):
        if until and after[name] != stored[name]:
            raise _closed(until, name)
    if after["opened_on"] != stored["opened_on"]:
        first = next((row[1] for row in _lines(deed.work, record, None)), None)
        if first is not None and after["opened_on"] > first:
            raise Refused(N_("There are lines from {day} on."), code="before_opening", field="opened_on", day=_day(first))


def guard_line(deed: Deed, record: bytes | None, stored: Values | None, after: Values | None) -> None:
    """No line comes into a closed month, leaves it or changes there, but for the note; a closed book takes none at all."""
    if stored is not None and after is not None and all(after[name] == stored[name] for name in after if name != "note"):
        return
    for values in (stored, after):
        if values is not None:
            _kept_open(deed, values)
    if after is not None:
        book = deed.work.stored("cash_books", after["cash_book"])
        if book is not None and book["opened_on"] and after["on"] < book["opened_on"]:
            raise Refused(N_("The book begins on {day}."), code="before_opening", field="on", day=_day(book["opened_on"]))


def guard_count(deed: Deed, record: bytes | None, stored: Values | None, after: Values | None) -> None:
    """A count of a closed month stays as it was counted; one that was kept on paper may still be entered, and explained."""
    if stored is None or (after is not None and all(after[name] == stored[name] for name in _SETTLED_OF_COUNT)):
        return
    for values in (stored, after):
        until = closed_until(deed.work, values["cash_book"]) if values is not None else ""
        if values is not None and (values["on"] or "")[:7] <= until:
            raise Refused(
                N_("{month} is closed: what was counted then stays."), code="month_closed", field="on", month=_day(values["on"][:7])
            )


def _kept_open(deed: Deed, values: Values) -> None:
    book = deed.work.stored("cash_books", values["cash_book"])
    if book is not None and book["closed_on"] is not None:
        raise Refused(N_("This cash book is closed. Reopen it first."), code="book_closed", field="cash_book")
    month = (values["on"] or "")[:7]
    if month <= closed_until(deed.work, values["cash_book"]):
        raise _closed(month, "on")


def _closed(month: str, name: str) -> Refused:
    words = N_("{month} is closed and stays as it is. To correct a line of it, reverse it in an open month.")
    return Refused(words, code="month_closed", field=name, month=_day(month))


def _day(iso: str) -> str:
    return dates.show(iso, "medium")


# -- deeds


def close_month(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """Close a month of a book: what it came to is kept, and its lines are settled."""
    month = values["month"]
    if len(month) < 7:
        raise Refused(N_("Write month and year."), code="month_missing", field="month")
    for book in records:
        _close_month(deed, book, month[:7], bool(values.get("sure")))


def _close_month(deed: Deed, book: bytes, month: str, sure: bool) -> None:
    stored = deed.work.stored("cash_books", book)
    assert stored is not None
    if stored["opened_on"] and month < stored["opened_on"][:7]:
        raise Refused(N_("The book begins on {day}."), code="before_opening", field="month", day=_day(stored["opened_on"]))
    if month > deed.today[:7]:
        raise Refused(N_("{month} has not begun yet."), code="month_to_come", field="month", month=_day(month))
    if month == deed.today[:7] and not sure:
        words = N_("{month} is not over. Tick that it is closed all the same, or wait for its end.")
        raise Refused(words, code="month_not_over", field="sure", month=_day(month))
    told, until = months(deed.work, book), closed_until(deed.work, book)
    if month <= until:
        raise Refused(N_("{month} is closed already."), code="month_closed", field="month", month=_day(month))
    earlier = [each.month for each in told if until < each.month < month]
    if earlier:
        raise Refused(
            N_("Close {month} first: months are closed in their order."), code="earlier_open", field="month", month=_day(earlier[0])
        )
    brought = next((each.balance for each in reversed(told) if each.month < month), stored["opening_balance"] or NOTHING)
    now = next((each for each in told if each.month == month), Month(month, brought, NOTHING, NOTHING, 0))
    figures = {name: getattr(now, name) for name in ("month", "brought_forward", "income", "expense", "balance", "lines")}
    kept = figures | {"cash_book": book, "closed_on": deed.today, "closed_by": deed.actor}
    deed.put("cash_months", None, kept, council=stored["council"], within=True)


def reverse(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """Make the opposite of lines of a closed month, in a month that is open; the words are a text for people, in the office's language."""
    day = values.get("on") or deed.today
    for line in deed.rows("cash_lines", records):
        assert line is not None
        held = line.values
        if held["on"][:7] > closed_until(deed.work, held["cash_book"]):
            raise Refused(N_("The month of this line is open: change or delete the line itself."), code="month_open")
        if live(deed.work, "cash_lines", reverses=line.id):
            raise Refused(N_("This line is reversed already."), code="reversed")
        if day < held["on"]:
            raise Refused(N_("A line is reversed on its own day or later."), code="before_line", field="on")
        words = _("Reverses the line of {day}: {words}").format(day=_day(held["on"]), words=held["words"])
        if values.get("reason"):
            words += f" ({values['reason']})"
        opposite = {"cash_book": held["cash_book"], "on": day, "words": words, "reverses": line.id}
        money = {"income": held["expense"], "expense": held["income"]}
        kept = {name: held[name] for name in ("receipt_no", "budget_line", "category")}
        deed.put("cash_lines", None, opposite | money | kept, council=line.council, within=True)


def close_book(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """No line comes into the book any more; all its months are closed first."""
    day = values.get("closed_on") or deed.today
    for book in records:
        told = statement(deed.work, book)
        unclosed = [month.month for month in told.months if month.month > told.closed_until]
        if unclosed:
            raise Refused(N_("Close {month} first: months are closed in their order."), code="earlier_open", month=_day(unclosed[0]))
        if told.lines and day < told.lines[-1].on:
            raise Refused(N_("There is a line of {day}: the book closes then or later."), code="before_line", day=_day(told.lines[-1].on))
        deed.put("cash_books", book, {"closed_on": day}, within=True)


def reopen_book(deed: Deed, records: Sequence[bytes], values: Values) -> None:
    """The book takes lines again; its closed months stay closed."""
    for book in records:
        deed.put("cash_books", book, {"closed_on": None}, within=True)


# -- what to see to


def reminders(reader: Reader, day: str) -> Sequence[Reminder]:
    """Of our own books: months that are over and not closed, counts that differ without a word, closed months whose lines differ now."""
    found: list[Reminder] = []
    all_sums = _month_sums(reader)
    for book in live(reader, "cash_books", reader.store.office):
        name, opening = book["name"] or "", book["opening_balance"] or NOTHING
        closed = _closed_months(reader, book["id"])
        told, until = _months(all_sums.get(book["id"], {}), opening, closed), max(closed, default="")
        unclosed = next((each.month for each in told if each.month > until), None)
        if unclosed is not None and day >= (due := _due(unclosed)):
            words = N_("{book}: close {month}")
            found.append(Reminder("cash_books", words, {"book": name, "month": _day(unclosed)}, due, book["id"], late=True))
        for count in _counts(reader, book["id"], opening):
            if count.difference and not count.explanation:
                words = N_("{book}: the money counted on {day} differs from the book and is not explained")
                found.append(Reminder("cash_books", words, {"book": name, "day": _day(count.on)}, count.on, book["id"]))
        for each in told:
            if each.differs:
                words = N_("{book}: lines came into {month} after it was closed")
                found.append(Reminder("cash_books", words, {"book": name, "month": _day(each.month)}, "", book["id"], late=True))
    return found


def _due(month: str) -> str:
    first = dt.date.fromisoformat(f"{month}-01")
    following = (first + dt.timedelta(days=31)).replace(day=1)
    return (following - dt.timedelta(days=1) + dt.timedelta(days=_PATIENCE)).isoformat()
