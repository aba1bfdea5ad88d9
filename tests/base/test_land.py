"""Areas of land as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from desktop.base import land
from desktop.base.errors import Refused


@pytest.mark.parametrize(
    ("text", "wah"),
    [
        ("2-1-50", "950"),
        ("2 - 1 - 50.5", "950.5"),
        ("2–1–50", "950"),
        ("2/1/50", "950"),
        ("2-1-50 ไร่", "950"),
        ("๒-๑-๕๐", "950"),
        ("2 ไร่ 1 งาน 50 ตารางวา", "950"),
        ("2ไร่", "800"),
        ("2.5 ไร่", "1000"),
        ("1,200 ไร่", "480000"),
        ("1 งาน 20 วา", "120"),
        ("3 ไร่ 50 ตร.ว.", "1250"),
        ("850 ตร.ว.", "850"),
        ("50 ตรว", "50"),
        ("50 ตร.วา", "50"),
        ("850", "850"),
        ("0", "0"),
        ("400 ตร.ม.", "100"),
        ("10 ตารางเมตร", "2.5"),
        ("100 m2", "25"),
        ("2 rai 1 ngan 50 sq wah", "950"),
        ("2 Rai", "800"),
    ],
)
def test_an_area_is_read_in_every_way_it_is_written(text: str, wah: str) -> None:
    assert land.parse(text) == (Decimal(wah).quantize(Decimal("0.01")), ())


@pytest.mark.parametrize("text", ["-", "–", " - "])
def test_a_dash_is_blank(text: str) -> None:
    assert land.parse(text) == (None, ())


@pytest.mark.parametrize("text", ["2-1", "ไร่", "2 งาน 3 ไร่", "-5", "2 ไร่ 2 ไร่", "2 ha", "1-2-3-4", "9" * 40, "2.5-1-50"])
def test_what_is_no_area_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="not_land"):
        land.parse(text)


@pytest.mark.parametrize(
    ("text", "doubts"),
    [
        ("2-4-50", ("land_ngan",)),
        ("0-5-120", ("land_ngan", "land_wah")),
        ("1 งาน 150 ตร.ว.", ("land_wah",)),
        ("850 ตร.ว.", ()),
        ("0-0-850", ()),
    ],
)
def test_more_ngan_or_wah_than_there_are_is_doubted_and_kept(text: str, doubts: tuple[str, ...]) -> None:
    area, found = land.parse(text)
    assert area is not None
    assert found == doubts


@pytest.mark.parametrize(
    ("wah", "shown", "thai", "english"),
    [
        ("950", "2-1-50", "2 ไร่ 1 งาน 50 ตร.ว.", "2 rai 1 ngan 50 sq wah"),
        ("950.5", "2-1-50.5", "2 ไร่ 1 งาน 50.5 ตร.ว.", "2 rai 1 ngan 50.5 sq wah"),
        ("800", "2-0-0", "2 ไร่", "2 rai"),
        ("0", "0-0-0", "0 ตร.ว.", "0 sq wah"),
        ("480000", "1200-0-0", "1,200 ไร่", "1,200 rai"),
    ],
)
def test_an_area_is_shown_as_it_is_typed_and_read_as_it_is_said(wah: str, shown: str, thai: str, english: str) -> None:
    area = Decimal(wah)
    assert (land.show(area), land.label(area, "th"), land.label(area, "en")) == (shown, thai, english)


def test_a_number_alone_is_known_to_have_no_unit() -> None:
    assert land.is_bare("๘๕๐")
    assert land.is_bare("1,200.5")
    assert not land.is_bare("850 ตร.ว.")
    assert not land.is_bare("2-1-50")
