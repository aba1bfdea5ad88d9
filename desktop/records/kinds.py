"""What can be done with a value of each field kind: read it as a person types it, show it, check it, put it into JSON."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from desktop.base import dates, ids, land, places, thai, times
from desktop.base.areas import areas
from desktop.base.errors import Refused
from desktop.base.i18n import N_, _, language
from desktop.records.codes import CodeLists
from desktop.records.register import Field, Kind, Level, Problem

Parsed = tuple[Any, tuple[Problem, ...]]

WARNINGS: Mapping[str, str] = {
    "id_length": N_("A national ID has 13 digits."),
    "id_check_digit": N_("The last digit does not fit the others; please compare with the card."),
    "id_first_digit": N_("An ID that begins with 0 or 9 belongs to a person without civil status; please compare with the card."),
    "phone_shape": N_("A phone number has 9 or 10 digits."),
    "phone_leading_zero": N_("The leading 0 of the phone number was missing and has been added."),
    "house_code_shape": N_("A house code has 11 digits."),
    "land_ngan": N_("Four ngan are a rai; please check the area."),
    "land_wah": N_("A hundred square wah are a ngan; please check the area."),
    "point_outside": N_("This point lies outside Thailand; please check."),
    "point_swapped": N_("The two numbers were the wrong way round; they have been turned: latitude first."),
}

# The form a text of such a kind must have, whoever it comes from.
FORMS: Mapping[Kind, Callable[[str], bool]] = {
    Kind.DATE: dates.is_iso,
    Kind.PARTIAL_DATE: dates.is_partial_iso,
    Kind.POINT: places.is_point,
    Kind.TIME: times.is_time,
    Kind.FILE: lambda name: re.fullmatch(r"[0-9a-f]{64}", name) is not None,
}


def parse(described: Field, text: str, today: dt.date, codes: CodeLists) -> Parsed:
    """The value of what a person typed, and what is wrong with it. Never raises; with an error the value is None and the typing
    stays the form's to keep. Blank text is None."""
    text = _cleaned_lines(text) if described.kind is Kind.NOTE else thai.clean(text)
    if not text:
        return None, ()
    try:
        return _PARSERS[described.kind](described, text, today, codes)
    except Refused as refused:
        return None, (Problem(described.name, refused.code, refused.message, Level.ERROR, refused.values),)


def show(described: Field, value: Any, codes: CodeLists) -> str:
    """The text that `parse` reads back into the same value."""
    if value is None:
        return ""
    match described.kind:
        case Kind.DATE | Kind.PARTIAL_DATE:
            return dates.show(value, "numeric")
        case Kind.CODES:
            return ", ".join(_one_of_several(described, code, codes) for code in value)
        case Kind.AREA:
            return str(value)  # 814 names of tambons are not the only ones of their kind
        case Kind.AREAS:
            return ", ".join(value)
        case Kind.BOOL:
            return _("Yes") if value else _("No")
        case Kind.LAND:
            return land.show(value)
        case _:
            return label(described, value, codes)


def label(described: Field, value: Any, codes: CodeLists, lang: str | None = None, *, masked: bool = False) -> str:
    """A value as it is read: Buddhist-era dates, area names, labels of codes, grouped digits; masked hides identity."""
    if value is None:
        return ""
    if masked and described.kind is Kind.NATIONAL_ID:
        return ids.mask_national_id(value)
    if described.kind is Kind.CODE:
        return codes.label(described.code_list, value, lang)
    if described.kind is Kind.CODES:
        return ", ".join(codes.label(described.code_list, code, lang) for code in value)
    worded = _LABELS.get(described.kind)
    return worded(value, lang or language()) if worded is not None else str(value)


def warnings(described: Field, value: Any) -> tuple[Problem, ...]:
    """What looks wrong in a stored value; never blocks."""
    if value is None:
        return ()
    match described.kind:
        case Kind.NATIONAL_ID:
            found = ids.national_id(value)[1]
        case Kind.PHONES:
            found = tuple(code for number in value for code in ids.phones(number)[1])
        case Kind.HOUSE_CODE:
            found = ids.house_code(value)[1]
        case Kind.POINT:
            found = places.doubts(value)
        case _:
            found = ()
    return _warned(described, found)


def to_json(described: Field, value: Any, codes: CodeLists, *, as_codes: bool) -> Any:
    """A value for a program: dates ISO CE, money and land (square wah) a number, codes as labels unless `as_codes`, links as UUID text."""
    if value is None:
        return [] if described.kind in (Kind.CODES, Kind.AREAS, Kind.PHONES) else None
    match described.kind:
        case Kind.MONEY | Kind.LAND | Kind.NUMBER:
            return int(value) if value == value.to_integral_value() else float(value)
        case Kind.CODE:
            return value if as_codes else codes.label(described.code_list, value)
        case Kind.CODES:
            return list(value) if as_codes else [codes.label(described.code_list, code) for code in value]
        case Kind.LINK:
            return ids.id_text(value)
        case Kind.AREAS | Kind.PHONES:
            return list(value)
        case _:
            return value


