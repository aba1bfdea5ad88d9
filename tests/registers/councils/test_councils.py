"""A council's own record, its terms, assessments and scorecards."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.base.errors import Refused
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.registers.councils import service
from tests.conftest import Books
from tests.factory import AREA, OFFICE, member, person, put, value
from tests.registers.rules import errors, warnings


def own(book: Book, **values: Any) -> bytes:
    """The book's own council, saved."""
    draft = book.draft_own("councils")
    draft.values |= values
    return book.save(draft)


def test_a_term_ends_after_it_begins_and_a_code_has_eight_digits() -> None:
    council = {"name": "สภา", "areas": (AREA,)}
    assert errors("councils", {"areas": (AREA,)}) == {("name", "required")}
    assert errors("councils", council | {"term_start_on": "2024-01-02", "term_end_on": "2024-01-01"}) == {
        ("term_end_on", "end_before_start")
    }
    assert warnings("councils", council | {"council_code": "2103040"}) == {("council_code", "council_code_shape")}
    assert warnings("councils", {"name": "สภา"}) == {("areas", "areas_missing")}
    assert errors("council_terms", {"of_council": b"\1" * 16, "term_no": 1, "start_on": "2024-01-02", "end_on": "2023-01-01"}) == {
        ("end_on", "end_before_start")
    }


def test_a_councils_own_record_begins_with_its_office_and_has_its_id(book: Book) -> None:
    record = own(book)
    row = book.row("councils", record)
    assert (row.id, row.values["name"], row.values["areas"], row.values["tambon_code"]) == (book.office.uid, OFFICE, (AREA,), AREA)
    assert book.draft_own("councils").id == record


def test_a_region_enters_councils_from_scratch(books: Books) -> None:
    region = books("region", kind="region", areas=("21",))
    assert region.draft("councils").values["name"] is None


def test_a_new_term_keeps_the_old_one_with_its_chair_and_secretary(book: Book) -> None:
    record = own(book, term_no=2, term_start_on="2022-06-01", term_end_on="2026-05-31", status="EXPIRED")
    member(book, position="CHAIR", person=person(book, prefix="นาย", first_name="สมชาย", last_name="ใจงาม"), end_on="2026-06-01")
    member(book, position="SEC", person=person(book, prefix="นาง", first_name="บัว", last_name="แก้วดี"), end_on="2025-01-01")
    begun = service.next_term(book.row("councils", record).values)
    assert begun == {"term_no": 3, "start_on": "2026-06-01", "end_on": "2030-05-31"}
    book.do("councils", "new_term", [record], begun)
    now = book.row("councils", record).values
    assert [now[name] for name in ("term_no", "term_start_on", "term_end_on", "status")] == [3, "2026-06-01", "2030-05-31", "ACTIVE"]
    (old,) = book.rows("council_terms", book.ids(ListQuery("council_terms", parent=record)))
    assert old is not None
    assert [old.values[name] for name in ("term_no", "start_on", "end_on", "chair_name", "secretary_name")] == [
        2, "2022-06-01", "2026-05-31", "นายสมชาย ใจงาม", None,
    ]  # fmt: skip
    book.undo()
    assert value(book, "councils", record, "term_no") == 2
    assert book.count(ListQuery("council_terms")) == 0


def test_a_term_that_was_cut_short_ends_on_the_eve_of_the_next(book: Book) -> None:
    record = own(book, term_no=2, term_start_on="2022-06-01", term_end_on="2026-05-31")
    book.do("councils", "new_term", [record], {"term_no": 3, "start_on": "2025-01-01"})
    (old,) = book.ids(ListQuery("council_terms"))
    assert value(book, "council_terms", old, "end_on") == "2024-12-31"
    assert value(book, "councils", record, "term_end_on") == "2028-12-31"


def test_a_new_term_comes_after_the_present_one(book: Book) -> None:
    record = own(book, term_no=2, term_start_on="2022-06-01")
    for values, field in (({"term_no": 3, "start_on": "2022-06-01"}, "start_on"), ({"term_no": 2, "start_on": "2026-06-01"}, "term_no")):
        with pytest.raises(Refused) as caught:
            book.do("councils", "new_term", [record], values)
        assert caught.value.field == field
    assert book.count(ListQuery("council_terms")) == 0


def test_the_first_term_leaves_no_earlier_one(book: Book) -> None:
    record = own(book)
    book.do("councils", "new_term", [record], {"term_no": 1, "start_on": "2024-02-29"})
    assert book.count(ListQuery("council_terms")) == 0
    assert value(book, "councils", record, "term_end_on") == "2028-02-29"


def test_the_level_is_that_of_the_newest_assessment(book: Book) -> None:
    record = own(book)
    for day, level in (("2026-03-01", "LV2_WALK"), ("2024-03-01", "LV1_LEARN")):
        book.do("councils", "assess", [record], {"assessed_on": day, "level": level, "evidence": "บันทึกการประชุม"})
    assert value(book, "councils", record, "level") == "LV2_WALK"
    assert book.count(ListQuery("council_assessments", parent=record)) == 2


def test_a_scorecard_sums_its_points_and_says_by_which_table(book: Book) -> None:
    record = own(book)
    with book.write() as deed:
        card = service.fill(
            deed, record, None, {"assessed_on": "2026-03-01"}, {"SI01": (4, "4 ครั้ง"), "SI02": (3, None), "SI03": (None, None)}
        )
    row = book.row("scorecards", card).values
    assert (row["total"], row["highest"]) == (7, 50)
    assert row["table_version"] == book.code_lists.version("strength_item")
    assert book.count(ListQuery("scorecard_answers", parent=card)) == 2
    with book.write() as deed:
        service.fill(deed, record, card, {"assessed_on": "2026-03-01"}, {"SI01": (5, "5 ครั้ง"), "SI02": (None, None)})
    assert value(book, "scorecards", card, "total") == 5
    book.undo()
    assert value(book, "scorecards", card, "total") == 7


def test_an_item_has_at_most_its_points(book: Book) -> None:
    record = own(book)
    with pytest.raises(Refused) as caught, book.write() as deed:
        service.fill(deed, record, None, {"assessed_on": "2026-03-01"}, {"SI01": (6, None)})
    assert (caught.value.code, caught.value.field) == ("too_many_points", "SI01")
    assert book.count(ListQuery("scorecards")) == 0


def test_points_entered_one_by_one_are_counted_when_told(book: Book) -> None:
    record = own(book)
    card = put(book, "scorecards", {"of_council": record, "assessed_on": "2026-03-01"})
    for item, points in (("SI01", 2), ("SI05", 5)):
        put(book, "scorecard_answers", {"scorecard": card, "item": item, "points": points})
    book.do("scorecards", "count_points", [card], {})
    assert value(book, "scorecards", card, "total") == 7


def reminded(book: Book) -> list[tuple[str, bool]]:
    """What is said of councils' terms."""
    return [(each.message.format(**each.values), each.late) for each in book.reminders() if each.register == "councils"]


def test_a_term_that_ends_or_has_ended_is_reminded_of(book: Book) -> None:
    today = book.clock.today()
    record = own(book, name="สภาเนินฆ้อ", term_end_on=today.replace(year=today.year + 1).isoformat())
    assert reminded(book) == []
    own(book, term_end_on=today.isoformat())
    assert reminded(book) == [("The term of สภาเนินฆ้อ ends soon.", False)]
    own(book, term_end_on="2026-01-31")
    assert reminded(book) == [("The term of สภาเนินฆ้อ has ended.", True)]
    with book.write() as deed:
        deed.put("councils", record, {"status": "DISSOLVED"})
    assert reminded(book) == []
