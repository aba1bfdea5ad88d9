"""Values of every kind: read as typed, shown, read back, worded, and as JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.base import i18n
from desktop.base.areas import areas
from desktop.base.ids import id_text
from desktop.records import kinds
from desktop.records.codes import shipped
from desktop.records.register import Field, Kind, Level
from desktop.registers import REGISTERS
from tests.factory import national_id

TODAY = dt.date(2026, 11, 20)
LINKED = bytes.fromhex("0190aaaabbbb7ccc8dddeeeeffff0001")
FIELDS = {
    Kind.TEXT: Field("f", Kind.TEXT, "F"),
    Kind.NOTE: Field("f", Kind.NOTE, "F"),
    Kind.CODE: Field("f", Kind.CODE, "F", code_list="case_status"),
    Kind.CODES: Field("f", Kind.CODES, "F", code_list="need"),
    Kind.INTEGER: Field("f", Kind.INTEGER, "F", minimum=0, maximum=99),
    Kind.MONEY: Field("f", Kind.MONEY, "F"),
    Kind.DATE: Field("f", Kind.DATE, "F"),
    Kind.PARTIAL_DATE: Field("f", Kind.PARTIAL_DATE, "F", born=True),
    Kind.NATIONAL_ID: Field("f", Kind.NATIONAL_ID, "F", sensitive=True),
    Kind.HOUSE_CODE: Field("f", Kind.HOUSE_CODE, "F"),
    Kind.PHONES: Field("f", Kind.PHONES, "F"),
    Kind.AREA: Field("f", Kind.AREA, "F"),
    Kind.AREAS: Field("f", Kind.AREAS, "F"),
    Kind.BOOL: Field("f", Kind.BOOL, "F"),
    Kind.LINK: Field("f", Kind.LINK, "F", register="people"),
    Kind.LAND: Field("f", Kind.LAND, "F"),
    Kind.POINT: Field("f", Kind.POINT, "F"),
    Kind.TIME: Field("f", Kind.TIME, "F"),
    Kind.NUMBER: Field("f", Kind.NUMBER, "F"),
    Kind.FILE: Field("f", Kind.FILE, "F"),
}
TYPED = [kind for kind in Kind if kind is not Kind.FILE]  # a file is chosen
OPEN = Field("f", Kind.CODE, "F", code_list="position", open_list=True)


@pytest.fixture(params=["th", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    i18n.use(request.param)
    yield request.param
    i18n.use("en")


def read(field: Field, text: str) -> tuple[Any, list[str]]:
    value, problems = kinds.parse(field, text, TODAY, shipped())
    assert all(problem.field == "f" for problem in problems)
    return value, [problem.code for problem in problems]


def test_every_kind_has_a_field_in_these_tests() -> None:
    assert set(FIELDS) == set(Kind)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("text", ["", "   ", "\u00a0\u200b"])
def test_blank_is_nothing_and_no_problem(kind: Kind, text: str) -> None:
    assert read(FIELDS[kind], text) == (None, [])


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Kind.TEXT, "  เเดง\u200b  ใจ ดี ", "แดง ใจ ดี"),
        (Kind.NOTE, " บรรทัดเเรก \n\n  สอง\u00a0สาม\n", "บรรทัดแรก\n\nสอง สาม"),
        (Kind.CODE, "อนุมัติ", "C60"),
        (Kind.CODE, "c60", "C60"),
        (Kind.CODE, "Approved", "C60"),
        (Kind.CODES, "ที่ดินทำกิน, บ้าน", ("N_HOUSE", "N_LAND")),
        (Kind.CODES, "บ้าน และ ที่ดิน", ("N_HOUSE", "N_LAND")),
        (Kind.INTEGER, "หมู่ที่ ๗", 7),
        (Kind.INTEGER, "12 คน", 12),
        (Kind.MONEY, "๔,๕๐๐ บาท", Decimal("4500.00")),
        (Kind.MONEY, "4,500.-", Decimal("4500.00")),
        (Kind.MONEY, "฿1234.5", None),
        (Kind.MONEY, "-20", Decimal("-20.00")),
        (Kind.DATE, "15/3/2567", "2024-03-15"),
        (Kind.DATE, "15 มี.ค. 67", "2024-03-15"),
        (Kind.DATE, "15/03/2024", "2024-03-15"),
        (Kind.PARTIAL_DATE, "2496", "1953"),
        (Kind.PARTIAL_DATE, "ส.ค. 2496", "1953-08"),
        (Kind.NATIONAL_ID, national_id(3), national_id(3)),
        (Kind.NATIONAL_ID, "-", None),
        (Kind.HOUSE_CODE, "0012-345678-9", "00123456789"),
        (Kind.PHONES, "081-000-0001, 0810000002", ("0810000001", "0810000002")),
        (Kind.AREA, "210304", "210304"),
        (Kind.AREA, "เนินฆ้อ", "210304"),
        (Kind.AREAS, "21, เนินฆ้อ", ("21", "210304")),
        (Kind.BOOL, "ใช่", True),
        (Kind.BOOL, "no", False),
        (Kind.LINK, id_text(LINKED), LINKED),
        (Kind.LAND, "2-1-50", Decimal("950.00")),
        (Kind.LAND, "-", None),
        (Kind.POINT, "๑๒.๗๘๑, ๑๐๑.๖๕๓", "12.781000,101.653000"),
        (Kind.TIME, "๘.๓๐ น.", "08:30"),
    ],
)
def test_typing_is_read(kind: Kind, text: str, value: object) -> None:
    assert read(FIELDS[kind], text)[0] == value


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        (Kind.CODE, "ไม่มีในรายการ", "not_in_list"),
        (Kind.CODES, "บ้าน, อื่น", "not_in_list"),
        (Kind.INTEGER, "สิบสอง", "not_a_number"),
        (Kind.INTEGER, "1.5", "not_whole"),
        (Kind.INTEGER, "100", "out_of_range"),
        (Kind.INTEGER, "-1", "out_of_range"),
        (Kind.MONEY, "3,000-5,000", "not_a_number"),
        (Kind.MONEY, "1.234", "too_many_decimals"),
        (Kind.MONEY, "nan", "not_a_number"),
        (Kind.MONEY, "1e999", "not_a_number"),
        (Kind.MONEY, "99999999999999", "not_a_number"),
        (Kind.DATE, "31/4/2567", "date_impossible"),
        (Kind.DATE, "เมื่อวาน", "date_unknown"),
        (Kind.PARTIAL_DATE, "2580", "date_impossible"),
        (Kind.AREA, "หนองบัว", "area_ambiguous"),
        (Kind.AREA, "ไม่มีตำบลนี้", "area_unknown"),
        (Kind.AREA, "999999", "area_unknown"),
        (Kind.AREA, "21", "area_unknown"),
        (Kind.AREA, "2103", "area_unknown"),
        (Kind.AREAS, "21, 999999", "area_unknown"),
        (Kind.BOOL, "อาจจะ", "not_yes_no"),
        (Kind.LINK, "บุญมี", "bad_id"),
        (Kind.LAND, "กว้างมาก", "not_land"),
        (Kind.LAND, "9" * 300, "not_land"),
        (Kind.POINT, "หลังวัด", "not_point"),
        (Kind.POINT, "https://maps.app.goo.gl/abc", "short_link"),
        (Kind.POINT, "95, 190", "point_range"),
        (Kind.TIME, "เช้า", "not_time"),
        (Kind.FILE, "0" * 64, "file_not_typed"),
    ],
)
def test_what_can_not_be_read_is_an_error_and_no_value(kind: Kind, text: str, code: str) -> None:
    value, problems = kinds.parse(FIELDS[kind], text, TODAY, shipped())
    assert value is None
    assert [(problem.code, problem.level) for problem in problems] == [(code, Level.ERROR)]
    for language in ("th", "en"):
        i18n.use(language)
        assert i18n._(problems[0].message).format(**problems[0].values)


def test_an_open_list_takes_the_users_own_words() -> None:
    assert read(OPEN, "ประธาน") == ("CHAIR", [])
    assert read(OPEN, "ผู้ประสานงานหมู่ 3") == ("ผู้ประสานงานหมู่ 3", [])


@pytest.mark.parametrize(
    ("kind", "text", "value", "code"),
    [
        (Kind.NATIONAL_ID, "3002000000001", "3002000000001", "id_check_digit"),
        (Kind.NATIONAL_ID, "123", "123", "id_length"),
        (Kind.PHONES, "812345", ("812345",), "phone_shape"),
        (Kind.PHONES, "810000001", ("0810000001",), "phone_leading_zero"),
        (Kind.HOUSE_CODE, "12", "12", "house_code_shape"),
        (Kind.HOUSE_CODE, "0012-345678-9 (เดิม)", "00123456789", "house_code_shape"),
        (Kind.LAND, "2-4-50", Decimal("1250.00"), "land_ngan"),
        (Kind.LAND, "2-1-120", Decimal("1020.00"), "land_wah"),
        (Kind.POINT, "101.653, 12.781", "12.781000,101.653000", "point_swapped"),
        (Kind.POINT, "35.68, 139.69", "35.680000,139.690000", "point_outside"),
    ],
)
def test_what_looks_wrong_is_kept_with_a_warning(kind: Kind, text: str, value: object, code: str) -> None:
    found, problems = kinds.parse(FIELDS[kind], text, TODAY, shipped())
    assert found == value
    assert [(problem.code, problem.level) for problem in problems] == [(code, Level.WARNING)]


VALUES: dict[Kind, list[Any]] = {
    Kind.TEXT: ["ทองใบ", "a b"],
    Kind.NOTE: ["บรรทัดแรก\n\nสอง สาม"],
    Kind.CODE: [code.code for code in shipped().entries("case_status")],
    Kind.CODES: [("N_HOUSE",), tuple(sorted(code.code for code in shipped().entries("need")))],
    Kind.INTEGER: [0, 7, 99],
    Kind.MONEY: [Decimal("0.00"), Decimal("4500.00"), Decimal("1234567.89"), Decimal("-20.50")],
    Kind.DATE: ["2024-03-15", "1953-01-01", "2026-12-31"],
    Kind.PARTIAL_DATE: ["1953", "1953-08", "1953-08-31"],
    Kind.NATIONAL_ID: [national_id(9), "123"],
    Kind.HOUSE_CODE: ["00123456789"],
    Kind.PHONES: [("0210001111",), ("0810000001", "0810000002")],
    Kind.AREA: ["210304", "100101"],
    Kind.AREAS: [("21",), ("10", "2103", "210304")],
    Kind.BOOL: [True, False],
    Kind.LINK: [LINKED],
    Kind.LAND: [Decimal("0.00"), Decimal("950.50"), Decimal("399.99"), Decimal("1234567.89")],
    Kind.POINT: ["12.781000,101.653000", "-33.868800,151.209300"],
    Kind.TIME: ["00:00", "08:30", "23:59"],
    Kind.NUMBER: [Decimal("0.00"), Decimal("12.50"), Decimal("-3.00"), Decimal("1200.00")],
    Kind.FILE: ["0" * 64],
}


@pytest.mark.parametrize("kind", TYPED)
def test_what_is_shown_is_read_back_as_the_same_value(kind: Kind, language: str) -> None:
    for value in VALUES[kind]:
        assert read(FIELDS[kind], kinds.show(FIELDS[kind], value, shipped()))[0] == value, (language, value)
    assert kinds.show(FIELDS[kind], None, shipped()) == ""


@pytest.mark.parametrize("kind", Kind)
def test_every_value_has_words_and_json_in_both_languages(kind: Kind, language: str) -> None:
    for value in VALUES[kind]:
        for lang in (None, "th", "en"):
            assert bool(kinds.label(FIELDS[kind], value, shipped(), lang)) == (kind is not Kind.FILE)  # a file is shown, not read
        for codes in (False, True):
            assert isinstance(kinds.to_json(FIELDS[kind], value, shipped(), as_codes=codes), str | int | float | bool | list)
    assert kinds.label(FIELDS[kind], None, shipped()) == ""


@pytest.mark.parametrize(
    ("kind", "value", "thai", "english"),
    [
        (Kind.CODE, "C60", "อนุมัติ", "Approved"),
        (Kind.MONEY, Decimal("1234.50"), "1,234.50", "1,234.50"),
        (Kind.MONEY, Decimal("45000.00"), "45,000", "45,000"),
        (Kind.DATE, "2024-03-15", "15 มี.ค. 2567", "15 Mar 2024"),
        (Kind.AREA, "210304", "เนินฆ้อ", "Noen Kho"),
        (Kind.PHONES, ("0810000001",), "081-000-0001", "081-000-0001"),
        (Kind.LAND, Decimal("950.00"), "2 ไร่ 1 งาน 50 ตร.ว.", "2 rai 1 ngan 50 sq wah"),
        (Kind.NUMBER, Decimal("1200.50"), "1,200.5", "1,200.5"),
        (Kind.NUMBER, Decimal("100.00"), "100", "100"),
        (Kind.TIME, "08:30", "08.30 น.", "08:30"),
        (Kind.POINT, "12.781000,101.653000", "12.781000, 101.653000", "12.781000, 101.653000"),
    ],
)
def test_values_are_worded_as_people_read_them(kind: Kind, value: object, thai: str, english: str) -> None:
    assert kinds.label(FIELDS[kind], value, shipped(), "th") == thai
    assert kinds.label(FIELDS[kind], value, shipped(), "en") == english


def test_identity_is_masked_where_asked() -> None:
    number = national_id(9)
    assert number[:9] not in kinds.label(FIELDS[Kind.NATIONAL_ID], number, shipped(), masked=True).replace("-", "")


@pytest.mark.parametrize(
    ("kind", "value", "as_json"),
    [
        (Kind.MONEY, Decimal("45000.00"), 45000),
        (Kind.MONEY, Decimal("0.50"), 0.5),
        (Kind.CODES, None, []),
        (Kind.PHONES, None, []),
        (Kind.TEXT, None, None),
        (Kind.PHONES, ("0810000001",), ["0810000001"]),
        (Kind.PARTIAL_DATE, "1953-08", "1953-08"),
        (Kind.LINK, LINKED, id_text(LINKED)),
        (Kind.AREAS, ("21",), ["21"]),
        (Kind.LAND, Decimal("950.50"), 950.5),
        (Kind.TIME, "08:30", "08:30"),
        (Kind.FILE, "0" * 64, "0" * 64),
    ],
)
def test_json_is_what_a_program_expects(kind: Kind, value: object, as_json: object) -> None:
    assert kinds.to_json(FIELDS[kind], value, shipped(), as_codes=True) == as_json


@pytest.mark.parametrize(
    ("kind", "kept", "strange"),
    [
        (Kind.DATE, "2024-03-15", "2024-03"),
        (Kind.PARTIAL_DATE, "2024-03", "2024-13"),
        (Kind.POINT, "12.781000,101.653000", "12.7,101.6"),
        (Kind.POINT, "-12.781000,-1.653000", "95.000000,10.000000"),
        (Kind.TIME, "08:30", "24:00"),
        (Kind.FILE, "0" * 64, "../" + "0" * 61),
    ],
)
def test_a_value_out_of_a_parcel_must_have_the_form_of_its_kind(kind: Kind, kept: str, strange: str) -> None:
    assert kinds.FORMS[kind](kept)
    assert not kinds.FORMS[kind](strange)


def test_a_stored_point_outside_the_country_is_doubted() -> None:
    assert [problem.code for problem in kinds.warnings(FIELDS[Kind.POINT], "35.680000,139.690000")] == ["point_outside"]
    assert kinds.warnings(FIELDS[Kind.POINT], "12.781000,101.653000") == ()


@given(text=st.text(max_size=60), kind=st.sampled_from(list(Kind)))
@settings(max_examples=400, deadline=None)
def test_no_typing_ever_raises_and_what_was_read_is_read_again(text: str, kind: Kind) -> None:
    field = FIELDS[kind]
    value, problems = kinds.parse(field, text, TODAY, shipped())
    if any(problem.level is Level.ERROR for problem in problems):
        assert value is None
    elif value is not None:
        again, _problems = kinds.parse(field, kinds.show(field, value, shipped()), TODAY, shipped())
        assert again == value


def test_labels_of_every_list_lead_back_to_their_code() -> None:
    lists = {field.code_list for register in REGISTERS.values() for field in register.fields if field.code_list}
    for name in lists:
        for entry in shipped().entries(name):
            for language in ("th", "en"):
                assert shipped().code_of(name, entry.label(language)) == entry.code, (name, entry)


def test_any_code_of_a_list_that_holds_several_is_read_back_from_what_is_shown(language: str) -> None:
    """They are shown and typed with commas between them, and some labels have commas of their own."""
    for field in {
        field.code_list: field for register in REGISTERS.values() for field in register.fields if field.kind is Kind.CODES
    }.values():
        every = tuple(sorted(entry.code for entry in shipped().entries(field.code_list)))
        value, problems = kinds.parse(field, kinds.show(field, every, shipped()), TODAY, shipped())
        assert (value, problems) == (every, ()), (field.name, language)


def test_an_abolished_area_becomes_the_one_that_took_its_place() -> None:
    old, successors = next(each for each in areas().abolished.items() if len(each[0]) == 6 and len(each[1]) == 1)
    assert read(FIELDS[Kind.AREA], old) == (successors[0], [])
