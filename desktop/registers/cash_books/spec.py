"""How cash books, their lines, counts and closed months are described."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desktop.base.i18n import N_
from desktop.records.query import BLANK
from desktop.records.register import Action, Field, Filter, Identity, Kind, Lookup, Register, Related, Reverse, View
from desktop.registers.cash_books import service
from desktop.registers.cash_books.model import CashBook, CashCount, CashLine, CashMonth, count_problems, line_problems, problems

_CASH_BOOK = N_("Cash book")
_OPENING = N_("Opening")


def _name(values: Mapping[str, Any]) -> Sequence[str]:
    return (values.get("name") or "",)


def _search(values: Mapping[str, Any]) -> Sequence[str]:
    return [text for text in (values.get(name) for name in ("name", "bank_account", "note")) if text]


def _next_month(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The month after the last closed one, or the first of the book."""
    last = values.get("closed_until")
    if not last:
        return {"month": (values.get("opened_on") or "")[:7] or None}
    year, month = int(last[:4]), int(last[5:7])
    return {"month": f"{year + month // 12}-{month % 12 + 1:02}"}


_DEEDS = (
    Action(
        "close_month",
        N_("Close the month…"),
        service.close_month,
        icon="lock",
        fields=(
            Field("month", Kind.PARTIAL_DATE, N_("Month"), required=True),
            Field("sure", Kind.BOOL, N_("Also if the month is not over")),
        ),
        offered=lambda values: values.get("closed_on") is None,
        start=_next_month,
        help=N_("What the month came to is kept. Its lines can't be changed any more, only reversed in a later month."),
    ),
    Action(
        "close_book",
        N_("Close the book…"),
        service.close_book,
        icon="circle-check",
        fields=(Field("closed_on", Kind.DATE, N_("Book closed on")),),
        offered=lambda values: values.get("closed_on") is None,
        help=N_("All months of the book are closed first. A closed book takes no lines."),
    ),
    Action(
        "reopen_book",
        N_("Reopen the book"),
        service.reopen_book,
        icon="undo-2",
        offered=lambda values: values.get("closed_on") is not None,
        help=N_("The book takes lines again. Its closed months stay closed."),
    ),
)


CASH_BOOKS = Register(
    name="cash_books",
    title=N_("Cash books"),
    singular=N_("Cash book"),
    model=CashBook,
    icon="wallet",
    group=N_("Money of the council"),
    fields=(
        Field("name", Kind.TEXT, N_("Name"), required=True, section=_CASH_BOOK),
        Field("kind", Kind.CODE, N_("Kind of cash book"), code_list="cash_book_kind", section=_CASH_BOOK),
        Field("project", Kind.LINK, N_("Project"), register="projects", section=_CASH_BOOK),
        Field("enterprise", Kind.LINK, N_("Enterprise"), register="enterprises", section=_CASH_BOOK),
        Field("fund", Kind.LINK, N_("Welfare fund"), register="welfare_funds", section=_CASH_BOOK),
        Field("keeper", Kind.LINK, N_("Kept by"), register="people", section=_CASH_BOOK),
        Field("opened_on", Kind.DATE, N_("Book begins on"), required=True, section=_OPENING),
        Field("opening_balance", Kind.MONEY, N_("Opening balance"), section=_OPENING),
        Field("closed_on", Kind.DATE, N_("Book closed on"), by_deed=True, section=_OPENING),
        Field("bank_account", Kind.TEXT, N_("Bank account"), section=_OPENING),
        Field("note", Kind.NOTE, N_("Note"), section=_OPENING),
    ),
    columns=(
        "name",
        "kind",
        "project_title",
        "opened_on",
        "opening_balance",
        "closed_until",
        "closed_on",
    ),
    name_fields=("name",),
    lookups=(
        Lookup("project_title", "project", "title", label=N_("Project")),
        Lookup("enterprise_name", "enterprise", "name", label=N_("Enterprise")),
        Lookup("fund_name", "fund", "name", label=N_("Welfare fund")),
    ),
    reverses=(Reverse("closed_until", "cash_months", "cash_book", "month", latest="month"),),
    filters=(Filter("kind"), Filter("closed_on")),
    views=(
        View("open", N_("Open cash books"), {"closed_on": BLANK}),
        View("projects", N_("Cash books of projects"), {"kind": "PROJECT"}),
        View("enterprises", N_("Cash books of enterprises"), {"kind": "ENTERPRISE"}),
        View("funds", N_("Cash books of funds"), {"kind": "FUND"}),
        View("council", N_("Cash books of the council"), {"kind": "COUNCIL"}),
    ),
    actions=_DEEDS,
    guard=service.guard_book,
    reminders=service.reminders,
    children=("cash_lines", "cash_counts", "cash_months"),
    identity=Identity(keys=(("name", "opened_on"),)),
    problems=problems,
    sort_text=_name,
    search_text=_search,
)

