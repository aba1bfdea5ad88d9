"""The tables of households and of the persons in them, and their pure rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Boolean, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.base.i18n import N_, _
from desktop.records.checks import in_order, not_negative
from desktop.records.register import Level, Problem
from desktop.store.schema import Baht, Base, Record, TextSet, record_indexes


class Household(Record, Base):
    """A household in one house (domain.md §2.2)."""

    __tablename__ = "households"
    __table_args__ = (
        *record_indexes("households"),
        Index("ix_households_head", "head"),
        Index("ix_households_house_code", "house_code"),
        Index("ix_households_house_no_moo", "house_no", "moo"),
    )
    house_code: Mapped[str | None] = mapped_column(String(40))
    house_no: Mapped[str | None] = mapped_column(Text)
    near_house_no: Mapped[str | None] = mapped_column(Text)
    moo: Mapped[int | None] = mapped_column(Integer)
    village: Mapped[str | None] = mapped_column(Text)
    tambon_code: Mapped[str | None] = mapped_column(String(40))
    head: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    member_count: Mapped[int | None] = mapped_column(Integer)
    income_month: Mapped[Decimal | None] = mapped_column(Baht)
    debt: Mapped[Decimal | None] = mapped_column(Baht)
    soi: Mapped[str | None] = mapped_column(Text)
    road: Mapped[str | None] = mapped_column(Text)
    postcode: Mapped[str | None] = mapped_column(Text)
    point: Mapped[str | None] = mapped_column(String(40))
    families: Mapped[int | None] = mapped_column(Integer)
    family_no: Mapped[int | None] = mapped_column(Integer)
    income_main: Mapped[Decimal | None] = mapped_column(Baht)
    income_second: Mapped[Decimal | None] = mapped_column(Baht)
    income_other: Mapped[Decimal | None] = mapped_column(Baht)
    income_own: Mapped[Decimal | None] = mapped_column(Baht)
    without_income: Mapped[int | None] = mapped_column(Integer)
    expense_production: Mapped[Decimal | None] = mapped_column(Baht)
    expense_needed: Mapped[Decimal | None] = mapped_column(Baht)
    expense_unneeded: Mapped[Decimal | None] = mapped_column(Baht)
    expense_debt: Mapped[Decimal | None] = mapped_column(Baht)
    makes_ends_meet: Mapped[str | None] = mapped_column(String(40))
    saving_forms: Mapped[tuple[str, ...] | None] = mapped_column(TextSet)
    savings: Mapped[Decimal | None] = mapped_column(Baht)
    rent_month: Mapped[Decimal | None] = mapped_column(Baht)
    mortgage: Mapped[str | None] = mapped_column(String(40))
    land_living: Mapped[Decimal | None] = mapped_column(Baht)
    land_working: Mapped[Decimal | None] = mapped_column(Baht)
    land_hold: Mapped[tuple[str, ...] | None] = mapped_column(TextSet)
    land_document: Mapped[str | None] = mapped_column(Text)
    house_type: Mapped[str | None] = mapped_column(Text)
    wall: Mapped[str | None] = mapped_column(String(40))
    roof: Mapped[str | None] = mapped_column(String(40))
    floor: Mapped[str | None] = mapped_column(String(40))
    toilet: Mapped[str | None] = mapped_column(String(40))
    hygiene: Mapped[tuple[str, ...] | None] = mapped_column(TextSet)
    drinking_water: Mapped[str | None] = mapped_column(String(40))
    electricity: Mapped[str | None] = mapped_column(String(40))
    vehicles: Mapped[tuple[str, ...] | None] = mapped_column(TextSet)
    goods: Mapped[tuple[str, ...] | None] = mapped_column(TextSet)
    improvement: Mapped[str | None] = mapped_column(String(40))
    housing_wish: Mapped[str | None] = mapped_column(Text)
    joins_programme: Mapped[str | None] = mapped_column(String(40))
    disasters: Mapped[tuple[str, ...] | None] = mapped_column(TextSet)
    informant: Mapped[str | None] = mapped_column(Text)
    surveyor: Mapped[str | None] = mapped_column(Text)
    tenure: Mapped[str | None] = mapped_column(String(40))
    land_owner: Mapped[str | None] = mapped_column(String(40))
    house_condition: Mapped[str | None] = mapped_column(Text)
    damage: Mapped[tuple[str, ...] | None] = mapped_column(TextSet)
    hardships: Mapped[tuple[str, ...] | None] = mapped_column(TextSet)
    surveyed_on: Mapped[str | None] = mapped_column(String(10))
    note: Mapped[str | None] = mapped_column(Text)


class HouseholdPerson(Record, Base):
    """A person living in a household from a day to a day; history is kept by ending one row and opening another."""

    __tablename__ = "household_persons"
    __table_args__ = (
        *record_indexes("household_persons"),
        Index("ix_household_persons_household", "household"),
        Index("ix_household_persons_person", "person"),
    )
    household: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    person: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    relation: Mapped[str | None] = mapped_column(Text)
    informant: Mapped[bool | None] = mapped_column(Boolean(create_constraint=False))
    moved_because: Mapped[str | None] = mapped_column(Text)
    since: Mapped[str | None] = mapped_column(String(10))
    until: Mapped[str | None] = mapped_column(String(10))


class HouseholdDebt(Record, Base):
    """What a household owes to one source (หนี้สิน)."""

    __tablename__ = "household_debts"
    __table_args__ = record_indexes("household_debts", "household")
    household: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    source: Mapped[str | None] = mapped_column(String(40))
    amount: Mapped[Decimal | None] = mapped_column(Baht)
    as_of: Mapped[str | None] = mapped_column(String(10))
    note: Mapped[str | None] = mapped_column(Text)


SPAN = ("since", "until")
HEAD = "HEAD"  # of the code list `relation`
DIED = "DIED"  # of the code list `move_reason`
RENTED = "TEN3"  # of the code list `tenure`
FIRST_FAMILY = 1  # a family without a number is the first of its house

_MONEY = (
    "income_month", "income_main", "income_second", "income_other", "income_own", "expense_production", "expense_needed",
    "expense_unneeded", "expense_debt", "debt", "savings", "rent_month",
)  # fmt: skip
_YEARLY = ("income_main", "income_second", "income_other", "income_own")


def household_name(values: Mapping[str, Any]) -> str:
    """A household in one line: its house, else the one it stands near; of several families in one house, which."""
    if values.get("house_no") or not values.get("near_house_no"):
        place = _("House {number}").format(number=values.get("house_no") or values.get("house_code") or "-")
    else:
        place = _("Near house {number}").format(number=values["near_house_no"])
    if values.get("moo") is not None:
        place += " " + _("Moo {number}").format(number=values["moo"])
    if (values.get("family_no") or FIRST_FAMILY) > FIRST_FAMILY:
        place += " " + _("family {number}").format(number=values["family_no"])
    return place


def problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """A house needs something to find it by; its figures fit each other."""
    found = []
    if not any(values.get(name) for name in ("house_code", "house_no", "near_house_no", "head")):
        found.append(
            Problem("house_no", "address_missing", N_("Write the house number, the nearest one, or choose the head of the household."))
        )
    found += not_negative(values, *_MONEY)
    return [*found, *_odd_counts(values), *_odd_money(values)]


def _odd_counts(values: Mapping[str, Any]) -> Sequence[Problem]:
    found = []
    members, without, families, number = (values.get(name) for name in ("member_count", "without_income", "families", "family_no"))
    if members is not None and without is not None and without > members:
        found.append(_odd("without_income", "more_than_members", N_("These are more than the members of the household.")))
    if families is not None and number is not None and number > families:
        found.append(_odd("family_no", "more_than_families", N_("This is more than the number of families in the house.")))
    return found


def _odd_money(values: Mapping[str, Any]) -> Sequence[Problem]:
    found = []
    parts = [values[name] for name in _YEARLY if values.get(name) is not None]
    month = values.get("income_month")
    # Told from memory, twelve months are never exactly a year: a tenth is let pass.
    if parts and month is not None and abs(sum(parts) - month * 12) > month * 12 / 10:
        told = f"{(sum(parts) / 12):,.0f}"
        found.append(_odd("income_month", "income_differs", N_("The yearly parts make {month} baht a month."), month=told))
    if values.get("rent_month") and values.get("tenure") not in (None, RENTED):
        found.append(_odd("rent_month", "rent_without_renting", N_("Rent is written, but the tenure does not say that they rent.")))
    return found


def _odd(field: str, code: str, message: str, **more: Any) -> Problem:
    return Problem(field, code, message, Level.WARNING, more)


def person_problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """Somebody lives somewhere; one moves out after moving in."""
    found = []
    if not values.get("person"):
        found.append(Problem("person", "person_missing", N_("Choose the person.")))
    if not values.get("household"):
        found.append(Problem("household", "household_missing", N_("Choose the household.")))
    found += in_order(values, "since", "until")
    return found


def debt_problems(values: Mapping[str, Any]) -> Sequence[Problem]:
    """A debt is not below zero."""
    return not_negative(values, "amount")
