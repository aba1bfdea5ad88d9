"""Consent is asked for and withdrawn, every answer kept; what is kept against it is told (PDPA s.19, s.26, s.33)."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.base import i18n
from desktop.base.errors import Refused
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.records.register import Row
from tests.factory import person, put, value
from tests.registers.rules import LINKED, errors, warnings

ASKED: dict[str, Any] = {"text_version": "CT1", "answer": "GIVEN", "given_on": "2026-01-10", "given_by": "SELF"}


def consents(book: Book, who: bytes) -> list[Row]:
    rows = book.rows("consents", book.ids(ListQuery("consents", parent=who)))
    return sorted((row for row in rows if row is not None), key=lambda row: row.values["given_on"])


def ask(book: Book, *people: bytes, **values: Any) -> None:
    book.do("people", "ask_consent", list(people), ASKED | values)


def withdraw(book: Book, who: bytes, **values: Any) -> None:
    book.do("people", "withdraw_consent", [who], {"how": "SPOKEN", "day": "2026-02-01"} | values)


def test_the_rules_of_a_consent() -> None:
    given = {"person": LINKED} | ASKED
    assert errors("consents", given) == set() == warnings("consents", given)
    assert errors("consents", given | {"withdrawn_on": "2026-01-09"}) == {("withdrawn_on", "end_before_start")}
    assert warnings("consents", given | {"given_by": "PARENT"}) == {("giver_name", "giver_missing")}
    assert warnings("consents", given | {"answer": "REFUSED", "withdrawn_on": "2026-02-01"}) == {("withdrawn_on", "refused_and_withdrawn")}


def test_each_of_those_asked_has_an_answer_of_their_own_and_the_answers_before_it(book: Book) -> None:
    one, other = person(book), person(book)
    ask(book, one, other, purposes=("HELP",), channel="PAPER")
    ask(book, one, given_on="2026-03-01", answer="REFUSED", asked_by="สมศรี")
    assert [row.values["answer"] for row in consents(book, one)] == ["GIVEN", "REFUSED"]
    (row,) = consents(book, other)
    assert (row.values["purposes"], row.values["channel"], row.values["asked_by"]) == (("HELP",), "PAPER", book.actor.name)


def test_a_day_left_blank_is_today(book: Book) -> None:
    who = person(book)
    ask(book, who, given_on=None)
    book.do("people", "withdraw_consent", [who], {"how": "PHONE"})
    (row,) = consents(book, who)
    assert row.values["given_on"] == row.values["withdrawn_on"] == book.clock.today().isoformat()


def test_withdrawing_ends_all_that_was_given_and_is_done_once(book: Book) -> None:
    who = person(book)
    with pytest.raises(Refused, match="no_consent"):
        withdraw(book, who)
    ask(book, who)
    ask(book, who, given_on="2026-01-20", answer="REFUSED")
    ask(book, who, given_on="2026-01-25")
    withdraw(book, who)
    assert [row.values["withdrawn_on"] for row in consents(book, who)] == ["2026-02-01", None, "2026-02-01"]
    with pytest.raises(Refused, match="no_consent"):
        withdraw(book, who)


def test_the_fields_of_section_26_are_emptied_only_when_that_is_said(book: Book) -> None:
    kept = {"vulnerable": ("V_BED",), "body_state": "CHRONIC", "self_care": False, "out_reasons": ("OOS_02",)}
    who = person(book, **kept)
    ask(book, who)
    withdraw(book, who)
    assert {name: value(book, "people", who, name) for name in kept} == kept
    ask(book, who, given_on="2026-02-02")
    withdraw(book, who, day="2026-02-03", empty=True)
    assert {value(book, "people", who, name) for name in kept} == {None}
    assert value(book, "people", who, "national_id") is not None, "who they are is no secret of section 26"


def test_what_is_kept_against_a_refusal_or_a_withdrawal_is_told_with_its_fields(book: Book) -> None:
    refused = person(book, first_name="ทองใบ", vulnerable=("V_BED",), self_care=False)
    withdrawn = person(book, first_name="บุญมี", body_state="CHRONIC")
    ask(book, refused, answer="REFUSED")
    ask(book, withdrawn)
    ask(book, person(book, vulnerable=("V_BED",)))
    ask(book, person(book), answer="REFUSED")
    person(book, vulnerable=("V_BED",))
    withdraw(book, withdrawn)
    told = {each.record: each.message.format(**each.values) for each in book.reminders()}
    assert set(told) == {refused, withdrawn}
    assert "ทองใบ" in told[refused] and "Vulnerable, Can look after self" in told[refused]
    assert "State of health" in told[withdrawn] and "Vulnerable" not in told[withdrawn]


def test_who_agreed_again_is_not_told_of(book: Book) -> None:
    who = person(book, vulnerable=("V_BED",))
    ask(book, who, answer="REFUSED")
    assert len(book.reminders()) == 1
    ask(book, who, given_on="2026-03-01")
    assert book.reminders() == []
    withdraw(book, who, day="2026-04-01")
    assert len(book.reminders()) == 1
    book.do("people", "ask_consent", [who], ASKED | {"given_on": "2026-05-01"})
    assert book.reminders() == []


def test_the_fields_are_named_in_the_language_in_use(book: Book) -> None:
    who = person(book, self_care=False)
    put(book, "consents", {"person": who, "text_version": "CT1", "answer": "REFUSED", "given_on": "2026-01-10"})
    i18n.use("qps")
    (told,) = book.reminders()
    assert told.values["fields"].startswith("[")
