"""The table of hardship cases, the states of a case and the pure rules of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.base.errors import Refused
from desktop.base.i18n import N_
from desktop.records.checks import in_order, not_negative
from desktop.records.codes import CodeLists
from desktop.records.register import Level, Problem
from desktop.records.rules import Score
from desktop.store.schema import Baht, Base, Record, TextSet, record_indexes


class HardshipCase(Record, Base):
    """What a household or a person needs, and how far help has come (domain.md §2.4-2.5)."""

    __tablename__ = "cases"
    __table_args__ = record_indexes("cases", "household", "person", "same_as")
    household: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    person: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    needs: Mapped[tuple[str, ...] | None] = mapped_column(TextSet)
    dimensions: Mapped[tuple[str, ...] | None] = mapped_column(TextSet)
    problem: Mapped[str | None] = mapped_column(Text)
    wish: Mapped[str | None] = mapped_column(Text)
    urgency: Mapped[str | None] = mapped_column(String(40))
    status: Mapped[str | None] = mapped_column(String(40))
    programme: Mapped[str | None] = mapped_column(Text)
    budget: Mapped[Decimal | None] = mapped_column(Baht)
    number: Mapped[str | None] = mapped_column(Text)
    tags: Mapped[tuple[str, ...] | None] = mapped_column(TextSet)
    score: Mapped[int | None] = mapped_column(Integer)
    score_parts: Mapped[str | None] = mapped_column(Text)
    score_version: Mapped[str | None] = mapped_column(Text)
    rank: Mapped[int | None] = mapped_column(Integer)
    programme_code: Mapped[str | None] = mapped_column(String(40))
    programme_year: Mapped[int | None] = mapped_column(Integer)
    approved: Mapped[Decimal | None] = mapped_column(Baht)
    responsible: Mapped[str | None] = mapped_column(Text)
    same_as: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    opened_on: Mapped[str | None] = mapped_column(String(10))
    next_visit_on: Mapped[str | None] = mapped_column(String(10))
    closed_on: Mapped[str | None] = mapped_column(String(10))
    outcome: Mapped[str | None] = mapped_column(Text)


class CaseStep(Record, Base):
    """A step in a case's history (ประวัติสถานะ): made by deeds only, never edited."""

    __tablename__ = "case_steps"
    __table_args__ = record_indexes("case_steps", "case", "resolution", "picture")
    case: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    state: Mapped[str | None] = mapped_column(String(40))
    from_state: Mapped[str | None] = mapped_column(String(40))
    on: Mapped[str | None] = mapped_column(String(10))
    by: Mapped[str | None] = mapped_column(Text)
    resolution: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    picture: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    reason: Mapped[str | None] = mapped_column(Text)


class CaseFund(Record, Base):
    """A contribution to the cost of a case (สมทบ): money, material or work-days."""

    __tablename__ = "case_funds"
    __table_args__ = record_indexes("case_funds", "case", "partner")
    case: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    source: Mapped[str | None] = mapped_column(String(40))
    form: Mapped[str | None] = mapped_column(String(40))
    amount: Mapped[Decimal | None] = mapped_column(Baht)
    work_days: Mapped[int | None] = mapped_column(Integer)
    partner: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    given_on: Mapped[str | None] = mapped_column(String(10))
    note: Mapped[str | None] = mapped_column(Text)


class CaseVisit(Record, Base):
    """A visit to follow a case up (ติดตามเยี่ยม)."""

    __tablename__ = "case_visits"
    __table_args__ = record_indexes("case_visits", "case")
    case: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    visited_on: Mapped[str | None] = mapped_column(String(10))
    visitor: Mapped[str | None] = mapped_column(Text)
    findings: Mapped[str | None] = mapped_column(Text)
    next_on: Mapped[str | None] = mapped_column(String(10))


# The chain of domain.md §2.4. Nobody types a state: each is reached by its deed, through its guard (docs/cases.md).
CHAIN = ("C10", "C20", "C30", "C40", "C50", "C60", "C70", "C80", "C90")
EXITS = ("X10", "X20", "X30", "X40", "X50", "X60")
OPEN = frozenset(CHAIN[:7])  # something is still to be done
CLOSED = frozenset({"C90", *EXITS})
SETTLED = CLOSED | {"C80"}  # locked but for the follow-up
RANKED = "C40"
NEXT: Mapping[str, frozenset[str]] = {
    state: frozenset({*CHAIN[number + 1 : number + 2], *(EXITS if state in OPEN else ())}) for number, state in enumerate(CHAIN)
} | dict.fromkeys(EXITS, frozenset())
BACK: Mapping[str, str] = {state: CHAIN[number] for number, state in enumerate(CHAIN[1:8])}  # C20-C80; what is closed is reopened
# What the public is told: four words for the nine states; an exit has none.
PUBLIC: Mapping[str, str] = (
    {"C10": N_("Not followed up yet")}
    | dict.fromkeys(("C20", "C30", "C40", "C50"), N_("Being prepared"))
    | dict.fromkeys(("C60", "C70"), N_("Under way"))
    | dict.fromkeys(("C80", "C90"), N_("Succeeded"))
)
CERTIFYING = frozenset({"CERTIFY", "APPROVE"})  # kinds of resolutions

