"""The rules of community organizations and their people."""

from __future__ import annotations

from typing import Any

from desktop.records.book import Book
from desktop.records.query import ListQuery
from tests.conftest import Books
from tests.factory import AREA, member, person, put
from tests.registers.rules import LINKED, errors, warnings


def organization(book: Book, **values: Any) -> bytes:
    return put(book, "organizations", {"name": "กลุ่มออมทรัพย์บ้านทุ่ง", "kind": "CK1"} | values)


def belongs(book: Book, of: bytes, **values: Any) -> bytes:
    values.setdefault("person", None)
    values["person"] = values["person"] or person(book)
    return put(book, "organization_people", {"organization": of} | values)


def told(book: Book, register: str, record: bytes | None, **values: Any) -> set[tuple[str, str]]:
    """(field, code) of what the book says of a record as it would be."""
    found = book.warnings(register, record, values)
    assert all(problem.message.format(**problem.values) for problem in found)
    return {(problem.field, problem.code) for problem in found}


def test_an_organization_of_several_villages_is_of_the_other_kind_and_sends_two() -> None:
    group = {"name": "เครือข่าย"}
    assert warnings("organizations", group | {"moos": "1, 2", "kind": "CK1"}) == {("kind", "several_villages")}
    assert warnings("organizations", group | {"moos": "1, 2", "kind": "CK3", "seats": 2}) == set()
    assert warnings("organizations", group | {"kind": "CK3", "seats": 3}) == {("seats", "several_villages_seats")}
    assert warnings("organizations", group | {"kind": "CK1", "seats": 3}) == set()


def test_one_leaves_an_organization_after_one_came() -> None:
    one = {"organization": LINKED, "person": LINKED, "since": "2024-01-02"}
    assert errors("organization_people", one | {"until": "2024-01-01"}) == {("until", "end_before_start")}
    assert errors("organization_people", one | {"until": "2024-01-02"}) == set()


def test_a_new_organization_lies_in_the_councils_tambon_and_has_two_seats_when_of_several_villages(book: Book, books: Books) -> None:
    assert book.draft("organizations").values["tambon_code"] == AREA
    assert book.draft("organizations").values["seats"] is None
    assert book.draft("organizations", kind="CK3").values["seats"] == 2
    assert books("wide", areas=("210304", "210305")).draft("organizations").values["tambon_code"] is None


def test_more_members_than_seats_are_said(book: Book) -> None:
    group = organization(book, seats=1)
    member(book, organization=group)
    member(book, organization=group, end_on="2026-01-31")
    member(book, organization=group, seat_kind="EXPERT")
    assert told(book, "organizations", group, seats=1) == set()
    assert told(book, "organizations", group, seats=0) == {("seats", "seats_taken")}
    assert told(book, "organizations", None, seats=0) == set()


def test_an_office_is_held_by_one_at_a_time(book: Book) -> None:
    group = organization(book)
    head = person(book)
    record = belongs(book, group, person=head, role="HEAD", since="2020-01-01")
    assert told(book, "organization_people", None, organization=group, role="HEAD") == {("role", "position_taken")}
    assert told(book, "organization_people", record, organization=group, role="HEAD", person=head) == set()
    assert told(book, "organization_people", None, organization=group, person=head) == {("person", "twice")}
    assert told(book, "organization_people", None, organization=group, role="HEAD", until="2021-01-01") == set()
    assert told(book, "organization_people", None, organization=organization(book), role="HEAD") == set()
    with book.write() as deed:
        deed.put("organization_people", record, {"until": "2026-01-31"})
    assert told(book, "organization_people", None, organization=group, role="HEAD") == set()


def test_an_organization_is_found_by_what_it_does_and_shows_its_people_and_seats(book: Book) -> None:
    group = organization(book, activity_type="ทอผ้า", phones=("0810000001",))
    belongs(book, group)
    seat = member(book, organization=group)
    assert book.ids(ListQuery("organizations", search="ทอผ้า")) == [group]
    assert book.ids(ListQuery("organizations", search="081-000-0001")) == [group]
    assert book.count(ListQuery("organization_people", parent=group)) == 1
    assert book.ids(ListQuery("members", filters={"organization": group})) == [seat]
