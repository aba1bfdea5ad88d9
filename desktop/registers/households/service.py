"""Deeds on households: move in, move on, leave, a new head, a family that splits off; and what only the book can tell of a household."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from desktop.base import dates
from desktop.base.errors import Refused
from desktop.base.i18n import N_
from desktop.records.deed import Deed
from desktop.records.plain import alive, called, holds, live
from desktop.records.register import Level, Problem, Reminder, Row
from desktop.registers.households.model import DIED, FIRST_FAMILY, HEAD, SPAN, household_name
from desktop.store.history import Reader

_ADDRESS = ("house_code", "house_no", "near_house_no", "moo", "village", "soi", "road", "postcode", "tambon_code", "point")
_MOST = 50  # reminders of one kind: who has more of them looks at the list instead

Stay = Mapping[str, Any]  # a row of household_persons


def lives_there(values: Mapping[str, Any]) -> bool:
    """Whether nobody has said yet that the person left."""
    return values.get("until") is None


def residents(reader: Reader, household: bytes, day: str) -> list[Stay]:
    """Who lives in a household on a day (ISO), those entered first first."""
    return [stay for stay in live(reader, "household_persons", household=household) if holds(stay, SPAN, day)]


# -- deeds on households


def move_in(deed: Deed, records: Sequence[bytes], values: Mapping[str, Any]) -> None:
    """Somebody moves in; where they lived until then it is said that they left."""
    (household,) = records
    _move(deed, values["person"], household, values["day"] or deed.today, values.get("relation"), values.get("reason"))


def change_head(deed: Deed, records: Sequence[bytes], values: Mapping[str, Any]) -> None:
    """Another of those who live here becomes the head; what the one before becomes is asked, as long as they live here."""
    (household,) = records
    _make_head(deed, household, values["person"], values.get("old_relation"))


def record_indicators(deed: Deed, records: Sequence[bytes], values: Mapping[str, Any]) -> None:
    """Fill in a household's sheet of an indicator set, or mend the one of that year."""
    (household,) = records
    day = values["surveyed_on"] or deed.today
    year = values["year"] or dates.to_be(int(day[:4]))
    row = _rows(deed, "households", records)[0]
    whole = {"household": household, "year": year, "surveyed_on": day}
    whole |= {name: values[name] for name in ("indicator_set", "failed", "not_asked")}
    whole |= {name: values[name] for name in ("happiness", "note") if values.get(name) is not None}
    # Made under the household's council, as the sheet of a council that the region fills in is the council's.
    deed.put("indicator_sheets", None, whole, council=row.council)


# -- deeds on persons in households


def move(deed: Deed, records: Sequence[bytes], values: Mapping[str, Any]) -> None:
    """These persons move to another household; a blank relation stays what it was."""
    for stay in _rows(deed, "household_persons", records):
        relation = values.get("relation") or _kept_relation(stay.values["relation"])
        _move(deed, stay.values["person"], values["household"], values["day"] or deed.today, relation, values.get("reason"))


def leave(deed: Deed, records: Sequence[bytes], values: Mapping[str, Any]) -> None:
    """These persons live here no longer; of who died, the day is written at the person too."""
    day = values["day"] or deed.today
    for stay in _rows(deed, "household_persons", records):
        _end(deed, {"id": stay.id} | dict(stay.values), day, values["reason"])
        person = deed.row("people", stay.values["person"])
        if values["reason"] == DIED and person is not None and person.values["died_on"] is None:
            deed.put("people", person.id, {"died_on": day})


def make_head(deed: Deed, records: Sequence[bytes], values: Mapping[str, Any]) -> None:
    """`change_head`, begun at the person."""
    (stay,) = _rows(deed, "household_persons", records)
    _make_head(deed, stay.values["household"], stay.values["person"], values.get("old_relation"))


