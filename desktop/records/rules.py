"""Rule tables: when a rule of a code list holds for a case, and the points of all that hold. Pure; what is not known counts for nothing.

A rule is written so that the regional office can read and change it:
`household.income_per_head <= 3000`, `household.toilet = T0`, `household.house_condition in HC1 HC2`, `household.vulnerable has V_BED V_DIS`
(any of them), `household.damage count >= 3`, `household.debt > household.income_year`; several joined by `and`."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from desktop.base import thai
from desktop.base.errors import Refused
from desktop.base.i18n import N_
from desktop.records.codes import Code, version

# What a rule may ask: "" is a number, else the name of a code list. Blank is not known.
FACTS: Mapping[str, str] = {
    "household.income_per_head": "",  # baht a month
    "household.income_month": "",
    "household.income_year": "",
    "household.debt": "",
    "household.savings": "",
    "household.rent_month": "",
    "household.member_count": "",
    "household.without_income": "",
    "household.house_condition": "house_condition",
    "household.tenure": "tenure",
    "household.toilet": "toilet",
    "household.damage": "damage",
    "household.disasters": "disaster",
    "household.vulnerable": "vulnerable",  # of anybody in it
    "household.school_status": "school_status",  # of anybody in it
    "person.age": "",
    "person.vulnerable": "vulnerable",
    "person.school_status": "school_status",
    "person.income_month": "",
    "case.needs": "need",
    "case.dimensions": "dimension",
    "case.tags": "quality_of_life",
    "case.urgency": "urgency",
}
SETS = frozenset(
    {
        "household.damage",
        "household.disasters",
        "household.vulnerable",
        "household.school_status",
        "person.vulnerable",
        "case.needs",
        "case.dimensions",
        "case.tags",
    }
)

Facts = Mapping[str, Any]
_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "!=": operator.ne,
}
_ANY, _NONE = "any", "none"
_AMONG = (_ANY, _NONE)
_AND = frozenset({"and", "และ"})
_TOKEN = re.compile(r"[\s,]*([<>=!≤≥≠]+|\d[\d,.]*(?![^\s<>=!≤≥≠,])|[^\s<>=!≤≥≠,]+)")
_SIGNS = {"≤": "<=", "≥": ">=", "≠": "!="}
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: a fact, how it is looked at ('any of the codes', 'none of them', or a comparison of it or of its count), and with what."""

    fact: str
    how: str
    codes: frozenset[str] = frozenset()
    counted: bool = False
    number: Decimal | None = None
    other: str = ""  # a fact to compare with

    def holds(self, facts: Facts) -> bool | None:
        """Whether it holds; None when what it asks is not known."""
        value = facts.get(self.fact)
        if value is None or value == "":
            return None
        if self.how in _AMONG:
            among = not self.codes.isdisjoint((value,) if isinstance(value, str) else value)
            return among if self.how == _ANY else not among
        against = facts.get(self.other) if self.other else self.number
        return None if against is None else _COMPARE[self.how](len(value) if self.counted else value, against)


Rule = tuple[Condition, ...]  # all must hold


@dataclass(frozen=True, slots=True)
class Part:
    """One rule of a score: `held` is None where it can't be told."""

    code: str
    label: str
    points: Decimal
    held: bool | None


@dataclass(frozen=True, slots=True)
class Score:
    """The points of the rules that hold, all rules with what became of them, and the version of the table they are of."""

    total: Decimal
    parts: tuple[Part, ...]
    version: str


def parse(text: str) -> Rule:
    """The rule in a text. Refused 'rule' (field 'rule'), with the place of the word that is wrong, counted from 1."""
    return _Reader(thai.arabic_digits(text)).rule()


def evaluate(rule: Rule, facts: Facts) -> bool | None:
    """Whether a rule holds; None when that hangs on something that is not known."""
    found = [condition.holds(facts) for condition in rule]
    return False if False in found else None if None in found else True


def score(entries: Sequence[Code], facts: Facts) -> Score:
    """The score by a table of rules. A rule that can't be read (of a newer program) counts as not known."""
    parts = tuple(Part(entry.code, entry.label(), entry.amount or Decimal(0), _held(entry.rule, facts)) for entry in entries)
    return Score(sum((part.points for part in parts if part.held), Decimal(0)), parts, version(entries))


def _held(text: str, facts: Facts) -> bool | None:
    try:
        return evaluate(parse(text), facts)
    except Refused:
        return None


class _Reader:
    """Reads a rule word by word."""

    def __init__(self, text: str) -> None:
        self._words = [(_SIGNS.get(found[1], found[1]), found.start(1) + 1) for found in _TOKEN.finditer(text)]
        self._end = len(text) + 1
        self._at = 0

    def rule(self) -> Rule:
        """Everything there is."""
        conditions = [self._condition()]
        while self._at < len(self._words):
            if self._next().lower() not in _AND:
                raise self._wrong(N_("At letter {place}: “and” was expected, not “{word}”."))
            conditions.append(self._condition())
        return tuple(conditions)

    def _condition(self) -> Condition:
        fact = self._next()
        if fact not in FACTS:
            raise self._wrong(N_("At letter {place}: there is nothing called “{word}” to ask for."))
        how = self._next().lower()
        if not FACTS[fact]:
            return self._compared(fact, how, counted=False)
        if how == "count" and fact in SETS:
            return self._compared(fact, self._next(), counted=True)
        if how in ("=", "!="):
            return Condition(fact, _ANY if how == "=" else _NONE, frozenset({self._code()}))
        if how not in ("in", "has"):
            raise self._misfit()
        codes = {self._code()}
        while self._at < len(self._words) and self._words[self._at][0].lower() not in _AND:
            codes.add(self._code())
        return Condition(fact, _ANY, frozenset(codes))

    def _compared(self, fact: str, how: str, *, counted: bool) -> Condition:
        if how not in _COMPARE:
            raise self._misfit()
        word = self._next()
        if FACTS.get(word) == "":
            return Condition(fact, how, counted=counted, other=word)
        if not _NUMBER.fullmatch(word):
            raise self._wrong(N_("At letter {place}: a number was expected, not “{word}”."))
        return Condition(fact, how, counted=counted, number=Decimal(word.replace(",", "")))

    def _code(self) -> str:
        word = self._next()
        if word.lower() in _AND or word in FACTS or not word[0].isalnum():
            raise self._wrong(N_("At letter {place}: a code was expected, not “{word}”."))
        return word

    def _next(self) -> str:
        if self._at >= len(self._words):
            raise Refused(N_("At letter {place}: the rule breaks off."), code="rule", field="rule", place=self._end)
        self._at += 1
        return self._words[self._at - 1][0]

    def _misfit(self) -> Refused:
        return self._wrong(N_("At letter {place}: “{word}” does not fit here."))

    def _wrong(self, message: str) -> Refused:
        word, place = self._words[self._at - 1]
        return Refused(message, code="rule", field="rule", word=word, place=place)
