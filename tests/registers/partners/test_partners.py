"""The rules of a partner."""

from __future__ import annotations

from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.registers import REGISTERS
from tests.factory import put
from tests.registers.rules import errors, warnings


def test_a_partner_has_a_name_and_should_be_reachable() -> None:
    assert errors("partners", {}) == {("name", "required")}
    assert warnings("partners", {"name": "กสศ."}) == {("contact_name", "contact_missing")}
    for way in ({"phones": ("0810000001",)}, {"email": "a@example.com"}, {"address": "ถนนตัวอย่าง"}, {"contact_name": "บุญมี"}):
        assert warnings("partners", {"name": "กสศ."} | way) == set()


def test_a_partner_is_found_by_name_and_phone(book: Book) -> None:
    record = put(book, "partners", {"name": "โรงพยาบาลตัวอย่าง", "phones": ("0810000077",), "contact_name": "ทองใบ"})
    put(book, "partners", {"name": "เทศบาล"})
    for search in ("โรงพยาบาล", "081-000-0077", "ทองใบ"):
        assert book.ids(ListQuery("partners", search=search)) == [record], search


def test_what_a_partner_gave_and_was_asked_stands_beside_it() -> None:
    beside = ("help", "referrals", "project_contributions", "enterprise_supports")
    assert {(each.register, each.link) for each in REGISTERS["partners"].related} == {(register, "partner") for register in beside}