def split_off(deed: Deed, records: Sequence[bytes], values: Mapping[str, Any]) -> None:
    """These persons become a family of their own in the same house: a new household at the same address with the next family number."""
    day = values["day"] or deed.today
    stays = _rows(deed, "household_persons", records)
    persons = [stay.values["person"] for stay in stays]
    if len({stay.values["household"] for stay in stays}) > 1:
        raise Refused(N_("Choose persons of one household."), code="two_households")
    head = values["head"] or persons[0]
    if head not in persons:
        raise Refused(N_("The head of the new family must be one of those chosen."), code="not_chosen", field="head")
    old = deed.row("households", stays[0].values["household"])
    assert old is not None
    if {stay["person"] for stay in residents(deed.work, old.id, day)} <= set(persons):
        raise Refused(N_("Somebody must stay. To move them all, use “Move to another household”."), code="all_chosen")
    number = _count_families(deed, old)
    new = deed.put(
        "households",
        None,
        {name: old.values[name] for name in _ADDRESS}
        | {"head": head, "member_count": len(persons), "families": number, "family_no": number},
        council=old.council,
    )
    for stay in stays:
        relation = HEAD if stay.values["person"] == head else None
        _move(deed, stay.values["person"], new, day, relation, "SPLIT")


# -- what only the book can tell


def warnings(reader: Reader, record: bytes | None, values: Mapping[str, Any]) -> Sequence[Problem]:
    """Where a household's own figures differ from the persons and debts entered below it."""
    if record is None:
        return ()
    here = residents(reader, record, _today(reader))
    found = []
    if here and values.get("head") is not None and all(stay["person"] != values["head"] for stay in here):
        found.append(_warning("head", "head_elsewhere", N_("The head is not among the persons who live here.")))
    if here and values.get("member_count") is not None and values["member_count"] != len(here):
        found.append(_warning("member_count", "count_differs", N_("Persons entered as living here: {count}."), count=len(here)))
    debts = [debt["amount"] for debt in live(reader, "household_debts", household=record) if debt["amount"] is not None]
    if debts and values.get("debt") is not None and values["debt"] != sum(debts):
        found.append(
            _warning("debt", "debts_differ", N_("The debts entered one by one make {sum} baht."), sum=_baht(sum(debts, Decimal(0))))
        )
    return found


def stay_warnings(reader: Reader, record: bytes | None, values: Mapping[str, Any]) -> Sequence[Problem]:
    """A living person who lives in two households at once, and a second head."""
    day = max(values.get("since") or "", _today(reader))
    if values.get("person") is None or not holds(values, SPAN, day):
        return ()
    others = [
        stay for stay in live(reader, "household_persons", person=values["person"]) if stay["id"] != record and holds(stay, SPAN, day)
    ]
    found = []
    if others:
        where = ", ".join(_called(reader, stay["household"]) for stay in others)
        found.append(_warning("person", "lives_elsewhere", N_("Lives in another household as well: {where}."), where=where))
    if values.get("relation") == HEAD and values.get("household") is not None:
        here = residents(reader, values["household"], day)
        if any(stay["relation"] == HEAD and stay["id"] != record and stay["person"] != values["person"] for stay in here):
            found.append(_warning("relation", "two_heads", N_("This household has a head already.")))
    return found


def stay_reminders(reader: Reader, today: str) -> Sequence[Reminder]:
    """Living persons who live in two households at once, and heads who live in their household no longer."""
    stays, households = reader.store.synced["household_persons"].table, reader.store.synced["households"].table
    now = (alive(stays), stays.c.until.is_(None) | (stays.c.until > today), stays.c.since.is_(None) | (stays.c.since <= today))
    twice = select(stays.c.person).where(*now, stays.c.person.is_not(None)).group_by(stays.c.person)
    twice = twice.having(func.count(stays.c.household.distinct()) > 1).order_by(stays.c.person).limit(_MOST)
    found = []
    for person in reader.conn.execute(twice).scalars().all():
        stored = reader.stored("people", person)
        if stored is None or stored["deleted"] or stored["died_on"] is not None:
            continue
        there = [stay["household"] for stay in live(reader, "household_persons", person=person) if holds(stay, SPAN, today)]
        where = ", ".join(_called(reader, household) for household in dict.fromkeys(there))
        found.append(
            Reminder(
                "people",
                N_("{name} is entered as living in two households: {where}."),
                {"name": called(reader, person), "where": where},
                record=bytes(person),
            )
        )
    heads = select(stays.c.household).where(*now, stays.c.household == households.c.id, stays.c.person == households.c.head)
    left = select(stays.c.household).where(
        alive(stays), stays.c.household == households.c.id, stays.c.person == households.c.head, stays.c.until <= today
    )
    gone = (
        select(households.c.id)
        .where(households.c.deleted.is_(False), left.exists(), ~heads.exists())
        .order_by(households.c.id)
        .limit(_MOST)
    )
    found += [
        Reminder(
            "households", N_("The head of {name} does not live there any more: say who is."), {"name": _called(reader, each)}, record=each
        )
        for each in reader.conn.execute(gone).scalars().all()
    ]
    return found


