"""A project's way from draft to closed: what each step asks for, what it writes, and how it is taken back."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from desktop.base.errors import Refused
from desktop.records.book import Book
from desktop.records.query import ListQuery
from tests.factory import budget_line, contribution, meeting, project, put, resolution, value

HELD = {"status": "HELD", "held_on": "2026-01-10"}


def agreed(book: Book, **of: Any) -> bytes:
    """A resolution that approves, of a meeting that was held."""
    return resolution(book, meeting=meeting(book, **HELD), **{"kind": "APPROVE"} | of)


def along(book: Book, record: bytes, *deeds: str) -> None:
    """Take the steps one after the other, with what each asks for."""
    asked: dict[str, dict[str, Any]] = {
        "agree": {"resolution": agreed(book)},
        "submit": {"on": "2026-01-15"},
        "send_back": {"reason": "ขาดใบเสนอราคา", "on": "2026-01-20"},
        "approve": {"amount": Decimal(40_000), "on": "2026-02-01"},
        "start": {"on": "2026-02-05"},
        "report": {"on": "2026-06-01"},
        "close": {"on": "2026-06-30"},
        "cancel": {"reason": "ไม่มีผู้รับเหมา"},
    }
    for deed in deeds:
        if deed == "report":
            with book.write() as write:
                write.put("projects", record, {"outputs": "ซ่อมบ้าน 5 หลัง"})
        book.do("projects", deed, [record], asked[deed])


def refused(book: Book, record: bytes, deed: str, values: Mapping[str, Any]) -> str:
    """The code a deed is refused with."""
    with pytest.raises(Refused) as caught:
        book.do("projects", deed, [record], values)
    return caught.value.code


def test_a_project_goes_its_whole_way_and_each_step_is_told(book: Book) -> None:
    record = project(book)
    along(book, record, "agree", "submit", "send_back", "submit", "approve", "start", "report", "close")
    states = [(step["from_state"], step["state"]) for step in (row for row in _in_order(book, record))]
    assert states == [
        (None, "DRAFT"),
        ("DRAFT", "COUNCIL_OK"),
        ("COUNCIL_OK", "SUBMITTED"),
        ("SUBMITTED", "RETURNED"),
        ("RETURNED", "SUBMITTED"),
        ("SUBMITTED", "APPROVED"),
        ("APPROVED", "RUNNING"),
        ("RUNNING", "REPORTED"),
        ("REPORTED", "CLOSED"),
    ]
    written = {
        name: value(book, "projects", record, name) for name in ("submitted_on", "approved_on", "reported_on", "closed_on", "budget")
    }
    days = {"submitted_on": "2026-01-15", "approved_on": "2026-02-01", "reported_on": "2026-06-01", "closed_on": "2026-06-30"}
    assert written == days | {"budget": Decimal(40_000)}
    assert value(book, "projects", record, "start_on") == "2026-02-05"


def _in_order(book: Book, record: bytes) -> list[Mapping[str, Any]]:
    found = [row for row in book.rows("project_steps", sorted(book.ids(ListQuery("project_steps", parent=record)))) if row is not None]
    return [row.values for row in found]


def test_only_a_resolution_that_approves_of_a_meeting_that_was_held_counts(book: Book) -> None:
    record = project(book)
    planned = resolution(book, meeting=meeting(book, status="PLANNED"), kind="APPROVE")
    assert refused(book, record, "agree", {"resolution": planned}) == "not_held"
    assert refused(book, record, "agree", {"resolution": agreed(book, kind="REJECT")}) == "not_approving"
    book.do("projects", "agree", [record], {"resolution": agreed(book)})
    assert value(book, "projects", record, "status") == "COUNCIL_OK"
    assert _in_order(book, record)[-1]["on"] == "2026-01-10"  # the meeting's day


def test_nothing_is_submitted_without_an_amount(book: Book) -> None:
    record = project(book, budget=None)
    along(book, record, "agree")
    assert refused(book, record, "submit", {}) == "no_budget"
    budget_line(book, project=record, requested=Decimal("12500.50"))
    book.do("projects", "submit", [record], {})
    assert _in_order(book, record)[-1]["amount"] == Decimal("12500.50")


def test_an_approval_has_an_amount_and_comes_after_the_proposal(book: Book) -> None:
    record = project(book)
    along(book, record, "agree", "submit")
    assert refused(book, record, "approve", {"amount": Decimal(0)}) == "amount_missing"
    assert refused(book, record, "approve", {"amount": Decimal(1), "on": "2026-01-14"}) == "before_submitted"
    assert refused(book, record, "approve", {"amount": Decimal(1), "on": "2099-01-01"}) == "future"
    assert value(book, "projects", record, "status") == "SUBMITTED"


def test_a_report_says_what_came_of_it(book: Book) -> None:
    record = project(book)
    along(book, record, "agree", "submit", "approve", "start")
    assert refused(book, record, "report", {}) == "no_report"


@pytest.mark.parametrize("deed", ["submit", "approve", "start", "report", "close", "send_back", "step_back", "reopen"])
def test_a_draft_takes_no_step_that_is_not_its_next(book: Book, deed: str) -> None:
    assert refused(book, project(book), deed, {"amount": Decimal(1), "reason": "ลอง", "on": None}) == "not_offered"


def test_a_step_back_gives_up_what_the_step_wrote(book: Book) -> None:
    record = project(book)
    along(book, record, "agree", "submit", "send_back", "submit", "approve")
    for state in ("SUBMITTED", "COUNCIL_OK", "DRAFT"):
        book.do("projects", "step_back", [record], {"reason": "บันทึกผิด"})
        assert value(book, "projects", record, "status") == state
    assert [value(book, "projects", record, name) for name in ("approved_on", "submitted_on", "resolution")] == [None] * 3


def test_what_ended_is_reopened_where_it_stood(book: Book) -> None:
    record = project(book)
    along(book, record, "agree", "submit", "approve", "start", "cancel")
    book.do("projects", "reopen", [record], {"reason": "ได้ผู้รับเหมาแล้ว"})
    assert value(book, "projects", record, "status") == "RUNNING"


def test_nobody_types_a_status_nor_the_budget_that_was_approved(book: Book) -> None:
    record = project(book)
    for values, code in (({"status": "APPROVED"}, "by_deed"), ({"approved_on": "2026-01-01"}, "by_deed")):
        with pytest.raises(Refused) as caught, book.write() as deed:
            deed.put("projects", record, values)
        assert caught.value.code == code
    along(book, record, "agree", "submit", "approve")
    with pytest.raises(Refused) as caught, book.write() as deed:
        deed.put("projects", record, {"budget": Decimal(1)})
    assert caught.value.code == "locked"


def test_the_money_of_an_ended_project_stays_as_it_is(book: Book) -> None:
    record = project(book)
    line, given = budget_line(book, project=record), contribution(book, project=record)
    along(book, record, "cancel")
    for register, kept, name in (("budget_lines", line, "requested"), ("project_contributions", given, "amount")):
        with pytest.raises(Refused) as caught:
            put_into(book, register, kept, {name: Decimal(1)})
        assert caught.value.code == "project_ended"
    with pytest.raises(Refused):
        book.delete("budget_lines", [line])
    put_into(book, "budget_lines", line, {"requested": value(book, "budget_lines", line, "requested")})  # says nothing new
    budget_line(book, project=record)  # an older book brings another line
    book.do("projects", "reopen", [record], {"reason": "ยังไม่จบ"})
    book.delete("budget_lines", [line])


def put_into(book: Book, register: str, record: bytes, values: dict[str, Any]) -> None:
    """Change a record by hand."""
    with book.write() as deed:
        deed.put(register, record, values)


def test_a_step_is_undone_with_what_it_told(book: Book) -> None:
    record = project(book)
    along(book, record, "agree")
    book.do("projects", "submit", [record], {})
    book.undo()
    assert value(book, "projects", record, "status") == "COUNCIL_OK"
    assert [step["state"] for step in _in_order(book, record)] == ["DRAFT", "COUNCIL_OK"]


def test_a_project_whose_making_was_undone_comes_back_with_its_first_step(book: Book) -> None:
    record = project(book)
    book.undo()
    assert book.counts()["project_steps"] == 0
    book.restore("projects", [record])
    assert [step["state"] for step in _in_order(book, record)] == ["DRAFT"]


def test_a_project_of_an_older_book_says_so_in_its_first_step(book: Book) -> None:
    record = project(book, status="CLOSED", closed_on="2025-09-30")
    [step] = _in_order(book, record)
    assert (step["state"], step["from_state"], step["on"]) == ("CLOSED", None, "2025-09-30")
    assert step["reason"]


def test_next_years_project_takes_over_aims_places_and_links_but_no_money(book: Book) -> None:
    record = project(book, title="ตลาดชุมชน", objective="รายได้เพิ่ม", coordinator="ทองใบ")
    budget_line(book, project=record)
    put(book, "project_targets", {"project": record, "target_group": "ELDERLY", "count": 30, "reached": 28})
    put(book, "project_councils", {"project": record, "council_name": "สภาองค์กรชุมชนตำบลตัวอย่าง", "role": "JOIN", "share": Decimal(9)})
    book.do("projects", "go_on", [record], {"title": "ตลาดชุมชน ปี 2", "fiscal_year": None})
    [made] = [each for each in book.ids(ListQuery("projects")) if each != record]
    told = {
        name: value(book, "projects", made, name)
        for name in ("title", "fiscal_year", "continues", "status", "objective", "budget", "start_on")
    }
    new = {"title": "ตลาดชุมชน ปี 2", "fiscal_year": 2570, "continues": record, "status": "DRAFT", "objective": "รายได้เพิ่ม"}
    assert told == new | {"budget": None, "start_on": None}
    assert not book.ids(ListQuery("budget_lines", parent=made))
    [target] = book.ids(ListQuery("project_targets", parent=made))
    assert [value(book, "project_targets", target, name) for name in ("count", "reached")] == [30, None]
    [joined] = book.ids(ListQuery("project_councils", parent=made))
    assert value(book, "project_councils", joined, "share") is None


def test_what_is_late_is_said(book: Book) -> None:
    today = book.clock.today().isoformat()
    late = project(book, status="RUNNING", end_on="2025-12-31")
    waits = project(book, status="SUBMITTED", submitted_on="2025-10-01")
    unpaid = project(book, status="RUNNING", end_on="2099-01-01")
    put(book, "instalments", {"project": unpaid, "number": 2, "due_on": "2025-12-01"})
    gone = project(book, status="CANCELLED")
    put(book, "instalments", {"project": gone, "number": 1, "due_on": "2025-12-01"})
    found = {(each.record, each.due) for each in book.reminders() if each.register == "projects"}
    assert found == {(late, "2025-12-31"), (waits, "2025-11-30"), (unpaid, "2025-12-01")}
    assert today > "2025-12-31"


def test_a_budget_that_is_not_what_its_lines_ask_for_is_shown(book: Book) -> None:
    record = project(book, budget=Decimal(45_000))
    assert not _warned(book, record)
    budget_line(book, project=record, requested=Decimal(40_000))
    assert _warned(book, record) == ["lines_differ"]
    budget_line(book, project=record, requested=Decimal(5_000))
    assert not _warned(book, record)


def _warned(book: Book, record: bytes) -> list[str]:
    draft = book.draft("projects", record)
    return [problem.code for problem in book.warnings("projects", record, draft.values)]
