"""The table of people and the pure rules of one person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Boolean, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.base.i18n import N_
from desktop.records.checks import in_order, not_negative
from desktop.records.register import Level, Problem
from desktop.store.schema import Baht, Base, Record, TextSet, record_indexes


class Person(Record, Base):
    """A person; nothing of identity is mandatory but one name (domain.md §0.5)."""

    __tablename__ = "people"
    __table_args__ = (
        *record_indexes("people"),
        Index("ix_people_national_id", "national_id"),
        Index("ix_people_match", "match"),
        # By these, too, one person entered twice is found (records/matching.py)
        Index("ix_people_birth_date", "birth_date"),
        Index("ix_people_phones", "phones"),
        Index("ix_people_council_house_no", "council", "house_no"),
    )
    prefix: Mapped[str | None] = mapped_column(Text)
    first_name: Mapped[str | None] = mapped_column(Text)
    last_name: Mapped[str | None] = mapped_column(Text)
    sex: Mapped[str | None] = mapped_column(String(10))
    national_id: Mapped[str | None] = mapped_column(String(40))
    no_id_reason: Mapped[str | None] = mapped_column(String(20))
    birth_date: Mapped[str | None] = mapped_column(String(10))
    phones: Mapped[tuple[str, ...] | None] = mapped_column(TextSet)
    house_no: Mapped[str | None] = mapped_column(Text)
    moo: Mapped[int | None] = mapped_column(Integer)
    village: Mapped[str | None] = mapped_column(Text)
    tambon_code: Mapped[str | None] = mapped_column(String(6))
    near_house_no: Mapped[str | None] = mapped_column(Text)
    soi: Mapped[str | None] = mapped_column(Text)
    road: Mapped[str | None] = mapped_column(Text)
    postcode: Mapped[str | None] = mapped_column(Text)
    known_as: Mapped[str | None] = mapped_column(Text)
    marital: Mapped[str | None] = mapped_column(String(40))
    education: Mapped[str | None] = mapped_column(String(40))
    income_month: Mapped[Decimal | None] = mapped_column(Baht)
    welfare_card: Mapped[bool | None] = mapped_column(Boolean(create_constraint=False))
    body_state: Mapped[str | None] = mapped_column(String(40))
    self_care: Mapped[bool | None] = mapped_column(Boolean(create_constraint=False))
    died_on: Mapped[str | None] = mapped_column(String(10))
    school_status: Mapped[str | None] = mapped_column(String(40))
    school: Mapped[str | None] = mapped_column(Text)
    school_level: Mapped[str | None] = mapped_column(Text)
    out_since: Mapped[str | None] = mapped_column(String(10))
    out_reasons: Mapped[tuple[str, ...] | None] = mapped_column(TextSet)
    out_now: Mapped[str | None] = mapped_column(String(40))
    learning_wish: Mapped[str | None] = mapped_column(Text)
    occupation: Mapped[str | None] = mapped_column(Text)
    vulnerable: Mapped[tuple[str, ...] | None] = mapped_column(TextSet)
    note: Mapped[str | None] = mapped_column(Text)


class Consent(Record, Base):
    """A person's consent to keep data (ความยินยอม), one row for each time it was asked (PDPA s.19, s.26)."""

    __tablename__ = "consents"
    __table_args__ = record_indexes("consents", "person")
    person: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    text_version: Mapped[str | None] = mapped_column(String(40))
    given_on: Mapped[str | None] = mapped_column(String(10))
    answer: Mapped[str | None] = mapped_column(String(40))
    sensitive_too: Mapped[bool | None] = mapped_column(Boolean(create_constraint=False))
    purposes: Mapped[tuple[str, ...] | None] = mapped_column(TextSet)
    given_by: Mapped[str | None] = mapped_column(Text)
    giver_name: Mapped[str | None] = mapped_column(Text)
    channel: Mapped[str | None] = mapped_column(String(40))
    asked_by: Mapped[str | None] = mapped_column(Text)
    withdrawn_on: Mapped[str | None] = mapped_column(String(10))
    withdrawn_how: Mapped[str | None] = mapped_column(String(40))
    note: Mapped[str | None] = mapped_column(Text)


GIVEN, REFUSED = "GIVEN", "REFUSED"  # of the code list `consent_answer`
OUT_OF_SCHOOL = ("OUT", "NEVER")  # of the code list `school_status`

# Fields on which PDPA section 26 asks for a consent of its own, with their labels.
SECTION_26: Mapping[str, str] = {
    "vulnerable": N_("Vulnerable"),
    "body_state": N_("State of health"),
    "self_care": N_("Can look after self"),
    "out_reasons": N_("Reasons for leaving school"),
}


def problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """A person needs one name, and dies after being born; what is said of ID and school fits together."""
    found = []
    if not values.get("first_name") and not values.get("last_name"):
        found.append(Problem("first_name", "name_missing", N_("Write at least one name.")))
    if values.get("national_id") and values.get("no_id_reason"):
        found.append(
            Problem("no_id_reason", "id_and_reason", N_("There is a national ID, so no reason for having none is needed."), Level.WARNING)
        )
    if _before(values.get("died_on"), values.get("birth_date")):
        found.append(Problem("died_on", "died_before_born", N_("This lies before the birth date.")))
    found += not_negative(values, "income_month")
    return [*found, *_school_problems(values)]


def _school_problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    out = values.get("school_status") in OUT_OF_SCHOOL
    found = []
    if not out and values.get("out_reasons"):
        found.append(
            Problem(
                "school_status", "reasons_but_in_school", N_("Reasons for leaving school are given, but not that they left."), Level.WARNING
            )
        )
    elif not out and any(values.get(name) for name in ("out_since", "out_now")):
        found.append(
            Problem(
                "school_status", "out_but_in_school", N_("This says that they left school, the schooling says otherwise."), Level.WARNING
            )
        )
    if values.get("school_status") == "NEVER" and values.get("out_since"):
        found.append(Problem("out_since", "never_in_school", N_("Who was never in school did not leave it."), Level.WARNING))
    if _before(values.get("out_since"), values.get("birth_date")):
        found.append(Problem("out_since", "before_birth", N_("This lies before the birth date."), Level.WARNING))
    return found


def _before(one: str | None, other: str | None) -> bool:
    """Whether one partial date surely lies before another: told apart as far as both are known."""
    if not one or not other:
        return False
    length = min(len(one), len(other))
    return one[:length] < other[:length]


def consent_problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """Consent is withdrawn after it was given, and a child's is given by somebody who is named (PDPA s.19, s.20)."""
    found = in_order(values, "given_on", "withdrawn_on")
    if values.get("answer") == REFUSED and values.get("withdrawn_on"):
        found.append(Problem("withdrawn_on", "refused_and_withdrawn", N_("What was refused can't be withdrawn."), Level.WARNING))
    if values.get("given_by") not in (None, "SELF") and not values.get("giver_name"):
        found.append(Problem("giver_name", "giver_missing", N_("Write the name of who gave it for them."), Level.WARNING))
    return found
