"""What stands beside the forms of enterprises, products, business plans, capitals and partners."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.registers.business_plans.screen import CanvasPanel
from desktop.registers.capitals.screen import UsePanel
from desktop.registers.enterprises.screen import EarningsPanel
from desktop.registers.partners.screen import SupportPanel
from desktop.registers.products.screen import TradePanel
from desktop.ui import words
from desktop.ui.services import Services
from tests.factory import activity, partner, project, put
from tests.ui.hands import settle

Show = Callable[..., Any]


@pytest.fixture
def show(council: Book, services: Services, qtbot: QtBot) -> Show:
    """Looks at a record with a panel."""

    def look(kind: type[Any], record: bytes | None) -> Any:
        panel = kind(council, services)
        qtbot.addWidget(panel)
        panel.show()
        panel.show_record(record)
        settle(qtbot, services)
        return panel

    return look


def test_the_earnings_of_an_enterprise_are_told_and_added_up(show: Show, council: Book) -> None:
    record = put(council, "enterprises", {"name": "กลุ่มตัวอย่าง", "income_before": Decimal(1500)})
    for month, income in (("2025-12", 1000), ("2026-01", 3000)):
        put(council, "enterprise_months", {"enterprise": record, "month": month, "income": Decimal(income), "cost": Decimal("0.50")})
    panel = show(EarningsPanel, record)
    assert panel.told.text().splitlines() == [
        "0 members now · Support received: 0 baht",
        "Income a month on average: 2,000 baht, 500 baht more than before (1,500).",
    ]
    assert [row[:4] for row in panel.years.rows] == [
        ("2569", "1", "3,000", "0.50"),
        ("2568", "1", "1,000", "0.50"),
        ("Since it joined", "2", "4,000", "1"),
    ]
    assert len(panel.months.rows) == 2


def test_margin_marks_and_sales_of_a_product_are_shown(show: Show, council: Book, qtbot: QtBot) -> None:
    record = put(council, "products", {"name": "กล้วยฉาบ", "cost": Decimal(15), "price": Decimal(20)})
    put(council, "product_marks", {"product": record, "mark": "FDA", "number": "1234567890123", "expires_on": "2020-01-01"})
    fair = activity(council)
    put(council, "activity_products", {"activity": fair, "product": record, "act": "SOLD", "sales": Decimal(500), "quantity": Decimal(25)})
    panel = show(TradePanel, record)
    assert panel.told.text() == "One brings 5 baht, 25% of its price\nSold at activities: 500 baht"
    assert panel.marks.rows[0][1] == "12-3-45678-9-0123"
    assert panel.marks.rows[0][3] == "Expired"
    with qtbot.waitSignal(panel.open_wanted) as opened:
        panel.table.activated.emit(panel.sales.index(0, 0))
    assert opened.args == ["activities", fair]


def test_the_canvas_says_what_a_version_changed(show: Show, council: Book, qapp: QApplication, qtbot: QtBot) -> None:
    numbers = {"cut_baseline": Decimal(1000), "cut_target": Decimal(600), "cut_actual": Decimal(700)}
    first = put(council, "business_plans", {"title": "แผน", "key_partners": "อบต.", "channels": "<b>ตลาด</b>"} | numbers)
    council.do("business_plans", "put_into_use", [first], {})
    council.do("business_plans", "new_version", [first], {})
    (second,) = [each for each in council.ids(ListQuery("business_plans")) if each != first]
    with council.write() as deed:
        deed.put("business_plans", second, {"key_partners": "โรงเรียน"})
    panel = show(CanvasPanel, second)
    assert panel.told.text() == "แผน · Version 2 · Draft · made from version 1"
    partners, channels = panel.blocks["key_partners"], panel.blocks["channels"]
    assert (partners.text.text().replace("\u200b", ""), partners.mark.isVisible(), partners.past.isVisible()) == ("โรงเรียน", True, False)
    assert not channels.mark.isVisible()
    assert channels.text.text().replace("\u200b", "") == "<b>ตลาด</b>"
    assert "75% of the way to the target" in panel.tracks["cut"].text.text()
    panel.compare.setChecked(True)
    assert partners.past.text().replace("\u200b", "") == "Before: อบต."
    assert partners.past.isVisible()
    words.speak(qapp, "th")
    qtbot.waitUntil(lambda: panel.title() == "แผ่นแผนธุรกิจ")
    assert show(CanvasPanel, first).compare.isHidden()


def test_the_use_of_a_capital_is_shown_and_what_waits_to_be_used(show: Show, council: Book, qtbot: QtBot) -> None:
    used, waiting = (put(council, "capitals", {"name": name, "kind": "CAP_N", "keeper_name": "บุญมี"}) for name in ("ป่า", "บ่อ"))
    work = project(council)
    put(council, "project_links", {"project": work, "capital": used, "how": "ปลูกป่า"})
    panel = show(UsePanel, used)
    assert panel.told.text() == "1 project uses it"
    assert panel.projects.rows[0][2] == "ปลูกป่า"
    assert panel.counts.rows[0][2:] == ("2", "1")
    assert [row[0] for row in panel.unused.rows] == ["บ่อ"]
    for model, opened in ((panel.projects, ["projects", work]), (panel.unused, ["capitals", waiting])):
        table = next(table for table, _heading in panel._tables if table.model() is model)
        with qtbot.waitSignal(panel.open_wanted) as signal:
            table.activated.emit(model.index(0, 0))
        assert signal.args == opened


def test_the_support_of_a_partner_is_added_up(show: Show, council: Book) -> None:
    record = partner(council)
    put(council, "partner_supports", {"partner": record, "kind": "MONEY", "on": "2026-01-01", "amount": Decimal(500)})
    put(council, "partner_contacts", {"partner": record, "name": "ทองใบ", "phones": ("0810000001",)})
    panel = show(SupportPanel, record)
    assert panel.told.text().startswith("Worth 500 baht in all · 0 projects · 0 activities")
    assert panel.sums.rows == [("2569", "Money", "1", "500"), ("Total", "", "1", "500")]
    assert panel.contacts.rows[0][0] == "ทองใบ"


@pytest.mark.parametrize("kind", [EarningsPanel, TradePanel, CanvasPanel, UsePanel, SupportPanel])
def test_of_a_new_record_nothing_is_worked_out_yet(show: Show, kind: type[Any]) -> None:
    assert show(kind, None).told.text() == "Save first: then it is worked out here."
