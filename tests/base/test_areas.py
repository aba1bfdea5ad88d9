"""The table of areas: complete, found by what people type, old codes followed."""

from __future__ import annotations

from collections import Counter

import pytest

from desktop.base import thai
from desktop.base.areas import Area, AreaTable, areas

NOEN_KHO = "210304"


def codes(found: list[Area]) -> list[str]:
    return [area.code for area in found]


def test_the_table_is_complete() -> None:
    kinds = Counter(area.kind for area in areas())
    assert kinds == {"province": 77, "district": 928, "tambon": 7256, "khwaeng": 180}
    assert kinds["tambon"] + kinds["khwaeng"] == 7436
    assert len(areas()) == 77 + 928 + 7436


def test_every_area_has_its_parents_and_clean_names() -> None:
    for area in areas():
        assert areas().get(area.code[:2]) is not None
        assert areas().get(area.code[:4]) is not None
        assert thai.clean(area.name_th) == area.name_th != ""
        assert area.name_en.isascii()
        assert area.name_en
        assert bool(area.postcode) == (len(area.code) == 6)
        assert (area.lat is None) == (area.long is None)


def test_the_table_is_read_once() -> None:
    assert areas() is areas()
    assert isinstance(areas(), AreaTable)


def test_noen_kho_is_where_it_is() -> None:
    assert areas().get(NOEN_KHO) == Area(NOEN_KHO, "เนินฆ้อ", "Noen Kho", "tambon", "21110", 12.704, 101.678)
    assert areas().get("999999") is None


def test_old_codes_lead_to_areas_of_today() -> None:
    abolished = areas().abolished
    assert len(abolished) == 1583
    assert sum(bool(successors) for successors in abolished.values()) == 1182
    for old, successors in abolished.items():
        assert areas().get(old) is None
        assert all(areas().get(code) for code in successors)
    assert areas().successors("100205") == ("102901",)
    assert areas().successors("331020") == ()
    assert areas().successors(NOEN_KHO) == ()


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        (NOEN_KHO, "th", "ตำบลเนินฆ้อ อำเภอแกลง จังหวัดระยอง"),
        (NOEN_KHO, "en", "Noen Kho, Klaeng, Rayong"),
        ("100101", "th", "แขวงพระบรมมหาราชวัง เขตพระนคร กรุงเทพมหานคร"),
        ("1001", "th", "เขตพระนคร กรุงเทพมหานคร"),
        ("2103", "th", "อำเภอแกลง จังหวัดระยอง"),
        ("21", "th", "จังหวัดระยอง"),
        ("10", "en", "Bangkok"),
        ("999999", "th", "999999"),
    ],
)
def test_an_area_has_a_full_name(code: str, language: str, name: str) -> None:
    assert areas().full_name(code, language) == name


def test_an_area_has_a_bare_name() -> None:
    assert areas().name(NOEN_KHO, "th") == "เนินฆ้อ"
    assert areas().name(NOEN_KHO, "en") == "Noen Kho"
    assert areas().name("1001", "th") == "พระนคร"
    assert areas().name("999999", "th") == "999999"


@pytest.mark.parametrize(
    "typed",
    [
        "เนินฆ้อ",
        "เนินฆ",
        "เนินฆ้อ แกลง",
        "เนินฆ้อ ระยอง",
        "ต.เนินฆ้อ อ.แกลง จ.ระยอง",
        "ตำบล เนินฆ้อ",
        "เนินฆ้อ, แกลง, ระยอง",
        "noen kho",
        "Noen Kho Klaeng",
        NOEN_KHO,
        "๒๑๐๓๐๔",
    ],
)
def test_what_people_type_finds_noen_kho_first(typed: str) -> None:
    assert codes(areas().search(typed))[0] == NOEN_KHO


def test_a_district_narrows_a_common_name() -> None:
    assert len(areas().search("บ้านใหม่", limit=100, kinds=("tambon",))) > 10
    found = areas().search("บ้านใหม่ ปากเกร็ด", kinds=("tambon",))
    assert [areas().full_name(code, "th") for code in codes(found)] == ["ตำบลบ้านใหม่ อำเภอปากเกร็ด จังหวัดนนทบุรี"]


def test_names_that_begin_so_come_before_names_that_hold_it() -> None:
    found = areas().search("แกลง", limit=50)
    begin = [area.name_th.startswith("แกลง") for area in found]
    assert begin == sorted(begin, reverse=True)
    assert found[0].name_th == "แกลง"


def test_searching_keeps_to_kinds_places_and_limit() -> None:
    assert codes(areas().search("แกลง", kinds=("district",))) == ["2103"]
    assert all(area.code.startswith(("21", "20")) for area in areas().search("บาง", within=("21", "20")))
    assert len(areas().search("บ", limit=7)) == 7
    assert areas().search("") == areas().search("ตำบล") == areas().search("ฮฮฮ") == []


def test_codes_old_codes_and_postcodes_are_found() -> None:
    assert codes(areas().search("2103"))[:2] == ["2103", "210301"]
    assert codes(areas().search("100205")) == ["102901"]
    assert NOEN_KHO in codes(areas().search("21110"))
    assert areas().search("99") == []


def test_bangkok_goes_by_its_short_names() -> None:
    assert codes(areas().search("กทม"))[0] == "10"
    assert codes(areas().find("กรุงเทพฯ")) == ["10"]
    assert codes(areas().search("บางรัก กทม.", kinds=("district",))) == ["1004"]


def test_an_exact_name_is_found_and_its_prefix_tells_the_kind() -> None:
    assert codes(areas().find("เนินฆ้อ")) == codes(areas().find("ต.เนินฆ้อ")) == codes(areas().find("NOEN KHO")) == [NOEN_KHO]
    assert codes(areas().find("แกลง")) == ["210106", "2103"]
    assert codes(areas().find("อ.แกลง")) == ["2103"]
    assert codes(areas().find("ตำบลแกลง")) == ["210106"]
    assert codes(areas().find("บางรัก", within=("1004",))) == ["1004", "100404"]
    assert codes(areas().find("เขตบางรัก")) == ["1004"]
    assert areas().find("เนินฆ้") == areas().find("") == []


def test_the_capital_district_is_called_mueang_at_home() -> None:
    assert codes(areas().find("อ.เมือง", within=("21",))) == ["2101"]


def test_an_area_of_two_names_is_found_by_both() -> None:
    assert "450109" in codes(areas().find("ปอภาร"))
    assert "450109" in codes(areas().find("ปอพาน"))
