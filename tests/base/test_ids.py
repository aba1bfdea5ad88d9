"""Ids of records, and numbers as offices type them. Office code 00 of the national IDs was never issued."""

from __future__ import annotations

import threading
import uuid

import pytest

from desktop.base import clock, ids, thai
from desktop.base.errors import Refused


def test_an_id_is_a_uuid_of_version_seven_that_tells_when_it_was_made() -> None:
    before = clock.Clock().now_ms()
    made = uuid.UUID(bytes=ids.new_id())
    after = clock.Clock().now_ms()
    assert made.version == 7
    assert made.variant == uuid.RFC_4122
    assert before <= made.int >> 80 <= after + 1


def test_every_id_sorts_after_the_ones_before() -> None:
    made = [ids.new_id() for _ in range(5000)]
    assert made == sorted(set(made))


def test_ids_stay_in_order_when_the_clock_goes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    scripted = clock.ScriptedClock(clock.Clock().now_ms() + 1000)
    monkeypatch.setattr(ids, "_clock", scripted)
    monkeypatch.setattr(ids, "_last", 0)
    first = ids.new_id()
    scripted.advance(-86_400_000)
    made = [first, *(ids.new_id() for _ in range(100))]
    assert made == sorted(set(made))
    assert all(uuid.UUID(bytes=each).version == 7 for each in made)


def test_threads_never_make_the_same_id() -> None:
    made: list[bytes] = []
    threads = [threading.Thread(target=lambda: made.extend([ids.new_id() for _ in range(500)])) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 4000


def test_an_id_goes_to_text_and_back() -> None:
    made = ids.new_id()
    assert ids.id_bytes(ids.id_text(made)) == made
    assert ids.id_bytes(f" {ids.id_text(made).upper()} ") == made


@pytest.mark.parametrize("text", ["", "42", "not an id", "0" * 31])
def test_a_text_that_is_no_id_is_refused(text: str) -> None:
    with pytest.raises(Refused) as caught:
        ids.id_bytes(text)
    assert caught.value.code == "bad_id"


GOOD = "3002110733416"


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        "3-0021-10733-41-6",
        "3 0021 10733 41 6",
        thai.thai_digits("3-0021-10733-41-6"),
        f"{GOOD}.0",
        "3OO21lO733416".replace("l", "1"),
        "3.002110733416E+12",
        f"\u200b{GOOD} ",
    ],
)
def test_a_national_id_is_read_in_every_way_it_is_written(text: str) -> None:
    assert ids.national_id(text) == (GOOD, ())


@pytest.mark.parametrize("text", ["", " ", "-", "--", "—", "ไม่มี", "0000000000000", "0-0000-00000-00-0"])
def test_no_national_id_is_no_number_and_no_warning(text: str) -> None:
    assert ids.national_id(text) == ("", ())


def test_a_wrong_check_digit_warns() -> None:
    assert ids.national_id("3002110733417") == ("3002110733417", ("id_check_digit",))


def test_a_wrong_length_warns() -> None:
    assert ids.national_id("300211073341") == ("300211073341", ("id_length",))


def test_the_letter_o_is_no_zero_where_that_does_not_make_thirteen() -> None:
    assert ids.national_id("3OO21") == ("321", ("id_length",))


def test_words_in_place_of_a_national_id_warn() -> None:
    assert ids.national_id("รอพิสูจน์สัญชาติ") == ("", ("id_length",))


def test_digits_excel_has_cut_off_are_not_made_up() -> None:
    assert ids.national_id("3.00211E+12") == ("300211", ("id_length",))


def test_people_without_civil_status_have_a_zero_first_and_only_a_warning() -> None:
    digits, warnings = ids.national_id("0001100000019")
    assert digits == "0001100000019"
    assert "id_first_digit" in warnings
    assert ids.national_id_ok(digits) == ("id_check_digit" not in warnings)


