"""Rooms about plans, money and the economy, each through the real window in both languages."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from desktop.records.query import ListQuery
from tests.factory import person, project, value
from tests.flows.window import Hands

pytestmark = [pytest.mark.flow, pytest.mark.timeout(180)]
Work = Callable[..., None]


def test_a_plan_and_an_item_in_it_are_entered(worked: Work) -> None:
    def script(hands: Hands) -> None:
        hands.new("plans")
        hands.fill(title="แผนพัฒนาตำบล", year_from="2566", year_to="2570")
        row = hands.book.row("plans", hands.save()).values
        assert (row["title"], row["year_from"], row["year_to"], row["status"]) == ("แผนพัฒนาตำบล", 2566, 2570, "DRAFT")

    worked(script)


def test_a_cash_book_is_begun(worked: Work) -> None:
    def script(hands: Hands) -> None:
        hands.new("cash_books")
        hands.fill(name="สมุดเงินสดโครงการ")
        hands.choose("kind", "PROJECT")
        hands.pick("project", "Repair")
        hands.fill(opened_on="1/10/2568", opening_balance="500.25")
        row = hands.book.row("cash_books", hands.save()).values
        assert (row["name"], row["kind"], row["opened_on"], row["opening_balance"]) == (
            "สมุดเงินสดโครงการ", "PROJECT", "2025-10-01", Decimal("500.25")
        )  # fmt: skip

    worked(script, lambda book: project(book, title="Repair 12 homes"))


def test_a_welfare_fund_and_its_first_member_are_entered_and_the_member_pays(worked: Work) -> None:
    def script(hands: Hands) -> None:
        hands.new("welfare_funds")
        hands.fill(name="กองทุนสวัสดิการ", founded_on="2553")
        hands.choose("contribution_pattern", "MONTH")
        hands.fill(contribution="30")
        fund = hands.save()
        hands.new("fund_members")
        hands.pick("fund", "กองทุน")
        hands.fill(member_no="1")
        hands.pick("person", "Somjai")
        hands.fill(joined_on="1/1/2560")
        member = hands.save()
        row = hands.book.row("fund_members", member).values
        assert (row["fund"], row["member_no"], row["first_name"], row["joined_on"]) == (fund, "1", "Somjai", "2017-01-01")
        hands.deed("Collect contributions…")
        hands.fill(period="1/2569")
        hands.accept()
        hands.wait(lambda: hands.book.counts()["fund_receipts"] == 1, "the receipt")
        (paid,) = hands.book.rows("fund_receipts", hands.book.ids(ListQuery("fund_receipts")))
        assert paid is not None
        assert [paid.values[name] for name in ("fund", "member", "period", "amount")] == [fund, member, "2026-01", Decimal(30)]
        assert value(hands.book, "welfare_funds", fund, "contribution") == Decimal(30)

    worked(script, lambda book: person(book, first_name="Somjai"))


def test_an_enterprise_and_its_product_are_entered(worked: Work) -> None:
    def script(hands: Hands) -> None:
        hands.new("enterprises")
        hands.fill(name="กลุ่มแปรรูปผลไม้")
        hands.choose("kind", "COMMUNITY")
        hands.fill(business="มังคุดกวน", founded_year="2560")
        enterprise = hands.save()
        hands.new("products")
        hands.fill(name="มังคุดกวน")
        hands.choose("kind", "FOOD")
        hands.pick("enterprise", "แปรรูป")
        hands.fill(capacity="120.5", price="80")
        row = hands.book.row("products", hands.save()).values
        assert (row["name"], row["kind"], row["enterprise"], row["capacity"], row["price"]) == (
            "มังคุดกวน", "FOOD", enterprise, Decimal("120.50"), Decimal(80)
        )  # fmt: skip

    worked(script)


def test_a_business_plan_is_written(worked: Work) -> None:
    def script(hands: Hands) -> None:
        hands.new("business_plans")
        hands.fill(title="แผนธุรกิจมังคุด", year="2569", customer_segments="นักท่องเที่ยว", add_baseline="4000", add_target="6000")
        row = hands.book.row("business_plans", hands.save()).values
        assert (row["version"], row["status"], row["customer_segments"], row["add_target"]) == (1, "DRAFT", "นักท่องเที่ยว", Decimal(6000))

    worked(script)


def test_a_community_capital_is_entered(worked: Work) -> None:
    def script(hands: Hands) -> None:
        hands.new("capitals")
        hands.fill(name="ป่าชุมชน")
        hands.choose("kind", "CAP_N")
        hands.choose("detail", "N_RESOURCE")
        hands.fill(place="เขาหลังวัด")
        row = hands.book.row("capitals", hands.save()).values
        assert (row["name"], row["kind"], row["detail"], row["place"]) == ("ป่าชุมชน", "CAP_N", "N_RESOURCE", "เขาหลังวัด")

    worked(script)
