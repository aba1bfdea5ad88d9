"""Rooms about people, their homes and their hardship, each through the real window in both languages."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from tests.factory import person
from tests.flows.window import Hands

pytestmark = [pytest.mark.flow, pytest.mark.timeout(180)]
Work = Callable[..., None]


def test_a_person_is_entered_by_keys_alone(worked: Work) -> None:
    def script(hands: Hands) -> None:
        hands.new("people")
        hands.fill(prefix="นาง", first_name="มาลี", last_name="ใจดี", national_id="3002041883353", birth_date="15/3/2510", moo="4")
        row = hands.book.row("people", hands.save()).values
        assert (row["prefix"], row["first_name"], row["birth_date"], row["moo"]) == ("นาง", "มาลี", "1967-03-15", 4)

    worked(script)


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
