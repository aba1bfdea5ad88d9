"""How community welfare funds, their members, receipts and claims are described."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desktop.base.i18n import N_
from desktop.records.query import BLANK, NOT_BLANK
from desktop.records.register import Action, Field, Filter, Identity, Kind, Lookup, Register, Related, View, person_name
from desktop.registers.welfare_funds import service
from desktop.registers.welfare_funds.model import (
    PAID,
    REFUSED,
    FundClaim,
    FundMember,
    FundReceipt,
    WelfareFund,
    claim_problems,
    member_problems,
    problems,
    receipt_problems,
)

_FUND = N_("About the fund")
_PLACE_IT_SERVES = N_("Place it serves")
_RULES = N_("Rules")
_ADMINISTRATION = N_("Administration")
_MONEY = N_("Money of the fund")
_MEMBER = N_("Member")
_BENEFICIARY = N_("Beneficiary")


def _name(values: Mapping[str, Any]) -> Sequence[str]:
    return (values.get("name") or "",)


def _search(values: Mapping[str, Any]) -> Sequence[str]:
    return [text for text in (values.get(name) for name in ("name", "local_government", "note")) if text] + list(values.get("phones") or ())


def _waits(values: Mapping[str, Any]) -> bool:
    return values.get("status") not in (PAID, REFUSED)


_SETTLED = ("fund", "member", "kind", "asked_on", "receiver", "amount", "people")  # of a claim that was paid
_ON = Field("on", Kind.DATE, N_("Day"), help=N_("Blank means today."))
_ON_MEMBERS = (
    Action(
        "collect",
        N_("Collect contributions…"),
        service.collect,
        "wallet",
        (
            Field("period", Kind.PARTIAL_DATE, N_("For the month or year"), required=True),
            Field("amount", Kind.MONEY, N_("Amount of each"), required=True),
            _ON,
        ),
        many=True,
        offered=lambda values: values.get("left_on") is None,
        start=lambda values: {"amount": values.get("fund_contribution")},
        help=N_("One receipt for each of the chosen members. Who has paid for that time already is left out."),
    ),
    Action(
        "leave",
        N_("Leave the fund…"),
        service.leave,
        "log-out",
        (Field("reason", Kind.CODE, N_("Reason for leaving"), code_list="left_reason", required=True), _ON),
        many=True,
        offered=lambda values: values.get("left_on") is None,
    ),
    Action(
        "rejoin",
        N_("Join again…"),
        service.rejoin,
        "undo-2",
        (_ON,),
        many=True,
        offered=lambda values: values.get("left_on") is not None,
        help=N_("Membership counts from this day on."),
    ),
)
_ON_CLAIMS = (
    Action(
        "pay",
        N_("Pay…"),
        service.pay,
        "circle-check",
        (Field("amount", Kind.MONEY, N_("Amount"), required=True), _ON),
        offered=_waits,
        start=lambda values: {"amount": values.get("amount")},
    ),
    Action(
        "refuse",
        N_("Refuse…"),
        service.refuse,
        "circle-x",
        (Field("reason", Kind.NOTE, N_("Reason"), required=True),),
        many=True,
        offered=_waits,
    ),
    Action(
        "take_back",
        N_("Take the decision back"),
        service.take_back,
        "undo-2",
        many=True,
        offered=lambda values: not _waits(values),
    ),
)


WELFARE_FUNDS = Register(
    name="welfare_funds",
    title=N_("Welfare funds"),
    singular=N_("Welfare fund"),
    model=WelfareFund,
    icon="shield-check",
    group=N_("Money of the council"),
    fields=(
        Field("name", Kind.TEXT, N_("Name"), required=True, section=_FUND),
        Field("founded_on", Kind.PARTIAL_DATE, N_("Founded on"), section=_FUND),
        Field("certified_by", Kind.CODES, N_("Certified by"), code_list="fund_certifier", section=_FUND),
        Field("house_no", Kind.TEXT, N_("House no."), section=_FUND),
        Field("moo", Kind.INTEGER, N_("Moo"), minimum=0, maximum=99, section=_FUND),
        Field("tambon_code", Kind.AREA, N_("Tambon"), section=_FUND),
        Field("phones", Kind.PHONES, N_("Phones"), section=_FUND),
        Field("chair", Kind.LINK, N_("Chair"), register="people", section=_FUND),
        Field("coordinator", Kind.LINK, N_("Coordinator"), register="people", section=_FUND),
        Field("committee_community", Kind.INTEGER, N_("Committee from the community"), minimum=0, section=_FUND),
        Field("committee_experts", Kind.INTEGER, N_("Committee of experts"), minimum=0, section=_FUND),
        Field("municipal", Kind.BOOL, N_("In a municipality"), section=_PLACE_IT_SERVES),
        Field("villages", Kind.INTEGER, N_("Villages in the area"), minimum=1, maximum=200, section=_PLACE_IT_SERVES),
        Field("local_government", Kind.TEXT, N_("Local government"), section=_PLACE_IT_SERVES),
        Field("local_signed_on", Kind.DATE, N_("Signed by the local government on"), section=_PLACE_IT_SERVES),
        Field("contribution_pattern", Kind.CODE, N_("Contributions are paid"), code_list="contribution_pattern", section=_RULES),
        Field("contribution", Kind.MONEY, N_("Contribution each time"), section=_RULES),
        Field("welfare_kinds", Kind.CODES, N_("Kinds of welfare given"), code_list="welfare_kind", section=_RULES),
        Field("non_cash", Kind.NOTE, N_("Welfare other than money"), section=_RULES),
        Field("linked_work", Kind.NOTE, N_("Linked to other work"), section=_RULES),
        Field("has_register", Kind.BOOL, N_("Keeps a register of members"), section=_ADMINISTRATION),
        Field("has_rules", Kind.BOOL, N_("Has written rules"), section=_ADMINISTRATION),
        Field("has_accounts", Kind.BOOL, N_("Keeps accounts"), section=_ADMINISTRATION),
        Field("has_plan", Kind.BOOL, N_("Has a plan"), section=_ADMINISTRATION),
        Field("has_monitoring", Kind.BOOL, N_("Follows up its work"), section=_ADMINISTRATION),
        Field("meetings_a_year", Kind.INTEGER, N_("Meetings a year"), minimum=0, maximum=400, section=_ADMINISTRATION),
        Field("opening_balance", Kind.MONEY, N_("Opening balance"), section=_MONEY),
        Field("bank", Kind.MONEY, N_("In the bank"), section=_MONEY),
        Field("cash", Kind.MONEY, N_("Cash"), section=_MONEY),
        Field("counted_on", Kind.DATE, N_("Money counted on"), section=_MONEY),
        Field("note", Kind.NOTE, N_("Note"), section=_MONEY),
    ),
    columns=(
        "name",
        "founded_on",
        "tambon_code",
        "contribution_pattern",
        "contribution",
        "counted_on",
        "phones",
    ),
    name_fields=("name",),
    filters=(Filter("tambon_code"), Filter("certified_by")),
    identity=Identity(name=("name",)),
    children=("fund_receipts", "fund_claims"),
    related=(Related("fund_members", "fund"), Related("cash_books", "fund"), Related("attachments", "fund")),
    reminders=service.reminders,
    problems=problems,
    sort_text=_name,
    search_text=_search,
)

FUND_MEMBERS = Register(
    name="fund_members",
    title=N_("Fund members"),
    singular=N_("Fund member"),
    model=FundMember,
    icon="users",
    group=N_("Money of the council"),
    fields=(
        Field("fund", Kind.LINK, N_("Welfare fund"), register="welfare_funds", required=True, section=_MEMBER),
        Field(
            "member_no",
            Kind.TEXT,
            N_("Member no."),
            section=_MEMBER,
            headings=("เลขที่สมาชิก", "เลขสมาชิก", "เลขทะเบียนสมาชิก", "รหัสสมาชิก"),
        ),
        Field("person", Kind.LINK, N_("Person"), register="people", required=True, section=_MEMBER),
        Field(
            "kind",
            Kind.CODE,
            N_("Kind of member"),
            code_list="fund_member_kind",
            sensitive=True,  # one kind is of people with a disability
            section=_MEMBER,
            headings=("ประเภทสมาชิก", "ประเภท"),
        ),
        Field("moo", Kind.INTEGER, N_("Moo"), minimum=0, maximum=99, section=_MEMBER),
        Field(
            "joined_on",
            Kind.DATE,
            N_("Joined on"),
            section=_MEMBER,
            headings=("วันที่เป็นสมาชิก", "วันที่สมัคร", "วันที่เข้าเป็นสมาชิก", "วันที่เข้ากองทุน", "วันเดือนปีที่สมัคร", "วันเดือนปีที่เป็นสมาชิก"),
        ),
        Field("left_on", Kind.DATE, N_("Left on"), section=_MEMBER, headings=("วันที่พ้นสมาชิกภาพ", "วันที่พ้นสภาพ", "วันที่ลาออก", "วันที่พ้น")),
        Field(
            "left_reason",
            Kind.CODE,
            N_("Reason for leaving"),
            code_list="left_reason",
            section=_MEMBER,
            headings=("เหตุที่พ้น", "สาเหตุที่พ้น"),
        ),
        Field("beneficiary", Kind.TEXT, N_("Beneficiary"), section=_BENEFICIARY, headings=("ผู้รับผลประโยชน์", "ผู้รับประโยชน์", "ชื่อผู้รับผลประโยชน์")),
        Field(
            "beneficiary_relation",
            Kind.CODE,
            N_("Relation to the member"),
            code_list="relation",
            section=_BENEFICIARY,
            headings=("ความสัมพันธ์", "เกี่ยวข้องเป็น", "ความเกี่ยวข้อง", "เกี่ยวข้องกับสมาชิก"),
        ),
        Field(
            "times_matched",
            Kind.INTEGER,
            N_("Times matched"),
            minimum=0,
            maximum=3,
            section=_BENEFICIARY,
            headings=("ครั้งที่สมทบ",),
        ),
        Field("note", Kind.NOTE, N_("Note"), section=_BENEFICIARY, headings=("หมายเหตุ",)),
    ),
    columns=(
        "member_no",
        "prefix",
        "first_name",
        "last_name",
        "kind",
        "moo",
        "joined_on",
        "left_on",
    ),
    name_fields=(
        "prefix",
        "first_name",
        "last_name",
    ),
    lookups=(
        *(Lookup(name, "person", name) for name in ("prefix", "first_name", "last_name", "national_id", "birth_date", "sex", "phones")),
        Lookup("fund_name", "fund", "name", label=N_("Welfare fund")),
        Lookup("fund_contribution", "fund", "contribution"),
    ),
    sort_link="person",
    search_links=("person",),
    span=("joined_on", "left_on"),
    filters=(Filter("fund"), Filter("kind"), Filter("left_reason"), Filter("moo")),
    identity=Identity(keys=(("fund", "person"), ("fund", "member_no"))),
    related=(Related("fund_receipts", "member"), Related("fund_claims", "member")),
    called=person_name,
    views=(
        View("now", N_("Members now"), {"left_on": BLANK}),
        View("left", N_("Members who left"), {"left_on": NOT_BLANK}),
    ),
    actions=_ON_MEMBERS,
    suggest=service.only_fund,
    warnings=service.member_warnings,
    problems=member_problems,
    search_text=lambda values: [text for text in (values.get("member_no"), values.get("beneficiary")) if text],
)

FUND_RECEIPTS = Register(
    name="fund_receipts",
    title=N_("Money received by the fund"),
    singular=N_("Money received by the fund (one)"),
    model=FundReceipt,
    icon="wallet",
    parent="fund",
    fields=(
        Field("fund", Kind.LINK, N_("Welfare fund"), register="welfare_funds", required=True),
        Field("source", Kind.CODE, N_("From where"), code_list="fund_income", required=True),
        Field("member", Kind.LINK, N_("Member"), register="fund_members"),
        Field("on", Kind.DATE, N_("Day"), required=True),
        Field("amount", Kind.MONEY, N_("Amount"), required=True),
        Field("period", Kind.PARTIAL_DATE, N_("For the month or year")),
        Field("round", Kind.INTEGER, N_("Round"), minimum=1, maximum=99),
        Field("note", Kind.NOTE, N_("Note")),
    ),
    columns=(
        "on",
        "source",
        "member_no",
        "amount",
        "period",
        "round",
    ),
    name_fields=(
        "on",
        "source",
    ),
    lookups=(
        Lookup("member_no", "member", "member_no"),
        Lookup("fund_name", "fund", "name", label=N_("Welfare fund")),
    ),
    filters=(Filter("on"), Filter("source")),
    problems=receipt_problems,
    sort_text=lambda values: (values.get("on") or "",),
)

FUND_CLAIMS = Register(
    name="fund_claims",
    title=N_("Welfare paid"),
    singular=N_("Claim"),
    model=FundClaim,
    icon="hand-heart",
    parent="fund",
    fields=(
        Field("fund", Kind.LINK, N_("Welfare fund"), register="welfare_funds", required=True),
        Field("member", Kind.LINK, N_("Member"), register="fund_members"),
        # Which welfare somebody asked for may tell of illness or disability (PDPA s.26), and so may the reason
        Field("kind", Kind.CODE, N_("Kind of welfare"), code_list="welfare_kind", required=True, sensitive=True),
        Field("asked_on", Kind.DATE, N_("Asked on")),
        Field("receiver", Kind.TEXT, N_("Received by")),
        Field("amount", Kind.MONEY, N_("Amount")),
        Field("people", Kind.INTEGER, N_("People helped"), minimum=1),
        Field("status", Kind.CODE, N_("Status of the claim"), code_list="claim_status", by_deed=True),
        Field("paid_on", Kind.DATE, N_("Paid on"), by_deed=True),
        Field("reason", Kind.NOTE, N_("Reason"), sensitive=True),
        Field("note", Kind.NOTE, N_("Note")),
    ),
    columns=(
        "asked_on",
        "kind",
        "member_no",
        "receiver",
        "amount",
        "people",
        "status",
        "paid_on",
    ),
    name_fields=(
        "asked_on",  # not the kind: a name is told where what is sensitive is not
        "receiver",
    ),
    lookups=(Lookup("member_no", "member", "member_no"),),
    filters=(Filter("kind"), Filter("status"), Filter("paid_on")),
    defaults=lambda: {"status": "ASKED"},
    actions=_ON_CLAIMS,
    guard=service.claim_kept,
    locked=lambda values: _SETTLED if values.get("status") == PAID else (),
    warnings=service.claim_warnings,
    problems=claim_problems,
    sort_text=lambda values: (values.get("asked_on") or "",),
)
