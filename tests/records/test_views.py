"""Views a user keeps: what comes back is what was saved, each user has their own, and the file on disk says nothing of them."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.base.errors import Refused
from desktop.base.ids import new_id
from desktop.records import views
from desktop.records.book import Actor, Book
from desktop.records.query import BLANK, DAYS, ME, NOT_BLANK, TODAY, ListQuery, Not, Span
from desktop.registers import REGISTERS
from tests.conftest import Books
from tests.factory import case

MINE = ListQuery(
    "cases",
    search="หลังคา ทองใบ",
    filters={
        "responsible": ME,
        "status": ("C30", "C40"),
        "next_visit_on": Span("2026-01-01", None),
        "urgency": Not(BLANK),
        "person": b"i" * 16,
    },
    sort="next_visit_on",
    descending=True,
    council=b"c" * 16,
)


def test_what_is_saved_comes_back_after_a_night(books: Books) -> None:
    book = books()
    views.save(book, " ของฉัน ", MINE, ("number", "first_name"))
    book = books.again(book)
    (view,) = views.listed(book, "cases")
    assert (view.name, view.query, view.columns) == ("ของฉัน", MINE, ("number", "first_name"))
    assert views.listed(book, "people") == []


def test_views_stand_in_the_order_they_were_made_and_one_of_the_same_name_is_replaced(book: Book) -> None:
    for name in ("ข", "ก"):
        views.save(book, name, MINE)
    again = views.save(book, " ข", ListQuery("cases", search="น้ำ"))
    assert [view.name for view in views.listed(book, "cases")] == ["ข", "ก"]
    assert views.listed(book, "cases")[0] == again
    views.save(book, "ข", ListQuery("people"))
    assert len(views.listed(book, "cases")) == 2


def test_each_user_has_their_own(book: Book) -> None:
    views.save(book, "ก", MINE)
    book.actor = Actor(new_id(), "อีกคน ตัวอย่าง")
    assert views.listed(book, "cases") == []


def test_a_view_is_renamed_and_deleted_and_the_records_stay(book: Book) -> None:
    case(book)
    one, other = views.save(book, "ก", MINE), views.save(book, "ข", MINE)
    views.rename(book, one.uid, "ค")
    assert [view.name for view in views.listed(book, "cases")] == ["ค", "ข"]
    with pytest.raises(Refused) as refused:
        views.rename(book, one.uid, "ข ")
    assert refused.value.code == "view_exists"
    views.delete(book, one.uid)
    assert views.listed(book, "cases") == [other]
    assert book.counts()["cases"] == 1


@pytest.mark.parametrize(("name", "code"), [("  ", "name_blank"), ("ก" * 61, "name_long")])
def test_a_view_needs_a_name_that_fits_a_menu(book: Book, name: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        views.save(book, name, MINE)
    assert refused.value.code == code


def test_the_search_of_a_saved_view_is_not_to_be_read_in_the_files_of_the_book(book: Book) -> None:
    views.save(book, "ชื่อที่ไม่มีใครใช้", ListQuery("people", search="คำค้นที่ไม่มีใครใช้"))
    book.close()
    for file in book.folder.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert "คำค้นที่ไม่มีใครใช้".encode() not in content
            assert "ชื่อที่ไม่มีใครใช้".encode() not in content


def test_fields_of_another_version_are_left_out() -> None:
    told = {"search": "", "filters": {"moo": 3, "gone": "x"}, "sort": "gone", "descending": False, "council": None, "on": ""}
    text = json.dumps(told | {"columns": ["gone", "moo"]})
    query, columns = views.from_json(REGISTERS, "people", text)
    assert (query, columns) == (ListQuery("people", filters={"moo": 3}, sort=REGISTERS["people"].sort), ("moo",))


_one = st.one_of(
    st.text(max_size=8),
    st.sampled_from([BLANK, NOT_BLANK, ME, *DAYS]),
    st.integers(),
    st.booleans(),
    st.binary(min_size=16, max_size=16),
    st.decimals(allow_nan=False, allow_infinity=False, places=2),
    st.builds(Span, st.dates().map(str), st.none() | st.dates().map(str)),
    st.builds(Span, st.none() | st.integers(), st.decimals(allow_nan=False, allow_infinity=False, places=2).map(Decimal)),
)
_value = st.one_of(_one, st.builds(Not, _one), st.lists(_one, max_size=3).map(tuple))


@given(value=_value, on=st.sampled_from(["", TODAY, "2026-11-23"]))
def test_every_filter_value_survives_being_written(value: Any, on: str) -> None:
    query = ListQuery("cases", filters={"status": value}, on=on)
    assert views.from_json(REGISTERS, "cases", views.to_json(query)) == (query, ())
