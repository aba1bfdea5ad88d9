"""Lists: order, search, filters, pages."""

from __future__ import annotations

from decimal import Decimal

import pytest

from desktop.base.ids import new_id
from desktop.records import listing
from desktop.records.book import Book
from desktop.records.query import BLANK, ListQuery
from tests.conftest import Books
from tests.factory import activity, case, household, member, national_id, person, project, resident


def firsts(book: Book, query: ListQuery) -> list[object]:
    """First names (or titles, house numbers, problems) in the order of a list."""
    found = book.ids(query)
    assert book.count(query) == len(found)
    name = {"projects": "title", "activities": "title", "households": "house_no", "cases": "problem"}.get(query.register, "first_name")
    return [row.values[name] for row in book.rows(query.register, found) if row is not None]


def test_names_are_in_the_order_of_the_thai_dictionary(book: Book) -> None:
    for name in ("ไก่", "เก่ง", "กนก", "แก้ว", "ขวัญ", "กานดา", "Anna", "โกวิท", "เกม"):
        person(book, first_name=name)
    ordered = ["กนก", "กานดา", "เก่ง", "เกม", "แก้ว", "โกวิท", "ไก่", "ขวัญ", "Anna"]
    assert firsts(book, ListQuery("people")) == ordered
    assert firsts(book, ListQuery("people", descending=True)) == ordered[::-1]


def test_of_one_first_name_the_last_name_decides(book: Book) -> None:
    for last in ("ใจดี", "กล้าหาญ", "เจริญ"):
        person(book, first_name="ทองใบ", last_name=last)
    rows = book.rows("people", book.ids(ListQuery("people")))
    assert [row.values["last_name"] for row in rows if row is not None] == ["กล้าหาญ", "เจริญ", "ใจดี"]


def test_seats_are_in_the_order_of_their_persons_and_follow_them(book: Book) -> None:
    ones = [person(book, first_name=name) for name in ("ขวัญ", "กนก")]
    for one in ones:
        member(book, person=one)
    assert firsts(book, ListQuery("members")) == ["กนก", "ขวัญ"]
    with book.write() as deed:
        deed.put("people", ones[1], {"first_name": "ฮวย"})
    assert firsts(book, ListQuery("members")) == ["ขวัญ", "ฮวย"]


def test_houses_are_in_the_order_of_numbers_and_not_of_letters(book: Book) -> None:
    for moo, number in ((2, "1"), (1, "10"), (10, "1"), (1, "9"), (1, "9/12"), (1, "9/2")):
        household(book, moo=moo, house_no=number)
    assert firsts(book, ListQuery("households")) == ["9", "9/2", "9/12", "10", "1", "1"]


@pytest.mark.parametrize(
    ("sort", "ordered"),
    [
        ("budget", ["ข", "ก", "ค", "ง"]),
        ("fiscal_year", ["ค", "ก", "ข", "ง"]),
        ("kind", ["ค", "ข", "ก", "ง"]),  # as in the list of codes, not as the codes are spelt
        ("start_on", ["ข", "ก", "ค", "ง"]),
        ("coordinator", ["ก", "ข", "ค", "ง"]),  # เก before ไก before ข
    ],
)
def test_a_list_is_sorted_by_any_column_and_blanks_come_last(book: Book, sort: str, ordered: list[str]) -> None:
    facts = {
        "ก": {"budget": Decimal(200), "fiscal_year": 2568, "kind": "ECONOMY", "start_on": "2026-01-05", "coordinator": "เก่ง"},
        "ข": {"budget": Decimal(30), "fiscal_year": 2569, "kind": "HOUSING", "start_on": "2025-12-31", "coordinator": "ไก่"},
        "ค": {"budget": Decimal(1000), "fiscal_year": 2567, "kind": "QOL", "start_on": "2026-02-01", "coordinator": "ขวัญ"},
        "ง": dict.fromkeys(("budget", "fiscal_year", "kind", "start_on", "coordinator")),
    }
    for title, values in facts.items():
        project(book, title=title, **values)
    assert firsts(book, ListQuery("projects", sort=sort)) == ordered
    assert firsts(book, ListQuery("projects", sort=sort, descending=True)) == [*ordered[:3][::-1], "ง"]


