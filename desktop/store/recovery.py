"""The recovery code that is printed: 128 random bits as seven groups of four letters, the last two of them a check.

Letters are Crockford's 32 (no I, L, O, U). The check is a Reed-Solomon code over GF(32): any one wrong letter is found and its group named,
any two wrong letters (so also two swapped ones) are found.
"""

from __future__ import annotations

import re

from desktop.base.errors import Refused
from desktop.base.i18n import N_

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SECRET_BYTES = 16
_LETTERS = 28  # 26 letters carry 130 bits, two of which are 0; two letters check
_GROUP = 4
# Read as what they look like; Thai digits too, since a Thai keyboard gives them
_LOOKALIKES = str.maketrans("OIL๐๑๒๓๔๕๖๗๘๙", "0110123456789")


def _powers() -> list[int]:
    """The powers of the generator 2 in GF(32) with x^5 + x^2 + 1."""
    powers = [1]
    for _step in range(30):
        doubled = powers[-1] << 1
        powers.append(doubled ^ 0b100101 if doubled & 32 else doubled)
    return powers


_POWER = _powers()
_LOG = {value: exponent for exponent, value in enumerate(_POWER)}


def _times(a: int, exponent: int) -> int:
    return _POWER[(_LOG[a] + exponent) % 31] if a else 0


def _syndromes(digits: list[int]) -> tuple[int, int]:
    """Sum of the digits, and sum of digit x generator^place: both 0 in a code without a typo."""
    plain = weighted = 0
    for place, digit in enumerate(digits):
        plain ^= digit
        weighted ^= _times(digit, place)
    return plain, weighted


def to_code(secret: bytes) -> str:
    """The 16 bytes as people write them: 'XXXX-XXXX-…', seven groups."""
    if len(secret) != SECRET_BYTES:
        raise ValueError("a recovery secret has 16 bytes")
    number = int.from_bytes(secret, "big") << 2
    digits = [(number >> (5 * place)) & 31 for place in range(25, -1, -1)]
    plain, weighted = _syndromes(digits)
    # Solve c26 + c27 = plain and c26*g^26 + c27*g^27 = weighted; g^26 + g^27 is never 0
    last = _times(weighted ^ _times(plain, 26), -_LOG[_POWER[26] ^ _POWER[27]])
    letters = "".join(ALPHABET[digit] for digit in [*digits, plain ^ last, last])
    return "-".join(letters[start : start + _GROUP] for start in range(0, _LETTERS, _GROUP))


def from_code(text: str) -> bytes:
    """The 16 bytes back from what a person typed; spaces, dashes and case don't matter. Refused 'recovery_length', 'recovery_typo'."""
    letters = re.sub(r"[\s\u200b\u00ad\u2010-\u2015\u2212._-]+", "", text).upper().translate(_LOOKALIKES)
    if len(letters) != _LETTERS:
        raise Refused(
            N_("The recovery code has {wanted} letters and digits; {given} were typed. Compare it with the printed sheet."),
            code="recovery_length",
            wanted=_LETTERS,
            given=len(letters),
        )
    for place, letter in enumerate(letters):
        if letter not in ALPHABET:
            raise _typo(place)
    digits = [ALPHABET.index(letter) for letter in letters]
    plain, weighted = _syndromes(digits)
    if plain or weighted:
        raise _typo((_LOG[weighted] - _LOG[plain]) % 31 if plain and weighted else _LETTERS)
    number = 0
    for digit in digits[:-2]:
        number = number << 5 | digit
    if number & 3:  # no code of ours has these two bits: more than two letters are wrong
        raise _typo(_LETTERS)
    return (number >> 2).to_bytes(SECRET_BYTES, "big")


def _typo(place: int) -> Refused:
    """Names the group when one wrong letter explains everything."""
    if place < _LETTERS:
        return Refused(
            N_("The recovery code has a typing mistake, most likely in group {group}. Compare it with the printed sheet."),
            code="recovery_typo",
            group=place // _GROUP + 1,
        )
    return Refused(
        N_("The recovery code has typing mistakes. Compare it letter by letter with the printed sheet."), code="recovery_typo", group=0
    )
