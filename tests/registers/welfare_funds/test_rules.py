"""The six rules of quality, and the counts the form for matching money asks."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from decimal import Decimal
from typing import Any

import pytest

from desktop.base.dates import fiscal_year
from desktop.records.book import Book
from desktop.registers.welfare_funds import service
from desktop.registers.welfare_funds.model import Facts, rules
from tests.factory import claim, fund_member, person, receipt, welfare_fund

SOUND: dict[str, Any] = {
    "founded_on": "2015-06-01",
    "villages": 10,
    "municipal": False,
    "welfare_kinds": ("WK01", "WK02", "WK04"),
    "non_cash": "จิตอาสาเยี่ยมบ้าน",
    "linked_work": "ซ่อมบ้านผู้เดือดร้อน",
    "has_register": True,
    "has_rules": True,
    "has_accounts": True,
    "has_plan": True,
    "has_monitoring": True,
    "meetings_a_year": 4,
}
USUAL: dict[str, Any] = {"cut_off": "2025-09-30", "old_members": 40, "covered": 5, "unplaced": 0, "paid_in": Decimal(1), "entered": True}


def kept(fund: dict[str, Any] | None = None, **of: Any) -> dict[int, bool | None]:
    """Whether each rule is kept, by number."""
    facts = Facts(**({"fund": SOUND | (fund or {}), "paid_kinds": frozenset()} | USUAL | of))
    found = rules(facts)
    assert all(bool(rule.missing) != bool(rule.kept) for rule in found)
    return {rule.number: rule.kept for rule in found}


def test_a_sound_fund_keeps_all_six() -> None:
    assert kept() == dict.fromkeys(range(1, 7), True)


@pytest.mark.parametrize(
    ("rule", "fund", "of", "expected"),
    [
        (1, {"founded_on": "2024-09-30"}, {}, True),
        (1, {"founded_on": "2024-10-01"}, {}, False),
        (1, {"founded_on": "2024"}, {}, None),
        (1, {"founded_on": "2023"}, {}, True),
        (1, {"founded_on": "2024-09"}, {}, None),
        (1, {"founded_on": "2024-10"}, {}, False),
        (1, {"founded_on": "2025"}, {}, False),
        (1, {"founded_on": None}, {}, None),
        (2, {}, {"covered": 4}, False),
        (2, {"villages": 9}, {"covered": 4}, False),  # half of nine is more than four
        (2, {"municipal": True}, {"covered": 2}, True),
        (2, {"municipal": True}, {"covered": 1}, False),
        (2, {}, {"covered": 4, "unplaced": 1}, None),
        (2, {"villages": None}, {}, None),
        (2, {}, {"old_members": 0, "covered": 0}, False),
        (3, {}, {"paid_in": Decimal(0)}, False),
        (3, {}, {"paid_in": Decimal(0), "entered": False}, None),
        (4, {"has_plan": False}, {}, False),
        (4, {"has_plan": None}, {}, None),
        (4, {"has_plan": None, "meetings_a_year": 0}, {}, False),
        (5, {"welfare_kinds": ("WK01", "WK02")}, {}, False),
        (5, {"welfare_kinds": ("WK01", "WK02", "WK99", "WK12")}, {}, False),
        (5, {"welfare_kinds": ("WK01", "WK02")}, {"paid_kinds": frozenset({"WK08"})}, True),
        (5, {"welfare_kinds": None}, {}, None),
        (6, {"linked_work": None}, {}, None),
        (6, {"non_cash": ""}, {}, None),
    ],
)
def test_each_rule_says_when_it_is_not_kept(rule: int, fund: dict[str, Any], of: dict[str, Any], expected: bool | None) -> None:
    found = kept(fund, **of)
    assert found[rule] is expected
    assert all(found[other] is True for other in found if other != rule)


def test_a_fund_is_judged_by_the_last_day_of_the_fiscal_year() -> None:
    day = service.cut_off(2569)
    assert (day, fiscal_year(dt.date.fromisoformat(day))) == ("2026-09-30", 2569)
    assert fiscal_year(dt.date.fromisoformat(day) + dt.timedelta(days=1)) == 2570


def test_counts_agree_with_a_plain_count_over_random_funds(book: Book) -> None:
    chance = random.Random(11)
    fund, day = welfare_fund(book, **{**SOUND, "villages": 6}), "2025-09-30"
    days = ["2023-01-01", "2024-09-30", "2024-10-01", "2025-09-30", "2025-10-01"]
    members: list[dict[str, Any]] = []
    for _number in range(40):
        since = chance.choice([None, *days])
        until = chance.choice([None, None, *(each for each in days if since is None or each > since)])
        values: dict[str, Any] = {
            "kind": chance.choice(["GENERAL", "CHILD", None]),
            "moo": chance.choice([None, 1, 2, 3, 4]),
            "joined_on": since,
            "left_on": until,
            "left_reason": chance.choice(["DEATH", "RESIGN", "LAPSE"]) if until else None,
            "times_matched": chance.choice([None, 0, 2, 3]),
        }
        sex = chance.choice(["M", "F", None])
        fund_member(book, fund=fund, person=person(book, sex=sex), **values)
        members.append(values | {"sex": sex})
    fund_member(book)  # of another fund
    for on, source in (("2025-09-30", "MEMBER"), ("2025-10-01", "MEMBER"), ("2025-01-01", "LAO")):
        receipt(book, fund=fund, on=on, source=source, amount=Decimal("10.50"))
    claim(book, fund=fund, kind="WK02", amount=Decimal(300), people=2)
    paid = claim(book, fund=fund, kind="WK02", amount=Decimal(300), people=2, asked_on="2025-01-01")
    book.do("fund_claims", "pay", [paid], {"amount": Decimal(250), "on": "2025-02-01"})
    with book.read() as reader:
        found = service.matching(reader, fund, day)
    joined = [each for each in members if each["joined_on"] is None or each["joined_on"] <= day]
    now = [each for each in joined if each["left_on"] is None or each["left_on"] > day]
    old = [each for each in now if each["joined_on"] is not None and each["joined_on"] <= "2024-09-30"]
    ever, current = Counter(each["kind"] for each in joined), Counter(each["kind"] for each in now)
    assert found.kinds == {kind: (ever[kind], current[kind]) for kind in ever}
    assert (found.ever, found.now, found.old) == (len(joined), len(now), len(old))
    assert found.sexes == Counter(each["sex"] for each in now)
    assert found.left == Counter(each["left_reason"] for each in joined if each not in now)
    assert found.to_match == sum((each["times_matched"] or 0) < 3 for each in old)
    assert found.covered == len({each["moo"] for each in old} - {None})
    assert found.income == {"MEMBER": Decimal("10.50"), "LAO": Decimal("10.50")}
    assert found.claims == {"WK02": (1, 2, Decimal(250))}
    assert len(found.left) <= 3
    assert sum(found.left.values()) == found.ever - found.now
