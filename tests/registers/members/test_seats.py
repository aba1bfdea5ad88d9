"""Deeds on seats: history is kept, the roll of a day follows, and what looks wrong is said."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.base.errors import Refused
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.records.roll import roll
from tests.factory import member, person, put, value


def seats(book: Book, day: str) -> set[bytes]:
    """Ids of the roll of a day."""
    with book.read() as reader:
        return {seat["id"] for seat in roll(reader, day)}


def newest(book: Book) -> bytes:
    """The seat made last."""
    return max(book.ids(ListQuery("members")))


def do(book: Book, action: str, *records: bytes, **values: Any) -> None:
    book.do("members", action, records, values)


def test_replacing_a_member_ends_one_seat_and_opens_the_same_for_the_other(book: Book) -> None:
    group = put(book, "organizations", {"name": "กลุ่มออมทรัพย์บ้านทุ่ง"})
    old = member(book, position="TREASURER", organization=group, term_no=3, rep_to="PROVINCE", note="ของเดิม")
    other = person(book)
    do(book, "replace", old, person=other, on="2026-05-01", reason="RESIGN", position="TREASURER")
    new = newest(book)
    ended, begun = book.row("members", old).values, book.row("members", new).values
    assert (ended["end_on"], ended["end_reason"]) == ("2026-05-01", "RESIGN")
    assert (begun["person"], begun["appointed_on"], begun["end_on"], begun["replaces"]) == (other, "2026-05-01", None, old)
    for kept in ("seat_kind", "position", "organization", "group", "term_no"):
        assert begun[kept] == ended[kept]
    assert (begun["rep_to"], begun["note"]) == (None, None), "a delegate is sent in person"
    assert (seats(book, "2026-04-30"), seats(book, "2026-05-01")) == ({old}, {new})


def test_replacing_is_one_deed_to_undo(book: Book) -> None:
    old = member(book)
    do(book, "replace", old, person=person(book), on="2026-05-01", reason="DEATH")
    book.undo()
    assert book.ids(ListQuery("members")) == [old]
    assert value(book, "members", old, "end_on") is None


def test_nobody_is_replaced_by_himself_or_before_he_came(book: Book) -> None:
    seat = member(book, appointed_on="2024-03-15")
    same = value(book, "members", seat, "person")
    with pytest.raises(Refused) as caught:
        do(book, "replace", seat, person=same, on="2026-05-01", reason="RESIGN")
    assert (caught.value.code, caught.value.field) == ("same_person", "person")
    with pytest.raises(Refused) as caught:
        do(book, "replace", seat, person=person(book), on="2024-03-14", reason="RESIGN")
    assert (caught.value.code, caught.value.field) == ("before_beginning", "on")
    assert book.count(ListQuery("members")) == 1


def test_a_seat_that_ended_is_neither_replaced_nor_ended_again(book: Book) -> None:
    seat = member(book)
    do(book, "end_seat", seat, on="2026-05-01", reason="RESIGN")
    for action, values in (("end_seat", {}), ("replace", {"person": person(book)})):
        with pytest.raises(Refused) as caught:
            do(book, action, seat, on="2026-06-01", reason="DEATH", **values)
        assert caught.value.code == "not_offered"


def test_several_seats_end_at_once(book: Book) -> None:
    gone, stays = [member(book), member(book)], member(book)
    do(book, "end_seat", *gone, on="2026-05-01", reason="TERM")
    assert seats(book, "2026-05-01") == {stays}
    assert {value(book, "members", seat, "end_reason") for seat in gone} == {"TERM"}


def test_a_new_term_carries_on_those_chosen_and_ends_the_others_when_told(book: Book) -> None:
    chair, left, later = member(book, position="CHAIR", term_no=3), member(book, term_no=3), member(book, appointed_on="2026-12-01")
    do(book, "new_term", chair, on="2026-06-01", term_no=4, others=True)
    new = newest(book)
    assert (value(book, "members", new, "position"), value(book, "members", new, "term_no")) == ("CHAIR", 4)
    assert value(book, "members", new, "person") == value(book, "members", chair, "person")
    assert value(book, "members", left, "end_reason") == "TERM"
    assert value(book, "members", later, "end_on") is None, "he was not there yet"
    assert seats(book, "2026-06-01") == {new}
    assert seats(book, "2026-05-31") == {chair, left}


def test_a_new_term_leaves_the_others_alone_unless_told(book: Book) -> None:
    chair, other = member(book, position="CHAIR"), member(book)
    do(book, "new_term", chair, on="2026-06-01", term_no=1)
    assert seats(book, "2026-06-01") == {newest(book), other}


def test_delegates_are_sent_and_called_back(book: Book) -> None:
    one, two = member(book), member(book)
    do(book, "delegate", one, two, rep_to="PROVINCE")
    assert {value(book, "members", seat, "rep_to") for seat in (one, two)} == {"PROVINCE"}
    do(book, "delegate", one, rep_to=None)
    assert value(book, "members", one, "rep_to") is None


def test_a_group_written_as_text_becomes_a_link_to_its_organization(book: Book) -> None:
    there = put(book, "organizations", {"name": "กลุ่มสตรี บ้านทุ่ง"})
    women, savers, more = member(book, group="กลุ่มสตรีบ้านทุ่ง"), member(book, group="กลุ่มออมทรัพย์"), member(book, group="กลุ่มออมทรัพย์ ")
    with pytest.raises(Refused) as caught:
        do(book, "link_organization", women, savers, make=False)
    assert (caught.value.code, caught.value.field) == ("no_organization", "make")
    assert value(book, "members", women, "organization") is None, "all or nothing"
    do(book, "link_organization", women, savers, more, make=True)
    made = value(book, "members", savers, "organization")
    assert value(book, "members", women, "organization") == there
    assert value(book, "members", more, "organization") == made
    assert value(book, "organizations", made, "name") == "กลุ่มออมทรัพย์"
    assert value(book, "members", savers, "group") == "กลุ่มออมทรัพย์", "what was written stays"


def test_without_a_group_the_organization_must_be_chosen(book: Book) -> None:
    seat = member(book, group=None)
    with pytest.raises(Refused) as caught:
        do(book, "link_organization", seat, make=True)
    assert (caught.value.code, caught.value.field) == ("no_group", "organization")
    chosen = put(book, "organizations", {"name": "ชมรมผู้สูงอายุ"})
    do(book, "link_organization", seat, organization=chosen)
    assert value(book, "members", seat, "organization") == chosen


def warned(book: Book, record: bytes | None = None, **values: Any) -> set[tuple[str, str]]:
    """(field, code) of what the book says of a seat as it would be."""
    found = book.warnings("members", record, {"appointed_on": "2026-01-01", "seat_kind": "REP"} | values)
    assert all(problem.message.format(**problem.values) for problem in found)
    return {(problem.field, problem.code) for problem in found}


def test_a_position_held_twice_is_said_at_the_field(book: Book) -> None:
    chair = member(book, position="CHAIR")
    member(book, position="VICE")
    assert warned(book, position="CHAIR") == {("position", "position_taken")}
    assert warned(book, chair, position="CHAIR") == set()
    assert warned(book, position="VICE") == set(), "there may be two"
    member(book, position="VICE")
    assert warned(book, position="VICE") == {("position", "position_taken")}
    assert warned(book, position="MEMBER") == set()
    do(book, "end_seat", chair, on="2026-02-01", reason="RESIGN")
    assert warned(book, position="CHAIR") == set()


def test_one_person_in_two_seats_is_said(book: Book) -> None:
    one = person(book)
    seat = member(book, person=one)
    assert warned(book, person=one) == {("person", "two_seats")}
    assert warned(book, seat, person=one) == set()
    assert warned(book, person=one, end_on="2026-02-01") == set(), "that was before today"


def test_experts_are_at_most_a_fifth_of_the_representatives(book: Book) -> None:
    for _each in range(5):
        member(book)
    assert warned(book, seat_kind="EXPERT") == set()
    expert = member(book, seat_kind="EXPERT")
    assert warned(book, expert, seat_kind="EXPERT") == set()
    assert warned(book, seat_kind="EXPERT") == {("seat_kind", "experts")}


def test_an_organization_has_the_seats_it_was_given_or_two_when_it_is_of_several_villages(book: Book) -> None:
    given = put(book, "organizations", {"name": "กลุ่มหนึ่ง", "kind": "CK1", "seats": 1})
    wide = put(book, "organizations", {"name": "เครือข่าย", "kind": "CK3"})
    free = put(book, "organizations", {"name": "กลุ่มสอง", "kind": "CK1"})
    for organization in (given, wide, wide, free, free):
        member(book, organization=organization)
    assert warned(book, organization=given) == {("organization", "seats_taken")} == warned(book, organization=wide)
    assert warned(book, organization=free) == set()
    assert warned(book, organization=given, seat_kind="EXPERT", position="MEMBER") & {("organization", "seats_taken")} == set()


def test_a_third_delegate_to_the_province_is_said(book: Book) -> None:
    member(book, rep_to="PROVINCE")
    assert warned(book, rep_to="PROVINCE") == set()
    member(book, rep_to="PROVINCE")
    assert warned(book, rep_to="PROVINCE") == {("rep_to", "delegates")}


def test_an_advisor_without_a_seat_is_not_on_the_roll(book: Book) -> None:
    seat = member(book)
    member(book, position="ADVISOR", seat_kind=None)
    seated = member(book, position="ADVISOR", seat_kind="EXPERT")
    assert seats(book, "2026-05-01") == {seat, seated}


def test_what_looks_wrong_on_the_roll_is_reminded_of(book: Book) -> None:
    one = person(book)
    member(book, position="CHAIR", person=one)
    assert [each for each in book.reminders() if each.register == "members"] == []
    member(book, position="CHAIR", person=one)
    member(book, seat_kind="EXPERT")
    words = [each.message.format(**each.values) for each in book.reminders() if each.register == "members"]
    assert len(words) == 3
    assert any("2" in text and "ทองใบ" in text for text in words)


def test_a_new_seat_begins_with_the_councils_term(book: Book) -> None:
    assert book.draft("members").values["term_no"] is None
    own = book.draft_own("councils", name="สภาองค์กรชุมชนตำบลเนินฆ้อ")
    own.values["term_no"] = 4
    book.save(own)
    assert book.draft("members").values["term_no"] == 4
    assert book.draft("members", term_no=2).values["term_no"] == 2