def test_sorting_by_a_column_behind_a_link(book: Book) -> None:
    for name, birth in (("ก", "1970"), ("ข", "1950-05-01"), ("ค", None)):
        member(book, person=person(book, first_name=name, birth_date=birth))
    assert firsts(book, ListQuery("members", sort="birth_date")) == ["ข", "ก", "ค"]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("ทองใบ", {"ทองใบ"}),
        ("องใ", {"ทองใบ"}),
        ("ใจดี ทอง", {"ทองใบ"}),
        ("ทองใบ ไม่มี", set()),
        ("เเสง", {"แสง"}),  # two เ for a แ, as many type it
        ("ANNA", {"Anna"}),
        ("๑๑/๒๘", {"ทองใบ"}),
        ("11/28", {"ทองใบ"}),
        ("081-000-0077", {"แสง"}),
        (national_id(7), {"แสง"}),
        ("3-0020-00000-07", {"แสง"}),
        ("%", {"Anna"}),
        ("_", set()),
        ("50%", {"Anna"}),
        ("", {"ทองใบ", "แสง", "Anna"}),
        ("   ", {"ทองใบ", "แสง", "Anna"}),
    ],
)
def test_search_finds_inside_words_as_people_type_them(book: Book, search: str, found: set[str]) -> None:
    person(book, first_name="ทองใบ", last_name="ใจดี", house_no="11/28", phones=(), national_id=None)
    person(book, first_name="แสง", last_name="สว่าง", house_no="9", phones=("0810000077",), national_id=national_id(7))
    person(book, first_name="Anna", last_name="Smith", house_no="9", phones=(), national_id=None, occupation="ขายของ 50%")
    assert set(firsts(book, ListQuery("people", search=search))) == found


def test_search_reaches_through_links(book: Book) -> None:
    one = person(book, first_name="บุญมี")
    house = household(book, house_no="77/1")
    resident(book, house, person=one)
    member(book, person=one, position="VICE")
    member(book, position="MEMBER")
    case(book, household=house, problem="หลังคารั่ว")
    for register in ("members", "household_persons"):
        assert book.count(ListQuery(register, search="บุญมี")) == 1
    assert book.count(ListQuery("household_persons", search="77/1")) == 1
    assert book.count(ListQuery("cases", search="77/1 หลังคา")) == 1
    assert book.count(ListQuery("members", search="รองประธาน")) == 1
    assert book.count(ListQuery("members", search="vice")) == 1


def test_filters_narrow_and_add_up(book: Book) -> None:
    person(book, first_name="ก", sex="F", vulnerable=("V_ELD", "V_DIS"), tambon_code="210304")
    person(book, first_name="ข", sex="M", vulnerable=("V_ELD",), tambon_code="210305")
    person(book, first_name="ค", sex=None, vulnerable=None, tambon_code="100101")
    for filters, found in (
        ({"sex": "F"}, ["ก"]),
        ({"sex": ("F", "M")}, ["ก", "ข"]),
        ({"sex": BLANK}, ["ค"]),
        ({"sex": ("M", BLANK)}, ["ข", "ค"]),
        ({"vulnerable": "V_ELD"}, ["ก", "ข"]),
        ({"vulnerable": "V_ELD", "sex": "M"}, ["ข"]),
        ({"vulnerable": BLANK}, ["ค"]),
        ({"tambon_code": "21"}, ["ก", "ข"]),
        ({"tambon_code": "210305"}, ["ข"]),
        ({"sex": None, "vulnerable": ()}, ["ก", "ข", "ค"]),
    ):
        assert firsts(book, ListQuery("people", filters=filters)) == found, filters


def test_a_province_finds_the_projects_of_all_its_areas(book: Book) -> None:
    project(book, title="ก", areas=("210304", "100101"))
    project(book, title="ข", areas=("2103",))
    project(book, title="ค", areas=("102100",))
    assert firsts(book, ListQuery("projects", filters={"areas": "21"})) == ["ก", "ข"]
    assert firsts(book, ListQuery("projects", filters={"areas": "210304"})) == ["ก"]
    assert firsts(book, ListQuery("projects", filters={"areas": "10"})) == ["ก", "ค"]


def test_a_filter_on_a_link_and_behind_one(book: Book) -> None:
    one, other = project(book, title="ก"), project(book, title="ข")
    activity(book, title="ประชุม", project=one)
    activity(book, title="อบรม", project=other)
    assert firsts(book, ListQuery("activities", filters={"project": one})) == ["ประชุม"]
    assert firsts(book, ListQuery("activities", filters={"project_title": "ข"})) == ["อบรม"]


