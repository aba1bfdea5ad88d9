"""Indicator sheets: whose they are, what is counted, and sets that come as data."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.records.book import Book
from desktop.records.codes import Code, CodeLists, shipped
from desktop.records.query import ListQuery
from desktop.registers import REGISTERS
from desktop.registers.indicator_sheets.service import INDICATOR, MOO, PROVINCE, TAMBON, Count, count
from tests.factory import household, person, put, value
from tests.registers.rules import LINKED, errors, warnings

SHEET: dict[str, Any] = {"indicator_set": "JPT60", "year": 2568}
ALL = tuple(f"JPT60_{number:02d}" for number in range(1, 32))


def sheet(book: Book, **values: Any) -> bytes:
    if not values.get("household") and not values.get("person"):
        values["household"] = household(book)
    return put(book, "indicator_sheets", SHEET | values)


def counted(
    book: Book, by: str = INDICATOR, codes: CodeLists | None = None, indicator_set: str = "JPT60", council: bytes | None = None
) -> dict[Any, tuple[int, int, int]]:
    with book.read() as reader:
        found = count(reader, codes or book.code_lists, indicator_set, 2568, by, council)
    return {each.by: (each.passed, each.failed, each.not_asked) for each in found}


def test_a_sheet_is_a_households_or_a_persons() -> None:
    assert errors("indicator_sheets", SHEET) == {("household", "whose_missing")}
    assert errors("indicator_sheets", SHEET | {"household": LINKED, "person": LINKED}) == {("household", "whose_missing")}
    assert errors("indicator_sheets", SHEET | {"household": LINKED}) == set() == errors("indicator_sheets", SHEET | {"person": LINKED})


def test_what_is_ticked_twice_or_belongs_to_another_set_is_odd() -> None:
    whole = SHEET | {"household": LINKED}
    assert warnings("indicator_sheets", whole | {"failed": ("JPT60_08",), "not_asked": ("JPT60_16",)}) == set()
    assert warnings("indicator_sheets", whole | {"failed": ("JPT60_08",), "not_asked": ("JPT60_08",)}) == {
        ("not_asked", "failed_and_not_asked")
    }
    assert warnings("indicator_sheets", whole | {"failed": ("JPT65_08",)}) == {("failed", "other_set")}
    assert warnings("indicator_sheets", whole | {"failed": ("own words",)}) == set()


@pytest.mark.parametrize(
    ("failed", "called"),
    [
        (None, "2568"),
        (("JPT60_08", "JPT60_16", "JPT60_20"), "2568, not passed 3: 8, 16, 20"),
        (("JPT60_10",), "2568, not passed 1: 10"),
    ],
)
def test_a_sheet_is_called_by_its_set_its_year_and_what_failed(failed: tuple[str, ...] | None, called: str) -> None:
    assert REGISTERS["indicator_sheets"].name_of(SHEET | {"failed": failed}).endswith(called)


def test_the_deed_at_the_household_makes_the_sheet_of_the_year_and_mends_it(book: Book) -> None:
    house = household(book)
    answers = {"indicator_set": "JPT60", "surveyed_on": "2025-06-01", "failed": ("JPT60_08",), "happiness": 7}
    book.do("households", "record_indicators", [house], answers)
    (record,) = book.ids(ListQuery("indicator_sheets"))
    row = book.row("indicator_sheets", record).values
    assert (row["household"], row["year"], row["failed"], row["happiness"]) == (house, 2568, ("JPT60_08",), 7)
    book.do("households", "record_indicators", [house], {"indicator_set": "JPT60", "year": 2568, "not_asked": ("JPT60_02",)})
    (again,) = book.ids(ListQuery("indicator_sheets"))
    row = book.row("indicator_sheets", again).values
    assert again == record and (row["failed"], row["not_asked"], row["happiness"]) == (None, ("JPT60_02",), 7)
    assert row["surveyed_on"] == book.clock.today().isoformat()
    book.do("households", "record_indicators", [house], answers | {"surveyed_on": "2026-06-01"})
    assert book.count(ListQuery("indicator_sheets")) == 2


def test_every_indicator_of_the_set_is_counted_in_its_order(book: Book) -> None:
    sheet(book, failed=("JPT60_08", "JPT60_16"))
    sheet(book, failed=("JPT60_08",), not_asked=("JPT60_02",))
    sheet(book, person=person(book), not_asked=("JPT60_02", "JPT60_08"))
    sheet(book, year=2567, failed=("JPT60_01",))
    book.delete("indicator_sheets", [sheet(book, failed=("JPT60_01",))])
    found = counted(book)
    assert tuple(found) == ALL
    assert found["JPT60_08"] == (0, 2, 1)
    assert found["JPT60_16"] == (2, 1, 0)
    assert found["JPT60_02"] == (1, 0, 2)
    assert all(line == (3, 0, 0) for code, line in found.items() if code not in ("JPT60_02", "JPT60_08", "JPT60_16"))


def test_what_is_ticked_in_both_lists_failed(book: Book) -> None:
    sheet(book, failed=("JPT60_08",), not_asked=("JPT60_08",))
    assert counted(book)["JPT60_08"] == (0, 1, 0)


def test_places_are_counted_by_whole_sheets_the_unknown_last(book: Book) -> None:
    sheet(book, household=household(book, moo=10), failed=("JPT60_08", "JPT60_09"))
    sheet(book, household=household(book, moo=2), not_asked=("JPT60_02",))
    sheet(book, household=household(book, moo=2), not_asked=ALL)
    sheet(book, person=person(book, moo=2), failed=("JPT60_16",))
    sheet(book, household=household(book, moo=None, tambon_code=None))
    found = counted(book, MOO)
    assert found == {2: (1, 1, 1), 10: (0, 1, 0), None: (1, 0, 0)} and list(found) == [2, 10, None]
    assert counted(book, TAMBON) == {"210304": (1, 2, 1), None: (1, 0, 0)}
    assert counted(book, PROVINCE) == {"21": (1, 2, 1), None: (1, 0, 0)}


def test_all_lines_of_a_count_add_up_to_the_sheets(book: Book) -> None:
    for number in range(7):
        sheet(book, household=household(book, moo=number % 3), failed=ALL[number : number * 2] or None, not_asked=ALL[: number * 5] or None)
    assert {sum(line) for line in counted(book).values()} == {7}
    assert sum(sum(line) for line in counted(book, MOO).values()) == 7


def test_a_region_counts_all_councils_or_one_of_them(book: Book) -> None:
    other = b"\x07" * 16
    sheet(book, failed=("JPT60_08",))
    with book.write() as deed:
        house = deed.put("households", None, {"house_no": "1", "moo": 1, "tambon_code": "100101"}, council=other)
        deed.put("indicator_sheets", None, SHEET | {"household": house}, council=other)
    assert counted(book)["JPT60_08"] == (1, 1, 0)
    assert counted(book, council=other)["JPT60_08"] == (1, 0, 0)
    assert counted(book, PROVINCE) == {"10": (1, 0, 0), "21": (0, 1, 0)}


def test_another_set_comes_as_data_alone(book: Book) -> None:
    codes = CodeLists(
        {
            "indicator_set": [*shipped().entries("indicator_set"), Code("JPT65", "จปฐ. 2565-2569", "BMN 2022-2026")],
            "indicator": [
                *shipped().entries("indicator"),
                *(Code(f"JPT65_{number:02d}", f"ข้อ {number}", f"Item {number}", group="JPT65") for number in (1, 2, 3)),
            ],
        }
    )
    sheet(book, indicator_set="JPT65", failed=("JPT65_02",))
    sheet(book, failed=("JPT60_08",))
    found = counted(book, codes=codes, indicator_set="JPT65")
    assert found == {"JPT65_01": (1, 0, 0), "JPT65_02": (0, 1, 0), "JPT65_03": (1, 0, 0)}
    assert tuple(counted(book, codes=codes)) == ALL


def test_a_set_without_sheets_is_counted_as_nothing(book: Book) -> None:
    assert set(counted(book).values()) == {(0, 0, 0)}
    assert counted(book, MOO) == {} == counted(book, indicator_set="NONE")
    with book.read() as reader:
        assert count(reader, book.code_lists, "JPT60", 2568)[0] == Count("JPT60_01", 0, 0, 0)


def test_two_pcs_that_enter_the_same_sheet_make_one(book: Book) -> None:
    house = household(book)
    record = sheet(book, household=house)
    assert sheet(book, household=house, failed=("JPT60_08",)) == record
    assert value(book, "indicator_sheets", record, "failed") == ("JPT60_08",)


def test_a_set_whose_years_are_over_is_still_entered(book: Book) -> None:
    sheets = book.registers["indicator_sheets"]
    (code,) = [entry for entry in shipped().entries("indicator_set") if entry.code == "JPT60"]
    assert code.valid_to is not None and not code.valid(code.valid_to + 1)
    assert "JPT60" in [entry.code for entry in book.offered(sheets.field("indicator_set"))]
    assert len(book.offered(sheets.field("failed"), "JPT60")) == 31
