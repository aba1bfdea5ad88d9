"""Numbers that name things: record ids, national IDs, phones, house codes. What is typed is kept; doubts come back as warning codes."""

from __future__ import annotations

import hashlib
import json
import os
import re
import threading
import uuid

from stdnum.th.pin import calc_check_digit

from desktop.base import thai
from desktop.base.clock import Clock
from desktop.base.errors import Refused
from desktop.base.i18n import N_

Warnings = tuple[str, ...]

# --- ids of records (UUID version 7, RFC 9562) -------------------------------------------------------------------------------------

_RANDOM_BITS = 74
_MASK = (1 << _RANDOM_BITS) - 1
_clock = Clock()
_lock = threading.Lock()
_last = 0


def new_id() -> bytes:
    """A new record id: 16 bytes that sort by time of making, each above all made before in this process, even if the clock goes back."""
    global _last
    drawn = int.from_bytes(os.urandom(10), "big") & _MASK
    with _lock:
        number = (_clock.now_ms() << _RANDOM_BITS) | drawn
        if number <= _last:
            number = _last + 1 + (drawn >> 42)  # a step of up to 32 bits, so that the next id can't be guessed
        _last = number
    head, tail = number >> 62, number & ((1 << 62) - 1)  # 48 bits of time and 12 of chance; 62 of chance
    return ((head >> 12) << 80 | 0x7 << 76 | (head & 0xFFF) << 64 | 0b10 << 62 | tail).to_bytes(16, "big")


def natural_id(*parts: object) -> bytes:
    """The id of a thing that is told apart by what it says (a person's tick at a meeting): the same wherever it is entered.
    A UUID of version 8, made by hashing."""
    digest = hashlib.blake2b(json.dumps([_part(part) for part in parts], ensure_ascii=False).encode(), digest_size=16).digest()
    number = int.from_bytes(digest, "big") & ~(0xF << 76) & ~(0b11 << 62)
    return (number | 0x8 << 76 | 0b10 << 62).to_bytes(16, "big")


def reference_scope(region: bytes) -> bytes:
    """Whose the records are that a regional office keeps for all its councils (code lists, strategies): they travel apart from any one
    council's, and from the region's own."""
    return natural_id("reference", region)


def _part(part: object) -> object:
    return part.hex() if isinstance(part, bytes) else part


def id_text(record_id: bytes) -> str:
    """The id as people and files write it: 8-4-4-4-12 hexadecimal digits."""
    return str(uuid.UUID(bytes=record_id))


def id_bytes(text: str) -> bytes:
    """The id in a text; Refused with code 'bad_id'."""
    try:
        return uuid.UUID(text.strip()).bytes
    except ValueError:
        raise Refused(N_("This is not the identifier of a record."), code="bad_id") from None


# --- what is typed -----------------------------------------------------------------------------------------------------------------

_NONE = frozenset(["", "ไม่มี", "ไม่มีบัตร", "ไม่มีเบอร์", "ไม่ทราบ", "none", "n/a", "na", "nil"])
_DASHES = re.compile(r"[-\u2010-\u2015\u2212_./]*")
_AS_FLOAT = re.compile(r"\d+\.0+")
_SCIENTIFIC = re.compile(r"(\d(?:\.\d+)?)e\+?(\d{1,3})")


def _typed(text: str) -> str:
    """Folded, Arabic digits, without the '.0' and the exponent Excel adds to numbers; '' for the ways to say there is none."""
    text = thai.fold(text)
    if text in _NONE or _DASHES.fullmatch(text):
        return ""
    if _AS_FLOAT.fullmatch(text):
        return text.partition(".")[0]
    return _expanded(text)


def _expanded(text: str) -> str:
    """'3.000523938149E+12' as its digits; where Excel has cut digits off, only those that are left, never zeros in their place."""
    found = _SCIENTIFIC.fullmatch(text)
    if found is None:
        return text
    return found.group(1).replace(".", "")[: int(found.group(2)) + 1]


def _digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", text)


# --- national ID -------------------------------------------------------------------------------------------------------------------


def national_id(text: str) -> tuple[str, Warnings]:
    """The digits as given and the doubts: 'id_length', 'id_check_digit', 'id_first_digit' (0 and 9; 0 is real for people without status).

    A letter O counts as 0 where that makes 13 digits. Blank, '-', 'ไม่มี' and thirteen zeros are no number. Other words can't be
    kept as digits: '' with 'id_length'.
    """
    text = _typed(text)
    if not text:
        return "", ()
    digits = _digits(text)
    with_letters = _digits(text.replace("o", "0"))
    if len(digits) != 13 and len(with_letters) == 13:
        digits = with_letters
    if digits and not digits.strip("0"):
        return "", ()
    if len(digits) != 13:
        return digits, ("id_length",)
    warnings = []
    if not national_id_ok(digits):
        warnings.append("id_check_digit")
    if digits[0] in "09":
        warnings.append("id_first_digit")
    return digits, tuple(warnings)