def test_only_a_right_check_digit_is_ok() -> None:
    assert ids.national_id_ok(GOOD)
    assert [digit for digit in "0123456789" if ids.national_id_ok(GOOD[:12] + digit)] == [GOOD[12]]
    assert not ids.national_id_ok(GOOD[:12])
    assert not ids.national_id_ok("")
    assert not ids.national_id_ok(thai.thai_digits(GOOD))


def test_a_national_id_is_shown_in_groups_and_masked_but_for_three_digits() -> None:
    assert ids.show_national_id(GOOD) == "3-0021-10733-41-6"
    assert ids.mask_national_id(GOOD) == "x-xxxx-xxxxx-41-6"
    assert ids.show_national_id("30021") == "30021"
    assert ids.mask_national_id("30021") == "xxxxx"
    assert ids.mask_national_id("3002110") == "xxxx110"
    assert ids.mask_national_id("") == ""


@pytest.mark.parametrize(
    ("text", "numbers", "warnings"),
    [
        ("081-000-1234", ("0810001234",), ()),
        ("๐๘๑-๐๐๐-๑๒๓๔", ("0810001234",), ()),
        ("081.000.1234", ("0810001234",), ()),
        ("+66 81 000 1234", ("0810001234",), ()),
        ("66810001234", ("0810001234",), ()),
        ("+66(0)810001234", ("0810001234",), ()),
        ("0066810001234", ("0810001234",), ()),
        ("+66 38 000 123", ("038000123",), ()),
        ("810001234", ("0810001234",), ("phone_leading_zero",)),
        ("810001234.0", ("0810001234",), ("phone_leading_zero",)),
        ("668000123", ("0668000123",), ("phone_leading_zero",)),
        ("02-000-1234", ("020001234",), ()),
        ("081-0001234, 038-000123", ("0810001234", "038000123"), ()),
        ("081-0001234 หรือ 089-0001111", ("0810001234", "0890001111"), ()),
        ("081-0001234\n0890001111", ("0810001234", "0890001111"), ()),
        ("0810001234 0890001111", ("0810001234", "0890001111"), ()),
        ("0810001234/0810001234", ("0810001234",), ()),
        ("0810001234, -", ("0810001234",), ()),
        ("02-000-1234 ต่อ 12", ("020001234",), ("phone_shape",)),
        ("08100012", ("08100012",), ("phone_shape",)),
        ("โทรไม่ติด", (), ("phone_shape",)),
        ("ไม่มี", (), ()),
        ("-", (), ()),
        ("", (), ()),
    ],
)
def test_phones_are_read_in_every_way_they_are_written(text: str, numbers: tuple[str, ...], warnings: tuple[str, ...]) -> None:
    assert ids.phones(text) == (numbers, warnings)


def test_phones_are_shown_in_groups_and_read_back() -> None:
    for digits, shown in (("0810001234", "081-000-1234"), ("038000123", "038-000-123"), ("020001234", "02-000-1234"), ("1300", "1300")):
        assert ids.show_phone(digits) == shown
        assert ids.phones(shown)[0] == (digits,)


@pytest.mark.parametrize(
    ("text", "digits", "warnings"),
    [
        ("00322732189", "00322732189", ()),
        ("0032-273218-9", "00322732189", ()),
        ("๐๐๓๒-๒๗๓๒๑๘-๙", "00322732189", ()),
        ("322732189", "00322732189", ()),
        ("322732189.0", "00322732189", ()),
        ("-", "", ()),
        ("ไม่มี", "", ()),
        ("00000000000", "", ()),
        ("1234", "1234", ("house_code_shape",)),
        ("003227321890", "003227321890", ("house_code_shape",)),
        ("บ้านใหม่", "", ("house_code_shape",)),
    ],
)
def test_house_codes_get_their_zeros_back(text: str, digits: str, warnings: tuple[str, ...]) -> None:
    assert ids.house_code(text) == (digits, warnings)


def test_a_house_code_is_shown_in_groups() -> None:
    assert ids.show_house_code("00322732189") == "0032-273218-9"
    assert ids.show_house_code("12") == "12"
