"""Thai text as offices type it: cleaned, folded, matched, broken into words, amounts spelled out."""

from __future__ import annotations

from decimal import Decimal

import pytest

from desktop.base import thai


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("เเดง", "แดง"),
        ("น\u0e4d\u0e32", "น\u0e33"),
        ("น\u0e32\u0e4d", "น\u0e33"),
        ("น\u0e49\u0e4d\u0e32", "น\u0e49\u0e33"),
        ("น\u0e4d\u0e49\u0e32", "น\u0e49\u0e33"),
        ("น\u0e33\u0e49", "น\u0e49\u0e33"),
        ("ท\u0e48\u0e35", "ท\u0e35\u0e48"),
        ("ท\u0e35\u0e35\u0e48\u0e48", "ท\u0e35\u0e48"),
        ("สม\u200bชาย\ufeff", "สมชาย"),
        ("  สมชาย\u00a0\u3000 ใจดี\n", "สมชาย ใจดี"),
        ("๑๒/๓ หมู่ ๔", "๑๒/๓ หมู่ ๔"),
        ("ป\uf713\uf705า", "ป\u0e48า"),
        ("e\u0301", "\u00e9"),
        ("\ud800ก", "ก"),
        ("a\x00b", "ab"),
        ("", ""),
    ],
)
def test_slips_of_typing_are_mended_before_storing(typed: str, stored: str) -> None:
    assert thai.clean(typed) == stored


def test_sara_am_is_never_split_in_two() -> None:
    assert thai.clean("น้ำ") == "น้ำ"
    assert "\u0e33" in thai.fold("น้ำ")


def test_a_note_keeps_its_lines() -> None:
    assert thai.clean_lines(" เเดง \r\n\r\n\r\n\r\nน\u0e4d\u0e32  ไหล\n\n") == "แดง\n\nนำ ไหล"


def test_searching_sees_no_difference_of_digits_or_case_but_of_tones() -> None:
    assert thai.fold("หมู่ ๑๒ ABC") == thai.fold("หมู่ 12 abc")
    assert thai.fold("ปา") != thai.fold("ป่า")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ณัฐพงษ์", "นัฐพงศ์"),
        ("พรรณี", "พันณี"),
        ("ศักดิ์", "สัก"),
        ("ใจดี", "ไจดี"),
        ("ทรงวุฒ", "ซงวุท"),
        ("ไชยา", "ชัยยา"),
        ("ไวย", "ไว"),
        ("ไชย", "ชัย"),
        ("ฤทธิ์", "ริท"),
        ("สมศรี (ต้อม)", "สมศรี"),
    ],
)
def test_names_that_sound_alike_have_one_match_key(one: str, other: str) -> None:
    assert thai.match_key(one) == thai.match_key(other)


def test_names_that_sound_different_have_different_match_keys() -> None:
    assert len({thai.match_key(name) for name in ("สมชาย", "สมศรี", "สมหมาย", "สมบัติ")}) == 4


def test_thai_words_are_parted_for_the_screen() -> None:
    text = "สภาองค์กรชุมชนตำบล"
    assert thai.wrap(text).split("\u200b") == ["สภา", "องค์กร", "ชุมชน", "ตำบล"]
    assert thai.breaks(text) == [3, 9, 14]


def test_a_repetition_sign_stays_with_its_word() -> None:
    assert "\u200bๆ" not in thai.wrap("ต่างๆ มากๆ")


def test_text_that_would_upset_the_breaker_is_broken_all_the_same() -> None:
    assert thai.breaks("ก\x00ภาษาไทย") == [6]
    assert thai.breaks("\ud800ภาษาไทย") == [5]
    assert thai.breaks("") == thai.breaks("plain words") == []


def test_without_a_breaker_text_stays_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    # What thaibreak itself does when its library can't be loaded.
    monkeypatch.setattr("thaibreak.boundaries", lambda text: [])
    thai._loaded_breaker.cache_clear()
    try:
        assert thai.breaks("ภาษาไทย") == []
        assert thai.wrap("ภาษาไทย") == "ภาษาไทย"
    finally:
        thai._loaded_breaker.cache_clear()


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("4140000", "สี่ล้านหนึ่งแสนสี่หมื่นบาทถ้วน"),
        ("0", "ศูนย์บาทถ้วน"),
        ("1", "หนึ่งบาทถ้วน"),
        ("10", "สิบบาทถ้วน"),
        ("11", "สิบเอ็ดบาทถ้วน"),
        ("20", "ยี่สิบบาทถ้วน"),
        ("21", "ยี่สิบเอ็ดบาทถ้วน"),
        ("101", "หนึ่งร้อยเอ็ดบาทถ้วน"),
        ("1000001", "หนึ่งล้านเอ็ดบาทถ้วน"),
        ("11000000", "สิบเอ็ดล้านบาทถ้วน"),
        ("1000000000000", "หนึ่งล้านล้านบาทถ้วน"),
        ("0.25", "ยี่สิบห้าสตางค์"),
        ("0.01", "หนึ่งสตางค์"),
        ("1234.50", "หนึ่งพันสองร้อยสามสิบสี่บาทห้าสิบสตางค์"),
        ("121.005", "หนึ่งร้อยยี่สิบเอ็ดบาทหนึ่งสตางค์"),
        ("-0.001", "ศูนย์บาทถ้วน"),
        ("-3", "ลบสามบาทถ้วน"),
    ],
)
def test_amounts_are_spelled_as_on_official_papers(amount: str, words: str) -> None:
    assert thai.baht_words(Decimal(amount)) == words
