"""The rules of meetings, the numbers they are given, and what is reminded of."""

from __future__ import annotations

import datetime as dt
from typing import Any

from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.registers.meetings import service
from tests.factory import case, member, put, value
from tests.registers.rules import LINKED, errors, warnings


def meeting(book: Book, **values: Any) -> bytes:
    """A meeting of the council."""
    return put(book, "meetings", {"kind": "ORDINARY", "held_on": "2026-02-10", "status": "PLANNED"} | values)


def held(book: Book, day: str, **values: Any) -> bytes:
    """A meeting that took place, as old minutes tell of it."""
    record = meeting(book, held_on=day, **values)
    book.do("meetings", "hold", [record], {"held_on": day, "present": 20, "members": 30})
    return record


def day(book: Book, after: int) -> str:
    """The day (ISO) so many days from today."""
    return (book.clock.today() + dt.timedelta(days=after)).isoformat()


def reminded(book: Book, register: str = "meetings") -> list[tuple[str, str, bool]]:
    """What is said of a register: words, day, whether late."""
    return [(each.message.format(**each.values), each.due, each.late) for each in book.reminders() if each.register == register]


def test_a_meeting_has_a_day_and_ends_after_it_begins() -> None:
    whole = {"kind": "ORDINARY", "held_on": "2026-02-10"}
    assert errors("meetings", {"kind": "ORDINARY"}) == {("held_on", "required")}
    assert errors("meetings", whole | {"start_at": "13:00", "end_at": "09:00"}) == {("end_at", "end_before_start")}
    assert errors("meetings", whole | {"adopted_on": "2026-02-09"}) == {("adopted_on", "end_before_start")}
    assert warnings("meetings", whole | {"status": "HELD", "present_count": 5, "quorum": 9}) == {("present_count", "no_quorum")}
    assert warnings("resolutions", {"meeting": LINKED, "text": "เห็นชอบ", "done_on": "2026-02-10"}) == {
        ("responsible", "responsible_missing")
    }


def test_a_meeting_is_called_by_kind_number_and_year(book: Book) -> None:
    record = meeting(book, number=3, year=2569)
    assert book.registers["meetings"].name_of(book.row("meetings", record).values) == "Ordinary meeting 3/2569"
    assert book.ids(ListQuery("meetings", search="ประชุมสามัญ")) == [record]


def test_the_next_number_of_its_kind_and_year_is_suggested(book: Book) -> None:
    assert book.draft("meetings", held_on="2026-02-10").values["number"] == 1
    meeting(book, number=3, year=2569)
    meeting(book, kind="EXTRA", number=7, year=2569)
    meeting(book, number=9, year=2568)
    draft = book.draft("meetings", held_on="2026-02-10")
    assert (draft.values["number"], draft.values["year"]) == (4, 2569)
    assert book.suggested("meetings", {"kind": "PRACHAKOM", "held_on": "2026-02-10"}) == {"year": 2569, "number": 1}
    assert book.suggested("meetings", {"kind": "ORDINARY", "held_on": "2025-12-10"}) == {"year": 2568, "number": 10}
    assert book.draft("meetings", number=2).values["number"] == 2


def test_the_next_place_on_the_agenda_and_among_the_resolutions_is_suggested(book: Book) -> None:
    one, other = meeting(book), meeting(book, kind="EXTRA")
    for position in (1, 2):
        put(book, "agenda_items", {"meeting": one, "position": position, "title": f"เรื่องที่ {position}"})
    put(book, "resolutions", {"meeting": one, "position": 1, "text": "เห็นชอบแผน"})
    assert book.draft("agenda_items", meeting=one).values["position"] == 3
    assert book.draft("resolutions", meeting=one).values["position"] == 2
    assert book.draft("resolutions", meeting=other).values["position"] == 1
    assert book.draft("resolutions").values["position"] is None