def test_the_bin_is_a_list_of_its_own(book: Book) -> None:
    gone = person(book, first_name="ก")
    person(book, first_name="ข")
    book.delete("people", [gone])
    assert firsts(book, ListQuery("people")) == ["ข"]
    assert firsts(book, ListQuery("people", deleted=True)) == ["ก"]
    assert firsts(book, ListQuery("people", deleted=True, search="ก")) == ["ก"]


def test_a_childs_list_is_narrowed_to_its_parent(book: Book) -> None:
    house, other = household(book), household(book)
    resident(book, house, person=person(book, first_name="ก"))
    resident(book, other, person=person(book, first_name="ข"))
    assert firsts(book, ListQuery("household_persons", parent=house)) == ["ก"]


def test_a_region_narrows_to_one_council(books: Books) -> None:
    region = books("region", kind="region", areas=("21",))
    council = new_id()
    with region.write() as deed:
        deed.put("people", None, {"first_name": "ก"}, council=council)
        deed.put("people", None, {"first_name": "ข"})
    assert firsts(region, ListQuery("people", council=council)) == ["ก"]


def test_a_page_comes_in_the_order_asked_for_with_gaps_where_one_is_gone(book: Book) -> None:
    one, other = person(book), person(book)
    rows = book.rows("people", [other, new_id(), one, other])
    assert [row.id if row is not None else None for row in rows] == [other, None, one, other]
    assert book.rows("people", []) == []


def test_a_row_shows_what_its_links_and_those_that_point_to_it_say(book: Book) -> None:
    one = person(book, prefix="นาง", first_name="บุญมี", last_name="ใจดี")
    house = household(book, house_code="00123456789", house_no="7", moo=3, head=one)
    resident(book, house, person=one, relation="HEAD")
    row = book.row("people", one)
    assert (row.values["relation"], row.values["house_code"]) == ("HEAD", "00123456789")
    row = book.row("households", house)
    assert (row.values["head_first_name"], row.values["head.name"]) == ("บุญมี", "นางบุญมี ใจดี")
    assert book.row("household_persons", book.ids(ListQuery("household_persons"))[0]).values["household.name"] == "House 7 Moo 3"


def test_a_link_to_what_is_not_here_shows_nothing_and_breaks_nothing(book: Book) -> None:
    """A parcel may bring a record before the one it points to."""
    with book.write() as deed:
        record = deed.put("members", None, {"person": new_id()})
    row = book.row("members", record)
    assert row.values["first_name"] is None and row.values["person.name"] == ""
    assert book.ids(ListQuery("members")) == [record]


def test_when_someone_moved_out_the_first_household_still_shown_is_a_live_one(book: Book) -> None:
    one = person(book)
    first = resident(book, household(book), person=one, relation="CHILD")
    resident(book, household(book), person=one, relation="SPOUSE")
    assert book.row("people", one).values["relation"] == "CHILD"
    book.delete("household_persons", [first])
    assert book.row("people", one).values["relation"] == "SPOUSE"


@pytest.mark.parametrize(
    "query",
    [
        ListQuery("people"),
        ListQuery("people", descending=True),
        ListQuery("people", search="ทอง 2"),
        ListQuery("people", search="ไม่มีใคร"),
        ListQuery("people", filters={"moo": 2}),
        ListQuery("people", deleted=True),
        ListQuery("households", search="ทอง"),  # through the head
        ListQuery("members"),  # in the order of their persons
    ],
)
def test_the_first_ids_of_a_list_are_those_that_all_of_them_begin_with(book: Book, query: ListQuery) -> None:
    for number in range(12):
        one = person(book, first_name="ทอง" + "กขค"[number % 3], last_name=f"ใจ{number}", moo=number % 3, house_no=f"{number}")
        household(book, head=one, moo=number % 4, house_no=f"{number}")
        member(book, person=one)
    book.delete("people", book.ids(ListQuery("people"))[:5:2])
    whole = book.ids(query)
    with book.read() as reader:
        for most in (1, 4, 100):
            assert book.first(query, most) == whole[:most]
            some = [listing.first(reader, book.registers, query, most, within) for within in (0, 3, 7, 1_000)]
            assert some == [whole[: len(each)] for each in some]
            assert sorted(some, key=len) == some and some[-1] == whole[:most]


def test_of_an_order_that_is_known_when_all_is_there_is_no_beginning(book: Book) -> None:
    person(book, last_name="ใจดี")
    assert book.first(ListQuery("people", sort="last_name"), 10) == []
