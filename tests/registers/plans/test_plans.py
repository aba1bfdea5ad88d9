"""Plans: adopting them, the tree of items, strategies above one another, and projects made from items."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from desktop.base.errors import Refused
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.registers import REGISTERS
from desktop.registers.plans import service
from tests.factory import meeting, plan, plan_item, project, put, resolution, value


def refused(book: Book, register: str, record: bytes, deed: str, values: dict[str, Any]) -> str:
    """The code a deed is refused with."""
    with pytest.raises(Refused) as caught:
        book.do(register, deed, [record], values)
    return caught.value.code


def change(book: Book, register: str, record: bytes, values: dict[str, Any]) -> None:
    """Change a record by hand."""
    with book.write() as deed:
        deed.put(register, record, values)


def test_a_plan_is_adopted_taken_up_and_ended(book: Book) -> None:
    record = plan(book)
    held = meeting(book, status="HELD", held_on="2026-01-10")
    assert refused(book, "plans", record, "adopt", {"resolution": resolution(book, meeting=held, kind="REJECT")}) == "not_approving"
    planned = meeting(book, status="PLANNED")
    assert refused(book, "plans", record, "adopt", {"resolution": resolution(book, meeting=planned, kind="APPROVE")}) == "not_held"
    assert refused(book, "plans", record, "take_up", {"taken_up_by": "อบต."}) == "not_offered"
    book.do("plans", "adopt", [record], {"resolution": resolution(book, meeting=held, kind="APPROVE")})
    assert (value(book, "plans", record, "status"), value(book, "plans", record, "adopted_on")) == ("ADOPTED", "2026-01-10")
    book.do("plans", "take_up", [record], {"taken_up_by": "อบต.ตัวอย่าง"})
    book.do("plans", "end", [record], {})
    assert value(book, "plans", record, "status") == "ENDED"
    book.do("plans", "again", [record], {})
    assert [value(book, "plans", record, name) for name in ("status", "resolution", "adopted_on", "taken_up_by")] == [
        "DRAFT",
        None,
        None,
        None,
    ]


def test_nobody_types_that_a_plan_is_adopted(book: Book) -> None:
    with pytest.raises(Refused) as caught:
        change(book, "plans", plan(book), {"status": "ADOPTED"})
    assert caught.value.code == "by_deed"


def test_the_tree_adds_up_branches_and_counts_a_project_once(book: Book) -> None:
    of = plan(book)
    goal = plan_item(book, plan=of, number="2", title="รายได้", budget=None)
    work = plan_item(book, plan=of, number="2.10", title="ตลาด", parent_item=goal, budget=Decimal("100.50"))
    early = plan_item(book, plan=of, number="2.9", title="อบรม", parent_item=goal, budget=Decimal(50))
    first = plan_item(book, plan=of, number="1", title="บ้าน", budget=Decimal(7))
    one = project(book)
    for item in (work, early):
        put(book, "project_links", {"project": one, "plan_item": item})
    with book.read() as reader:
        found = service.tree(reader, of)
    assert [(each.values["id"], each.depth, each.branch) for each in found.items] == [
        (first, 0, Decimal(7)),
        (goal, 0, Decimal("150.50")),
        (early, 1, Decimal(50)),
        (work, 1, Decimal("100.50")),
    ]
    assert (found.budget, found.projects, found.unserving) == (Decimal("157.50"), 1, 3)


def test_an_item_is_part_of_one_of_its_plan_and_never_of_itself(book: Book) -> None:
    of = plan(book)
    upper = plan_item(book, plan=of)
    lower = plan_item(book, plan=of, parent_item=upper)
    for record, parent, code in ((upper, lower, "ring"), (upper, upper, "ring"), (upper, plan_item(book), "other_plan")):
        with pytest.raises(Refused) as caught:
            change(book, "plan_items", record, {"parent_item": parent})
        assert caught.value.code == code
    assert value(book, "plan_items", upper, "parent_item") is None


def test_a_project_is_made_from_an_item_and_linked_to_it(book: Book) -> None:
    item = plan_item(book, title="ซ่อมบ้าน", budget=Decimal(9000), problem="หลังคารั่ว", dimensions=("QD1",))
    book.do("plan_items", "make_project", [item], {"fiscal_year": 2570})
    [made] = book.ids(ListQuery("projects"))
    got = {name: value(book, "projects", made, name) for name in ("title", "fiscal_year", "budget", "objective", "dimensions", "status")}
    assert got == {
        "title": "ซ่อมบ้าน", "fiscal_year": 2570, "budget": Decimal(9000), "objective": "หลังคารั่ว", "dimensions": ("QD1",), "status": "DRAFT",
    }  # fmt: skip
    [link] = book.ids(ListQuery("project_links", parent=made))
    assert value(book, "project_links", link, "plan_item") == item
    assert value(book, "plan_items", item, "state") == "DOING"
    book.undo()
    assert not book.ids(ListQuery("projects"))
    assert value(book, "plan_items", item, "state") == "WAITING"


def test_a_plan_whose_years_are_over_is_spoken_of(book: Book) -> None:
    over = plan(book, year_from=2560, year_to=2564)
    plan(book, year_from=2560, year_to=2699)
    assert [(each.record, each.due) for each in book.reminders() if each.register == "plans"] == [(over, "2021-12-31")]


def test_a_plan_and_its_items_begin_as_not_yet() -> None:
    assert REGISTERS["plans"].defaults() == {"status": "DRAFT"}
    assert REGISTERS["plan_items"].defaults() == {"state": "WAITING"}
