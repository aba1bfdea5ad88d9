"""A closed month stays as it is: nothing comes in, leaves or changes; it is corrected by a reversing line in an open month."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from desktop.base.errors import Refused
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.records.register import Reminder
from desktop.registers.cash_books import service
from desktop.registers.cash_books.service import Statement
from tests.factory import cash_book, cash_count, cash_line, put, value

TODAY = "2026-11-21"


def close(book: Book, of: bytes, month: str, **values: Any) -> None:
    """Close a month."""
    book.do("cash_books", "close_month", [of], {"month": month} | values)


def told(book: Book, of: bytes, month: str | None = None) -> Statement:
    """What a cash book says."""
    with book.read() as reader:
        return service.statement(reader, of, month)


def refused(deed: Callable[[], object]) -> tuple[str, str | None]:
    """(code, field) of why it is refused."""
    with pytest.raises(Refused) as caught:
        deed()
    return caught.value.code, caught.value.field


def change(book: Book, register: str, record: bytes, **values: Any) -> None:
    """Set fields, as a form does."""
    with book.write() as deed:
        deed.put(register, record, values)


def line(book: Book, of: bytes, on: str, *, came: str | None = None, went: str | None = None) -> bytes:
    """Money in or out."""
    money = {"income": Decimal(came) if came else None, "expense": Decimal(went) if went else None}
    return cash_line(book, cash_book=of, on=on, **money)


@pytest.fixture
def of(book: Book) -> bytes:
    """A book that begins with 1,000 baht, with two months of lines, the first closed."""
    made = cash_book(book)
    line(book, made, "2026-01-20", went="99.75")
    line(book, made, "2026-01-05", came="500.00")
    line(book, made, "2026-02-01", went="0.25")
    close(book, made, "2026-01")
    return made


def reminders(book: Book, day: str = TODAY) -> list[Reminder]:
    """What there is to see to on a day."""
    with book.read() as reader:
        return list(service.reminders(reader, day))


def test_the_balance_runs_through_the_lines_in_the_order_of_their_days(book: Book, of: bytes) -> None:
    now = told(book, of)
    assert [each.balance for each in now.lines] == [Decimal("1500.00"), Decimal("1400.25"), Decimal("1400.00")]
    assert now.balance == Decimal("1400.00")
    assert [(each.month, each.balance, each.lines) for each in now.months] == [
        ("2026-01", Decimal("1400.25"), 2),
        ("2026-02", Decimal(1400), 1),
    ]


def test_a_month_alone_begins_with_what_is_brought_forward(book: Book, of: bytes) -> None:
    now = told(book, of, "2026-02")
    assert (now.brought_forward, len(now.lines), now.balance) == (Decimal("1400.25"), 1, Decimal("1400.00"))
    assert told(book, of, "2026-09").balance == Decimal("1400.00")


def test_money_is_summed_by_category_and_by_budget_line(book: Book) -> None:
    made = cash_book(book)
    cash_line(book, cash_book=made, category="FOOD", expense=Decimal(3))
    cash_line(book, cash_book=made, category="FOOD", expense=Decimal(4), on="2026-02-01")
    cash_line(book, cash_book=made, income=Decimal(5), expense=None)
    with book.read() as reader:
        assert service.sums(reader, made, "category") == {"FOOD": (Decimal(0), Decimal(7)), None: (Decimal(5), Decimal(0))}
        assert service.sums(reader, made, "budget_line", "2026-02") == {None: (Decimal(0), Decimal(4))}


def test_closing_keeps_what_the_month_came_to_and_who_closed_it(book: Book, of: bytes) -> None:
    (month,) = book.ids(ListQuery("cash_months"))
    held = book.row("cash_months", month).values
    names = ("month", "brought_forward", "income", "expense", "balance", "lines", "closed_by")
    figures = (Decimal(1000), Decimal(500), Decimal("99.75"), Decimal("1400.25"), 2)
    assert tuple(held[name] for name in names) == ("2026-01", *figures, book.actor.name)
    assert book.row("cash_books", of).values["closed_until"] == "2026-01"


def test_nothing_comes_into_a_closed_month_leaves_it_or_changes_there(book: Book, of: bytes) -> None:
    closed, still_open = told(book, of).lines[0].id, told(book, of).lines[2].id
    for deed in (
        lambda: line(book, of, "2026-01-31", came="1.00"),
        lambda: change(book, "cash_lines", closed, income=Decimal(1)),
        lambda: change(book, "cash_lines", closed, on="2026-02-03"),
        lambda: change(book, "cash_lines", closed, cash_book=cash_book(book)),
        lambda: change(book, "cash_lines", still_open, on="2026-01-03"),
        lambda: book.delete("cash_lines", [closed]),
    ):
        assert refused(deed) == ("month_closed", "on")
    assert told(book, of).balance == Decimal("1400.00")


def test_a_note_may_be_written_at_a_line_of_a_closed_month(book: Book, of: bytes) -> None:
    closed = told(book, of).lines[0].id
    change(book, "cash_lines", closed, note="ใบเสร็จหาย")
    assert value(book, "cash_lines", closed, "note") == "ใบเสร็จหาย"


def test_a_line_deleted_before_the_closing_does_not_come_back_into_the_month(book: Book, of: bytes) -> None:
    gone = line(book, of, "2026-02-05", went="7.00")
    book.delete("cash_lines", [gone])
    close(book, of, "2026-02")
    assert refused(lambda: book.restore("cash_lines", [gone])) == ("month_closed", "on")


def test_a_month_without_lines_before_a_closed_one_is_closed_with_it(book: Book, of: bytes) -> None:
    close(book, of, "2026-02")
    close(book, of, "2026-06")
    assert refused(lambda: line(book, of, "2026-04-01", came="1.00")) == ("month_closed", "on")


def test_months_are_closed_in_their_order_once_and_not_before_they_are_over(book: Book, of: bytes) -> None:
    line(book, of, "2026-04-01", came="1.00")
    assert refused(lambda: close(book, of, "2026-04")) == ("earlier_open", "month")
    assert refused(lambda: close(book, of, "2026-01")) == ("month_closed", "month")
    assert refused(lambda: close(book, of, "2025-12")) == ("before_opening", "month")
    assert refused(lambda: close(book, of, "2026")) == ("month_missing", "month")
    for month in ("2026-02", "2026-04"):
        close(book, of, month)
    assert refused(lambda: close(book, of, "2026-12")) == ("month_to_come", "month")
    assert refused(lambda: close(book, of, "2026-11")) == ("month_not_over", "sure")
    close(book, of, "2026-11", sure=True)
    assert told(book, of).closed_until == "2026-11"


def test_the_next_month_is_offered(book: Book, of: bytes) -> None:
    action = next(each for each in book.registers["cash_books"].actions if each.name == "close_month")
    assert action.start(book.row("cash_books", of).values) == {"month": "2026-02"}
    assert action.start({"closed_until": "2026-12"}) == {"month": "2027-01"}
    assert action.start({"opened_on": "2026-01-01"}) == {"month": "2026-01"}


def test_a_line_of_a_closed_month_is_corrected_by_its_opposite_today(book: Book, of: bytes) -> None:
    closed = told(book, of).lines[0].id
    before = told(book, of).months[0]
    book.do("cash_lines", "reverse", [closed], {"reason": "ลงผิดสมุด"})
    last = told(book, of).lines[-1]
    assert (last.on, last.expense, last.income, last.reverses) == (TODAY, Decimal("500.00"), None, closed)
    assert last.words == "Reverses the line of 5 Jan 2026: ค่าอาหาร (ลงผิดสมุด)"
    assert told(book, of).balance == Decimal("900.00")
    assert told(book, of).months[0] == before
    assert told(book, of).lines[0].undone


def test_a_line_is_reversed_once_and_only_when_its_month_is_closed(book: Book, of: bytes) -> None:
    closed, still_open = told(book, of).lines[0].id, told(book, of).lines[2].id
    assert refused(lambda: book.do("cash_lines", "reverse", [still_open], {})) == ("month_open", None)
    assert refused(lambda: book.do("cash_lines", "reverse", [closed], {"on": "2026-01-31"})) == ("month_closed", "on")
    assert refused(lambda: book.do("cash_lines", "reverse", [closed], {"on": "2026-01-01"})) == ("before_line", "on")
    book.do("cash_lines", "reverse", [closed], {"on": "2026-02-10"})
    assert refused(lambda: book.do("cash_lines", "reverse", [closed], {})) == ("reversed", None)
    opposite = next(each.id for each in told(book, of).lines if each.reverses)
    assert refused(lambda: book.do("cash_lines", "reverse", [opposite], {}))[0] == "not_offered"
    assert refused(lambda: change(book, "cash_lines", opposite, expense=Decimal(1)))[0] == "locked"
    book.delete("cash_lines", [opposite])
    book.do("cash_lines", "reverse", [closed], {})


def test_what_a_book_begins_with_stays_once_a_month_is_closed(book: Book, of: bytes) -> None:
    assert refused(lambda: change(book, "cash_books", of, opening_balance=Decimal(1))) == ("month_closed", "opening_balance")
    assert refused(lambda: change(book, "cash_books", of, opened_on="2025-12-01")) == ("month_closed", "opened_on")
    assert refused(lambda: book.delete("cash_books", [of]))[0] == "month_closed"
    change(book, "cash_books", of, name="สมุดใหม่")


def test_no_line_is_older_than_its_book(book: Book) -> None:
    made = cash_book(book)
    assert refused(lambda: line(book, made, "2025-12-31", came="1.00")) == ("before_opening", "on")
    line(book, made, "2026-01-02", came="1.00")
    change(book, "cash_books", made, opened_on="2026-01-02")
    assert refused(lambda: change(book, "cash_books", made, opened_on="2026-01-03")) == ("before_opening", "opened_on")
    book.delete("cash_books", [made])


def test_a_closed_book_takes_no_lines_until_it_is_reopened(book: Book, of: bytes) -> None:
    assert refused(lambda: book.do("cash_books", "close_book", [of], {}))[0] == "earlier_open"
    close(book, of, "2026-02")
    assert refused(lambda: book.do("cash_books", "close_book", [of], {"closed_on": "2026-01-31"}))[0] == "before_line"
    book.do("cash_books", "close_book", [of], {})
    assert value(book, "cash_books", of, "closed_on") == TODAY
    assert refused(lambda: line(book, of, TODAY, came="1.00")) == ("book_closed", "cash_book")
    assert refused(lambda: close(book, of, "2026-03"))[0] == "not_offered"
    book.do("cash_books", "reopen_book", [of], {})
    line(book, of, TODAY, came="1.00")


def test_counted_money_is_held_against_the_balance_of_that_day(book: Book, of: bytes) -> None:
    cash_count(book, cash_book=of, on="2026-01-31", counted=Decimal("1400.00"))
    (count,) = told(book, of).counts
    assert (count.balance, count.difference) == (Decimal("1400.25"), Decimal("-0.25"))
    assert refused(lambda: change(book, "cash_counts", count.id, counted=Decimal("1400.25"))) == ("month_closed", "on")
    assert refused(lambda: book.delete("cash_counts", [count.id])) == ("month_closed", "on")
    assert [each.values["day"] for each in reminders(book) if "counted" in each.message] == ["31 Jan 2026"]
    change(book, "cash_counts", count.id, explanation="เหรียญหาย")
    assert not [each for each in reminders(book) if "counted" in each.message]


def test_a_month_that_is_over_for_ten_days_wants_to_be_closed(book: Book, of: bytes) -> None:
    assert not reminders(book, "2026-03-09")
    (one,) = reminders(book, "2026-03-10")
    assert (one.message, one.values["month"], one.due, one.record) == ("{book}: close {month}", "Feb 2026", "2026-03-10", of)
    close(book, of, "2026-02")
    assert not reminders(book)


def test_a_line_that_came_from_another_pc_is_shown_as_a_difference(book: Book, of: bytes) -> None:
    values = {"cash_book": of, "on": "2026-01-09", "words": "ค่าน้ำ", "expense": Decimal("10.00")}
    with book.write() as deed:  # as a parcel does: past the guard
        deed.work.insert("cash_lines", values)
    first, second = told(book, of).months
    assert first.differs
    assert not second.differs
    assert first.closed is not None
    assert (first.closed["balance"], first.balance) == (Decimal("1400.25"), Decimal("1390.25"))
    assert [each.message for each in reminders(book, "2026-02-01")] == ["{book}: lines came into {month} after it was closed"]


def test_undoing_the_closing_opens_the_month_and_it_can_be_closed_again(book: Book, of: bytes) -> None:
    close(book, of, "2026-02")
    assert book.undo()
    put(book, "cash_lines", {"cash_book": of, "on": "2026-02-02", "words": "ค่ากาแฟ", "expense": Decimal(5)})
    close(book, of, "2026-02")
    months = told(book, of).months
    assert not any(each.differs for each in months)
    assert (months[1].lines, months[1].balance) == (2, Decimal("1395.00"))
