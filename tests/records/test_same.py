"""The same person, or another? Candidates while typing, the one that surely is it for imports, and answers that are remembered."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event

from desktop.base import i18n
from desktop.records import same
from desktop.records.book import Book
from desktop.registers import REGISTERS
from tests.factory import household, member, national_id, person, project

BUNMEE: dict[str, Any] = {
    "prefix": "นาย",
    "first_name": "บุญมี",
    "last_name": "ใจดี",
    "national_id": national_id(41),
    "birth_date": "1960-05-01",
}


def typed(**values: Any) -> dict[str, Any]:
    return {"first_name": "บุญมี", "last_name": "ใจดี"} | values


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        (typed(), "same name"),
        (typed(first_name="บุญมีย์"), "name alike"),
        (typed(last_name="ใจดีย์"), "name alike"),
        (typed(first_name="บุญมา", last_name="ใจดี", national_id=national_id(41)), "same national ID"),
        (typed(birth_date="1960"), "same birth date"),
        (typed(first_name="นายบุญมี"), "same name"),
        (typed(first_name="น.ส. บุญมี"), "same name"),
        ({"first_name": "นายบุญมี ใจดี"}, "same name"),
        ({"first_name": "บุญมี ใจดี"}, "same name"),
        (typed(national_id=national_id(41)[:5] + "9" + national_id(41)[6:]), "ID differs in 1 digits"),
        (typed(first_name="บุญนี", national_id=national_id(41)[:5] + "9" + national_id(41)[6:]), "ID differs in 1 digits"),
    ],
)
def test_whoever_may_be_the_same_is_shown_with_the_reason(book: Book, values: dict[str, Any], reason: str) -> None:
    record = person(book, **BUNMEE)
    (candidate,) = book.same("people", values)
    assert candidate.row.id == record and 0.75 <= candidate.score <= 1.0
    assert any(reason in each for each in candidate.reasons), candidate.reasons


@pytest.mark.parametrize(
    "values",
    [
        typed(first_name="สมชาย"),
        typed(birth_date="1990-01-01", national_id=national_id(77)),
        {"national_id": national_id(42)},
        {},
    ],
)
def test_whoever_is_surely_another_is_not(book: Book, values: dict[str, Any]) -> None:
    person(book, **BUNMEE)
    assert book.same("people", values) == []


def test_a_prefix_glued_to_a_stored_name_is_no_other_name(book: Book) -> None:
    record = person(book, **BUNMEE | {"prefix": None, "first_name": "นายบุญมี", "national_id": None})
    (candidate,) = book.same("people", typed())
    assert candidate.row.id == record and candidate.score == 1.0
    assert book.find("people", typed(birth_date="1960-05-01")) == record


def test_two_letters_typed_for_one_make_no_other_name(book: Book) -> None:
    record = person(book, first_name="แสงดาว", last_name="แก้วใส", national_id=None)
    (candidate,) = book.same("people", {"first_name": "เเสงดาว", "last_name": "เเก้วใส"})
    assert candidate.row.id == record and candidate.score == 1.0


def test_a_neighbours_number_beside_another_name_is_nobody(book: Book) -> None:
    person(book, **BUNMEE)
    beside = national_id(41)[:11] + "9" + national_id(41)[12:]
    assert book.same("people", {"first_name": "แสงดาว", "last_name": "แก้วใส", "national_id": beside}) == []


def test_the_best_comes_first_and_oneself_never(book: Book) -> None:
    same = person(book, **BUNMEE)
    namesake = person(book, **BUNMEE | {"national_id": None, "birth_date": "1961"})
    found = book.same("people", typed(national_id=national_id(41), birth_date="1960-05-01"))
    assert [candidate.row.id for candidate in found] == [same, namesake]
    assert [candidate.row.id for candidate in book.same("people", BUNMEE, exclude=same)] == [namesake]


def test_among_many_namesakes_the_one_with_the_same_id_is_not_overlooked(book: Book) -> None:
    with book.write() as deed:
        for _ in range(60):
            deed.put("people", None, {"first_name": "บุญมี", "last_name": "ใจดี"})
        wanted = deed.put("people", None, BUNMEE)
    assert book.same("people", typed(national_id=national_id(41)))[0].row.id == wanted


def test_not_same_is_remembered_over_nights_and_for_both(books: Any) -> None:
    book = books()
    one, other = person(book, **BUNMEE), person(book, **BUNMEE | {"national_id": None})
    assert book.same("people", BUNMEE, exclude=one)
    book.not_same("people", other, one)
    book.not_same("people", one, other)
    book = books.again(book)
    assert book.same("people", BUNMEE, exclude=one) == book.same("people", BUNMEE, exclude=other) == []


def test_deleted_ones_are_nobody(book: Book) -> None:
    record = person(book, **BUNMEE)
    book.delete("people", [record])
    assert book.same("people", BUNMEE) == [] and book.find("people", BUNMEE) is None


@pytest.mark.parametrize(
    ("values", "found"),
    [
        (typed(national_id=national_id(41)), True),
        (typed(first_name="บุญมีย์", national_id=national_id(41)), True),
        (typed(birth_date="1960-05-01"), True),
        (typed(first_name="สมชาย", last_name="สุขสันต์", national_id=national_id(41)), False),  # somebody else's number typed by mistake
        (typed(), False),  # a name alone is not enough
        (typed(birth_date="1960"), False),
        (typed(birth_date="1960-05-01", national_id=national_id(55)), False),
        ({"national_id": "3002000000001"}, False),
    ],
)
def test_an_import_finds_the_one_that_surely_is_it(book: Book, values: dict[str, Any], found: bool) -> None:
    record = person(book, **BUNMEE)
    assert book.find("people", values) == (record if found else None)


def test_of_two_that_fit_none_is_surely_it(book: Book) -> None:
    for _ in range(2):
        person(book, **BUNMEE | {"national_id": None})
    assert book.find("people", typed(birth_date="1960-05-01")) is None


def test_an_invalid_number_is_no_identity(book: Book) -> None:
    person(book, **BUNMEE | {"national_id": "3002000000001", "birth_date": None})
    assert book.find("people", typed(national_id="3002000000001")) is None


def test_other_registers_are_found_by_their_keys(book: Book) -> None:
    house = household(book, house_code="00123456789", house_no="7", moo=3)
    assert book.find("households", {"house_code": "00123456789"}) == house
    assert book.find("households", {"house_no": "7", "moo": 3, "tambon_code": "210304"}) == house
    assert book.find("households", {"house_no": "7", "moo": 4, "tambon_code": "210304"}) is None
    plan = project(book, title="ซ่อมบ้าน", fiscal_year=2569)
    assert book.find("projects", {"title": "ซ่อมบ้าน", "fiscal_year": 2569}) == plan
    seat = member(book)
    one = book.row("members", seat).values["person"]
    assert book.find("members", {"person": one}) == seat
    (candidate,) = book.same("members", {"person": one})
    assert candidate.score == 1.0


def test_two_families_of_one_house_are_two_and_each_is_found_by_its_number(book: Book) -> None:
    house = {"house_code": "00123456789", "house_no": "7", "moo": 3}
    first, second = household(book, **house), household(book, **house, family_no=2)
    assert book.find("households", {"house_code": "00123456789"}) == first
    assert book.find("households", {"house_code": "00123456789", "family_no": 1}) == first
    assert book.find("households", {"house_no": "7", "moo": 3, "tambon_code": "210304", "family_no": 2}) == second
    assert book.find("households", {"house_code": "00123456789", "family_no": 3}) is None
    assert [each.row.id for each in book.same("households", house)] == [first]
    assert book.same("households", house | {"family_no": 3}) == []


def test_a_house_near_the_same_house_is_worth_a_look_and_no_more(book: Book) -> None:
    near = {"house_code": None, "house_no": None, "near_house_no": "12", "moo": 3, "tambon_code": "210304"}
    record = household(book, **near)
    (candidate,) = book.same("households", near)
    assert candidate.row.id == record and 0.75 <= candidate.score < 1.0
    assert candidate.reasons == ("the same: Nearest house no., Moo, Tambon",)
    assert book.find("households", near) is None


def test_a_deed_finds_what_it_has_put_itself(book: Book) -> None:
    with book.write() as deed:
        record = deed.put("people", None, BUNMEE)
        assert deed.find("people", BUNMEE) == record
        row = deed.row("people", record)
        assert row is not None and row.values["first_name"] == "บุญมี"


def test_reasons_are_worded_in_the_language_in_use(book: Book) -> None:
    person(book, **BUNMEE)
    i18n.use("qps")
    (candidate,) = book.same("people", typed())
    assert candidate.reasons[0].startswith("[")


@pytest.mark.file
@pytest.mark.parametrize(
    ("register", "values"),
    [
        ("people", BUNMEE),
        ("households", {"house_code": "00123456789"}),
        ("households", {"house_no": "7", "moo": 3, "tambon_code": "210304"}),
    ],
)
def test_while_typing_no_table_is_read_from_end_to_end(book: Book, register: str, values: dict[str, Any]) -> None:
    # The figure itself, at most 50 ms among 100,000 people, is measured by `make bench`.
    asked: list[tuple[str, Any]] = []
    with book.read() as reader:

        def note(_conn: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
            asked.append((statement, parameters))

        event.listen(reader.conn, "before_cursor_execute", note)
        same.candidates(reader, REGISTERS[register], values, None)
        event.remove(reader.conn, "before_cursor_execute", note)
        plans = [reader.conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all() for statement, parameters in asked]
    steps = [row[-1] for plan in plans for row in plan]
    assert len(asked) >= 1
    assert not [step for step in steps if step.startswith("SCAN") or "(deleted=" in step], steps