def _cleaned_lines(text: str) -> str:
    return "\n".join(map(thai.clean, text.splitlines())).strip()


def _warned(described: Field, found: tuple[str, ...]) -> tuple[Problem, ...]:
    return tuple(Problem(described.name, code, WARNINGS[code], Level.WARNING) for code in dict.fromkeys(found))


def _text(described: Field, text: str, today: dt.date, codes: CodeLists) -> Parsed:
    return text, ()


def _code(described: Field, text: str, today: dt.date, codes: CodeLists) -> Parsed:
    code = codes.code_of(described.code_list, text)
    if code is None and described.open_list:
        return text, ()
    if code is None:
        raise Refused(N_("“{text}” is not in the list."), code="not_in_list", text=text)
    return code, ()


_BETWEEN_CODES = re.compile(r"[,;]| และ ")


def _one_of_several(described: Field, code: str, codes: CodeLists) -> str:
    label = codes.label(described.code_list, code)
    return code if _BETWEEN_CODES.search(label) else label


def _codes(described: Field, text: str, today: dt.date, codes: CodeLists) -> Parsed:
    found = []
    for word in map(str.strip, _BETWEEN_CODES.split(text)):
        if word:
            code, _problems = _code(described, word, today, codes)
            found.append(code)
    return tuple(sorted(set(found))) or None, ()


def _number(text: str) -> Decimal:
    digits = thai.arabic_digits(text).replace(",", "").replace(" ", "")
    for tail in (".-", "บาท", "฿", "คน", "baht"):
        digits = digits.removesuffix(tail).removesuffix(".-")
    try:
        number = Decimal(digits)
    except InvalidOperation:
        raise Refused(N_("“{text}” is not a number."), code="not_a_number", text=text) from None
    if not number.is_finite() or abs(number) >= Decimal(10) ** 13:
        raise Refused(N_("“{text}” is not a number."), code="not_a_number", text=text)
    return number


def _integer(described: Field, text: str, today: dt.date, codes: CodeLists) -> Parsed:
    digits = text
    for head in ("หมู่ที่", "หมู่", "ม."):
        digits = digits.removeprefix(head)
    number = _number(digits.strip())
    if number != number.to_integral_value():
        raise Refused(N_("Write a whole number."), code="not_whole")
    low, high = described.minimum, described.maximum
    if (low is not None and number < low) or (high is not None and number > high):
        raise Refused(
            N_("Write a number from {low} to {high}.") if high is not None else N_("Write a number of at least {low}."),
            code="out_of_range",
            low=low,
            high=high,
        )
    return int(number), ()


def _money(described: Field, text: str, today: dt.date, codes: CodeLists) -> Parsed:
    number = _number(text)
    if number != number.quantize(Decimal("0.01")):
        raise Refused(N_("Write baht with at most two decimals."), code="too_many_decimals")
    return number.quantize(Decimal("0.01")), ()


def _amount(described: Field, text: str, today: dt.date, codes: CodeLists) -> Parsed:
    number = _number(text)
    if number != number.quantize(Decimal("0.01")):
        raise Refused(N_("Write the number with at most two decimals."), code="too_many_decimals")
    return number.quantize(Decimal("0.01")), ()


def _date(described: Field, text: str, today: dt.date, codes: CodeLists) -> Parsed:
    return dates.parse_date(text, today, born=described.born).isoformat(), ()


def _partial(described: Field, text: str, today: dt.date, codes: CodeLists) -> Parsed:
    value = dates.parse_partial(text, today, born=described.born)
    if described.born and value > today.isoformat():
        raise Refused(N_("This day lies in the future."), code="date_future")
    return value, ()


def _national_id(described: Field, text: str, today: dt.date, codes: CodeLists) -> Parsed:
    digits, found = ids.national_id(text)
    return digits or None, _warned(described, found)


def _phones(described: Field, text: str, today: dt.date, codes: CodeLists) -> Parsed:
    numbers, found = ids.phones(text)
    return tuple(sorted(set(numbers))) or None, _warned(described, found)


def _house_code(described: Field, text: str, today: dt.date, codes: CodeLists) -> Parsed:
    digits, found = ids.house_code(text)
    return digits or None, _warned(described, found)


