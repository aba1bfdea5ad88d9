"""What was done for people and how councils work, as lines: cases as the public is told of them, help, referrals, levels, meetings."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, TypeVar

from desktop.base.dates import fiscal_year
from desktop.records.codes import CodeLists
from desktop.reports.facts import Dated, Facts, Help
from desktop.reports.lines import Line, grouped

T = TypeVar("T")

ORDINARY_A_YEAR = 4  # meetings a council holds at least (s.27)
WAITING, WITHDRAWN = "SENT", "WITHDRAWN"  # states of a referral without a result, in the code list referral_state


class Care:
    """The counting, over facts already read; `councils` are those that count."""

    def __init__(self, facts: Facts, codes: CodeLists, councils: Iterable[bytes], today: str) -> None:
        self.facts = facts
        self.codes = codes
        self.councils = set(councils)
        self.help = list(facts.help.values())
        self.held = Counter(each.council for each in facts.meetings.values() if each.day[:4] == today[:4])
        self.help_of = grouped(self.help, lambda given: given.council)
        self.sent = Counter(each.council for each in facts.referrals.values())
        self.agreeing = Counter(each.council for each in facts.consents.values() if each.agreed)
        self.level = {each.council: each.code for each in sorted(facts.assessments.values(), key=lambda each: each.day)}

    def of(self, councils: Iterable[bytes]) -> dict[str, Any]:
        """What some councils have, for their line."""
        uids = set(councils)
        return _summed([given for uid in uids for given in self.help_of.get(uid, ())]) | {
            "referrals": sum(self.sent[uid] for uid in uids),
            "agreed": sum(self.agreeing[uid] for uid in uids),
            "meetings": sum(self.held[uid] for uid in uids),
        }

    def helped(self) -> Decimal:
        """The value of all help, in baht."""
        return _value(self.help)

    def met(self) -> int:
        """Councils that held their ordinary meetings of this calendar year."""
        return sum(self.held[uid] >= ORDINARY_A_YEAR for uid in self.councils)

    def agreed(self) -> int:
        """Households in which somebody agreed."""
        return self.agreeing.total()

    def by_public(self) -> tuple[Line, ...]:
        """Cases in the four words for the public, and those that ended another way: the group of each status in the code list."""
        groups = {entry.code: entry.group for entry in self.codes.entries("case_status")}
        cases = grouped(self.facts.cases.values(), lambda case: groups.get(case.status, ""))
        return self._coded(
            "case_public", cases, lambda found: {"cases": len(found), "households": len({case.household for case in found} - {None})}
        )

    def by_help_year(self) -> tuple[Line, ...]:
        """Help by fiscal year (B.E.), the oldest first."""
        years = grouped(self.help, lambda given: str(fiscal_year(dt.date.fromisoformat(given.given_on))) if given.given_on else "")
        return tuple(
            Line(key=year, label_th=year, label_en=year, **_summed(years[year])) for year in sorted(years, key=lambda year: year or "9999")
        )

    def by_help_giver(self) -> tuple[Line, ...]:
        """Help by the kind of partner it came from; what came from nobody on the list of partners stands last."""
        return self._coded("partner_kind", grouped(self.help, lambda given: given.giver), _summed)

    def by_help_kind(self) -> tuple[Line, ...]:
        """Help by its kind."""
        return self._coded("help_kind", grouped(self.help, lambda given: given.kind), _summed)

    def by_referral(self) -> tuple[Line, ...]:
        """Referrals by their result; those that wait for an answer or were withdrawn have lines of their own."""
        results = grouped(self.facts.referrals.values(), lambda sent: sent.code)
        states = {state: results.pop(state, []) for state in (WAITING, WITHDRAWN)}
        without: list[Line] = [self._line("referral_state", state, {"referrals": len(found)}) for state, found in states.items()]
        answered = self._coded("referral_result", results, _referrals)
        return (*(line for line in answered if line.key), *without, *(line for line in answered if not line.key))

    def by_level(self) -> tuple[Line, ...]:
        """Councils by the level they were found at last."""
        levels = grouped(self.councils, lambda uid: self.level.get(uid, ""))
        return self._coded("strength_level", levels, lambda found: {"councils": len(found)})

    def _coded(self, name: str, found: dict[str, list[T]], count: Callable[[list[T]], dict[str, Any]]) -> tuple[Line, ...]:
        """A line for each code of a list in its order, for other codes that are in use, and last for those not stated."""
        codes = [entry.code for entry in self.codes.entries(name)]
        rest = sorted(set(found) - set(codes) - {""})
        return tuple(self._line(name, code, count(found.get(code, []))) for code in (*codes, *rest, *([""] if "" in found else [])))

    def _line(self, name: str, code: str, counted: dict[str, Any]) -> Line:
        thai, english = (self.codes.label(name, code, language) if code else "" for language in ("th", "en"))
        return Line(key=code, label_th=thai, label_en=english, **counted)


def _value(help_: Iterable[Help]) -> Decimal:
    return sum((given.value for given in help_), Decimal(0))


def _summed(found: list[Help]) -> dict[str, Any]:
    return {"given": len(found), "value": _value(found)}


def _referrals(found: list[Dated]) -> dict[str, Any]:
    return {"referrals": len(found)}
