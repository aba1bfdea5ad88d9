"""Full names of one cell come apart into prefix, first and last name."""

from __future__ import annotations

import pytest

from desktop.base import thai


@pytest.mark.parametrize(
    ("full", "parts"),
    [
        ("น.ส.ศศิธร ศรีงาม", ("นางสาว", "ศศิธร", "ศรีงาม")),
        ("น.ส ศศิธร ศรีงาม", ("นางสาว", "ศศิธร", "ศรีงาม")),
        ("นาย สมชาย  ใจดี", ("นาย", "สมชาย", "ใจดี")),
        ("นางสาวนา คงดี", ("นางสาว", "นา", "คงดี")),
        ("ว่าที่ ร.ต.สมชาย ใจดี", ("ว่าที่ ร.ต.", "สมชาย", "ใจดี")),
        ("ว่าที่ร้อยตรีหญิงสมศรี มีสุข", ("ว่าที่ร้อยตรีหญิง", "สมศรี", "มีสุข")),
        ("ร.ต.อ.หญิง สมศรี มีสุข", ("ร.ต.อ.หญิง", "สมศรี", "มีสุข")),
        ("ผศ.ดร.สมศรี มีสุข", ("ผศ.ดร.", "สมศรี", "มีสุข")),
        ("ม.ร.ว.สมศรี ณ เมืองทอง", ("ม.ร.ว.", "สมศรี", "ณ เมืองทอง")),
        ("พระมหาสมปอง สุขดี", ("พระมหา", "สมปอง", "สุขดี")),
        ("คุณ สมศรี ดี", ("คุณ", "สมศรี", "ดี")),
        ("Mr. John Smith", ("Mr.", "John", "Smith")),
        ("นาย ก", ("นาย", "ก", "")),
        ("นาย", ("นาย", "", "")),
        ("", ("", "", "")),
    ],
)
def test_a_full_name_comes_apart(full: str, parts: tuple[str, str, str]) -> None:
    assert thai.split_name(full) == parts


@pytest.mark.parametrize("full", ["นายิกา ดีงาม", "ดรุณี ดีงาม", "คุณากร ดีงาม", "รวมพร ดีงาม", "นายก"])
def test_a_name_that_begins_like_a_prefix_stays_whole(full: str) -> None:
    assert thai.split_name(full)[0] == ""
    assert thai.split_name(full)[1] == full.split(maxsplit=1)[0]


def test_miss_savitri_is_mrs_savitri_where_the_long_prefix_would_leave_no_word() -> None:
    assert thai.split_name("นางสาวิตรี คงดี") == ("นาง", "สาวิตรี", "คงดี")


def test_a_nickname_in_brackets_stays_with_the_first_name() -> None:
    assert thai.split_name("นายสมชาย (ต้อม) ใจดี") == ("นาย", "สมชาย (ต้อม)", "ใจดี")
    assert thai.split_name('สมชาย "ต้อม"') == ("", 'สมชาย "ต้อม"', "")


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("น.ส.", "นางสาว"),
        ("นส", "นางสาว"),
        ("น. ส.", "นางสาว"),
        ("ด.ช.", "เด็กชาย"),
        ("ด.ญ", "เด็กหญิง"),
        (" นาย ", "นาย"),
        ("ร.ต.", "ร.ต."),
        ("", ""),
    ],
)
def test_short_prefixes_are_spelled_out(short: str, long: str) -> None:
    assert thai.expand_prefix(short) == long