def _area(described: Field, text: str, today: dt.date, codes: CodeLists) -> Parsed:
    table = areas()
    digits = thai.arabic_digits(text)
    if digits.isdigit():
        if len(digits) == 6 and table.get(digits) is not None:
            return digits, ()
        successors = [code for code in table.successors(digits) if len(code) == 6]
        if len(successors) == 1:
            return successors[0], ()
        raise Refused(N_("There is no area with the code {text}."), code="area_unknown", text=text)
    found = [area for area in table.find(text) if len(area.code) == 6]
    if len(found) == 1:
        return found[0].code, ()
    if not found:
        raise Refused(N_("No tambon is called “{text}”."), code="area_unknown", text=text)
    raise Refused(N_("Several tambons are called “{text}”. Choose one from the list."), code="area_ambiguous", text=text)


def _areas(described: Field, text: str, today: dt.date, codes: CodeLists) -> Parsed:
    found: list[str] = []
    for word in (word.strip() for word in text.replace(";", ",").replace("\n", ",").split(",")):
        digits = thai.arabic_digits(word)
        if digits.isdigit() and len(digits) in (2, 4) and areas().get(digits) is not None:
            found.append(digits)
        elif word:
            found.append(_area(described, word, today, codes)[0])
    return tuple(sorted(set(found))) or None, ()


_YES = frozenset({"yes", "y", "true", "1", "ใช่", "มี", "/", "✓", "✔", "x"})
_NO = frozenset({"no", "n", "false", "0", "ไม่", "ไม่ใช่", "ไม่มี", "-"})


def _bool(described: Field, text: str, today: dt.date, codes: CodeLists) -> Parsed:
    word = thai.fold(text)
    if word in _YES or word == thai.fold(_("Yes")):
        return True, ()
    if word in _NO or word == thai.fold(_("No")):
        return False, ()
    raise Refused(N_("Write yes or no."), code="not_yes_no")


def _link(described: Field, text: str, today: dt.date, codes: CodeLists) -> Parsed:
    return ids.id_bytes(text), ()


def _land(described: Field, text: str, today: dt.date, codes: CodeLists) -> Parsed:
    area, found = land.parse(text)
    return area, _warned(described, found)


def _point(described: Field, text: str, today: dt.date, codes: CodeLists) -> Parsed:
    point, found = places.parse(text)
    return point, _warned(described, found)


def _time(described: Field, text: str, today: dt.date, codes: CodeLists) -> Parsed:
    return times.parse(text), ()


def _file(described: Field, text: str, today: dt.date, codes: CodeLists) -> Parsed:
    raise Refused(N_("A picture or paper is chosen, not typed."), code="file_not_typed")


_LABELS: Mapping[Kind, Callable[[Any, str], str]] = {
    Kind.MONEY: lambda value, lang: f"{value:,.2f}".removesuffix(".00"),
    Kind.NUMBER: lambda value, lang: f"{value:,.2f}".rstrip("0").removesuffix("."),
    Kind.DATE: lambda value, lang: dates.show(value, "medium", lang),
    Kind.PARTIAL_DATE: lambda value, lang: dates.show(value, "medium", lang),
    Kind.NATIONAL_ID: lambda value, lang: ids.show_national_id(value),
    Kind.HOUSE_CODE: lambda value, lang: ids.show_house_code(value),
    Kind.PHONES: lambda value, lang: ", ".join(ids.show_phone(number) for number in value),
    Kind.AREA: lambda value, lang: areas().name(value, lang),
    Kind.AREAS: lambda value, lang: ", ".join(areas().name(code, lang) for code in value),
    Kind.BOOL: lambda value, lang: _("Yes") if value else _("No"),
    Kind.LINK: lambda value, lang: ids.id_text(value),
    Kind.LAND: land.label,
    Kind.POINT: lambda value, lang: places.show(value),
    Kind.TIME: times.label,
    Kind.FILE: lambda value, lang: "",  # its name says nothing to people
}


_PARSERS: Mapping[Kind, Callable[[Field, str, dt.date, CodeLists], Parsed]] = {
    Kind.TEXT: _text,
    Kind.NOTE: _text,
    Kind.CODE: _code,
    Kind.CODES: _codes,
    Kind.INTEGER: _integer,
    Kind.MONEY: _money,
    Kind.NUMBER: _amount,
    Kind.DATE: _date,
    Kind.PARTIAL_DATE: _partial,
    Kind.NATIONAL_ID: _national_id,
    Kind.HOUSE_CODE: _house_code,
    Kind.PHONES: _phones,
    Kind.AREA: _area,
    Kind.AREAS: _areas,
    Kind.BOOL: _bool,
    Kind.LINK: _link,
    Kind.LAND: _land,
    Kind.POINT: _point,
    Kind.TIME: _time,
    Kind.FILE: _file,
}
