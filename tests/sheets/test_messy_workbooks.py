"""The messy workbooks of councils come in exactly as a careful person would type them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from desktop.base.areas import areas
from desktop.base.ids import national_id_ok
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.sheets import importing
from desktop.sheets.entities import Entity
from desktop.sheets.layout import tables
from desktop.sheets.plan import Plan, PlannedRecord
from desktop.sheets.reading import read
from tests.sheets.conftest import MESSY, truth

WORDS = {
    "be_year_in_excel_date": "Excel date holds a BE year",
    "phone_leading_zero": "phone lost its leading 0",
    "year_only": "year only",
    "house_no_from_date": "house number stored as a date",
}
FILES = {
    "01_members_merged_header.xlsx": "members",
    "03_households_numbers_and_dates.xlsx": "households",
    "04_hardship_tick_matrix.xlsx": "households",
    "05_activities_two_tables.xlsx": "activities",
    "07_members_cp874.csv": "members",
}
PERSON = ("prefix", "first_name", "last_name", "national_id", "birth_date", "phones")


def stored(book: Book, register: str, record: bytes | None) -> dict[str, Any]:
    assert record is not None
    return dict(book.row(register, record).values)


def labelled(book: Book, register: str, name: str, value: Any) -> Any:
    """As the truth words it: labels of codes."""
    return book.values_label(book.registers[register].field(name), value, "th") if value is not None else None


def warnings(record: PlannedRecord, row: int, *, person: bool) -> list[str]:
    return [WORDS[problem.code] for problem in record.problems if problem.row == row and ("person." in problem.path) == person]


def codes(record: PlannedRecord) -> list[str]:
    return [problem.code for problem in record.problems]


def imported(book: Book, name: str) -> tuple[Plan, importing.Result]:
    plan = importing.prepare(book, FILES[name], MESSY / name)
    return plan, importing.apply(book, plan)


def person_of(book: Book, record: bytes) -> dict[str, Any]:
    values = stored(book, "people", record)
    return {name: values[name] for name in PERSON} | {"phones": list(values["phones"] or ())}


@pytest.mark.parametrize("name", FILES)
def test_headers_first_row_and_skipped_rows_are_found(name: str) -> None:
    expected = truth(name)
    table = tables(read(MESSY / name).sheets[0])[0]
    for sheet in expected.get("sheets", ()):
        assert list(table.header_rows) == sheet["header_rows"]
        assert table.first_row == sheet["first_data_row"]
        if "first_column" in sheet:
            assert table.columns[0].letter == sheet["first_column"]
    skipped = [{"row": skip.row, "reason": skip.reason} for skip in table.skips if skip.reason != "blank"]
    assert skipped == expected.get("skip_rows", [])
    assert expected["record_count"] == len(set(table.rows) & {record["row"] for record in expected["records"]})


@pytest.mark.parametrize("name", FILES)
def test_the_same_workbook_again_changes_nothing(council: Book, name: str) -> None:
    _plan, first = imported(council, name)
    assert (first.new, first.changed, first.same, first.refused) == (truth(name)["record_count"], 0, 0, 0)
    before = council.counts()
    plan, again = imported(council, name)
    assert (again.new, again.changed, again.same, again.refused) == (0, 0, first.new, 0)
    assert plan.writes() == {} and council.counts() == before


def test_members_with_a_merged_header_equal_the_truth(council: Book) -> None:
    name = "01_members_merged_header.xlsx"
    plan, result = imported(council, name)
    expected = truth(name)
    columns = expected["sheets"][0]["columns"]
    assigned = {column.target: plan.table.column(column.column).letter for column in plan.mapping.columns}
    wanted = {"tambon": "person.tambon_code", "phone": "person.phones", "position": "position", "group": "group", "note": "note"}
    assert {field: assigned[wanted.get(field, f"person.{field}")] for field in columns} == columns
    assert plan.rows == plan.sheet_rows == len(expected["records"]) == 60
    for record, member, right in zip(plan.records, result.ids, expected["records"], strict=True):
        seat = stored(council, "members", member)
        person = stored(council, "people", seat["person"])
        found = {"row": record.row} | {field: person[field] for field in PERSON} | {"house_no": person["house_no"], "moo": person["moo"]}
        found |= {
            "phones": list(person["phones"] or ()),
            "national_id_ok": national_id_ok(person["national_id"]),
            "warnings": codes(record),
        }
        found |= {"tambon": areas().name(person["tambon_code"], "th"), "group": seat["group"], "note": seat["note"]}
        found |= {"position": labelled(council, "members", "position", seat["position"])}
        assert found == right
        assert person["tambon_code"] == "210304"


def test_households_with_numbers_and_dates_equal_the_truth(council: Book) -> None:
    name = "03_households_numbers_and_dates.xlsx"
    plan, result = imported(council, name)
    expected = truth(name)["records"]
    assert (plan.rows, plan.sheet_rows) == (len(expected), 104)
    for record, house, right in zip(plan.records, result.ids, expected, strict=True):
        values = stored(council, "households", house)
        found: dict[str, Any] = {"row": record.row, "household_no": right["household_no"]}
        found |= {field: values[field] for field in ("house_code", "house_no", "moo", "income_month")}
        found |= {"house_condition": labelled(council, "households", "house_condition", values["house_condition"])}
        found |= {"warnings": warnings(record, record.row, person=False), "persons": []}
        lived_in = council.rows("household_persons", council.ids(ListQuery("household_persons", parent=house)))
        by_person = {row.values["person"]: row for row in lived_in if row is not None}
        assert len(by_person) == len(record.children)
        for child in record.children:
            person = next(known for known in by_person if is_person(council, known, child.links["person"]))
            relation = labelled(council, "household_persons", "relation", by_person[person].values["relation"])
            one = {"row": child.row, "relation": relation} | person_of(council, person)
            one["national_id_ok"] = national_id_ok(one["national_id"])
            found["persons"].append(one | {"warnings": warnings(record, child.row, person=True)})
            if relation == "หัวหน้าครัวเรือน":
                assert values["head"] == person
        assert found == right
        assert values["tambon_code"] == "210304"


def is_person(book: Book, person: bytes, entity: Entity) -> bool:
    return bool(stored(book, "people", person)["national_id"] == entity.values["national_id"])


def test_the_tick_matrix_equals_the_truth(council: Book) -> None:
    name = "04_hardship_tick_matrix.xlsx"
    plan, result = imported(council, name)
    for record, house, right in zip(plan.records, result.ids, truth(name)["records"], strict=True):
        values = stored(council, "households", house)
        head = stored(council, "people", values["head"])
        found: dict[str, Any] = {"row": record.row, "warnings": codes(record)}
        found |= {field: head[field] for field in ("prefix", "first_name", "last_name")}
        found |= {field: values[field] for field in ("house_no", "moo")}
        found["hardships"] = [council.code_lists.label("hardship", code, "th") for code in values["hardships"] or ()]
        assert {**found, "hardships": sorted(found["hardships"])} == {**right, "hardships": sorted(right["hardships"])}


def test_activities_of_the_first_table_equal_the_truth(council: Book) -> None:
    name = "05_activities_two_tables.xlsx"
    plan, result = imported(council, name)
    assert [table.titles for table in plan.source.tables][1] == ("แผนงานปี ๒๕๖๘ (ยังไม่ดำเนินการ)",)
    for record, activity, right in zip(plan.records, result.ids, truth(name)["records"], strict=True):
        values = stored(council, "activities", activity)
        found = {field: values[field] for field in right if field in values}
        found |= {"row": record.row, "status": labelled(council, "activities", "status", values["status"])}
        assert found | {"warnings": codes(record)} == right


def test_a_csv_in_the_thai_code_page_equals_the_truth(council: Book) -> None:
    name = "07_members_cp874.csv"
    plan, result = imported(council, name)
    for record, member, right in zip(plan.records, result.ids, truth(name)["records"], strict=True):
        found = person_of(council, stored(council, "members", member)["person"])
        assert {"row": record.row, "national_id_ok": national_id_ok(found["national_id"])} | found | {"warnings": codes(record)} == right


def test_persons_of_two_workbooks_are_met_again(council: Book, make_book: Callable[..., Book]) -> None:
    imported(council, "01_members_merged_header.xlsx")
    plan = importing.prepare(council, "households", MESSY / "03_households_numbers_and_dates.xlsx")
    alone = importing.prepare(make_book("other"), "households", MESSY / "03_households_numbers_and_dates.xlsx")
    ids = {record["national_id"] for record in truth("01_members_merged_header.xlsx")["records"]}
    houses = truth("03_households_numbers_and_dates.xlsx")["records"]
    both = [person for house in houses for person in house["persons"] if person["national_id"] in ids]
    assert len(both) > 0
    assert sum(entity.new for entity in alone.entities if entity.register.name == "people") == 104
    assert sum(entity.new for entity in plan.entities if entity.register.name == "people") == 104 - len(both)
