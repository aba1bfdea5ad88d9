"""What stands beside a welfare fund's form: the rules and counts for matching money, and who has not paid in."""

from __future__ import annotations

from decimal import Decimal

from pytestqt.qtbot import QtBot

from desktop.base import i18n
from desktop.records.book import Book
from desktop.registers.welfare_funds.screen import CountsPanel, DuesPanel, MatchingPanel
from desktop.ui.services import Services
from tests.factory import claim, fund_member, person, receipt, welfare_fund
from tests.ui.hands import settle


def test_the_rules_and_counts_of_a_year_are_shown_and_the_year_is_chosen(council: Book, services: Services, qtbot: QtBot) -> None:
    fund = welfare_fund(council, villages=2, local_signed_on="2026-10-02", committee_community=12, bank=Decimal(300), has_plan=False)
    one = person(council, sex="F", died_on="2020-01-01")
    fund_member(council, fund=fund, person=one, kind="GENERAL", moo=1, joined_on="2015-01-01", left_on=None)
    fund_member(council, fund=fund, kind="CHILD", joined_on="2015-01-01", left_on="2016-01-01", left_reason="RESIGN")
    receipt(council, fund=fund)
    council.do("fund_claims", "pay", [claim(council, fund=fund)], {"amount": Decimal("100.50"), "on": "2026-02-02"})
    rules, counts = MatchingPanel(council, services), CountsPanel(council, services)
    for panel in (rules, counts):
        qtbot.addWidget(panel)
        panel.show_record(fund)
    settle(qtbot, services)
    now = rules.year.currentData()
    said = [label.text().replace("\u200b", "") for label in rules.rules]
    assert rules.told.text().splitlines() == [f"As on 30 September {now - 543}", "Signed by the local government on 2 Oct 2026"]
    assert said[0] == "1. The fund is a year old – Kept"
    assert said[3] == "4. Well administered – Not kept\nMissing: Has a plan"
    assert [label.property("role") for label in rules.rules] == ["good", "good", "good", "warning", "warning", "warning"]
    assert counts.told.text().splitlines() == [
        f"As on 30 September {now - 543}",
        "1 member now · Female 1",
        "No longer members: Resigned 1",
        "Members for a year or more: 1 · still to be matched: 1 · villages they live in: 1",
        "1 member has died and is still on the list.",
        "Committee: 12 from the community, 0 experts",
        "The fund has 264.50 baht today.",
        "35.50 baht more were counted than that.",
    ]
    assert counts.kinds.rows == [("Children and youth", "1", "0"), ("General", "1", "1"), ("Sum", "2", "1")]
    assert counts.income.rows[-1][1] == "365"
    assert counts.claims.rows == [("Birth", "1", "1", "100.50")]
    for panel in (rules, counts):
        panel.year.setCurrentIndex(panel.year.findData(now - 1))
        panel.refresh()
    settle(qtbot, services)
    assert counts.claims.rows == []
    assert rules.rules[2].text().startswith("3. Money comes from the members – Can't be told yet")
    i18n.use("th")
    rules.retranslate()
    assert rules.year.currentData() == now - 1
    rules.show_record(None)
    assert not any(label.text() for label in rules.rules)


def test_who_has_not_paid_for_a_period_is_shown_by_member_number(council: Book, services: Services, qtbot: QtBot) -> None:
    fund = welfare_fund(council)
    members = [
        fund_member(
            council,
            fund=fund,
            member_no=str(number),
            moo=number,
            joined_on="2020-01-01",
            person=person(council, prefix="นาง", first_name="ทองใบ", last_name=f"ตัวอย่าง{number}"),
        )
        for number in (2, 1, 10, 9)
    ]
    for period in ("2025", "2026"):
        council.do("fund_members", "collect", members[:1], {"period": period, "amount": Decimal(365), "on": "2026-01-05"})
    council.do("fund_members", "collect", members[1:2], {"period": "2025", "amount": Decimal(365), "on": "2026-01-05"})
    panel = DuesPanel(council, services)
    qtbot.addWidget(panel)
    panel.show_record(fund)
    settle(qtbot, services)
    assert panel.period.currentData() == "2026"
    assert panel.owing.rows == [(str(number), f"นางทองใบ ตัวอย่าง{number}", str(number)) for number in (1, 9, 10)]
    assert panel.paid.rows == [("2026", "1", "365"), ("2025", "2", "730")]
    panel.period.setCurrentIndex(panel.period.findData("2025"))
    panel.refresh()
    settle(qtbot, services)
    assert [row[0] for row in panel.owing.rows] == ["9", "10"]
    panel.show_record(None)
    assert (panel.owing.rows, panel.paid.rows) == ([], [])
