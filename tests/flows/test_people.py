"""Rooms about people, their homes and their hardship, each through the real window in both languages."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from desktop.records.book import Book
from desktop.records.query import ListQuery
from tests.factory import case, household, person, put, value
from tests.flows.window import Hands

pytestmark = [pytest.mark.flow, pytest.mark.timeout(180)]
Work = Callable[..., None]
GIVER = {"name": "วัดเนินฆ้อ", "kind": "RELIGION", "phones": ("0810000009",)}


def test_a_person_is_entered_by_keys_alone(worked: Work) -> None:
    def script(hands: Hands) -> None:
        hands.new("people")
        hands.fill(prefix="นาง", first_name="มาลี", last_name="ใจดี", national_id="3002041883353", birth_date="15/3/2510", moo="4")
        row = hands.book.row("people", hands.save()).values
        assert (row["prefix"], row["first_name"], row["birth_date"], row["moo"]) == ("นาง", "มาลี", "1967-03-15", 4)

    worked(script)


def test_a_household_is_surveyed_with_its_land_as_people_say_it(worked: Work) -> None:
    def script(hands: Hands) -> None:
        hands.new("households")
        hands.fill(house_no="12/3", moo="4")
        hands.pick("head", "Somjai")
        hands.fill(income_month="4500", land_living="0-1-20")
        hands.choose("roof", "R2")
        hands.fill(surveyed_on="1/2/2569")
        row = hands.book.row("households", hands.save()).values
        assert (row["house_no"], row["income_month"], row["roof"], row["surveyed_on"]) == ("12/3", Decimal(4500), "R2", "2026-02-01")
        assert row["land_living"] == Decimal(120)
        assert hands.book.row("people", row["head"]).values["first_name"] == "Somjai"

    worked(script, lambda book: person(book, first_name="Somjai"))


def test_a_case_is_opened_and_goes_its_first_step(worked: Work) -> None:
    def script(hands: Hands) -> None:
        hands.new("cases")
        hands.pick("person", "Somjai")
        hands.fill(problem="roof leaks")
        record = hands.save()
        hands.deed("Mark as verified")
        hands.wait(lambda: value(hands.book, "cases", record, "status") == "C20", "the verified case")
        assert value(hands.book, "cases", record, "number") == "210304-A-0001"
        steps = hands.book.rows("case_steps", hands.book.ids(ListQuery("case_steps", parent=record)))
        assert sorted(step.values["state"] for step in steps if step is not None) == ["C10", "C20"]
        hands.press("F12")
        hands.wait(lambda: value(hands.book, "cases", record, "status") == "C10", "the step taken back")

    worked(script, lambda book: person(book, first_name="Somjai"))


def test_help_is_entered_for_a_person(worked: Work) -> None:
    def script(hands: Hands) -> None:
        hands.new("help")
        hands.fill(given_on="3/2/2569")
        hands.choose("kind", "FOOD")
        hands.fill(what="rice 15 kg", value="450.50")
        hands.pick("person", "Somjai")
        hands.fill(giver="Temple")
        row = hands.book.row("help", hands.save()).values
        assert (row["given_on"], row["value"], row["kind"]) == ("2026-02-03", Decimal("450.50"), "FOOD")

    worked(script, lambda book: person(book, first_name="Somjai"))


def test_a_referral_is_sent_and_answered(worked: Work) -> None:
    def script(hands: Hands) -> None:
        hands.new("referrals")
        hands.fill(sent_on="3/2/2569")
        hands.pick("partner", "เนินฆ้อ")
        hands.pick("person", "Somjai")
        hands.fill(asked="a wheelchair", due_on="1/3/2569")
        record = hands.save()
        hands.deed("Record the answer…")
        hands.choose("result", "HELPED")
        hands.accept()
        hands.wait(lambda: value(hands.book, "referrals", record, "state") == "ANSWERED", "the answered referral")

    def fill(book: Book) -> None:
        put(book, "partners", GIVER)
        person(book, first_name="Somjai")

    worked(script, fill)


def test_indicators_are_ticked_for_a_household(worked: Work) -> None:
    def script(hands: Hands) -> None:
        hands.new("indicator_sheets")
        hands.choose("indicator_set", "JPT60")
        hands.fill(year="2564")
        hands.pick("household", "77/7")
        hands.to("failed")
        hands.press("space")
        row = hands.book.row("indicator_sheets", hands.save()).values
        assert row["failed"] == ("JPT60_01",)

    worked(script, lambda book: household(book, house_no="77/7"))


def test_a_case_is_found_from_anywhere_by_its_number(worked: Work) -> None:
    def script(hands: Hands) -> None:
        hands.press("ctrl+k")
        hands.asked("the search over everything")
        hands.type("A-0001")
        hands.wait(lambda: "210304-A-0001" in hands.texts(), "the case")
        hands.press("Down", "Return")
        hands.wait(lambda: hands.window.page().name == "cases" and hands.screen_shown() is not None, "the case's form")

    worked(script, case)
