"""Thai text: the one form that is stored, forms for searching, matching and sorting, names, word breaks, and baht in words."""

from __future__ import annotations

import functools
import re
import threading
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import chain

KEY_VERSION = 1  # raise when sort_key or match_key changes: stored keys are then rebuilt

_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_THAI_DIGIT = re.compile("[๐-๙]")


def arabic_digits(text: str) -> str:
    """The text with ๐-๙ as 0-9."""
    return text.translate(_ARABIC) if _THAI_DIGIT.search(text) else text


def thai_digits(text: str) -> str:
    """The text with 0-9 as ๐-๙."""
    return text.translate(_THAI)


_TONE = "\u0e48\u0e49\u0e4a\u0e4b"

# --- the stored form ---------------------------------------------------------------------------------------------------------------

_STRANGE = re.compile(r"[^\t\n\r -~\u0e00-\u0e7f]")
# Old Thai fonts drew shifted marks from the private area, and text copied out of old PDFs still holds them.
_SHIFTED = f"ฐ\u0e34\u0e35\u0e36\u0e37{_TONE}\u0e4c{_TONE}\u0e4cญ\u0e31\u0e4d\u0e47{_TONE}\u0e4c\u0e38\u0e39\u0e3a"
_PRIVATE = dict(zip(range(0xF700, 0xF71B), _SHIFTED, strict=True))
# What may stand over or under a consonant, in the order it is stored. It agrees with the canonical order of Unicode,
# so NFC never moves what was sorted here.
_ORDER = ("\u0e3a", "\u0e38\u0e39", "\u0e31\u0e34\u0e35\u0e36\u0e37\u0e47", _TONE, "\u0e4d\u0e4e", "\u0e4c")
_RANK = {mark: rank for rank, marks in enumerate(_ORDER) for mark in marks}
_MARKS = re.compile("[" + "".join(_RANK) + "]{2,}")
_REPEATED = re.compile(r"([" + "".join(_RANK) + r"])\1+")
_SARA_AM = re.compile(f"\u0e4d\u0e32|\u0e32([{_TONE}]*)\u0e4d")  # nikhahit and aa typed one by one
_TONE_AFTER_AM = re.compile(f"\u0e33([{_TONE}]+)")
# Whatever `clean` would mend. Nearly no text needs it, and one look is a tenth of the work.
_AMISS = re.compile(
    "[^\t\n\r -~\u0e00-\u0e7f]|เเ|\u0e4d|\u0e33["
    + _TONE
    + "]|"
    + "|".join(f"[{marks}][{''.join(_ORDER[: rank + 1])}]" for rank, marks in enumerate(_ORDER))
)
# On lines joined: whatever `clean` would mend, or a space too many. Whether many texts need it is one look.
_UNEVEN = re.compile(f"{_AMISS.pattern}|[\t\r]|  | \n|\n ")


def _even(texts: Sequence[str]) -> str | None:
    """Texts as lines, where cleaning changes none of them; None where it may."""
    lines = "\n".join(texts)
    even = lines.count("\n") == len(texts) - 1 and not lines.startswith(" ") and not lines.endswith(" ") and not _UNEVEN.search(lines)
    return lines if even else None


def _in_order(run: re.Match[str]) -> str:
    return _REPEATED.sub(r"\1", "".join(sorted(run.group(), key=_RANK.__getitem__)))


def _one_pass(text: str) -> str:
    text = unicodedata.normalize("NFC", text).replace("เเ", "แ")
    text = _MARKS.sub(_in_order, text)
    text = _SARA_AM.sub(lambda pair: (pair.group(1) or "") + "\u0e33", text)
    return _TONE_AFTER_AM.sub("\\1\u0e33", text)


def _visible(text: str) -> str:
    """Without what can't be seen: zero-width and bidi signs, controls, halves of characters."""
    text = text.translate(_PRIVATE)
    return "".join(c for c in text if c.isspace() or unicodedata.category(c) not in ("Cf", "Cc", "Cs"))


def clean(text: str) -> str:
    """The canonical text to store, on one line; cleaning it again changes nothing. Thai digits stay as typed.

    NFC only: NFKC and NFKD split sara am in two.
    """
    if not _AMISS.search(text):
        return " ".join(text.split())
    if _STRANGE.search(text):
        text = _visible(text)
    text = " ".join(text.split())
    # A mended pair may make the next one mendable. It ends: every rule shortens the text or swaps two marks one way only.
    while (mended := _one_pass(text)) != text:
        text = mended
    return text


