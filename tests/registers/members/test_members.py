"""The rules of a seat of the council."""

from __future__ import annotations

from desktop.records.book import Book
from desktop.records.query import ListQuery
from tests.factory import member, person
from tests.registers.rules import LINKED, errors, warnings


def test_a_seat_is_held_by_somebody() -> None:
    assert errors("members", {"position": "CHAIR"}) == {("person", "required")}
    assert errors("members", {"person": LINKED}) == set()


def test_a_seat_ends_after_it_begins() -> None:
    seat = {"person": LINKED, "appointed_on": "2024-03-15"}
    assert errors("members", seat | {"end_on": "2024-03-14"}) == {("end_on", "end_before_start")}
    assert errors("members", seat | {"end_on": "2024-03-15"}) == set()
    assert errors("members", {"person": LINKED, "end_on": "2024-03-14"}) == set()


def test_a_reason_without_a_day_is_odd() -> None:
    assert warnings("members", {"person": LINKED, "end_reason": "RESIGN"}) == {("end_on", "end_date_missing")}
    assert warnings("members", {"person": LINKED, "end_reason": "RESIGN", "end_on": "2024-03-15"}) == set()


def test_a_seat_is_called_as_its_person_and_found_by_name_position_and_group(book: Book) -> None:
    record = member(book, person=person(book, prefix="นาง", first_name="บุญเรือน", last_name="ใจดี"), position="TREASURER", group="กลุ่มออมทรัพย์")
    member(book, position="ผู้ประสานงาน", group="กลุ่มสตรี")
    row = book.row("members", record)
    assert book.registers["members"].name_of(row.values) == "นางบุญเรือน ใจดี" == row.values["person.name"]
    for search in ("บุญเรือน", "เหรัญญิก", "treasurer", "ออมทรัพย์"):
        assert book.ids(ListQuery("members", search=search)) == [record], search
    assert book.count(ListQuery("members", search="ประสานงาน")) == 1
    assert book.count(ListQuery("members", search="กลุ่ม")) == 2


def test_the_persons_address_shows_on_the_seat_and_follows_the_person(book: Book) -> None:
    one = person(book, house_no="1/2", moo=4, phones=("0810000001",))
    record = member(book, person=one)
    with book.write() as deed:
        deed.put("people", one, {"house_no": "9", "phones": None})
    row = book.row("members", record)
    assert (row.values["house_no"], row.values["moo"], row.values["phones"]) == ("9", 4, None)
