"""Laws of Thai text: what is stored is stable, keys order all texts, nothing of a name gets lost."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.base import thai

# Dense in what goes wrong: Thai marks in any order, invisible signs, odd spaces, other scripts and their marks.
THAI = st.characters(min_codepoint=0x0E01, max_codepoint=0x0E5B)
MARKS = st.sampled_from("\u0e31\u0e33\u0e34\u0e35\u0e37\u0e38\u0e39\u0e3a\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d\u0e4eาเแๅ")
ODD = st.sampled_from("\u200b\u200d\ufeff\u00ad\u00a0\u3000\u2028\t\n\x00\x1f\ud800\uf705\uf710\u0301\u0323\u0345e\u00e9İß-. ๑7Aๆฯ฿")
text = st.text(st.one_of(THAI, MARKS, MARKS, ODD, st.characters()), max_size=30)


# Invented names (those of the sample generator).
def words(*lines: str) -> list[str]:
    return " ".join(lines).split()


FIRST = words(
    "บุญมี ทองดี สมชาย สมศักดิ์ ประเสริฐ จำนงค์ อำนวย ไพบูลย์ ณรงค์ ธงชัย เฉลิม แสวง สายัณห์ ไสว เสน่ห์ ลำดวน วิเชียร ณัฐพงษ์ ธนกฤต ภานุพงศ์ ธีรภัทร์ กฤษณะ",
    "เอกชัย เจษฎา ไกรวิชญ์ สมศรี ทองใบ ละออ จำเนียร อุไร พิมพ์ใจ นงลักษณ์ เพ็ญศรี ลำไย จันทร์แรม สายหยุด กิมลี้ เสาวนีย์ เยาวลักษณ์ ณัฐธิดา กัญญาณัฐ เบญจวรรณ",
    "เกศินี ณิชากร ฐิติมา แพรวา หทัยรัตน์ สาวิตรี นายิกา ดรุณี คุณากร",
)
LAST = words("ทองดี ศรีสุข บุญงาม แก้วทรัพย์ สุขศรี จันทร์เจริญ พรหมมงคล วงศ์วงษ์ ใจพันธุ์ แสงรักษ์ ไชยวัฒนา โพธิ์เกษม ภู่อยู่ แซ่ลิ้ม แซ่อึ้ง นาคน้อย")
PREFIXES = {"นาย": "นาย", "นาง": "นาง", "นางสาว": "นางสาว", "น.ส.": "นางสาว", "นส.": "นางสาว", "เด็กชาย": "เด็กชาย", "ด.ช.": "เด็กชาย"}
PREFIXES |= {"เด็กหญิง": "เด็กหญิง", "ด.ญ.": "เด็กหญิง", "ว่าที่ร้อยตรี": "ว่าที่ร้อยตรี", "ว่าที่ ร.ต.": "ว่าที่ ร.ต.", "ดร.": "ดร.", "กำนัน": "กำนัน"}


@given(text)
def test_cleaning_twice_is_cleaning_once(typed: str) -> None:
    once = thai.clean(typed)
    assert thai.clean(once) == once


@given(text)
def test_clean_text_is_nfc_on_one_line_and_holds_nothing_invisible(typed: str) -> None:
    stored = thai.clean(typed)
    assert unicodedata.is_normalized("NFC", stored)
    assert stored == " ".join(stored.split())
    assert not any(unicodedata.category(c) in ("Cf", "Cc", "Cs") for c in stored)
    assert "เเ" not in stored
    assert not re.search("\u0e4d\u0e32|\u0e32\u0e4d|\u0e33[\u0e48-\u0e4b]", stored)
    assert not re.search("([\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])\\1", stored)
    stored.encode("utf-8")


@given(text)
def test_notes_are_cleaned_line_by_line_and_stay_so(typed: str) -> None:
    once = thai.clean_lines(typed)
    assert thai.clean_lines(once) == once
    assert "\n\n\n" not in once


@given(st.permutations(["\u0e34", "\u0e34", "\u0e48", "\u0e4c"]), st.permutations(["\u0e38", "\u0e49", "\u0e49"]))
def test_the_order_in_which_marks_were_typed_does_not_matter(above: list[str], below: list[str]) -> None:
    assert thai.clean("ก" + "".join(above)) == "ก\u0e34\u0e48\u0e4c"
    assert thai.clean("ก" + "".join(below)) == "ก\u0e38\u0e49"


@given(st.permutations(["\u0e4d", "\u0e49", "\u0e32"]))
def test_sara_am_typed_in_pieces_becomes_one(pieces: list[str]) -> None:
    assert thai.clean("น" + "".join(pieces)) == "น\u0e49\u0e33"


@given(text)
def test_folding_twice_is_folding_once_and_needs_no_cleaning(typed: str) -> None:
    folded = thai.fold(typed)
    assert thai.fold(folded) == folded
    assert thai.fold(thai.clean(typed)) == folded
    assert thai.fold(thai.thai_digits(typed)) == folded


@given(st.lists(st.one_of(text, st.sampled_from(FIRST + LAST), st.sampled_from(["ทรงศรี", "มทร ไชยชัย", "Ann", "๑๒/3", ""])), max_size=150))
def test_many_texts_at_once_come_to_what_each_comes_to(texts: list[str]) -> None:
    assert thai.folds(texts) == list(map(thai.fold, texts))
    assert thai.sort_keys(texts) == list(map(thai.sort_key, texts))
    assert thai.match_keys(texts) == list(map(thai.match_key, texts))


@given(text)
def test_digits_go_there_and_back(typed: str) -> None:
    arabic = thai.arabic_digits(typed)
    assert thai.arabic_digits(thai.thai_digits(arabic)) == arabic
    assert not set(thai.thai_digits(typed)) & set("0123456789")


@given(text, text)
def test_texts_have_the_same_sort_key_only_if_they_are_stored_alike(one: str, other: str) -> None:
    assert (thai.sort_key(one) == thai.sort_key(other)) == (thai.clean(one) == thai.clean(other))


@given(text, text)
def test_sort_keys_order_the_same_as_text_and_as_bytes(one: str, other: str) -> None:
    one, other = thai.sort_key(one), thai.sort_key(other)
    assert (one < other) == (one.encode() < other.encode())


@given(st.lists(st.sampled_from(FIRST + LAST), min_size=2), st.randoms())
def test_sorting_by_key_does_not_depend_on_the_order_before(names: list[str], chance: Random) -> None:
    in_order = sorted(names, key=thai.sort_key)
    chance.shuffle(names)
    assert sorted(names, key=thai.sort_key) == in_order


@given(st.sampled_from(LAST), st.sampled_from(LAST), st.sampled_from(FIRST), st.sampled_from(FIRST))
def test_keys_joined_for_surname_and_name_sort_by_surname_first(last: str, other_last: str, first: str, other_first: str) -> None:
    joined, other = (thai.sort_key(a) + "\x02" + thai.sort_key(b) for a, b in ((last, first), (other_last, other_first)))
    pair, other_pair = (thai.sort_key(last), thai.sort_key(first)), (thai.sort_key(other_last), thai.sort_key(other_first))
    assert (joined < other) == (pair < other_pair)


VECTORS = [
    words(
        "12 ๒๓ กก กตัญญู กรรณิการ์ กา ก่า ก้า กาญจนา กำนัน กิ่ง เก๋ เก่ง เกรียงไกร เกศ แก้ว โกวิท ใกล้ ไกรสร ขจร เขมิกา จันทร์ จันทรา ฉวี ชัย ไชย",
        "ฐิติ ณรงค์ เดช ทรงศักดิ์ ธนา นำ น้ำ ปลา ปา ป่า ป้า พร ภูมิ มานะ ยุพา รุ่ง เรือง ฤดี ฤทธิ์ ลือชัย วรรณา วันทนา ศรี สมชาย สมศรี เสาวนีย์",
        "หญิง หนู อำนวย เอก ไอริณ ฮวด Apple",
    ),
    words("ก ก็ กก กะ กั กา กำ กิ กี กึ กื กุ กู เก เก็บ เกอ เกะ เกา เก่า เก้า เกียะ แก โก ใก ไก"),
    words("ปลา ปา ป่า ป้า ป๋า ปาก"),
    words("ฤ ฤกษ์ ฤทธิ์ ฤๅษี"),
]


@pytest.mark.parametrize("in_order", VECTORS)
def test_words_stand_in_the_order_of_the_dictionary(in_order: list[str]) -> None:
    assert all(thai.sort_key(before) < thai.sort_key(after) for before, after in pairwise(in_order))


def test_a_space_does_not_part_a_word_from_its_neighbours() -> None:
    assert thai.sort_key("นาย ก") < thai.sort_key("นายก") < thai.sort_key("นาย ข")


@given(st.sampled_from(list(PREFIXES)), st.sampled_from(["", " ", "  ", "\u00a0"]), st.sampled_from(FIRST), st.sampled_from(LAST))
def test_a_name_comes_apart_whether_its_prefix_is_glued_or_not(prefix: str, gap: str, first: str, last: str) -> None:
    assert thai.split_name(f"{prefix}{gap}{first}  {last}") == (PREFIXES[prefix], first, last)


@given(st.sampled_from(FIRST), st.sampled_from(LAST))
def test_a_name_without_prefix_keeps_its_first_letters(first: str, last: str) -> None:
    assert thai.split_name(f"{first} {last}") == ("", first, last)


@given(text)
def test_splitting_a_name_loses_no_letter(typed: str) -> None:
    prefix, first, last = thai.split_name(typed)
    rest = (first + last).replace(" ", "")
    assert thai.clean(typed).replace(" ", "").endswith(rest)
    assert all(part == part.strip() for part in (prefix, first, last))
    if not prefix:
        assert thai.clean(typed).replace(" ", "") == rest


@given(text)
def test_wrapping_and_unwrapping_gives_the_text_back(typed: str) -> None:
    typed = typed.replace("\u200b", "")
    wrapped = thai.wrap(typed)
    assert thai.unwrap(wrapped) == typed
    assert thai.clean(wrapped) == thai.clean(typed)


@given(text)
def test_a_line_never_breaks_before_a_mark_or_after_a_leading_vowel(typed: str) -> None:
    offsets = thai.breaks(typed)
    assert offsets == sorted(set(offsets))
    for at in offsets:
        assert 0 < at < len(typed)
        assert unicodedata.category(typed[at]) != "Mn"
        assert typed[at] not in "ะาำๅๆฯ"
        assert typed[at - 1] not in "เแโใไ"


@given(st.sampled_from(FIRST), st.sampled_from(["\u0e48", "\u0e49", "\u0e4a", "\u0e4b"]))
def test_a_tone_mark_too_many_sounds_the_same(name: str, tone: str) -> None:
    assert thai.match_key(name) == thai.match_key(name[0] + tone + name[1:]) == thai.match_key(f"{name} (ต้อม)")


@given(st.integers(0, 10**15), st.integers(0, 99))
def test_amounts_in_words_differ_when_the_amounts_do(baht: int, satang: int) -> None:
    amount = Decimal(baht) + Decimal(satang) / 100
    words = thai.baht_words(amount)
    assert words.endswith("บาทถ้วน" if satang == 0 else "สตางค์")
    assert words != thai.baht_words(amount + Decimal("0.01"))
    assert thai.baht_words(-amount) == (f"ลบ{words}" if amount else words)