def clean_lines(text: str) -> str:
    """`clean` line by line, for notes: line breaks stay, blank lines at both ends and runs of blank lines do not."""
    lines = "\n".join(clean(line) for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n")


# --- forms to search, match and sort by --------------------------------------------------------------------------------------------

_LINES = 64  # texts that are looked at together


def _together(texts: Sequence[str], together: Callable[[str], Iterable[str]], alone: Callable[[str], str]) -> list[str]:
    """What is made of each text: of clean ones many at a time, which costs a tenth; of the lines around one that is not, one by one."""
    found: list[str] = []
    for start in range(0, len(texts), _LINES):
        part = texts[start : start + _LINES]
        lines = _even(part)
        found.extend(together(lines) if lines is not None else map(alone, part))
    return found


def in_lists(made: Callable[[Sequence[str]], list[str]], lists: Sequence[Sequence[str]]) -> list[list[str]]:
    """What `folds`, `sort_keys` or `match_keys` makes of each text in many lists; each text is made once, as names repeat."""
    texts = list(set(chain.from_iterable(lists)))
    of = dict(zip(texts, made(texts), strict=True))
    return [[of[text] for text in each] for each in lists]


def fold(text: str) -> str:
    """The form to search in and for: no difference of digits or case; tone marks count, as they make other words."""
    if text.isascii() and text.isprintable():  # numbers and codes: most of what is searched in
        return " ".join(text.lower().split())
    text = clean(arabic_digits(text))
    folded = text.casefold()
    return folded if folded == text else clean(folded)


def folds(texts: Sequence[str]) -> list[str]:
    """`fold` of many texts."""
    return _together(texts, _fold_lines, fold)


def _fold_lines(lines: str) -> list[str]:
    return arabic_digits(lines).casefold().split("\n")


_ALIKE: dict[str, str] = {}
for _group in ("คขฃฅฆ", "ชฉฌ", "สซศษ", "ยญ", "ดฎ", "ตฏ", "ทฐฑฒถธ", "นณ", "พผภ", "ฟฝ", "ลรฬ", "ฮห"):
    _ALIKE.update(dict.fromkeys(_group, _group[0]))
_ALIKE |= {"ใ": "ไ", "\u0e36": "\u0e34", "\u0e35": "\u0e34", "\u0e37": "\u0e34", "\u0e39": "\u0e38", "\u0e47": "", "\u0e3a": ""}
_ALIKE |= {"ๆ": "", "ฤ": "ล\u0e34"}


class _Signs(dict[int, str]):
    """For str.translate: what stands for each sign. Those of Thai and ASCII are kept, as a miss costs ten times a hit; others are asked for."""

    def __init__(self, stands_for: Callable[[str], str]) -> None:
        super().__init__({code: stands_for(chr(code)) for code in (*range(0x80), *range(0xE00, 0xE80))})
        self._stands_for = stands_for

    def __missing__(self, code: int) -> str:
        return self._stands_for(chr(code))


_SOUND = _Signs(lambda c: _ALIKE.get(c, c))
_ASIDE = re.compile(r"\(.*?\)|\".*?\"")  # a nickname beside the name
_SILENT = re.compile("[ก-ฮ][\u0e34\u0e38]?\u0e4c")
_TONES = re.compile(f"[{_TONE}\u0e4c]")
_AI_SPELLED, _AI_SPOKEN = re.compile("([ก-ฮ])\u0e31ย"), re.compile("ไ([ก-ฮ])ย")  # ชัย and ไชย are both ไช
_TWICE = re.compile(r"(.)\1+")
_SOUNDS_S = re.compile("^ทร", re.MULTILINE)


def match_key(text: str) -> str:
    """What a name sounds like: letters of one sound are one letter; silent letters, tones and the length of vowels do not count."""
    return _sounds(fold(text))


def match_keys(texts: Sequence[str]) -> list[str]:
    """`match_key` of many texts."""
    return _sounds("\n".join(folds(texts))).split("\n") if texts else []


def _sounds(key: str) -> str:
    """Of folded lines."""
    # Most of what is replaced is in few names, and to look whether it is there costs a tenth of replacing it.
    if "(" in key or '"' in key:
        key = _ASIDE.sub(" ", key)
    key = key.replace(" ", "").replace("ๅ", "า")
    if "\u0e4c" in key:
        key = _SILENT.sub("", key)
    key = _TONES.sub("", key).replace("รร", "\u0e31")
    if "ทร" in key:
        key = _SOUNDS_S.sub("ส", key)
    key = key.translate(_SOUND)
    if "\u0e31ย" in key:
        key = _AI_SPELLED.sub(lambda pair: "ไ" + pair[1], key)
    if "ไ" in key:
        key = _AI_SPOKEN.sub(lambda pair: "ไ" + pair[1], key)
    key = key.replace("ะ", "").replace("\u0e31", "")
    return _TWICE.sub(lambda run: run[1], key)


_LEADING_VOWEL = re.compile("[เแโใไ][ก-ฮ]")
_WEIGHTS = {mark: chr(0x10 + weight) for weight, mark in enumerate(f"\u0e4e\u0e4c\u0e47{_TONE}\u0e4d\u0e3a")}  # the order of ICU
_NO_MARK = "\x02"
_IGNORED = frozenset("ฯๆ฿")


def _letter(c: str) -> str:
    """What decides first where a sign stands: blank for marks, and for spaces and punctuation, which do not count, as in a dictionary."""
    if c in _WEIGHTS:
        return ""
    if "ก" <= c <= "ๅ":
        return "" if c in _IGNORED else "า" if c == "ๅ" else c
    if c.isdecimal():
        return str(unicodedata.decimal(c))
    if c == "\n":  # between texts
        return c
    if c.isalpha():
        bare = unicodedata.normalize("NFD", c)[0]
        return chr(0xE000 + ord(bare)) if ord(bare) < 0x1000 else bare
    return ""


_LETTERS = _Signs(_letter)
_MARKED = _Signs(lambda c: _WEIGHTS.get(c) or (c if c == "\n" else _NO_MARK if _letter(c) else ""))


def sort_key(text: str) -> str:
    """A text whose code point (and UTF-8 byte) order is the order of a Thai dictionary; Latin comes after Thai.

    Letters decide first, marks second, the text itself last, so that only equal texts have equal keys.
    Join the keys of two texts with "\\x02" to sort by the first, then by the second.
    """
    return next(_sorting(clean(text)))


def sort_keys(texts: Sequence[str]) -> list[str]:
    """`sort_key` of many texts."""
    return _together(texts, _sorting, sort_key)


def _sorting(lines: str) -> Iterator[str]:
    signs = _LEADING_VOWEL.sub(lambda pair: pair[0][::-1], lines.casefold())
    for letters, marks, text in zip(
        signs.translate(_LETTERS).split("\n"), signs.translate(_MARKED).split("\n"), lines.split("\n"), strict=True
    ):
        yield f"{letters}\x01{marks}\x01{text}"


# --- names of people ---------------------------------------------------------------------------------------------------------------

_SHORT = {"นส": "นางสาว", "ดช": "เด็กชาย", "ดญ": "เด็กหญิง"}
_SPELLED = sorted(
    [
        *("ว่าที่ร้อยตรีหญิง", "ว่าที่ร้อยตรี", "ว่าที่ร้อยโท", "ว่าที่ร้อยเอก", "เด็กชาย", "เด็กหญิง", "นางสาว", "นาย", "นาง"),
        *("ผู้ใหญ่บ้าน", "ผู้ใหญ่", "กำนัน", "สามเณร", "แม่ชี", "พระครู", "พระมหา", "พระอธิการ", "พระ", "หม่อมราชวงศ์", "หม่อมหลวง"),
    ],
    key=len,
    reverse=True,
)
_SPACED_ONLY = frozenset(["คุณ", "ครู", "ดร", "Mr", "Mrs", "Ms", "Miss"])  # glued, they begin too many names: คุณากร, ดรุณี
_ABBREVIATED = re.compile(
    r"(?:น\. ?ส\.?|นส\.|ด\. ?ช\.?|ดช\.|ด\. ?ญ\.?|ดญ\.|ผญบ\.|ดร\.|นพ\.|พญ\.|ทพ\.|ทพญ\.|รศ\.|ผศ\.|ศ\.|Mrs?\.|Ms\."
    r"|(?:ว่าที่ ?)?(?:[ก-ฮ]{1,3}\. ?){2,4}(?:หญิง)?)+"
)
_DEPENDENT = frozenset("ะาำๅ") | frozenset(_RANK)  # never the first letter of a word


def expand_prefix(prefix: str) -> str:
    """The prefix cleaned, and spelled out where a short form stands for it: น.ส., ด.ช., ด.ญ., with or without their dots."""
    prefix = clean(prefix)
    return _SHORT.get(prefix.replace(".", "").replace(" ", ""), prefix)


def _take_prefix(full: str) -> tuple[str, str]:
    """The prefix as written and the rest; ("", full) when there is none."""
    head, _, tail = full.partition(" ")
    if head in _SPELLED or head in _SPACED_ONLY or head in _SHORT:
        return head, tail
    short = _ABBREVIATED.match(full)
    if short is not None and (short.end() == len(full) or full[short.end()] not in _DEPENDENT):
        return short.group().strip(), full[short.end() :].strip()
    for word in _SPELLED:
        # นายิกา is not นาย with a name: what is left must be able to begin a word, and one letter is no name.
        rest = full[len(word) :]
        if full.startswith(word) and len(rest.partition(" ")[0]) >= 2 and rest[0] not in _DEPENDENT:
            return word, rest.lstrip(". ")
    return "", full


def split_name(full: str) -> tuple[str, str, str]:
    """(prefix, first name, last name) of a full name, its prefix glued or apart; a nickname in brackets stays with the first name.

    The prefix comes spelled out. What can't be split stays in the first name, so nothing that was typed is lost.
    """
    prefix, rest = _take_prefix(clean(full))
    first, _, last = rest.partition(" ")
    aside = re.match(r"(\(.*?\)|\".*?\")(?: |$)", last)
    if aside is not None:
        first, last = f"{first} {aside.group(1)}", last[aside.end() :]
    return expand_prefix(prefix), first, last


# --- word breaks -------------------------------------------------------------------------------------------------------------------

_BREAK = "\u200b"
_BREAKER_LOCK = threading.Lock()


@functools.cache
def _loaded_breaker() -> Callable[[str], list[int]] | None:
    """The breaker, or None. thaibreak gives the text back unbroken when its library does not load, so it is tried on a known text."""
    try:
        from thaibreak import boundaries
    except (ImportError, OSError):
        return None
    breaker: Callable[[str], list[int]] = boundaries
    return breaker if breaker("ภาษาไทย") == [0, 4, 7] else None


def _breaker() -> Callable[[str], list[int]] | None:
    with _BREAKER_LOCK:  # it reads its dictionary at the first call and must not be called by a second thread meanwhile
        return _loaded_breaker()


def _thai_letter(c: str) -> bool:
    return "\u0e01" <= c <= "\u0e5b"


def breaks(text: str) -> list[int]:
    """Offsets inside runs of Thai where a line may break between words; none when there is no breaker.

    Never before ๆ ฯ or a mark, and never beside a space, where every program breaks by itself.
    """
    breaker = _breaker()
    if breaker is None or len(text) < 2:
        return []
    # The library reads a C string: a NUL would end it, half a surrogate can't be written. Both are one character, as is the stand-in.
    safe = re.sub("[\x00\ud800-\udfff]", " ", text)
    return [
        at
        for at in breaker(safe)
        if 0 < at < len(text)
        and _thai_letter(text[at - 1])
        and _thai_letter(text[at])
        and text[at] not in "ๆฯ"
        and text[at] not in _DEPENDENT
        and text[at - 1] not in "เแโใไ"
    ]


def wrap(text: str) -> str:
    """The text with zero-width spaces between words, for the screen only: never store it, and `unwrap` what was copied."""
    pieces, start = [], 0
    for at in breaks(text):
        pieces.append(text[start:at])
        start = at
    return _BREAK.join([*pieces, text[start:]])


def unwrap(text: str) -> str:
    """The text without zero-width spaces."""
    return text.replace(_BREAK, "")


# --- baht in words -----------------------------------------------------------------------------------------------------------------

_DIGITS = ("", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
_PLACES = ("", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน")


def _number_words(number: int) -> str:
    if number >= 1_000_000:
        millions, rest = divmod(number, 1_000_000)
        tail = "เอ็ด" if rest == 1 else _number_words(rest) if rest else ""
        return _number_words(millions) + "ล้าน" + tail
    words = ""
    digits = str(number)
    for place, digit in zip(range(len(digits) - 1, -1, -1), map(int, digits), strict=True):
        if place == 1 and digit in (1, 2):
            words += ("สิบ", "ยี่สิบ")[digit - 1]
        elif place == 0 and digit == 1 and number > 1:
            words += "เอ็ด"
        elif digit:
            words += _DIGITS[digit] + _PLACES[place]
    return words


def baht_words(amount: Decimal) -> str:
    """The amount as cheques and official papers spell it; rounded to the satang, halves up."""
    satang_all = int((abs(amount) * 100).to_integral_value(ROUND_HALF_UP))
    baht, satang = divmod(satang_all, 100)
    sign = "ลบ" if amount < 0 and satang_all else ""
    if not satang:
        return f"{sign}{_number_words(baht) if baht else 'ศูนย์'}บาทถ้วน"
    return f"{sign}{_number_words(baht) + 'บาท' if baht else ''}{_number_words(satang)}สตางค์"
