"""The rules of an activity."""

from __future__ import annotations

import pytest

from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.registers import REGISTERS
from tests.factory import activity, project
from tests.registers.rules import errors, found


def test_an_activity_has_a_title_and_ends_after_it_begins() -> None:
    assert errors("activities", {}) == {("title", "required")}
    assert errors("activities", {"title": "ประชุม", "start_on": "2026-02-02", "end_on": "2026-02-01"}) == {("end_on", "end_before_start")}


@pytest.mark.parametrize(
    ("counts", "odd"),
    [((5, 7, 12), False), ((5, 7, 13), True), ((5, 7, None), False), ((None, 7, 13), False), ((0, 0, 0), False), ((0, 0, 1), True)],
)
def test_men_and_women_make_up_the_participants(counts: tuple[int | None, int | None, int | None], odd: bool) -> None:
    values = {"title": "ประชุม"} | dict(zip(("male", "female", "participants"), counts, strict=True))
    assert found("activities", values) == ({("participants", "counts_differ", "warning")} if odd else set())


def test_a_new_activity_is_planned() -> None:
    assert REGISTERS["activities"].defaults() == {"status": "PLANNED"}


def test_an_activity_shows_its_project_and_is_found_by_title_and_place(book: Book) -> None:
    record = activity(book, title="ประชุมสภา", place="ศาลากลางบ้าน", project=project(book, title="ซ่อมบ้าน"))
    activity(book, title="อบรม", place="วัด")
    assert book.row("activities", record).values["project_title"] == "ซ่อมบ้าน"
    for search in ("ประชุม", "ศาลา"):
        assert book.ids(ListQuery("activities", search=search)) == [record], search
