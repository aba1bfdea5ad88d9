"""Cells become values the way a careful clerk would read them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from desktop.records.codes import shipped
from desktop.records.register import Field, Kind
from desktop.sheets.addresses import Address, split_address
from desktop.sheets.cells import Cell, Value
from desktop.sheets.places import Places
from desktop.sheets.several import people_count, split_range
from desktop.sheets.values import Values, is_ditto, ticked

TODAY = dt.date(2026, 11, 23)
BORN = Field("birth_date", Kind.PARTIAL_DATE, "", born=True)
FIELDS = {
    "born": BORN,
    "day": Field("start_on", Kind.DATE, ""),
    "house_no": Field("house_no", Kind.TEXT, ""),
    "text": Field("occupation", Kind.TEXT, ""),
    "note": Field("note", Kind.NOTE, ""),
    "prefix": Field("prefix", Kind.TEXT, ""),
    "id": Field("national_id", Kind.NATIONAL_ID, ""),
    "phones": Field("phones", Kind.PHONES, ""),
    "house": Field("house_code", Kind.HOUSE_CODE, ""),
    "moo": Field("moo", Kind.INTEGER, "", minimum=0, maximum=99),
    "count": Field("member_count", Kind.INTEGER, ""),
    "money": Field("budget", Kind.MONEY, ""),
    "sex": Field("sex", Kind.CODE, "", code_list="sex"),
    "relation": Field("relation", Kind.CODE, "", code_list="relation", open_list=True),
    "needs": Field("needs", Kind.CODES, "", code_list="need"),
    "yes": Field("x", Kind.BOOL, ""),
    "land": Field("land_living", Kind.LAND, ""),
    "time": Field("start_at", Kind.TIME, ""),
    "point": Field("point", Kind.POINT, ""),
}


def day(year: int, month: int, date: int) -> dt.datetime:
    return dt.datetime(year, month, date)


@pytest.mark.parametrize(
    ("field", "value", "code", "expected", "warnings"),
    [
        ("born", "๒๓ เมษายน พ.ศ. ๒๕๑๑", "", "1968-04-23", []),
        ("born", "17/4/2481", "", "1938-04-17", []),
        ("born", 2496, "", "1953", ["year_only"]),
        ("born", 1953.0, "", "1953", ["year_only"]),
        ("born", "ส.ค. 2496", "", "1953-08", []),
        ("born", day(2564, 8, 3), "d/m/yyyy", "2021-08-03", ["be_year_in_excel_date"]),
        ("born", day(1959, 10, 8), "[$-107041E]d mmm yyyy", "1959-10-08", []),
        ("born", day(2564, 2, 29), "d/m/yyyy", "2021-02", ["be_year_in_excel_date", "unreadable"]),
        ("born", day(2030, 1, 1), "d/m/yyyy", None, ["unreadable"]),
        ("born", 15032510, "", "1967-03-15", []),
        ("born", 5032510, "", "1967-03-05", []),
        ("born", 24546, "", "1967-03-15", ["date_from_number"]),
        ("born", "65 ปี", "", None, ["unreadable"]),
        ("born", "31/02/2503", "", None, ["unreadable"]),
        ("born", "-", "", None, []),
        ("day", day(2567, 3, 1), "d/m/yyyy", "2024-03-01", ["be_year_in_excel_date"]),
        ("day", "2567", "", None, ["unreadable"]),
        ("day", True, "", None, ["unreadable"]),
        ("house_no", day(2024, 5, 12), "d/m", "12/5", ["house_no_from_date"]),
        ("house_no", day(2024, 5, 12), "d-mmm", "12/5", ["house_no_from_date"]),
        ("house_no", day(2024, 5, 12), "m/d", "5/12", ["house_no_from_date"]),
        ("house_no", day(1967, 5, 1), "mmm-yy", "5/67", ["house_no_from_date"]),
        ("house_no", "บ้านเลขที่ ๑๑ / ๒๘", "", "11/28", []),
        ("house_no", 250, "", "250", []),
        ("house_no", 250.0, "", "250", []),
        ("text", " -- ", "", None, []),
        ("text", "ทํานา ", "", "ทำนา", []),
        ("note", "ย้าย\nออก", "", "ย้าย\nออก", []),
        ("prefix", "น.ส.", "", "นางสาว", []),
        ("id", 3002110733416, "0", "3002110733416", []),
        ("id", "๓-๐๐๒๐-๔๑๘๘๓-๓๕-๓", "", "3002041883353", []),
        ("id", "ไม่มี", "", None, []),
        ("id", "300211073341", "", "300211073341", ["id_length"]),
        ("id", 9000000000, "", "9000000000", ["id_length"]),
        ("phones", 620008979, "", ("0620008979",), ["phone_leading_zero"]),
        ("phones", 38123456, "", ("038123456",), []),
        ("phones", "081-000-0001, 0820000002", "", ("0810000001", "0820000002"), []),
        ("phones", "-", "", None, []),
        ("house", 324076245, "00000000000", "00324076245", []),
        ("house", 439758, "", "00000439758", []),
        ("house", "439758", "", "439758", ["house_code_shape"]),
        ("moo", "หมู่ที่ ๘", "", 8, []),
        ("moo", "ม.7", "", 7, []),
        ("moo", 107, "", None, ["unreadable"]),
        ("count", "๔ คน", "", 4, []),
        ("count", "สี่", "", None, ["unreadable"]),
        ("money", "12,150.-", "", Decimal(12150), []),
        ("money", "๔,๖๐๐", "", Decimal(4600), []),
        ("money", "0 บาท", "", Decimal(0), []),
        ("money", "-", "", Decimal(0), []),
        ("money", "5,000 บาท/เดือน", "", Decimal(5000), []),
        ("money", 1234.5, "", Decimal("1234.5"), []),
        ("money", "ไม่แน่นอน", "", None, ["unreadable"]),
        ("sex", "ช.", "", "M", []),
        ("sex", "ไม่ใช่", "", None, ["unreadable"]),
        ("relation", "ลูก", "", "CHILD", []),
        ("relation", "เหลน", "", "เหลน", []),
        ("needs", "1. ที่อยู่อาศัย\n2. อาชีพ/รายได้ และ สุขภาพ", "", ("N_HEALTH", "N_HOUSE", "N_INCOME"), []),
        ("needs", "หนี้สิน / ช้างเผือก", "", ("N_DEBT",), ["unreadable"]),
        ("yes", "✓", "", True, []),
        ("yes", "ไม่มี", "", False, []),
        ("yes", "อาจจะ", "", None, ["unreadable"]),
        ("land", "๒-๑-๕๐", "", Decimal(950), []),
        ("land", "5 ไร่", "", Decimal(2000), []),
        ("land", 850, "", Decimal(850), ["land_bare"]),
        ("land", "0", "", Decimal(0), []),
        ("land", "-", "", None, []),
        ("land", "2-5-0", "", Decimal(1300), ["land_ngan"]),
        ("land", day(1950, 1, 2), "d/m/yyyy", None, ["unreadable"]),
        ("land", "กว้าง", "", None, ["unreadable"]),
        ("time", "08.30 น.", "", "08:30", []),
        ("time", dt.time(8, 30), "h:mm", "08:30", []),
        ("time", 0.3541666666666667, "", "08:30", []),
        ("time", dt.datetime(2026, 3, 10, 13, 5), "d/m/yyyy h:mm", "13:05", []),
        ("time", 8.3, "", "08:30", []),
        ("time", 9, "", "09:00", []),
        ("time", "-", "", None, []),
        ("time", day(2026, 3, 10), "d/m/yyyy", None, ["unreadable"]),
        ("time", "เช้า", "", None, ["unreadable"]),
        ("point", "12.781, 101.653", "", "12.781000,101.653000", []),
        ("point", "101.653, 12.781", "", "12.781000,101.653000", ["point_swapped"]),
        ("point", "หลังวัด", "", None, ["unreadable"]),
    ],
)
def test_a_cell_is_read_as_its_field_needs(field: str, value: Value, code: str, expected: Any, warnings: list[str]) -> None:
    reading = Values(TODAY, shipped()).read(FIELDS[field], Cell(value, code))
    assert (reading.value, [problem.code for problem in reading.problems]) == (expected, warnings)
    assert bool(reading.unread) == ("unreadable" in warnings)


def test_a_national_id_that_lost_its_zero_gets_it_back() -> None:
    reading = Values(TODAY, shipped()).read(FIELDS["id"], Cell(1000100001, "0"))
    assert reading.value == "1000100001"
    for last in range(10):
        twelve = 10001000010 * 10 + last
        found = Values(TODAY, shipped()).read(FIELDS["id"], Cell(twelve, "0"))
        if [problem.code for problem in found.problems] == ["id_leading_zero"]:
            assert found.value == f"0{twelve}"
            return
    raise AssertionError


@pytest.mark.parametrize("text", ['"', "”", "''", ",,", ",,,", "〃", '- " -', " “ ", "เช่นเดียวกัน"])
def test_marks_for_as_above_are_known(text: str) -> None:
    assert is_ditto(Cell(text))


@pytest.mark.parametrize("text", ["-", "", "ก", "1,2", None, 5])
def test_other_cells_are_no_such_marks(text: Value) -> None:
    assert not is_ditto(Cell(text))


def test_ticks_are_yes_and_dashes_no() -> None:
    assert [ticked(Cell(mark)) for mark in ("/", "✓", "√", "x", 1, "มี", "๑")] == [True] * 7
    assert [ticked(Cell(mark)) for mark in ("-", 0, "", None, "ไม่มี", " - ")] == [False] * 6
    assert ticked(Cell("2 คน")) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("๒๑ – ๒๕ เมษายน ๒๕๖๗", ("2024-04-21", "2024-04-25")),
        ("วันที่ 17 พฤษภาคม พ.ศ. 2567", ("2024-05-17", "2024-05-17")),
        ("30 ม.ค. - 2 ก.พ. 67", ("2024-01-30", "2024-02-02")),
        ("30 ธ.ค. 2566 ถึง 2 ม.ค. 2567", ("2023-12-30", "2024-01-02")),
        ("1-3/5/2567", ("2024-05-01", "2024-05-03")),
        ("ก.พ. 67", ("2024-02-01", "2024-02-29")),
        ("25 – 21 เมษายน 2567", None),
        ("ตลอดปี", None),
    ],
)
def test_ranges_of_days_are_read(text: str, expected: tuple[str, str] | None) -> None:
    assert split_range(text, TODAY) == expected


def test_men_and_women_are_counted() -> None:
    assert people_count("ชาย 42 คน\nหญิง 43 คน\nรวม 85 คน") == (85, 42, 43)
    assert people_count("หญิง ๕๖") == (56, None, 56)
    assert people_count("47 คน") is None


def test_an_address_in_one_cell_is_taken_apart() -> None:
    assert split_address("๑๒/๕ ม.๓ ต.เนินฆ้อ อ.แกลง") == Address("12/5", 3, place="ต.เนินฆ้อ อ.แกลง")
    assert split_address("หลังวัด") == Address(rest="หลังวัด")


def test_a_tambon_is_narrowed_by_office_row_and_title() -> None:
    office = Places(("210304",), ())
    assert office.usual == "210304"
    assert office.tambon("ต.เนินฆ้อ") == ("210304", "")
    assert office.tambon("หนองบัว") == (None, "area_ambiguous")
    assert office.tambon("ไม่มีตำบลนี้") == (None, "area_unknown")
    assert office.tambon("ในเมือง", "เมือง", "ขอนแก่น") == ("400101", "")
    region = Places(("20", "21", "22"), ("ทะเบียนสมาชิก ตำบลเนินฆ้อ", "อำเภอแกลง  จังหวัดระยอง"))
    assert region.usual == "210304"
    assert Places(("20", "21"), ()).usual is None
    assert Places((), ("อำเภอเมือง จังหวัดขอนแก่น",)).tambon("ในเมือง") == ("400101", "")


@pytest.mark.parametrize("given", ["1.23E+12", "3.00052e+12", "3.0 E+12", 3000523000000, 3000523000000.0])
def test_an_id_that_excel_rounded_away_is_never_made_up(given: Any) -> None:
    reading = Values(dt.date(2026, 11, 23), shipped()).read(Field("national_id", Kind.NATIONAL_ID, ""), Cell(given))
    assert reading.value is None and [problem.code for problem in reading.problems] == ["digits_lost"]
    assert reading.unread


def test_the_sign_of_baht_before_an_amount_is_no_part_of_it() -> None:
    reading = Values(dt.date(2026, 11, 23), shipped()).read(Field("income_month", Kind.MONEY, ""), Cell("฿ 1,500"))
    assert reading.value == Decimal(1500)