def national_id_ok(digits: str) -> bool:
    """Whether these are 13 digits whose last is the right check digit; the first digit is not judged."""
    return bool(re.fullmatch(r"[0-9]{13}", digits)) and calc_check_digit(digits) == digits[12]


def show_national_id(digits: str) -> str:
    """1-2345-67890-12-1; anything but 13 digits as it is."""
    if len(digits) != 13:
        return digits
    return f"{digits[0]}-{digits[1:5]}-{digits[5:10]}-{digits[10:12]}-{digits[12]}"


def mask_national_id(digits: str) -> str:
    """x-xxxx-xxxxx-12-1: the last three digits only, enough to tell two cards apart."""
    kept = digits[-3:] if len(digits) > 6 else ""
    return show_national_id("x" * (len(digits) - len(kept)) + kept)


# --- phones ------------------------------------------------------------------------------------------------------------------------

_BETWEEN_PHONES = re.compile(r"[,;/|]|และ|หรือ|\bor\b|\band\b")
_EXTENSION = re.compile(r"(?:ต่อ|\bext?\.?|#)\s*\d+.*")
_ABROAD = re.compile(r"^(?:\+|00)?66(?:0(?=[2-9]))?(?=[2-9]\d{7,8}$)")
_PHONE = re.compile(r"0[2-57]\d{7}|0[689]\d{8}")


def _one_phone(piece: str) -> tuple[list[str], Warnings]:
    piece = piece.strip()
    shorter = _EXTENSION.sub("", piece)
    doubts: Warnings = ("phone_shape",) if shorter != piece else ()
    if _AS_FLOAT.fullmatch(shorter):
        shorter = shorter.partition(".")[0]
    digits = _ABROAD.sub("0", re.sub(r"[^0-9+]", "", shorter)).replace("+", "")
    if re.fullmatch(r"[689]\d{8}", digits):  # a spreadsheet took it for a number
        return ["0" + digits], (*doubts, "phone_leading_zero")
    if _PHONE.fullmatch(digits):
        return [digits], doubts
    together = [found.group() for found in _PHONE.finditer(digits)]
    if len(together) > 1 and "".join(together) == digits:  # two numbers with only a space between them
        return together, doubts
    return ([digits] if digits else []), ("phone_shape",)


def phones(text: str) -> tuple[tuple[str, ...], Warnings]:
    """The numbers of one cell, each once, as digits beginning with 0, and the doubts.

    'phone_leading_zero': a mobile number got its lost 0 back. 'phone_shape': not the shape of a Thai number; kept as typed.
    """
    if not _typed(text):
        return (), ()
    numbers: list[str] = []
    doubts: list[str] = []
    for piece in _BETWEEN_PHONES.split(re.sub(r"[\r\n]+", ",", thai.arabic_digits(text)).casefold()):
        if not _typed(piece):
            continue
        found, warnings = _one_phone(thai.fold(piece))
        numbers += found
        doubts += warnings
    return tuple(dict.fromkeys(numbers)), tuple(dict.fromkeys(doubts))


def show_phone(digits: str) -> str:
    """081-234-5678, 038-123-456, 02-123-4567; any other shape as it is."""
    if not _PHONE.fullmatch(digits):
        return digits
    cut = 2 if digits.startswith("02") else 3
    return f"{digits[:cut]}-{digits[cut : cut + 3]}-{digits[cut + 3 :]}"


# --- house code (รหัสประจำบ้าน) -----------------------------------------------------------------------------------------------------


def house_code(text: str) -> tuple[str, Warnings]:
    """The 11 digits and the doubts: 'house_code_shape'. Zeros a spreadsheet has cut off the front come back without a word."""
    text = _typed(text)
    if not text:
        return "", ()
    written, digits = re.sub(r"[-\s]", "", text), _digits(text)
    if not digits.strip("0") and (digits or not written):
        return "", ()
    if not 7 <= len(digits) <= 11:
        return digits, ("house_code_shape",)
    return digits.zfill(11), () if written == digits else ("house_code_shape",)


def show_house_code(digits: str) -> str:
    """1234-567890-1; anything but 11 digits as it is."""
    return f"{digits[:4]}-{digits[4:10]}-{digits[10]}" if len(digits) == 11 else digits