# -- the inside


def _rows(deed: Deed, register: str, records: Sequence[bytes]) -> list[Row]:
    return [row for row in deed.rows(register, records) if row is not None]


def _move(deed: Deed, person: bytes, to: bytes, day: str, relation: str | None, reason: str | None) -> None:
    target = deed.row("households", to)
    if target is None or target.deleted:
        raise Refused(N_("This record is no longer here."), code="gone", field="household")
    before = [stay for stay in live(deed.work, "household_persons", person=person) if stay["until"] is None or stay["until"] > day]
    if any(stay["household"] == to for stay in before):
        raise Refused(N_("“{name}” lives there already."), code="lives_there", field="person", name=called(deed.work, person))
    for stay in before:
        _end(deed, stay, day, reason)
    stay = {"household": to, "person": person, "relation": relation, "since": day}
    deed.put("household_persons", None, stay, council=target.council)


def _end(deed: Deed, stay: Stay, day: str, reason: str | None) -> None:
    if stay["since"] is not None and day < stay["since"]:
        raise Refused(
            N_("“{name}” lives there only from a later day on."),
            code="before_beginning",
            field="day",
            name=called(deed.work, stay["person"]),
        )
    deed.put("household_persons", stay["id"], {"until": day, "moved_because": reason})


def _make_head(deed: Deed, household: bytes, person: bytes, old_relation: str | None) -> None:
    here = residents(deed.work, household, deed.today)
    stored = deed.work.stored("households", household)
    mine = [stay for stay in here if stay["person"] == person]
    if stored is None or not mine:
        raise Refused(N_("Only somebody who lives here can be the head. Let them move in first."), code="not_here", field="person")
    heads = [stay for stay in here if stay["person"] != person and (stay["relation"] == HEAD or stay["person"] == stored["head"])]
    if heads and old_relation in (None, HEAD):
        name = called(deed.work, heads[0]["person"])
        raise Refused(N_("Say what “{name}” is to the new head."), code="old_head", field="old_relation", name=name)
    for stay in heads:
        deed.put("household_persons", stay["id"], {"relation": old_relation})
    deed.put("household_persons", mine[0]["id"], {"relation": HEAD})
    deed.put("households", household, {"head": person})


def _count_families(deed: Deed, household: Row) -> int:
    """The number of the family after all that live in this house; says at each of them how many there are with it."""
    code, address = household.values["house_code"], ("house_no", "moo", "tambon_code")
    if code is None and household.values["house_no"] is None:
        house = [{"id": household.id} | dict(household.values)]
    else:
        same = {"house_code": code} if code is not None else {name: household.values[name] for name in address}
        house = [dict(each) for each in live(deed.work, "households", household.council, **same)]
    number = max(len(house), *(each["family_no"] or FIRST_FAMILY for each in house)) + 1
    for each in house:
        deed.put("households", each["id"], {"families": number, "family_no": each["family_no"] or FIRST_FAMILY})
    return number


def _kept_relation(relation: str | None) -> str | None:
    # Who headed one household does not head the next one by moving.
    return None if relation == HEAD else relation


def _called(reader: Reader, household: bytes | None) -> str:
    stored = reader.stored("households", household) if household is not None else None
    return household_name(stored) if stored is not None else ""


def _today(reader: Reader) -> str:
    return reader.store.clock.today().isoformat()


def _baht(amount: Decimal) -> str:
    return f"{amount:,.2f}".removesuffix(".00")


def _warning(field: str, code: str, message: str, **values: Any) -> Problem:
    return Problem(field, code, message, Level.WARNING, values)
