"""Who came: the roll of the meeting's day is ticked, counted against the quorum, and kept when the meeting is held."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from desktop.base.errors import Refused
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.registers.meetings import service
from desktop.registers.meetings.model import quorum_of
from tests.conftest import Books
from tests.factory import member, person, put, value
from tests.registers.meetings.test_meetings import meeting
from tests.sync.offices import meet, send


def names(book: Book, record: bytes) -> list[tuple[str, str | None]]:
    """The attendance list: first name and state."""
    with book.read() as reader:
        return [(place.name.split()[0], place.state) for place in service.attended(reader, record).places]


def on_roll(book: Book, *first_names: str, **values: object) -> list[bytes]:
    """Members of these names; gives the people."""
    people = [person(book, prefix=None, first_name=name) for name in first_names]
    for one in people:
        member(book, person=one, **values)
    return people


def tick(book: Book, record: bytes, states: Mapping[bytes, str | None], **more: Mapping[bytes, str | None]) -> None:
    with book.write() as deed:
        service.tick(deed, record, states, **more)


@pytest.mark.parametrize(
    ("members", "share", "needed"), [(34, None, 17), (35, None, 18), (34, 51, 18), (30, 33, 10), (1, None, 1), (0, None, 0)]
)
def test_the_quorum_is_half_or_the_councils_own_share_rounded_up(members: int, share: int | None, needed: int) -> None:
    assert quorum_of(members, share) == needed


def test_the_list_is_the_roll_of_that_day_in_the_order_of_names(book: Book) -> None:
    on_roll(book, "ขวัญ", "เกษม")
    on_roll(book, "อดีต", end_on="2026-02-10")
    on_roll(book, "อนาคต", appointed_on="2026-02-11")
    record = meeting(book, held_on="2026-02-10")
    assert names(book, record) == [("เกษม", None), ("ขวัญ", None)]


def test_a_person_in_two_seats_is_counted_once(book: Book) -> None:
    (one,) = on_roll(book, "เกษม")
    member(book, person=one)
    record = meeting(book)
    tick(book, record, {one: "PRESENT"})
    with book.read() as reader:
        found = service.attended(reader, record)
    assert (found.on_roll, found.present, found.quorum) == (1, 1, 1)


def test_ticks_are_kept_changed_and_taken_back(book: Book) -> None:
    a, b = on_roll(book, "กานดา", "ขวัญ")
    record = meeting(book)
    tick(book, record, {a: "PRESENT", b: "STAND_IN"}, stand_ins={b: "นายดำ"})
    tick(book, record, {b: "STAND_IN"})
    rows = {row.values["person"]: row.values for row in book.rows("attendances", book.ids(ListQuery("attendances", parent=record))) if row}
    assert rows[b]["stand_in"] == "นายดำ"
    assert rows[a]["seat"] is not None
    tick(book, record, {a: None, b: "LEAVE"})
    assert names(book, record) == [("กานดา", None), ("ขวัญ", "LEAVE")]
    tick(book, record, {a: "ABSENT"})
    assert names(book, record) == [("กานดา", "ABSENT"), ("ขวัญ", "LEAVE")]
    assert book.count(ListQuery("attendances", parent=record)) == 2
    book.undo()
    assert names(book, record)[0] == ("กานดา", None)


def test_somebody_off_the_roll_who_was_ticked_stays_on_the_list_but_does_not_count(book: Book) -> None:
    (guest,) = on_roll(book, "เกษม", end_on="2026-02-10")
    on_roll(book, "ขวัญ")
    record = meeting(book)
    tick(book, record, {guest: "PRESENT"})
    with book.read() as reader:
        found = service.attended(reader, record)
    assert [(place.name.split()[0], place.seat is None) for place in found.places] == [("ขวัญ", False), ("เกษม", True)]
    assert (found.on_roll, found.present) == (1, 0)


def test_holding_a_meeting_counts_and_numbers_it(book: Book) -> None:
    a, b, _c = on_roll(book, "กานดา", "ขวัญ", "คำ")
    record = meeting(book, number=None, year=None)
    with pytest.raises(Refused) as caught:
        book.do("meetings", "hold", [record], {"held_on": "2026-02-10"})
    assert (caught.value.code, caught.value.field) == ("nobody_ticked", "present")
    tick(book, record, {a: "PRESENT", b: "STAND_IN"})
    book.do("meetings", "hold", [record], {"held_on": "2026-02-10", "present": 3})
    now = book.row("meetings", record).values
    assert [now[name] for name in ("status", "present_count", "roll_count", "quorum", "number", "year")] == ["HELD", 1, 3, 2, 1, 2569]
    assert {problem.code for problem in book.draft("meetings", record).problems()} == {"no_quorum"}


def test_a_held_meeting_is_counted_anew_when_ticks_or_the_roll_change(book: Book) -> None:
    a, b = on_roll(book, "กานดา", "ขวัญ")
    record = meeting(book)
    tick(book, record, {a: "PRESENT"})
    book.do("meetings", "hold", [record], {"held_on": "2026-02-10"})
    tick(book, record, {b: "PRESENT"})
    assert value(book, "meetings", record, "present_count") == 2
    (c,) = on_roll(book, "คำ")
    assert value(book, "meetings", record, "roll_count") == 2
    book.do("meetings", "count", [record], {})
    assert value(book, "meetings", record, "roll_count") == 3
    put(book, "attendances", {"meeting": record, "person": c, "state": "PRESENT"})
    assert value(book, "meetings", record, "present_count") == 3


def test_the_councils_own_quorum_counts(book: Book) -> None:
    own = book.draft_own("councils")
    own.values["quorum_share"] = 67
    book.save(own)
    people = on_roll(book, "กานดา", "ขวัญ", "คำ")
    record = meeting(book)
    tick(book, record, dict.fromkeys(people, "PRESENT"))
    book.do("meetings", "hold", [record], {"held_on": "2026-02-10"})
    assert value(book, "meetings", record, "quorum") == 3


def test_old_minutes_give_their_numbers_where_no_names_are_ticked(book: Book) -> None:
    record = meeting(book, held_on="2020-02-10")
    with pytest.raises(Refused) as caught:
        book.do("meetings", "hold", [record], {"held_on": "2020-02-10", "present": 31, "members": 30})
    assert caught.value.field == "members"
    book.do("meetings", "hold", [record], {"held_on": "2020-02-10", "present": 20, "members": 35})
    now = book.row("meetings", record).values
    assert [now[name] for name in ("present_count", "roll_count", "quorum", "year")] == [20, 35, 18, 2563]
    book.do("meetings", "count", [record], {})
    assert value(book, "meetings", record, "present_count") == 20, "there is nothing to count"


def test_a_meeting_is_not_held_before_its_day(book: Book) -> None:
    record = meeting(book)
    with pytest.raises(Refused) as caught:
        book.do("meetings", "hold", [record], {"held_on": "2099-01-01", "present": 1})
    assert (caught.value.code, caught.value.field) == ("future", "held_on")


def test_everybody_came_marks_only_those_of_whom_nothing_is_said(book: Book) -> None:
    a, _b = on_roll(book, "กานดา", "ขวัญ")
    record = meeting(book)
    tick(book, record, {a: "LEAVE"})
    book.do("meetings", "all_present", [record], {})
    assert names(book, record) == [("กานดา", "LEAVE"), ("ขวัญ", "PRESENT")]


def test_nobody_comes_to_a_meeting_that_was_cancelled(book: Book) -> None:
    (one,) = on_roll(book, "กานดา")
    record = meeting(book)
    book.do("meetings", "cancel", [record], {"reason": "ฝนตกหนัก"})
    with pytest.raises(Refused) as caught:
        tick(book, record, {one: "PRESENT"})
    assert caught.value.code == "cancelled"


def test_a_meeting_held_by_mistake_goes_back_to_planned_and_keeps_its_ticks(book: Book) -> None:
    (one,) = on_roll(book, "กานดา")
    record = meeting(book)
    tick(book, record, {one: "PRESENT"})
    book.do("meetings", "hold", [record], {"held_on": "2026-02-10"})
    book.do("meetings", "plan_again", [record], {})
    now = book.row("meetings", record).values
    assert [now[name] for name in ("status", "present_count", "roll_count", "quorum")] == ["PLANNED", None, None, None]
    assert names(book, record) == [("กานดา", "PRESENT")]


def test_two_pcs_that_tick_the_same_person_make_one_attendance(books: Books) -> None:
    first, second = books("first"), books("second")
    meet(second, first, books.folder / "letters")
    a, b = on_roll(first, "กานดา", "ขวัญ")
    record = meeting(first)
    stick = books.folder / "stick"
    send(first, second, stick)
    tick(first, record, {a: "PRESENT", b: "PRESENT"})
    tick(second, record, {b: "PRESENT"})
    send(first, second, stick)
    send(second, first, stick)
    for book in (first, second):
        assert names(book, record) == [("กานดา", "PRESENT"), ("ขวัญ", "PRESENT")]
        assert book.count(ListQuery("attendances", parent=record)) == 2