def test_too_few_ordinary_meetings_are_reminded_of_once_quarters_have_passed(book: Book) -> None:
    year = book.clock.today().year
    assert book.clock.today().month in (10, 11, 12), "the clock of tests stands in the last quarter"
    assert reminded(book) == [], "an empty book says nothing"
    member(book)
    assert reminded(book) == [("0 of 4 ordinary meetings held this year.", f"{year}-12-31", False)]
    for month in ("02", "05"):
        held(book, f"{year}-{month}-10", adopted_on=f"{year}-{month}-20")
    held(book, f"{year}-06-10", kind="EXTRA", adopted_on=f"{year}-06-20")
    held(book, f"{year - 1}-06-10", adopted_on=f"{year - 1}-06-20")
    assert reminded(book) == [("2 of 4 ordinary meetings held this year.", f"{year}-12-31", False)]
    held(book, f"{year}-08-10", adopted_on=f"{year}-08-20")
    assert reminded(book) == [], "the last quarter has not passed"


def test_a_meeting_that_comes_or_that_nobody_held_is_reminded_of(book: Book) -> None:
    meeting(book, held_on=day(book, 15))
    assert reminded(book) == []
    meeting(book, held_on=day(book, 14))
    late = meeting(book, held_on=day(book, -1))
    assert reminded(book) == [
        ("Was this meeting held? Hold it or cancel it.", day(book, -1), True),
        ("A meeting is coming.", day(book, 14), False),
    ]
    book.do("meetings", "cancel", [late], {"reason": "ฝนตกหนัก"})
    assert len(reminded(book)) == 1


def test_minutes_that_nobody_adopted_are_reminded_of_for_a_year(book: Book) -> None:
    for after in (-60, -61, -401):
        held(book, day(book, after))
    held(book, day(book, -70), kind="PRACHAKOM")
    held(book, day(book, -70), adopted_on=day(book, -3))
    assert reminded(book) == [("The minutes are not adopted yet.", day(book, -1), True)]


def test_resolutions_due_and_overdue_are_reminded_of(book: Book) -> None:
    one = meeting(book)
    for after, text in ((-1, "ส่งหนังสือ"), (14, "ซ่อมถนน"), (15, "ทำแผน")):
        put(book, "resolutions", {"meeting": one, "text": text, "due_on": day(book, after)})
    put(book, "resolutions", {"meeting": one, "text": "แจ้งผล", "due_on": day(book, -9), "done_on": day(book, -9), "responsible": "เลขา"})
    assert reminded(book, "resolutions") == [
        ("A resolution is not carried out: ส่งหนังสือ", day(book, -1), True),
        ("A resolution is to be carried out: ซ่อมถนน", day(book, 14), False),
    ]


def test_a_meeting_knows_the_cases_its_resolutions_decided(book: Book) -> None:
    one, other = meeting(book), meeting(book, kind="EXTRA")
    late, early = (put(book, "resolutions", {"meeting": one, "position": position, "text": "รับรอง"}) for position in (2, 1))
    put(book, "resolutions", {"meeting": other, "text": "รับทราบ"})
    first, second = case(book), case(book)
    with book.write() as deed:
        for record, resolution in ((first, late), (second, early), (first, early), (first, early)):
            deed.put("case_steps", None, {"case": record, "state": "C30", "resolution": resolution}, within=True)
    with book.read() as reader:
        assert service.decided(reader, one) == [(early, second), (early, first), (late, first)]
        assert service.decided(reader, other) == []


def test_a_meetings_status_is_changed_by_deeds_only(book: Book) -> None:
    record = meeting(book)
    book.do("meetings", "cancel", [record], {"reason": "ฝนตกหนัก"})
    assert (value(book, "meetings", record, "status"), value(book, "meetings", record, "note")) == ("CANCELLED", "ฝนตกหนัก")
    book.do("meetings", "plan_again", [record], {})
    assert value(book, "meetings", record, "status") == "PLANNED"
    draft = book.draft("meetings", record)
    draft.values["note"] = "ย้ายไปศาลาหมู่ 2"
    book.save(draft)
    assert value(book, "meetings", record, "note") == "ย้ายไปศาลาหมู่ 2"
