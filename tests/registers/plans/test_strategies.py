"""Strategies: kept by the region, one above the other, and what serves them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from desktop.base.errors import Refused
from desktop.records.book import Book
from desktop.records.sight import lines_of_sight
from desktop.registers.plans import service
from tests.conftest import Books
from tests.factory import plan, plan_item, project, put, strategy


@pytest.fixture
def region(books: Books) -> Book:
    """A regional office's book."""
    return books(kind="region")


def test_only_the_region_keeps_strategies(book: Book) -> None:
    with pytest.raises(Refused) as caught:
        strategy(book)
    assert caught.value.code == "kept_by_region"


def test_a_strategy_is_part_of_one_of_a_higher_level(region: Book) -> None:
    nation = strategy(region, level="NATION")
    province = strategy(region, level="PROVINCE", parent=nation)
    for upper, level in ((province, "PROVINCE"), (province, "REGION"), (nation, "NATION")):
        with pytest.raises(Refused) as caught:
            strategy(region, level=level, parent=upper)
        assert caught.value.code == "not_higher"
    strategy(region, level="TAMBON", parent=province)
    for record, values in ((nation, {"level": "TAMBON"}), (nation, {"parent": province}), (province, {"level": "NATION"})):
        with pytest.raises(Refused) as caught, region.write() as deed:
            deed.put("strategies", record, values)
        assert caught.value.code == "not_higher"


def test_a_project_sees_up_to_the_nation_and_is_counted_once_below_it(region: Book) -> None:
    nation = strategy(region, name="ชาติ", level="NATION")
    province = strategy(region, name="จังหวัด", level="PROVINCE", parent=nation)
    tambon = strategy(region, name="ตำบล", level="TAMBON", parent=province)
    of = plan(region)
    goal = plan_item(region, plan=of, number="1", title="เป้า", strategy=tambon)
    work = plan_item(region, plan=of, number="1.1", title="งาน", parent_item=goal)
    other = plan_item(region, plan=of, number="2", title="อีกงาน", strategy=province)
    one, gone = project(region, budget=Decimal("45000.50")), project(region, status="CANCELLED")
    for item in (work, other):
        put(region, "project_links", {"project": one, "plan_item": item})
    put(region, "project_links", {"project": gone, "plan_item": other})
    with region.read() as reader:
        ways = lines_of_sight(reader, one)
        found = {each: service.serving(reader, each) for each in (nation, province, tambon)}
    assert [[step.title for step in way] for way in ways] == [
        ["งาน", "เป้า", "ตำบล", "จังหวัด", "ชาติ"],
        ["อีกงาน", "จังหวัด", "ชาติ"],
    ]
    assert [step.level for step in ways[0]] == ["", "", "TAMBON", "PROVINCE", "NATION"]
    assert {each: ([row["id"] for row in was.projects], was.budget) for each, was in found.items()} == dict.fromkeys(
        found, ([one], Decimal("45000.50"))
    )
    assert [row["id"] for row in found[nation].strategies] == [province]
    assert [row["id"] for row in found[province].items] == [goal, other]
    assert [row["id"] for row in found[tambon].items] == [goal]
