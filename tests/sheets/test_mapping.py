"""Headings find their fields; a person's choice wins, and can be kept for next year."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop.base.errors import Refused
from desktop.records.codes import shipped
from desktop.registers import REGISTERS
from desktop.sheets.guessing import guess
from desktop.sheets.layout import tables
from desktop.sheets.mapping import Mapping, targets
from desktop.sheets.reading import read

Make = Callable[..., Path]


def guessed(path: Path, register: str) -> Mapping:
    return guess(REGISTERS, shipped(), register, tables(read(path).sheets[0])[0])


def paths(path: Path, register: str) -> list[str]:
    return [each.target for each in guessed(path, register).columns]


@pytest.mark.parametrize(
    ("register", "head", "expected"),
    [
        (
            "members",
            ["No.", "Name", "National ID", "Date of birth", "Tel", "Position", "อำเภอ", "อายุ"],
            ["ignore", "person.full_name", "person.national_id", "person.birth_date", "person.phones", "position", "district", "ignore"],
        ),
        (
            "people",
            ["คำนำหน้า", "ชื่อ", "สกุล", "ว/ด/ป เกิด", "เบอร์โทรศัพท์ (มือถือ)", "จังหวัด"],
            ["prefix", "first_name", "last_name", "birth_date", "phones", "province"],
        ),
        ("activities", ["กิจกรรม", "วันที่", "สถานที่", "ผู้เข้าร่วม (คน)"], ["title", "date_range", "place", "participants"]),
        ("activities", ["กิจกรรม", "วันที่", "ถึงวันที่", "งบ"], ["title", "start_on", "end_on", "budget"]),
        ("projects", ["ชื่อโครงการ", "งบประมาณ (บาท)", "ปีงบประมาณ", "ตำบล"], ["title", "budget", "fiscal_year", "areas"]),
        ("households", ["ชื่อ-สกุล หัวหน้าครัวเรือน", "บ้านเลขที่", "หมู่", "หนี้สิน"], ["head.full_name", "house_no", "moo", "debt"]),
        ("members", ["ชื่อ-สกุล", "ที่อยู่", "กลุ่ม"], ["person.full_name", "person.address", "group"]),
    ],
)
def test_headings_find_their_fields(make_sheet: Make, register: str, head: list[str], expected: list[str]) -> None:
    assert paths(make_sheet([head, ["x"] * len(head), ["y"] * len(head)]), register) == expected


def test_one_field_goes_to_one_column_only(make_sheet: Make) -> None:
    rows: list[list[Any]] = [["ชื่อ-สกุล", "ชื่อสมาชิก", "เบอร์โทร", "มือถือ"], ["นายก ข", "นายค ง", "0810000000", "0820000000"]]
    assert paths(make_sheet(rows), "members") == ["person.full_name", "ignore", "person.phones", "person.phones"]


def test_columns_without_a_known_heading_are_known_by_what_is_in_them(make_sheet: Make) -> None:
    rows = [["ชื่อ", "สกุล", "รหัส", "ติดต่อได้ที่"], *(["ก", "ข", 3000501874121 + row, f"081-000-000{row}"] for row in range(4))]
    mapping = guessed(make_sheet(rows), "members")
    assert [each.target for each in mapping.columns][2:] == ["person.national_id", "person.phones"]
    assert all(each.confidence < 0.7 for each in mapping.columns[2:])


def test_a_kept_mapping_fits_a_workbook_whose_columns_moved(make_sheet: Make) -> None:
    mapping = guessed(make_sheet([["ชื่อ", "สกุล", "ฉายา"], ["ก", "ข", "ค"]]), "members").with_target(3, "person.occupation")
    kept = Mapping.from_json(mapping.to_json())
    moved = tables(read(make_sheet([["ที่", "ฉายา", "สกุล", "ชื่อ"], [1, "ค", "ข", "ก"]])).sheets[0])[0]
    assert [each.target for each in kept.fitted(moved).columns] == ["ignore", "person.occupation", "person.last_name", "person.first_name"]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"register": "members", "columns": [1]}', '{"register": 1, "columns": 2}'])
def test_a_broken_mapping_file_is_refused(text: str) -> None:
    with pytest.raises(Refused) as caught:
        Mapping.from_json(text)
    assert caught.value.code == "bad_mapping"


def test_targets_reach_links_and_children_and_are_worded() -> None:
    found = {target.path: target for target in targets(REGISTERS, "households")}
    assert {"house_no", "head.first_name", "household_persons.relation", "household_persons.person.national_id"} <= set(found)
    assert "household_persons.household" not in found and "head" not in found
    assert all(target.label for target in found.values())
