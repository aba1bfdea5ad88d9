"""How households and the persons in them are described."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desktop.base.i18n import N_
from desktop.records.query import BLANK, THIS_MONTH
from desktop.records.register import Action, Field, Filter, Identity, Kind, Lookup, Register, Related, View, person_name
from desktop.registers.help.spec import recording
from desktop.registers.households import service
from desktop.registers.households.model import (
    HEAD,
    SPAN,
    Household,
    HouseholdDebt,
    HouseholdPerson,
    debt_problems,
    household_name,
    person_problems,
    problems,
)

_WHERE, _PEOPLE, _INCOME, _DEBT = N_("Where"), N_("People of the house"), N_("Income and expenses"), N_("Debt and savings")
_LAND, _HOUSE, _LIVING, _WISH, _SURVEY = N_("Tenure and land"), N_("The house"), N_("Daily life"), N_("Hardship and wish"), N_("Survey")
_TODAY = N_("Left blank, it is today.")


def _name(values: Mapping[str, Any]) -> Sequence[str]:
    # A moo is sorted as a number; a house number like 11/28 by its parts.
    moo = values.get("moo")
    number = "".join(part.zfill(5) if part.isdigit() else part for part in (values.get("house_no") or "").replace("/", " ").split())
    return f"{moo or 0:03d}", number


def _search(values: Mapping[str, Any]) -> Sequence[str]:
    return [text for text in (values.get(name) for name in ("house_code", "house_no", "near_house_no", "village", "note")) if text]


_RELATION = Field("relation", Kind.CODE, N_("Relation to the head"), code_list="relation", open_list=True)
_OLD_RELATION = Field("old_relation", Kind.CODE, N_("What the head before is to the new one"), code_list="relation", open_list=True)
_REASON = Field("reason", Kind.CODE, N_("Why they moved"), code_list="move_reason", open_list=True)


def _day(label: str) -> Field:
    return Field("day", Kind.DATE, label, help=_TODAY)


_HOUSEHOLD_ACTIONS = (
    Action(
        "move_in",
        N_("Move in…"),
        service.move_in,
        icon="users",
        fields=(Field("person", Kind.LINK, N_("Person"), register="people", required=True), _RELATION, _day(N_("Since")), _REASON),
        help=N_("Where they lived until then, it is written that they left that day."),
    ),
    Action(
        "change_head",
        N_("Change the head…"),
        service.change_head,
        icon="user-check",
        fields=(Field("person", Kind.LINK, N_("New head"), register="people", required=True), _OLD_RELATION),
        help=N_("The others keep what is written of them: look through what they are to the new head."),
    ),
    Action(
        "record_indicators",
        N_("Record indicators…"),
        service.record_indicators,
        icon="list-checks",
        fields=(
            Field("indicator_set", Kind.CODE, N_("Indicator set"), code_list="indicator_set", required=True, ended_too=True),
            Field("year", Kind.INTEGER, N_("Year (B.E.)"), minimum=2500, maximum=2700, help=N_("Left blank, it is the year of the day.")),
            Field("surveyed_on", Kind.DATE, N_("Surveyed on"), help=_TODAY),
            Field("failed", Kind.CODES, N_("Not passed"), code_list="indicator", sensitive=True, group_by="indicator_set", ended_too=True),
            Field("not_asked", Kind.CODES, N_("Does not apply"), code_list="indicator", group_by="indicator_set", ended_too=True),
            Field("happiness", Kind.INTEGER, N_("Happiness (0-10)"), minimum=0, maximum=10),
            Field("note", Kind.NOTE, N_("Note")),
        ),
        help=N_("What is ticked in neither list is passed. A sheet of the same year is changed."),
    ),
)

_PERSON_ACTIONS = (
    Action(
        "move",
        N_("Move to another household…"),
        service.move,
        icon="forward",
        fields=(
            Field("household", Kind.LINK, N_("To the household"), register="households", required=True),
            _day(N_("Since")),
            _RELATION,
            _REASON,
        ),
        many=True,
        offered=service.lives_there,
        help=N_("Left blank, the relation stays what it was."),
    ),
    Action(
        "leave",
        N_("Leaves the household…"),
        service.leave,
        icon="log-out",
        fields=(
            _day(N_("Lived there until")),
            Field("reason", Kind.CODE, N_("Why"), code_list="move_reason", open_list=True, required=True),
        ),
        many=True,
        offered=service.lives_there,
        help=N_("Of somebody who died, the day is written at the person as well."),
    ),
    Action(
        "make_head",
        N_("Make the head of the household…"),
        service.make_head,
        icon="user-check",
        fields=(_OLD_RELATION,),
        offered=lambda values: service.lives_there(values) and values.get("relation") != HEAD,
    ),
    Action(
        "split_off",
        N_("Split off a family…"),
        service.split_off,
        icon="house-plus",
        fields=(
            Field("head", Kind.LINK, N_("Head of the new family"), register="people", help=N_("Left blank, it is the first one chosen.")),
            _day(N_("Since")),
        ),
        many=True,
        offered=service.lives_there,
        help=N_("They become a household of their own at the same address, with the next family number."),
    ),
)

HOUSEHOLDS = Register(
    name="households",
    title=N_("Households"),
    singular=N_("Household"),
    model=Household,
    icon="house",
    fields=(
        Field("house_code", Kind.HOUSE_CODE, N_("House code"), section=_WHERE, headings=("รหัสประจำบ้าน", "รหัสบ้าน", "House code")),
        Field("house_no", Kind.TEXT, N_("House no."), section=_WHERE, headings=("บ้านเลขที่", "เลขที่บ้าน", "House no.")),
        Field(
            "near_house_no",
            Kind.TEXT,
            N_("Nearest house no."),
            section=_WHERE,
            help=N_("For a house without a number."),
            headings=("เลขที่บ้านใกล้เคียง",),
        ),
        Field("moo", Kind.INTEGER, N_("Moo"), minimum=0, maximum=99, section=_WHERE, headings=("หมู่ที่", "หมู่", "ม.", "Moo")),
        Field("village", Kind.TEXT, N_("Village"), section=_WHERE, headings=("หมู่บ้าน", "ชุมชน", "Village")),
        Field("soi", Kind.TEXT, N_("Soi"), section=_WHERE, headings=("ซอย", "ตรอก/ซอย")),
        Field("road", Kind.TEXT, N_("Road"), section=_WHERE, headings=("ถนน",)),
        Field("tambon_code", Kind.AREA, N_("Tambon"), section=_WHERE, headings=("ตำบล", "แขวง", "ตำบล/แขวง", "Tambon")),
        Field("postcode", Kind.TEXT, N_("Postcode"), section=_WHERE),
        Field("point", Kind.POINT, N_("Map point"), section=_WHERE),
        Field("head", Kind.LINK, N_("Head of household"), register="people", section=_PEOPLE),
        Field("member_count", Kind.INTEGER, N_("Number of members"), minimum=0, maximum=99, section=_PEOPLE, headings=("จำนวนสมาชิก",)),
        Field("families", Kind.INTEGER, N_("Families in the house"), minimum=1, maximum=99, section=_PEOPLE, headings=("จำนวนครอบครัว",)),
        Field(
            "family_no",
            Kind.INTEGER,
            N_("Which family of the house"),
            minimum=1,
            maximum=99,
            section=_PEOPLE,
            help=N_("Where several families live in one house: 1, 2, 3 …"),
        ),
        Field(
            "income_month",
            Kind.MONEY,
            N_("Income a month"),
            section=_INCOME,
            headings=("รายได้/เดือน", "รายได้ต่อเดือน", "รายได้", "Income a month"),
        ),
        Field("without_income", Kind.INTEGER, N_("Members without income"), minimum=0, maximum=99, section=_INCOME),
        Field("income_main", Kind.MONEY, N_("Income of main work a year"), section=_INCOME),
        Field("income_second", Kind.MONEY, N_("Income of second work a year"), section=_INCOME),
        Field("income_other", Kind.MONEY, N_("Other income a year"), section=_INCOME),
        Field("income_own", Kind.MONEY, N_("Own produce a year"), section=_INCOME),
        Field("expense_production", Kind.MONEY, N_("Cost of production a year"), section=_INCOME),
        Field("expense_needed", Kind.MONEY, N_("Needed expenses a year"), section=_INCOME),
        Field("expense_unneeded", Kind.MONEY, N_("Other expenses a year"), section=_INCOME),
        Field("expense_debt", Kind.MONEY, N_("Paid back a year"), section=_INCOME),
        Field("makes_ends_meet", Kind.CODE, N_("Is it enough"), code_list="makes_ends_meet", section=_INCOME),
        Field(
            "debt",
            Kind.MONEY,
            N_("Debt"),
            section=_DEBT,
            help=N_("All in all, as they say; the single debts are entered below it."),
            headings=("หนี้สิน", "หนี้", "Debt"),
        ),
        Field("saving_forms", Kind.CODES, N_("Ways of saving"), code_list="saving_form", section=_DEBT),
        Field("savings", Kind.MONEY, N_("Savings"), section=_DEBT),
        Field("tenure", Kind.CODE, N_("Tenure"), code_list="tenure", open_list=True, section=_LAND, headings=("การถือครอง", "กรรมสิทธิ์")),
        Field("rent_month", Kind.MONEY, N_("Rent a month"), section=_LAND),
        Field("mortgage", Kind.CODE, N_("Mortgage"), code_list="mortgage", section=_LAND),
        Field("land_owner", Kind.CODE, N_("Whose land"), code_list="land_owner", section=_LAND, headings=("ลักษณะที่ดิน",)),
        Field("land_document", Kind.CODE, N_("Land document"), code_list="land_document", open_list=True, section=_LAND),
        Field("land_living", Kind.LAND, N_("Land lived on"), section=_LAND, headings=("ที่ดินอยู่อาศัย", "ที่อยู่อาศัย (ที่ดิน)")),
        Field("land_working", Kind.LAND, N_("Land worked"), section=_LAND, headings=("ที่ดินทำกิน", "ที่ทำกิน", "ที่ดินประกอบอาชีพ")),
        Field("land_hold", Kind.CODES, N_("How the worked land is held"), code_list="land_hold", section=_LAND),
        Field(
            "house_condition",
            Kind.CODE,
            N_("House condition"),
            code_list="house_condition",
            open_list=True,
            section=_HOUSE,
            headings=("สภาพบ้าน", "สภาพที่อยู่อาศัย", "House condition"),
        ),
        Field("damage", Kind.CODES, N_("Damaged parts"), code_list="damage", section=_HOUSE, headings=("ส่วนที่ชำรุด",)),
        Field("wall", Kind.CODE, N_("Walls"), code_list="wall", section=_HOUSE),
        Field("roof", Kind.CODE, N_("Roof"), code_list="roof", section=_HOUSE),
        Field("floor", Kind.CODE, N_("Floor"), code_list="floor", section=_HOUSE),
        Field("toilet", Kind.CODE, N_("Toilet"), code_list="toilet", section=_HOUSE, headings=("ห้องส้วม", "ส้วม")),
        Field("house_type", Kind.CODE, N_("Type of house"), code_list="house_type", open_list=True, section=_HOUSE),
        Field("improvement", Kind.CODE, N_("What should be done"), code_list="improvement", section=_HOUSE),
        Field("hygiene", Kind.CODES, N_("Hygiene"), code_list="hygiene", section=_LIVING),
        Field("drinking_water", Kind.CODE, N_("Drinking water"), code_list="drinking_water", section=_LIVING),
        Field("electricity", Kind.CODE, N_("Electricity"), code_list="electricity", section=_LIVING),
        Field("vehicles", Kind.CODES, N_("Vehicles"), code_list="vehicle", section=_LIVING),
        Field("goods", Kind.CODES, N_("Things in the house"), code_list="household_good", section=_LIVING),
        Field(
            "hardships",
            Kind.CODES,
            N_("Hardships"),
            code_list="hardship",
            sensitive=True,
            section=_WISH,
            headings=("ความเดือดร้อน", "ปัญหา"),
        ),
        Field("disasters", Kind.CODES, N_("Disasters last year"), code_list="disaster", section=_WISH),
        Field("housing_wish", Kind.NOTE, N_("Wish for the home"), section=_WISH, headings=("ความต้องการ", "ความต้องการที่อยู่อาศัย")),
        Field("joins_programme", Kind.CODE, N_("Wants to join a housing programme"), code_list="interest", section=_WISH),
        Field("surveyed_on", Kind.DATE, N_("Surveyed on"), section=_SURVEY, headings=("วันที่สำรวจ", "Surveyed on")),
        Field(
            "informant",
            Kind.TEXT,
            N_("Told by"),
            section=_SURVEY,
            help=N_("Somebody from outside; a member is ticked at the person."),
            headings=("ผู้ให้ข้อมูล",),
        ),
        Field("surveyor", Kind.TEXT, N_("Surveyed by"), section=_SURVEY, headings=("ผู้สำรวจ",)),
        Field("note", Kind.NOTE, N_("Note"), section=_SURVEY, headings=("หมายเหตุ", "Note")),
    ),
    columns=(
        "house_code",
        "house_no",
        "moo",
        "tambon_code",
        "head_prefix",
        "head_first_name",
        "head_last_name",
        "income_month",
        "house_condition",
    ),
    name_fields=("house_no", "near_house_no", "house_code", "moo", "family_no"),
    lookups=(
        Lookup("head_prefix", "head", "prefix"),
        Lookup("head_first_name", "head", "first_name"),
        Lookup("head_last_name", "head", "last_name"),
    ),
    filters=(
        Filter("tambon_code"),
        Filter("moo"),
        Filter("house_condition"),
        Filter("hardships"),
        Filter("tenure"),
        Filter("disasters"),
        Filter("surveyed_on"),
    ),
    views=(
        View("this_month", N_("Surveyed this month"), {"surveyed_on": THIS_MONTH}, sort="surveyed_on", descending=True),
        View("no_map_point", N_("Without a map point"), {"point": BLANK}),
        View("not_surveyed", N_("Not surveyed yet"), {"surveyed_on": BLANK}),
        View("no_house_no", N_("Houses without a number"), {"house_no": BLANK}),
        View("several_families", N_("Several families in one house"), {"families": tuple(range(2, 10))}, sort="families", descending=True),
    ),
    group=N_("Households and hardship"),
    identity=Identity(
        keys=(("house_code",), ("house_no", "moo", "tambon_code")), near=(("near_house_no", "moo", "tambon_code"),), apart="family_no"
    ),
    search_links=("head",),
    children=("household_persons", "household_debts"),
    related=(
        Related("cases", "household"),
        Related("help", "household"),
        Related("referrals", "household"),
        Related("indicator_sheets", "household"),
        Related("attachments", "household"),
    ),
    called=household_name,
    problems=problems,
    warnings=service.warnings,
    actions=(*_HOUSEHOLD_ACTIONS, recording("households", "household")),
    sort_text=_name,
    search_text=_search,
)

HOUSEHOLD_PERSONS = Register(
    name="household_persons",
    title=N_("Persons in households"),
    singular=N_("Person in a household"),
    model=HouseholdPerson,
    icon="users",
    parent="household",
    fields=(
        Field("household", Kind.LINK, N_("Household"), register="households", required=True),
        Field("person", Kind.LINK, N_("Person"), register="people", required=True),
        Field(
            "relation",
            Kind.CODE,
            N_("Relation to the head"),
            code_list="relation",
            open_list=True,
            headings=("เกี่ยวข้องเป็น", "ความสัมพันธ์", "Relation"),
        ),
        Field("since", Kind.DATE, N_("Lives there since")),
        Field("until", Kind.DATE, N_("Lived there until")),
        Field("moved_because", Kind.CODE, N_("Why they moved"), code_list="move_reason", open_list=True),
        Field("informant", Kind.BOOL, N_("Gave the information")),
    ),
    columns=(
        "prefix",
        "first_name",
        "last_name",
        "relation",
        "birth_date",
        "national_id",
        "until",
        "house_code",
        "house_no",
        "household_moo",
    ),
    name_fields=("prefix", "first_name", "last_name"),
    lookups=(
        *(Lookup(name, "person", name) for name in ("prefix", "first_name", "last_name", "national_id", "birth_date", "phones")),
        Lookup("house_code", "household", "house_code"),
        Lookup("house_no", "household", "house_no"),
        Lookup("household_moo", "household", "moo"),
    ),
    filters=(Filter("relation"),),
    span=SPAN,
    identity=Identity(keys=(("household", "person"),), near=(("person",),)),
    sort_link="person",
    search_links=("person", "household"),
    called=person_name,
    problems=person_problems,
    warnings=service.stay_warnings,
    reminders=service.stay_reminders,
    actions=_PERSON_ACTIONS,
)

HOUSEHOLD_DEBTS = Register(
    name="household_debts",
    title=N_("Debts"),
    singular=N_("Debt"),
    model=HouseholdDebt,
    icon="wallet",
    parent="household",
    fields=(
        Field("household", Kind.LINK, N_("Household"), register="households", required=True),
        Field("source", Kind.CODE, N_("Lender"), code_list="debt_source", required=True),
        Field("amount", Kind.MONEY, N_("Amount"), required=True),
        Field("as_of", Kind.DATE, N_("As of")),
        Field("note", Kind.NOTE, N_("Note")),
    ),
    columns=("source", "amount", "as_of", "note"),
    name_fields=("source", "amount"),
    natural=("household", "source"),
    problems=debt_problems,
)
