"""The rules of help that was given."""

from __future__ import annotations

from decimal import Decimal

import pytest

from desktop.base.errors import Refused
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.registers.help.spec import recording
from tests.factory import household, person, put
from tests.registers.rules import LINKED, errors, warnings

WHOLE = {"given_on": "2026-05-01", "kind": "FOOD", "what": "ถุงยังชีพ", "household": LINKED, "giver": "วัดตัวอย่าง"}


def test_help_goes_to_somebody_and_comes_from_somebody() -> None:
    assert errors("help", WHOLE) == set() == warnings("help", WHOLE)
    assert errors("help", WHOLE | {"household": None}) == {("household", "whose_missing")}
    for whose in ("case", "person"):
        assert errors("help", WHOLE | {"household": None, whose: LINKED}) == set()
    assert warnings("help", WHOLE | {"giver": None}) == {("giver", "giver_missing")}
    assert warnings("help", WHOLE | {"giver": None, "partner": LINKED}) == set()


def test_help_says_what_it_was_and_when_and_is_worth_no_less_than_nothing() -> None:
    for name in ("given_on", "kind", "what"):
        assert errors("help", WHOLE | {name: None}) == {(name, "required")}
    assert errors("help", WHOLE | {"value": Decimal("-0.01")}) == {("value", "negative")}
    assert errors("help", WHOLE | {"value": Decimal("0.00")}) == set()


def test_another_room_records_help_for_its_own_records(book: Book) -> None:
    action = recording("households", "household")
    homes = [household(book), household(book)]
    with book.write() as deed:
        action.run(deed, homes, {"kind": "FOOD", "what": "ข้าวสาร", "value": Decimal(250)})
    assert [len(book.ids(ListQuery("help", filters={"household": home}))) for home in homes] == [1, 1]
    book.delete("households", homes[:1])
    with pytest.raises(Refused) as caught, book.write() as deed:
        action.run(deed, homes, {"kind": "FOOD", "what": "ข้าวสาร"})
    assert caught.value.code == "gone"
    assert len(book.ids(ListQuery("help"))) == 2


def test_help_is_found_by_what_it_was_and_by_who_was_helped(book: Book) -> None:
    record = put(book, "help", WHOLE | {"household": None, "person": person(book, first_name="บุญมี")})
    for search in ("ยังชีพ", "บุญมี", "วัด"):
        assert book.ids(ListQuery("help", search=search)) == [record], search
