"""What tells the records of a register apart, of a million of them at once: columns of numbers, each name kept once."""

from __future__ import annotations

import re
from array import array
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table

from desktop.base import ids, thai
from desktop.records.register import Register

_ASIDE = re.compile(r"\(.*?\)|\".*?\"")  # a nickname beside the name
_EXACT_DIGITS = range(9, 19)  # fewer tell nobody apart; more don't fit, and are no number anybody has
_MEN, _WOMEN = frozenset({"M", "นาย", "เด็กชาย"}), frozenset({"F", "นาง", "นางสาว", "เด็กหญิง"})
_NOWHERE = frozenset({"", "-"})


def columns(table: Table, register: Register) -> list[ColumnElement[Any]]:
    """The columns that `Traits.add` reads, in its order."""
    return [table.c.id, table.c.council, *(table.c[name] for name in fields(register))]


def fields(register: Register) -> list[str]:
    """The names of a register's fields by which its records are told apart; those it has."""
    identity = register.identity
    prefix = ("prefix",) if register.has("prefix") else ()
    named = (identity.exact, identity.birth, *identity.name, identity.phones, *identity.home, identity.sex, *prefix)
    return [name for name in named if name]


class Traits:
    """The records added so far, by their number in the order of adding. About 60 bytes a record, and each different name once."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._fields = fields(register)
        self._numbers: dict[str, int] = {"": 0}
        self._keys: dict[str, int] = {"": 0}
        self._homes: dict[tuple[str, ...], int] = {(): 0}
        self._councils: dict[bytes, int] = {}
        self._split: dict[str, tuple[int, str]] = {}
        self.names: list[str] = [""]  # folded, without nicknames; 0 is blank
        self.key_of = array("I", [0])  # by number of a name: the number of what it sounds like
        self._ids = bytearray()
        self.council, self.first, self.last, self.home, self.birth = (array("I") for _each in range(5))
        self.exact, self.phone, self.phone2 = (array("Q") for _each in range(3))
        self.exact_sound, self.sex = array("B"), array("B")

    def __len__(self) -> int:
        return len(self.council)

    def id(self, number: int) -> bytes:
        """The id of a record."""
        return bytes(self._ids[16 * number : 16 * number + 16])

    def add(self, row: Sequence[Any]) -> int:
        """Add a record as `columns` reads it; gives its number."""
        values = dict(zip(self._fields, row[2:], strict=True))
        identity = self._register.identity
        self._ids += row[0]
        self.council.append(self._councils.setdefault(row[1], len(self._councils)))
        first, last = self._name(values)
        self.first.append(first)
        self.last.append(last)
        exact = values.get(identity.exact) or ""
        number = int(exact) if exact.isascii() and exact.isdigit() and len(exact) in _EXACT_DIGITS else 0
        self.exact.append(number)
        self.exact_sound.append(ids.national_id_ok(exact) if number else False)
        self.birth.append(_day(values.get(identity.birth)))
        phones = sorted((int(each) for each in values.get(identity.phones) or () if each.isascii() and each.isdigit()), key=_mobile_first)
        self.phone.append(phones[0] if phones else 0)
        self.phone2.append(phones[1] if len(phones) > 1 else 0)
        self.home.append(self._home(values))
        self.sex.append(_sex(values.get(identity.sex)) or _sex(values.get("prefix")))
        return len(self.council) - 1

    def _name(self, values: Mapping[str, Any]) -> tuple[int, int]:
        """A prefix glued to the first name is none of it; a last name that was typed there goes where it belongs."""
        texts = [values.get(name) or "" for name in self._register.identity.name]
        first = texts[0] if texts else ""
        known = self._split.get(first)
        if known is None:
            prefix, given, rest = thai.split_name(first) if self._register.has("prefix") else ("", first, "")
            if not (prefix or (rest and not any(texts[1:]))):
                given, rest = first, ""
            known = self._split[first] = (self._number(given or first), rest)
        last = " ".join(text for text in (known[1], *texts[1:]) if text)
        return known[0], self._number(last)

    def _number(self, name: str) -> int:
        plain = _ASIDE.sub(" ", thai.fold(name)).replace(" ", "")
        number = self._numbers.get(plain)
        if number is None:
            number = self._numbers[plain] = len(self.names)
            self.names.append(plain)
            key = thai.match_key(plain)
            self.key_of.append(self._keys.setdefault(key, len(self._keys)))
        return number

    def _home(self, values: Mapping[str, Any]) -> int:
        parts = [thai.fold(str(value)).replace(" ", "") if (value := values.get(name)) is not None else "" for name in self._home_fields]
        if not parts or parts[0] in _NOWHERE:
            return 0
        return self._homes.setdefault(tuple(parts), len(self._homes))

    @property
    def _home_fields(self) -> tuple[str, ...]:
        return self._register.identity.home


def _day(text: str | None) -> int:
    """19600501 of 1960-05-01, 19600000 of 1960; 0 where nothing is known."""
    return int(text.replace("-", "").ljust(8, "0")) if text else 0


def _mobile_first(number: int) -> tuple[bool, int]:
    return number < 600_000_000, number


def _sex(text: str | None) -> int:
    """1 a man, 2 a woman, 0 not known."""
    if not text:
        return 0
    if text in _MEN:
        return 1
    return 2 if text in _WOMEN or thai.expand_prefix(text) in _WOMEN else 0
