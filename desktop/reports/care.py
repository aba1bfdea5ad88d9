"""What was done for people and how councils work, as lines: cases as the public is told of them, help, referrals, levels, meetings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from desktop.base.dates import fiscal_year
from desktop.records.codes import CodeLists
from desktop.reports.facts import Case, Dated, Facts, Help
from desktop.reports.lines import Adding, Line, Part, grouped, ones

T = TypeVar("T")

ORDINARY_A_YEAR = 4  # meetings a council holds at least (s.27)
WAITING, WITHDRAWN = "SENT", "WITHDRAWN"  # states of a referral without a result, in the code list referral_state


class Care:
    """The counting, over facts already read; `councils` are those that count."""

    def __init__(self, facts: Facts, codes: CodeLists, councils: Iterable[bytes], today: str, adding: Adding) -> None:
        self.facts = facts
        self.codes = codes
        self.councils = sorted(councils)
        self.adding = adding
        self.help = list(facts.help.values())
        self.held = grouped((each for each in facts.meetings.values() if each.day[:4] == today[:4]), lambda each: each.council)
        self.help_of = grouped(self.help, lambda one: one.council)
        self.sent = grouped(facts.referrals.values(), lambda each: each.council)
        self.agreeing = grouped((each for each in facts.consents.values() if each.agreed), lambda each: each.council)
        self.level = {each.council: each.code for each in sorted(facts.assessments.values(), key=lambda each: each.day)}

    def of(self, councils: Iterable[bytes]) -> dict[str, Iterable[Part]]:
        """What some councils have, for their line."""
        uids = sorted(set(councils))

        def all_of(found: Mapping[bytes, list[T]]) -> list[T]:
            return [each for uid in uids for each in found.get(uid, ())]

        return given(all_of(self.help_of)) | {
            "referrals": ones("referrals", (each.id for each in all_of(self.sent))),
            "agreed": ones("households", (each.id for each in all_of(self.agreeing))),
            "meetings": ones("meetings", (each.id for each in all_of(self.held))),
        }

    def totals(self) -> dict[str, Iterable[Part]]:
        """The same of all, and the councils that held their ordinary meetings of this calendar year."""
        return given(self.help) | {
            "referrals": ones("referrals", self.facts.referrals),
            "agreed": ones("households", (each.id for found in self.agreeing.values() for each in found)),
            "out_of_school": ones("people", self.facts.out_of_school),
            "met": ones("councils", (uid for uid in self.councils if len(self.held.get(uid, ())) >= ORDINARY_A_YEAR)),
        }

    def by_public(self) -> tuple[Line, ...]:
        """Cases in the four words for the public, and those that ended another way: the group of each status in the code list."""
        groups = {entry.code: entry.group for entry in self.codes.entries("case_status")}
        cases = grouped(self.facts.cases.values(), lambda case: groups.get(case.status, ""))
        return self._coded("by_public", "case_public", cases, of_cases)

    def by_help_year(self) -> tuple[Line, ...]:
        """Help by fiscal year (B.E.), the oldest first."""
        years = grouped(self.help, lambda one: str(fiscal_year(dt.date.fromisoformat(one.given_on))) if one.given_on else "")
        return tuple(
            self.adding.line("by_help_year", year, year, year, given(years[year]))
            for year in sorted(years, key=lambda year: year or "9999")
        )

    def by_help_giver(self) -> tuple[Line, ...]:
        """Help by the kind of partner it came from; what came from nobody on the list of partners stands last."""
        return self._coded("by_help_giver", "partner_kind", grouped(self.help, lambda one: one.giver), given)

    def by_help_kind(self) -> tuple[Line, ...]:
        """Help by its kind."""
        return self._coded("by_help_kind", "help_kind", grouped(self.help, lambda one: one.kind), given)

    def by_referral(self) -> tuple[Line, ...]:
        """Referrals by their result; those that wait for an answer or were withdrawn have lines of their own."""
        results = grouped(self.facts.referrals.values(), lambda sent: sent.code)
        states = {state: results.pop(state, []) for state in (WAITING, WITHDRAWN)}
        without = [self._line("by_referral", "referral_state", state, _referrals(found)) for state, found in states.items()]
        answered = self._coded("by_referral", "referral_result", results, _referrals)
        return (*(line for line in answered if line.key), *without, *(line for line in answered if not line.key))

    def by_level(self) -> tuple[Line, ...]:
        """Councils by the level they were found at last."""
        levels = grouped(self.councils, lambda uid: self.level.get(uid, ""))
        return self._coded("by_level", "strength_level", levels, lambda found: {"councils": ones("councils", found)})

    def _coded(
        self, table: str, name: str, found: dict[str, list[T]], count: Callable[[list[T]], Mapping[str, Iterable[Part]]]
    ) -> tuple[Line, ...]:
        """A line for each code of a list in its order, for other codes that are in use, and last for those not stated."""
        codes = [entry.code for entry in self.codes.entries(name)]
        rest = sorted(set(found) - set(codes) - {""})
        return tuple(self._line(table, name, code, count(found.get(code, []))) for code in (*codes, *rest, *([""] if "" in found else [])))

    def _line(self, table: str, name: str, code: str, counted: Mapping[str, Iterable[Part]]) -> Line:
        thai, english = (self.codes.label(name, code, language) if code else "" for language in ("th", "en"))
        return self.adding.line(table, code, thai, english, counted)


def of_cases(found: Iterable[Case]) -> dict[str, Iterable[Part]]:
    """Cases, and the different households they are about."""
    cases = list(found)
    households = dict.fromkeys(case.household for case in cases if case.household is not None)
    return {"cases": ones("cases", (case.id for case in cases)), "households": ones("households", households)}


def given(found: Iterable[Help]) -> dict[str, Iterable[Part]]:
    """How often help was given, and its value in baht."""
    help_ = list(found)
    return {"given": ones("help", (each.id for each in help_)), "value": [Part("help", each.id, each.value) for each in help_]}


def _referrals(found: Iterable[Dated]) -> dict[str, Iterable[Part]]:
    return {"referrals": ones("referrals", (each.id for each in found))}
