"""Search over every register at once: what is found, under which register, how many, and what is told of it."""

from __future__ import annotations

import pytest

from desktop.records import everywhere
from desktop.records.book import Book
from desktop.records.query import ListQuery
from tests.factory import case, household, meeting, member, national_id, person, put, referral, resident, support


def found(book: Book, text: str) -> dict[str, int]:
    """How many finds in which register; each number must be that of the register's own list."""
    groups = everywhere.find(book, text)
    for group in groups:
        if not book.registers[group.register].parent:
            assert group.total == book.count(ListQuery(group.register, search=text)), group.register
        assert len(group.rows) == min(group.total, 6)
    return {group.register: group.total for group in groups}


def test_a_name_finds_the_person_and_what_is_theirs(book: Book) -> None:
    one = person(book, first_name="บุญมี", last_name="ทดสอบ")
    member(book, person=one)
    house = household(book, head=one)
    resident(book, house, person=one)
    case(book, household=house, person=one, problem="หลังคารั่ว")
    person(book, first_name="คนอื่น")
    assert found(book, "บุญมี") == {"people": 1, "households": 1, "cases": 1, "members": 1}
    assert found(book, "บุญมี หลังคา") == {"cases": 1}
    assert found(book, "ไม่มีใคร") == {}


def test_what_is_within_another_form_is_found_by_its_own_words_and_once(book: Book) -> None:
    held = meeting(book, place="ศาลากลางหมู่บ้าน")
    put(book, "resolutions", {"meeting": held, "text": "รับรองผู้เดือดร้อน 12 ราย"})
    assert found(book, "รับรองผู้เดือดร้อน") == {"resolutions": 1}
    assert found(book, "ศาลากลาง") == {"meetings": 1}


def test_a_single_letter_finds_nothing_and_so_do_blanks(book: Book) -> None:
    person(book, first_name="ก")
    assert found(book, "ก") == found(book, "") == found(book, "  ") == {}


def test_the_bin_is_not_searched_but_what_points_there_is(book: Book) -> None:
    one = person(book, first_name="บุญมี")
    case(book, person=one)
    book.delete("people", [one])
    assert found(book, "บุญมี") == {"cases": 1}


@pytest.mark.parametrize("typed", ["081-000-0077", "0810000077", "3-0020-00000-07", national_id(7), "เเสงเดือน", "๐๘๑๐๐๐๐๐๗๗"])
def test_phones_ids_and_names_are_found_as_people_type_them(book: Book, typed: str) -> None:
    person(book, first_name="แสงเดือน", phones=("0810000077",), national_id=national_id(7))
    person(book, first_name="คนอื่น", phones=("0819999999",), national_id=national_id(8))
    assert found(book, typed) == {"people": 1}


@pytest.mark.parametrize("typed", ["210304-A-0012", "a-0012", "A0012", "a12", "0012", "๐๐๑๒"])
def test_a_number_is_found_as_it_is_said_aloud(book: Book, typed: str) -> None:
    numbers = [book.row("cases", case(book, problem=None)).values["number"] for _case in range(13)]
    assert numbers[11] == "210304-A-0012"
    (group,) = everywhere.find(book, typed)
    assert [row.values["number"] for row in group.rows] == ["210304-A-0012"]
    assert found(book, typed) == {"cases": 1}


def test_of_all_that_holds_some_digits_the_numbers_that_end_so_come_first(book: Book) -> None:
    case(book, problem="ก โทร 10002")
    wanted = case(book, problem="ฮ")
    (group,) = everywhere.find(book, "0002")
    assert group.rows[0].id == wanted and group.total == 2


def test_no_more_than_a_few_of_each_are_read_in_the_order_of_their_list(book: Book) -> None:
    for name in ("ฮวย", "กนก", "แก้ว", "ไก่", "เกม", "ขวัญ", "ดวง"):
        person(book, first_name=name, last_name="ทดสอบ")
    (group,) = everywhere.find(book, "ทดสอบ")
    assert group.total == 7
    assert [row.values["first_name"] for row in group.rows] == ["กนก", "เกม", "แก้ว", "ไก่", "ขวัญ", "ดวง"]


@pytest.mark.parametrize("many", [0, 5_000])
def test_few_and_many_finds_give_the_same_answer(book: Book, monkeypatch: pytest.MonkeyPatch, many: int) -> None:
    """They are read in different ways."""
    monkeypatch.setattr(everywhere, "_MANY", many)
    for name in ("ขวัญ", "กนก", "เกม"):
        one = person(book, first_name=name, last_name="ทดสอบ")
        case(book, person=one)
        member(book, person=one)
    gone = person(book, first_name="กนก", last_name="ทดสอบ")
    book.delete("people", [gone])
    assert found(book, "ทดสอบ") == {"people": 3, "cases": 3, "members": 3}
    first = {group.register: group.rows[0] for group in everywhere.find(book, "ทดสอบ")}
    assert first["people"].values["first_name"] == first["members"].values["first_name"] == "กนก"


def test_a_find_tells_what_it_was_found_by_and_hides_identity(book: Book) -> None:
    person(book, first_name="แสง", last_name="เดือน", phones=("0810000077",), national_id=national_id(7), occupation="ทำนา", house_no="9")
    for typed, begins in (("0810000077", "Phones: 081-000-0077"), ("ทำนา", "Occupation: ทำนา"), ("แสง", "National ID: x-xxxx-")):
        (group,) = everywhere.find(book, typed)
        told = everywhere.detail(book, group.rows[0], typed)
        assert told.startswith(begins), told
        assert national_id(7) not in told.replace("-", "")
        assert "First name" not in told


def test_nothing_sensitive_is_told_of_a_find(book: Book) -> None:
    one = person(book, first_name="แสง", body_state="BED", vulnerable=("V_BED",))
    referral(book, person=one, asked="ขอเตียงผู้ป่วย")
    support(book, person=one)
    for group in everywhere.find(book, "ขอเตียง") + everywhere.find(book, "แสง"):
        for row in group.rows:
            told = everywhere.detail(book, row, "ขอเตียง")
            assert "ขอเตียง" not in told and "Vulnerable" not in told
