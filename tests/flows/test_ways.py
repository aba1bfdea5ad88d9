"""Work that goes on over days, through the real window in both languages: a project's way, a plan that becomes a project, an activity that is
counted, a cash book that is written line by line and closed."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.registers.cash_books.screen import BookPanel
from tests.factory import activity, cash_book, meeting, member, person, plan, plan_item, project, resolution, value
from tests.flows.window import Hands

pytestmark = [pytest.mark.flow, pytest.mark.timeout(180)]
Work = Callable[..., None]


def agreed(book: Book) -> bytes:
    """A meeting that was held, and its resolution that approves."""
    return resolution(book, meeting=meeting(book, status="HELD", held_on="2026-01-10"), kind="APPROVE", text="Agreed to all")


def only(hands: Hands, register: str) -> bytes:
    """The one record of a register."""
    (record,) = hands.book.ids(ListQuery(register))
    return record


def opened(hands: Hands, register: str) -> bytes:
    """The one record of a register, opened on its page."""
    hands.go(register)
    hands.wait(lambda: hands.rows_shown() == 1, "the list")
    hands.press("Return")
    record = only(hands, register)
    hands.wait(lambda: hands.screen_shown() == record, "the record")
    return record


def stands(hands: Hands, register: str, record: bytes, name: str, wanted: object) -> None:
    """Wait until a field of the book is so."""
    hands.wait(lambda: value(hands.book, register, record, name) == wanted, f"{name} {wanted}")


def written(hands: Hands, lines: int) -> None:
    """Wait until the book has so many cash lines."""
    hands.wait(lambda: hands.book.counts()["cash_lines"] == lines, f"{lines} lines")


def test_a_project_is_agreed_to_submitted_approved_and_begun(worked: Work) -> None:
    def fill(book: Book) -> None:
        project(book, title="Repair", budget=Decimal(45_000))
        agreed(book)

    def script(hands: Hands) -> None:
        record = opened(hands, "projects")
        hands.deed("Agreed by the council…")
        hands.pick("resolution", "Agreed")
        hands.accept()
        stands(hands, "projects", record, "status", "COUNCIL_OK")
        hands.deed("Submit the proposal…")
        hands.fill(on="15/1/2569")
        hands.accept()
        stands(hands, "projects", record, "submitted_on", "2026-01-15")
        hands.deed("Record the approval…")
        hands.to("amount")
        hands.press("ctrl+a")
        hands.type("40000.50")
        hands.fill(on="1/2/2569")
        hands.accept()
        stands(hands, "projects", record, "budget", Decimal("40000.50"))
        hands.deed("Begin the work…")
        hands.accept()
        stands(hands, "projects", record, "status", "RUNNING")
        hands.press("F6", "ctrl+z")  # from outside a field, which would take back its own typing
        stands(hands, "projects", record, "status", "APPROVED")
        assert hands.book.counts()["project_steps"] == 4

    worked(script, fill)


def test_a_plan_is_adopted_and_an_item_of_it_becomes_a_project(worked: Work) -> None:
    def fill(book: Book) -> None:
        plan_item(book, plan=plan(book, title="Plan"), title="Repair homes", budget=Decimal(9_000))
        agreed(book)

    def script(hands: Hands) -> None:
        record = opened(hands, "plans")
        hands.deed("Adopted by the council…")
        hands.pick("resolution", "Agreed")
        hands.accept()
        stands(hands, "plans", record, "adopted_on", "2026-01-10")
        item = only(hands, "plan_items")
        hands.book.do("plan_items", "make_project", [item], {"fiscal_year": 2570})
        made = opened(hands, "projects")
        assert value(hands.book, "projects", made, "title") == "Repair homes"

    worked(script, fill)


def test_an_activity_takes_its_names_from_the_roll_and_is_counted(worked: Work) -> None:
    def fill(book: Book) -> None:
        activity(book, title="Training", start_on="2026-02-10", participants=None)
        for sex in ("F", "F", "M"):
            member(book, person=person(book, sex=sex), appointed_on="2025-01-01")

    def script(hands: Hands) -> None:
        record = opened(hands, "activities")
        hands.deed("Take names from the council's roll")
        hands.wait(lambda: hands.book.counts()["activity_people"] == 3, "the names")
        hands.deed("It took place")
        hands.asked("the question")
        hands.press("Tab", "Return")  # Cancel is chosen at first
        stands(hands, "activities", record, "status", "DONE")
        assert [value(hands.book, "activities", record, name) for name in ("participants", "male", "female")] == [3, 1, 2]

    worked(script, fill)


def test_lines_of_a_cash_book_are_typed_one_after_the_other_and_a_month_is_closed(worked: Work) -> None:
    def fill(book: Book) -> None:
        cash_book(book, name="Cash", opened_on="2025-10-01", opening_balance=Decimal(1_000))

    def script(hands: Hands) -> None:
        record = opened(hands, "cash_books")
        pane = hands.screen().pane
        panel = hands.see(lambda: next(tab for tab in pane.own if isinstance(tab, BookPanel)))
        hands.see(lambda: pane.tabs.setCurrentWidget(panel))
        hands.wait(lambda: panel.found is not None and panel.isVisible(), "the page")
        hands.see(panel.entry.boxes["on"].editor.inner.setFocus)
        hands.press("ctrl+a")
        hands.type("5/1/2569")
        for words, number in (("water", "250.50"), ("power", "9")):
            hands.to("words")
            hands.type(words)
            hands.press("Tab", "Tab", "Tab")
            hands.type(number)
            lines = hands.book.counts()["cash_lines"] + 1
            hands.press("Return")
            written(hands, lines)
        hands.wait(lambda: [row[4] for row in panel.lines.rows][-1] == "740.50", "the balance")
        hands.deed("Close the month…")
        hands.to("month")
        hands.press("ctrl+a")
        hands.type("1/2569")
        hands.accept()
        hands.wait(lambda: hands.book.counts()["cash_months"] == 1, "the closed month")
        assert value(hands.book, "cash_months", only(hands, "cash_months"), "balance") == Decimal("740.50")
        assert value(hands.book, "cash_books", record, "closed_on") is None

    worked(script, fill)
