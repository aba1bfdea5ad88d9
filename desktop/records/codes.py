"""Code lists (รายการรหัส): codes with labels in both languages, their source and the years they hold; shipped as data, kept by the region."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from desktop.base import i18n, thai
from desktop.base.paths import resource

_STEP = 10  # between the places of two shipped entries, so that others fit in


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of a code list. `also` are other words people write for it, for imports and typing; `group` what it belongs to; `amount`
    its points or ceiling, `rule` when it counts (records/rules.py); the years are B.E., inclusive, None is for ever."""

    code: str
    label_th: str
    label_en: str
    also: tuple[str, ...] = ()
    source: str = ""
    group: str = ""
    amount: Decimal | None = None
    rule: str = ""
    valid_from: int | None = None
    valid_to: int | None = None

    def label(self, language: str | None = None) -> str:
        """The label in a language (default: the one in use); the other one where that is blank."""
        first, second = self.label_th, self.label_en
        if (language or i18n.language()) != "th":
            first, second = second, first
        return first or second

    def valid(self, year: int) -> bool:
        """Whether it holds in a B.E. year."""
        return (self.valid_from is None or self.valid_from <= year) and (self.valid_to is None or self.valid_to >= year)


class CodeLists:
    """All code lists by name; entries stay in the order people know. What is no longer valid keeps its meaning for ever."""

    def __init__(self, lists: Mapping[str, Sequence[Code]], words: Mapping[str, Mapping[str, str]] | None = None) -> None:
        """`words` by list are further words for codes, used where no entry claims them."""
        self._lists = {name: {entry.code: entry for entry in entries} for name, entries in lists.items()}
        self._words = {name: {**(words or {}).get(name, {}), **_words(entries)} for name, entries in lists.items()}

    def names(self) -> list[str]:
        """The names of all lists."""
        return list(self._lists)

    def entries(self, name: str, *years: int) -> list[Code]:
        """The entries of a list, in order; only those valid in one of the B.E. years where any are given."""
        return [entry for entry in self._lists[name].values() if not years or any(map(entry.valid, years))]

    def get(self, name: str, code: str) -> Code | None:
        """The entry of a code, or None."""
        return self._lists[name].get(code)

    def label(self, name: str, code: str, language: str | None = None) -> str:
        """The label of a code; the text itself where it is not a code (an open list)."""
        entry = self.get(name, code)
        return entry.label(language) if entry else code

    def code_of(self, name: str, text: str) -> str | None:
        """The code people mean by a text: a code, a label in either language, or one of the words in `also`."""
        return self._words[name].get(thai.fold(text))

    def version(self, name: str, *years: int) -> str:
        """Six hex digits that tell one state of a list from another."""
        return version(self.entries(name, *years))

    def overlaid(self, rows: Iterable[Mapping[str, Any]]) -> CodeLists:
        """These lists with the region's entries (values of the register `codes`) in place of, and beside, the entries of the same code.
        Words that led to a code still do."""
        rows = list(rows)
        if not rows:
            return self  # to fold all words anew takes longer than to open a book
        lists = {name: dict(entries) for name, entries in self._lists.items()}
        places = {name: {code: (at + 1) * _STEP for at, code in enumerate(entries)} for name, entries in lists.items()}
        for row in rows:
            name, code = row["list"], row["code"]
            if not name or not code:
                continue  # half of an entry, out of a merge
            entries, place = lists.setdefault(name, {}), places.setdefault(name, {})
            place[code] = row["position"] if row["position"] is not None else place.get(code, (len(place) + 1) * _STEP)
            entries[code] = _code_of(row)
        ordered = {name: sorted(entries.values(), key=lambda entry: places[name][entry.code]) for name, entries in lists.items()}
        return CodeLists(ordered, self._words)


def version(entries: Iterable[Code]) -> str:
    """Six hex digits that tell one state of a table from another: what its entries say, in whatever order."""
    told = sorted(
        [
            each.code,
            each.label_th,
            each.label_en,
            each.group,
            f"{each.amount or 0:.2f}",
            each.rule,
            each.valid_from or 0,
            each.valid_to or 0,
        ]
        for each in entries
    )
    return hashlib.blake2b(json.dumps(told, ensure_ascii=False).encode(), digest_size=3).hexdigest()


def _words(entries: Sequence[Code]) -> dict[str, str]:
    """Words to codes: a label comes before a word that is merely used for something else, what is in use before what has ended."""
    words: dict[str, str] = {}
    for entry in entries:
        words.setdefault(thai.fold(entry.code), entry.code)
    for ended in (False, True):
        standing = [entry for entry in entries if (entry.valid_to is not None) is ended]
        for entry in standing:
            for word in filter(None, (entry.label_th, entry.label_en)):
                words.setdefault(thai.fold(word), entry.code)
        for entry in standing:
            for word in entry.also:
                words.setdefault(thai.fold(word), entry.code)
    return words


def split_words(text: str | None) -> tuple[str, ...]:
    """The words between bars: 'ปลูกป่า|รักษาป่า'."""
    return tuple(word.strip() for word in (text or "").split("|") if word.strip())


def _code_of(row: Mapping[str, Any]) -> Code:
    label = row["label_th"] or row["label_en"] or row["code"]
    return Code(
        row["code"],
        label,
        row["label_en"] or "",
        split_words(row["also"]),
        row["source"] or "",
        row["group"] or "",
        row["amount"],
        row["rule"] or "",
        row["valid_from"],
        row["valid_to"],
    )


def values_of(name: str, entry: Code) -> dict[str, Any]:
    """An entry of a list as the values of a record of the register `codes`, to be changed there."""
    return {
        "list": name,
        "code": entry.code,
        "label_th": entry.label_th or None,
        "label_en": entry.label_en or None,
        "also": "|".join(entry.also) or None,
        "source": entry.source or None,
        "group": entry.group or None,
        "amount": entry.amount,
        "rule": entry.rule or None,
        "valid_from": entry.valid_from,
        "valid_to": entry.valid_to,
    }


@lru_cache(maxsize=1)
def shipped() -> CodeLists:
    """The lists that come with the program (resources/codes.csv)."""
    lists: dict[str, list[Code]] = {}
    with resource("codes.csv").open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            entry = Code(
                line["code"],
                line["label_th"],
                line["label_en"],
                split_words(line["also"]),
                line["source"],
                line["group"],
                Decimal(line["amount"]) if line["amount"] else None,
                line["rule"],
                int(line["valid_from"]) if line["valid_from"] else None,
                int(line["valid_to"]) if line["valid_to"] else None,
            )
            lists.setdefault(line["list"], []).append(entry)
    return CodeLists(lists)
