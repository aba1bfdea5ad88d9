"""The rule table: how conditions are read, what is not known, and that the points add up."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.base.errors import Refused
from desktop.records import rules
from desktop.records.codes import Code, shipped

FACTS: dict[str, Any] = {
    "household.income_per_head": Decimal("2999.99"),
    "household.income_year": Decimal(36_000),
    "household.debt": Decimal("36000.01"),
    "household.house_condition": "HC1",
    "household.damage": ("D_ROOF", "D_WALL", "D_WC"),
    "household.vulnerable": ("V_BED", "V_ELD"),
    "household.disasters": (),
    "household.member_count": 1,
    "person.age": 60,
    "household.toilet": None,
}


def held(text: str) -> bool | None:
    return rules.evaluate(rules.parse(text), FACTS)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("household.income_per_head < 3000", True),
        ("household.income_per_head<=2999.98", False),
        ("household.debt > household.income_year", True),
        ("household.income_year >= household.debt", False),
        ("household.house_condition in HC1 HC2", True),
        ("household.house_condition in HC3", False),
        ("household.house_condition = HC1", True),
        ("household.house_condition != HC1", False),
        ("household.damage count >= 3", True),
        ("household.disasters count >= 1", False),
        ("household.vulnerable has V_DIS V_BED", True),
        ("household.vulnerable has V_DIS", False),
        ("household.house_condition has HC1", True),
        ("household.member_count = 1 and person.age >= 60", True),
        ("household.member_count = 2 and person.age >= 60", False),
        ("household.toilet = T0", None),
        ("household.tenure in TEN2", None),
        ("household.debt > household.savings", None),
        ("household.toilet = T0 and person.age >= 60", None),
        ("household.toilet = T0 and person.age < 60", False),
        ("household.debt ≥ ๓๖,๐๐๐ และ household.debt != 36000", True),
        ("household.vulnerable has V_DIS, V_BED", True),
    ],
)
def test_a_condition_holds_or_not_or_is_not_known(text: str, answer: bool | None) -> None:
    assert held(text) is answer


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", 1),
        ("income < 3000", 1),
        ("household.income_per_head", 26),
        ("household.income_per_head < many", 29),
        ("household.income_per_head about 3000", 27),
        ("household.house_condition in", 29),
        ("household.house_condition in and person.age > 1", 30),
        ("person.age > 60 or person.age < 5", 17),
        ("person.age => 60", 12),
        ("household.damage count 3", 24),
        ("office.name = X", 1),
        ("household.house_condition >= 3", 27),
        ("household.house_condition in HC1 > HC2", 34),
    ],
)
def test_a_rule_that_can_not_be_read_is_refused_at_its_place(text: str, place: int) -> None:
    with pytest.raises(Refused) as caught:
        rules.parse(text)
    assert (caught.value.code, caught.value.field, caught.value.values["place"]) == ("rule", "rule", place)
    assert str(place) in caught.value.text()


def test_every_shipped_rule_is_read_asks_for_codes_that_exist_and_has_points() -> None:
    for entry in shipped().entries("score_rule"):
        for condition in rules.parse(entry.rule):
            assert all(shipped().get(rules.FACTS[condition.fact], code) for code in condition.codes), entry
        assert entry.amount is not None
        assert entry.amount > 0


ENTRIES = st.lists(
    st.builds(
        Code,
        code=st.text("RS0123456789", min_size=1, max_size=4),
        label_th=st.just("ก"),
        label_en=st.just("a"),
        amount=st.one_of(st.none(), st.decimals(-50, 50, places=2)),
        rule=st.sampled_from(["person.age >= 60", "person.age < 60", "household.toilet = T0", "household.damage count >= 3", "nonsense"]),
    ),
    max_size=8,
)


@given(ENTRIES, st.randoms())
def test_the_points_of_what_holds_add_up_whatever_the_order_of_the_rules(entries: list[Code], chance: Any) -> None:
    found = rules.score(entries, FACTS)
    assert found.total == sum((part.points for part in found.parts if part.held), Decimal(0))
    assert [part.code for part in found.parts] == [entry.code for entry in entries]
    mixed = list(entries)
    chance.shuffle(mixed)
    again = rules.score(mixed, FACTS)
    assert (again.total, again.version) == (found.total, found.version)


def test_the_version_tells_one_table_from_another() -> None:
    table = shipped().entries("score_rule")
    version = rules.score(table, {}).version
    assert len(version) == 6
    assert version == shipped().version("score_rule")
    for changed in (replace(table[0], amount=Decimal(11)), replace(table[0], rule="person.age > 1"), replace(table[0], valid_to=2569)):
        assert rules.score([changed, *table[1:]], {}).version != version
    assert rules.score([replace(table[0], amount=Decimal("10.00")), *table[1:]], {}).version == version
    assert rules.score(table[1:], {}).version != version
