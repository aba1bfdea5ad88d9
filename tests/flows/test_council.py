"""Rooms about the council and its work, each through the real window in both languages."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from desktop.records.book import Book
from desktop.records.query import ListQuery
from tests.factory import member, person, value
from tests.flows.window import Hands

pytestmark = [pytest.mark.flow, pytest.mark.timeout(180)]
Work = Callable[..., None]


def test_the_council_s_own_record_is_filled_in(worked: Work) -> None:
    def script(hands: Hands) -> None:
        hands.go("councils")
        hands.fill(council_code="21030401", registered_on="9/2/2552", term_no="4", term_end_on="8/2/2571")
        hands.press("F9")
        hands.wait(lambda: hands.book.rows("councils", [hands.book.office.uid])[0] is not None, "the council's record")
        row = hands.book.row("councils", hands.book.office.uid).values
        assert (row["council_code"], row["registered_on"], row["term_no"]) == ("21030401", "2009-02-09", 4)

    worked(script)


def test_an_organization_is_entered_as_its_form_asks(worked: Work) -> None:
    def script(hands: Hands) -> None:
        hands.new("organizations")
        hands.fill(name="กลุ่มออมทรัพย์")
        hands.choose("kind", "CK1")
        hands.fill(founded_year="2545", fund="120,000", moos="4")
        row = hands.book.row("organizations", hands.save()).values
        assert (row["name"], row["kind"], row["founded_year"], row["fund"]) == ("กลุ่มออมทรัพย์", "CK1", 2545, Decimal(120_000))

    worked(script)


def test_a_member_is_replaced_in_one_deed(worked: Work) -> None:
    def script(hands: Hands) -> None:
        (seat,) = hands.book.ids(ListQuery("members"))
        hands.go("members")
        hands.wait(lambda: hands.rows_shown() == 1, "the roll")
        hands.press("F2")
        hands.deed("Replace by…")
        hands.pick("person", "Somjai")
        hands.fill(on="1/2/2569")
        hands.choose("reason", "RESIGN")
        hands.accept()
        hands.wait(lambda: value(hands.book, "members", seat, "end_on") == "2026-02-01", "the seat that ended")
        now = [row for row in hands.book.rows("members", hands.book.ids(ListQuery("members"))) if row is not None and row.id != seat]
        assert [(row.values["first_name"], row.values["appointed_on"]) for row in now] == [("Somjai", "2026-02-01")]

    def fill(book: Book) -> None:
        member(book, person=person(book, first_name="Wichai"))
        person(book, first_name="Somjai")

    worked(script, fill)


def test_a_meeting_is_held_with_the_roll_ticked(worked: Work) -> None:
    def script(hands: Hands) -> None:
        hands.new("meetings")
        hands.fill(held_on="1/2/2569", start_at="9.30", place="Temple hall")
        record = hands.save()
        hands.tab(1)
        hands.wait(lambda: hands.rows_shown() == 1, "the meeting in the list")
        hands.press("Tab", "Tab")
        hands.wait(lambda: hands.focused("RollTable"), "the roll")
        hands.press("1", "2")
        hands.wait(lambda: len(hands.book.ids(ListQuery("attendances", parent=record))) == 2, "both ticks")
        states = [
            row.values["state"] for row in hands.book.rows("attendances", hands.book.ids(ListQuery("attendances"))) if row is not None
        ]
        assert sorted(states) == ["LEAVE", "PRESENT"]
        assert value(hands.book, "meetings", record, "start_at") == "09:30"

    def fill(book: Book) -> None:
        for name in ("Wichai", "Somjai"):
            member(book, person=person(book, first_name=name))

    worked(script, fill)


def test_a_partner_is_entered(worked: Work) -> None:
    def script(hands: Hands) -> None:
        hands.new("partners")
        hands.fill(name="ธนาคารออมสิน")
        hands.choose("kind", "BANK")
        hands.fill(phones="0810000001")
        row = hands.book.row("partners", hands.save()).values
        assert (row["name"], row["kind"], row["phones"]) == ("ธนาคารออมสิน", "BANK", ("0810000001",))

    worked(script)


def test_a_project_and_its_activity_are_entered(worked: Work) -> None:
    def script(hands: Hands) -> None:
        hands.new("projects")
        hands.fill(title="Repair 12 homes", fiscal_year="2569", budget="45000")
        project = hands.save()
        hands.new("activities")
        hands.fill(title="First forum")
        hands.pick("project", "Repair")
        hands.fill(start_on="10/2/2569", participants="40")
        row = hands.book.row("activities", hands.save()).values
        assert (row["project"], row["participants"]) == (project, 40)
        assert value(hands.book, "projects", project, "budget") == Decimal(45_000)

    worked(script)
