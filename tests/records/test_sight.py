"""Lines of sight from a project up to the highest strategy."""

from __future__ import annotations

from desktop.records.book import Book
from desktop.records.sight import Step, chain, lines_of_sight, under
from tests.factory import plan, plan_item, project, put


def test_a_project_that_is_linked_to_nothing_sees_nothing(book: Book) -> None:
    with book.read() as reader:
        assert lines_of_sight(reader, project(book)) == []


def test_the_way_goes_up_the_plan_and_ends_where_nothing_more_is_said(book: Book) -> None:
    of, one = plan(book), project(book)
    goal = plan_item(book, plan=of, number="1", title="บ้านปลอดภัย")
    work = plan_item(book, plan=of, number="1.1", title="ซ่อมบ้าน", parent_item=goal)
    put(book, "project_links", {"project": one, "plan_item": work})
    with book.read() as reader:
        assert lines_of_sight(reader, one) == [(Step("plan_items", work, "ซ่อมบ้าน"), Step("plan_items", goal, "บ้านปลอดภัย"))]
    book.delete("plan_items", [work])
    with book.read() as reader:
        assert lines_of_sight(reader, one) == []


def test_a_ring_that_parcels_closed_ends(book: Book) -> None:
    rows = {b"a": {"up": b"b"}, b"b": {"up": b"a"}, b"c": {"up": b"a"}}
    assert list(chain(b"c", "up", rows)) == [b"c", b"a", b"b"]
    assert under(b"a", "up", rows) == {b"a", b"b", b"c"}