_FOLLOW_UP = frozenset({"next_visit_on", "outcome", "responsible"})
_PROPOSED = frozenset({"programme_code", "programme_year", "budget"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is brought forward for a step; blank where nothing is. `ring`: the case it is the same as leads back to itself."""

    reason: str | None = None
    resolution_kind: str | None = None
    meeting_status: str | None = None
    amount: Decimal | None = None
    ceiling: Decimal | None = None
    picture: bytes | None = None
    referred: bool = False
    same_as: bytes | None = None
    ring: bool = False
    outcome: str | None = None


Case = Mapping[str, Any]
Guard = Callable[[Case, Evidence], None]


def _anything(case: Case, shown: Evidence) -> None:
    pass


def _known(case: Case, shown: Evidence) -> None:
    if not case.get("problem") and not case.get("needs"):
        raise Refused(N_("Write the problem or the needs first: there is nothing to verify yet."), code="nothing_known", field="problem")


def _resolved(case: Case, shown: Evidence) -> None:
    if shown.resolution_kind is None:
        raise Refused(N_("Choose the resolution."), code="resolution_missing", field="resolution")
    if shown.meeting_status != "HELD":
        raise Refused(N_("That meeting is not marked as held."), code="meeting_not_held", field="resolution")
    if shown.resolution_kind not in CERTIFYING:
        raise Refused(N_("That resolution certifies or approves nothing."), code="resolution_kind", field="resolution")


def _within_ceiling(case: Case, shown: Evidence) -> None:
    if shown.amount is None or shown.amount < 0:
        raise Refused(N_("Write the amount of money."), code="amount_missing", field="amount")
    if shown.ceiling is not None and shown.amount > shown.ceiling and not shown.reason:
        raise Refused(
            N_("{amount} baht is above the ceiling of {ceiling} baht for this programme and year. Mend it, or write the reason."),
            code="above_ceiling",
            field="reason",
            amount=baht(shown.amount),
            ceiling=baht(shown.ceiling),
        )


def _pictured(missing: str) -> Guard:
    def guard(case: Case, shown: Evidence) -> None:
        if shown.picture is None and not shown.reason:
            raise Refused(missing, code="photo_missing", field="reason")

    return guard


def _told(case: Case, shown: Evidence) -> None:
    if not shown.outcome:
        raise Refused(N_("Write what came of it."), code="outcome_missing", field="outcome")


def _referred(case: Case, shown: Evidence) -> None:
    if not shown.referred:
        raise Refused(N_("No referral of this case is on record. Refer it to a partner first."), code="referral_missing")


def _reasoned(case: Case, shown: Evidence) -> None:
    if not shown.reason:
        raise Refused(N_("Write the reason."), code="reason_missing", field="reason")


def _duplicate(case: Case, shown: Evidence) -> None:
    if shown.same_as is None:
        raise Refused(N_("Choose the case that this one repeats."), code="same_as_missing", field="same_as")
    if shown.ring:
        raise Refused(N_("That case is this one, or is itself a duplicate of this one."), code="same_as_itself", field="same_as")


# By the state gone to; raises Refused, its field being the question to answer.
GUARDS: Mapping[str, Guard] = {
    "C20": _known,
    "C30": _resolved,
    "C40": _anything,
    "C50": _within_ceiling,
    "C60": _within_ceiling,
    "C70": _pictured(N_("Add a photo from before the work, or write why there is none.")),
    "C80": _pictured(N_("Add a photo from after the work, or write why there is none.")),
    "C90": _told,
    "X10": _referred,
    "X20": _anything,
    "X30": _reasoned,
    "X40": _reasoned,
    "X50": _reasoned,
    "X60": _duplicate,
}


def step_allowed(case: Case, state: str, shown: Evidence) -> None:
    """Raises Refused unless a case may go to `state` with what is shown for it."""
    if state not in NEXT.get(case.get("status") or "", ()):
        raise Refused(N_("From where the case stands, this step can't be taken."), code="not_next")
    GUARDS[state](case, shown)


def locked(values: Case) -> frozenset[str]:
    """What nobody types any more: all but the follow-up of a settled case; what was proposed once it is proposed."""
    status = values.get("status")
    if status in SETTLED:
        return frozenset(_TYPED - _FOLLOW_UP)
    return _PROPOSED if status in ("C50", "C60", "C70") else frozenset()


_TYPED = _PROPOSED | _FOLLOW_UP | {
    "household", "person", "needs", "dimensions", "problem", "wish", "tags", "urgency", "programme", "opened_on",
}  # fmt: skip


def placed(order: Sequence[bytes], record: bytes, place: int) -> list[bytes]:
    """A rank list with a record at a place (from 1); at the end where it is shorter."""
    rest = [each for each in order if each != record]
    at = max(0, place - 1)
    return [*rest[:at], record, *rest[at:]]


def by_score(cases: Sequence[tuple[bytes, Case]], urgencies: Sequence[str]) -> list[bytes]:
    """Ids by falling score; what is equal by urgency, then by who waits longest, then by number."""
    last = len(urgencies)

    def key(pair: tuple[bytes, Case]) -> tuple[Any, ...]:
        record, case = pair
        urgency = case.get("urgency")
        rank = urgencies.index(urgency) if urgency in urgencies else last
        return -(case.get("score") or 0), rank, case.get("opened_on") or "9999", case.get("number") or "", record

    return [record for record, _case in sorted(cases, key=key)]


@dataclass(frozen=True, slots=True)
class Bill:
    """What a case costs and who pays. `covered` is what was approved and contributed; `missing` below zero is more than is needed."""

    budget: Decimal | None
    approved: Decimal
    contributed: Decimal
    work_days: int
    help: Decimal

    @property
    def covered(self) -> Decimal:
        """What is paid for, in money or kind."""
        return self.approved + self.contributed

    @property
    def missing(self) -> Decimal | None:
        """What is still to be found; None while nobody wrote a budget."""
        return None if self.budget is None else self.budget - self.covered


def bill(case: Case, funds: Sequence[Mapping[str, Any]], helped: Sequence[Mapping[str, Any]]) -> Bill:
    """The sums of one case, to the satang."""
    nothing = Decimal(0)
    return Bill(
        case.get("budget"),
        case.get("approved") or nothing,
        sum((each["amount"] or nothing for each in funds), nothing),
        sum(each["work_days"] or 0 for each in funds),
        sum((each["value"] or nothing for each in helped), nothing),
    )


def ceiling(codes: CodeLists, programme: str | None, year: int | None) -> Decimal | None:
    """The most a programme gives in a year; None where none is known. Of several, the one that came last holds."""
    if programme is None or year is None:
        return None
    known = [each for each in codes.entries("ceiling", year) if each.group == programme and each.amount is not None]
    return max(known, key=lambda each: each.valid_from or 0).amount if known else None


def parts_text(found: Score) -> str:
    """How a score came about, in codes: what counted, and what could not be answered."""
    told = [(part, f" {part.points:+f}".removesuffix(".00") if part.held else " ?") for part in found.parts if part.held is not False]
    return "; ".join(part.code + points for part, points in told)


def household_facts(household: Mapping[str, Any], people: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What the score rules may ask of a household beyond its fields: sums, and what is said of its people together."""
    if not household:
        return {}
    count = household["member_count"] or len(people) or None
    month = household["income_month"]
    told = [household[name] for name in ("income_main", "income_second", "income_other", "income_own") if household[name] is not None]
    year = sum(told, Decimal(0)) if told else month * 12 if month is not None else None
    month = month if month is not None else year / 12 if year is not None else None
    return {
        "member_count": count,
        "income_year": year,
        "income_per_head": (month / count).quantize(Decimal("0.01")) if month is not None and count else None,
        "vulnerable": tuple(sorted({code for each in people for code in each["vulnerable"] or ()})) if people else None,
        "school_status": tuple(sorted({each["school_status"] for each in people if each["school_status"]})) or None,
    }


def baht(amount: Decimal) -> str:
    """Money as it is read."""
    return f"{amount:,.2f}".removesuffix(".00")


def problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """A case is somebody's; a closed one says when, and what came of it."""
    found = []
    if not values.get("household") and not values.get("person"):
        found.append(Problem("household", "whose_missing", N_("Choose the household or the person in hardship.")))
    if values.get("status") in CLOSED and not values.get("closed_on"):
        found.append(Problem("closed_on", "closed_on_missing", N_("The case is closed: write the day."), Level.WARNING))
    found += in_order(values, "opened_on", "closed_on")
    return found


def fund_problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """A contribution is money or material of some value, or work-days."""
    found = []
    if values.get("amount") is None and values.get("work_days") is None:
        found.append(Problem("amount", "amount_missing", N_("Write the amount, or the work-days.")))
    found += not_negative(values, "amount")
    return found


def visit_problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """The next visit comes after this one."""
    return in_order(values, "visited_on", "next_on")
