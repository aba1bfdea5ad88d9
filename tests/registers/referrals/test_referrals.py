"""Referrals to partners: sent, answered, withdrawn, sent again, and what falls due."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.base.clock import ScriptedClock
from desktop.base.errors import Refused
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.records.register import Row
from tests.factory import case, person, put, value
from tests.registers.rules import LINKED, errors

WHOLE = {"sent_on": "2026-05-01", "partner": LINKED, "asked": "ทุนการศึกษา", "person": LINKED}
DAY_MS = 86_400_000


def referral(book: Book, **values: Any) -> bytes:
    """A referral that waits for its answer."""
    partner = put(book, "partners", {"name": "กสศ."})
    return put(book, "referrals", {"sent_on": "2026-05-01", "partner": partner, "asked": "ทุนการศึกษา", "person": person(book)} | values)


def do(book: Book, action: str, record: bytes, **values: Any) -> None:
    book.do("referrals", action, [record], values)


def other(book: Book, record: bytes) -> Row:
    """The one referral beside this one."""
    (found,) = [each for each in book.ids(ListQuery("referrals")) if each != record]
    return book.row("referrals", found)


def test_a_referral_is_somebodys_and_says_what_is_asked_of_whom() -> None:
    assert errors("referrals", WHOLE) == set()
    assert errors("referrals", WHOLE | {"person": None}) == {("person", "whose_missing")}
    for name in ("sent_on", "partner", "asked"):
        assert errors("referrals", WHOLE | {name: None}) == {(name, "required")}


@pytest.mark.parametrize("name", ["due_on", "answered_on"])
def test_nothing_is_due_or_answered_before_it_was_sent(name: str) -> None:
    assert errors("referrals", WHOLE | {name: "2026-04-30"}) == {(name, "end_before_start")}
    assert errors("referrals", WHOLE | {name: "2026-05-01"}) == set()


def test_the_answer_is_recorded_once(book: Book) -> None:
    record = referral(book)
    do(book, "answer", record, result="ACCEPTED", answer="รับเป็นนักเรียนทุน", on="2026-06-01")
    values = book.row("referrals", record).values
    assert (values["state"], values["result"], values["answered_on"]) == ("ANSWERED", "ACCEPTED", "2026-06-01")
    assert values["answer"] == "รับเป็นนักเรียนทุน"
    with pytest.raises(Refused) as caught:
        do(book, "answer", record, result="REFUSED")
    assert caught.value.code == "not_offered"
    with pytest.raises(Refused) as caught, book.write() as deed:
        deed.put("referrals", record, {"asked": "อื่น"})
    assert caught.value.code == "locked"
    book.undo()
    assert value(book, "referrals", record, "state") == "SENT"


def test_an_answer_does_not_come_before_the_letter_or_tomorrow(book: Book) -> None:
    record = referral(book)
    for day, code in (("2026-04-30", "problems"), ("2099-01-01", "future")):
        with pytest.raises(Refused) as caught:
            do(book, "answer", record, result="ACCEPTED", on=day)
        assert caught.value.code == code


def test_nobody_types_an_answer(book: Book) -> None:
    record = referral(book)
    for name, typed in (("state", "ANSWERED"), ("result", "HELPED"), ("answer", "x"), ("answered_on", "2026-06-01")):
        with pytest.raises(Refused) as caught, book.write() as deed:
            deed.put("referrals", record, {name: typed})
        assert (caught.value.code, caught.value.field) == ("by_deed", name)


def test_a_referral_is_withdrawn_for_a_reason_that_is_added_to_the_note(book: Book) -> None:
    record = referral(book, note="โทรแล้ว")
    do(book, "withdraw", record, reason="ย้ายออกจากตำบล")
    assert value(book, "referrals", record, "state") == "WITHDRAWN"
    assert value(book, "referrals", record, "note") == "โทรแล้ว\nย้ายออกจากตำบล"


def test_what_is_sent_again_is_a_new_letter_with_a_number_of_its_own(book: Book) -> None:
    record = referral(book, case=case(book), responsible="สมศรี")
    do(book, "send_again", record, due_on="2026-12-31")
    again = other(book, record).values
    before = book.row("referrals", record).values
    assert (before["state"], again["state"], again["due_on"]) == ("WITHDRAWN", "SENT", "2026-12-31")
    assert [again[name] == before[name] for name in ("partner", "case", "person", "asked", "responsible")] == [True] * 5
    assert (before["number"][-4:], again["number"][-4:]) == ("0001", "0002")
    book.undo()
    assert (value(book, "referrals", record, "state"), len(book.ids(ListQuery("referrals")))) == ("SENT", 1)


def test_one_that_was_answered_keeps_its_answer_when_another_partner_is_asked(book: Book) -> None:
    record = referral(book)
    do(book, "answer", record, result="PASSED_ON", answer="ให้ถามเทศบาล")
    town = put(book, "partners", {"name": "เทศบาลตัวอย่าง"})
    do(book, "send_again", record, partner=town, asked="ค่าเดินทาง")
    again = other(book, record).values
    assert (again["partner"], again["asked"], again["result"], again["answer"]) == (town, "ค่าเดินทาง", None, None)
    assert value(book, "referrals", record, "answer") == "ให้ถามเทศบาล"


def test_answers_are_called_to_mind_two_weeks_before_and_when_late(book: Book, clock: ScriptedClock) -> None:
    today = clock.today().isoformat()
    clock.advance(15 * DAY_MS)
    in_15_days = clock.today().isoformat()
    clock.advance(-15 * DAY_MS)
    late, soon = referral(book, due_on="2026-06-01"), referral(book, due_on=today)
    referral(book, due_on=in_15_days)
    referral(book)
    found = [(each.record, each.late) for each in book.reminders() if each.register == "referrals"]
    assert found == [(late, True), (soon, False)]
    words = next(each for each in book.reminders() if each.record == late)
    number = value(book, "referrals", late, "number")
    assert words.message.format(**words.values) == f"Answer to letter {number} from กสศ."
    do(book, "answer", late, result="HELPED")
    book.delete("referrals", [soon])
    assert [each for each in book.reminders() if each.register == "referrals"] == []
