"""Results: how far they have come, and the names of the dimensions the region gives."""

from __future__ import annotations

from decimal import Decimal

import pytest

from desktop.records.book import Book
from desktop.registers.results import service
from tests.factory import activity, project, put, result
from tests.registers.rules import errors


def test_a_result_belongs_to_a_project_or_an_activity_and_is_measured_by_something() -> None:
    assert errors("results", {"kind": "OUTPUT"}) == {("project", "whose_missing"), ("indicator", "required")}


@pytest.mark.parametrize(
    ("baseline", "target", "actual", "share"),
    [
        (20, 45, 45, 100),
        (20, 45, 20, 0),
        (20, 45, 30, 40),
        (None, 3, 1, 33),
        (None, 8, 1, 13),  # a half goes up
        (10, 0, 5, 50),  # less is wanted
        (0, 10, 15, 150),
        (10, 20, 5, -50),
        (5, 5, 5, None),
        (0, None, 5, None),
        (0, 5, None, None),
    ],
)
def test_the_share_is_that_of_the_way_from_where_one_began(
    baseline: int | None, target: int | None, actual: int | None, share: int | None
) -> None:
    values = dict(zip(("baseline", "target", "actual"), (baseline, target, actual), strict=True))
    assert service.share({name: None if number is None else Decimal(number) for name, number in values.items()}) == share


def test_results_of_a_project_and_its_activities_are_each_there_once_by_dimension(book: Book) -> None:
    one = project(book)
    of = activity(book, project=one)
    last = result(book, project=one, dimension=None)
    both = put(book, "results", {"project": one, "activity": of, "kind": "OUTPUT", "indicator": "ก", "dimension": "QD2"})
    of_activity = put(book, "results", {"activity": of, "kind": "OUTPUT", "indicator": "ข", "dimension": "QD1"})
    result(book)  # of another project
    with book.read() as reader:
        assert [each.values["id"] for each in service.scored(reader, one)] == [of_activity, both, last]