CASH_LINES = Register(
    name="cash_lines",
    title=N_("Cash lines"),
    singular=N_("Cash line"),
    model=CashLine,
    icon="list",
    parent="cash_book",
    fields=(
        Field("cash_book", Kind.LINK, N_("Cash book"), register="cash_books", required=True),
        Field("on", Kind.DATE, N_("Day"), required=True, headings=("วันที่", "วัน เดือน ปี", "ว/ด/ป", "วัน/เดือน/ปี", "Date")),
        Field("words", Kind.TEXT, N_("What for"), required=True, headings=("รายการ", "Item")),
        Field("income", Kind.MONEY, N_("In"), headings=("รับ", "รายรับ", "เงินรับ", "Income")),
        Field("expense", Kind.MONEY, N_("Out"), headings=("จ่าย", "รายจ่าย", "เงินจ่าย", "Expense")),
        Field("receipt_no", Kind.TEXT, N_("Receipt no."), headings=("เลขที่ใบเสร็จ", "ใบเสร็จเลขที่", "เลขที่เอกสาร", "ใบสำคัญ", "เลขที่ใบสำคัญ")),
        Field("budget_line", Kind.LINK, N_("Budget line"), register="budget_lines"),
        Field("category", Kind.CODE, N_("Budget category"), code_list="budget_category"),
        Field("reverses", Kind.LINK, N_("Reverses"), register="cash_lines", by_deed=True),
        Field("note", Kind.NOTE, N_("Note")),
    ),
    columns=(
        "on",
        "words",
        "receipt_no",
        "income",
        "expense",
        "category",
    ),
    name_fields=(
        "on",
        "words",
    ),
    lookups=(Lookup("cash_book_name", "cash_book", "name", label=N_("Cash book")),),
    filters=(Filter("on"), Filter("category")),
    suggest=service.only_book,
    related=(Related("attachments", "cash_line"),),
    actions=(
        Action(
            "reverse",
            N_("Reverse…"),
            service.reverse,
            icon="undo-2",
            fields=(Field("on", Kind.DATE, N_("Day")), Field("reason", Kind.TEXT, N_("Reason"))),
            many=True,
            offered=lambda values: values.get("reverses") is None,
            help=N_("For a line of a closed month: the opposite line is written today, or on the day given."),
        ),
    ),
    guard=service.guard_line,
    locked=lambda values: ("cash_book", "income", "expense") if values.get("reverses") is not None else (),
    problems=line_problems,
    sort_text=lambda values: (values.get("on") or "",),
    search_text=lambda values: [text for text in (values.get("words"), values.get("receipt_no"), values.get("note")) if text],
)

CASH_COUNTS = Register(
    name="cash_counts",
    title=N_("Cash counts"),
    singular=N_("Cash count"),
    model=CashCount,
    icon="check",
    parent="cash_book",
    fields=(
        Field("cash_book", Kind.LINK, N_("Cash book"), register="cash_books", required=True),
        Field("on", Kind.DATE, N_("Day"), required=True),
        Field("counted", Kind.MONEY, N_("Money counted"), required=True),
        Field("counted_by", Kind.TEXT, N_("Counted by")),
        Field("witness", Kind.TEXT, N_("Witness")),
        Field("explanation", Kind.NOTE, N_("Explanation of the difference")),
    ),
    columns=(
        "on",
        "counted",
        "counted_by",
        "witness",
        "explanation",
    ),
    name_fields=("on",),
    guard=service.guard_count,
    problems=count_problems,
    sort_text=lambda values: (values.get("on") or "",),
)

CASH_MONTHS = Register(
    name="cash_months",
    title=N_("Closed months"),
    singular=N_("Closed month"),
    model=CashMonth,
    icon="lock",
    parent="cash_book",
    fields=(
        Field("cash_book", Kind.LINK, N_("Cash book"), register="cash_books", required=True),
        Field("month", Kind.PARTIAL_DATE, N_("Month"), required=True, by_deed=True),
        Field("brought_forward", Kind.MONEY, N_("Brought forward"), by_deed=True),
        Field("income", Kind.MONEY, N_("In"), by_deed=True),
        Field("expense", Kind.MONEY, N_("Out"), by_deed=True),
        Field("balance", Kind.MONEY, N_("Balance"), by_deed=True),
        Field("lines", Kind.INTEGER, N_("Lines"), by_deed=True),
        Field("closed_on", Kind.DATE, N_("Month closed on"), by_deed=True),
        Field("closed_by", Kind.TEXT, N_("Closed by"), by_deed=True),
    ),
    columns=(
        "month",
        "brought_forward",
        "income",
        "expense",
        "balance",
        "lines",
        "closed_on",
        "closed_by",
    ),
    name_fields=("month",),
    natural=("cash_book", "month"),
    append_only=True,
    sort_text=lambda values: (values.get("month") or "",),
)
