"""What people call the code lists, and how their entries are told in a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.base import thai
from desktop.base.i18n import N_, _
from desktop.records.book import KEPT_LISTS, Book
from desktop.records.codes import Code, CodeLists, shipped

_NAMES = {
    "activity_kind": N_("Kinds of activity"),
    "activity_role": N_("Parts at an activity"),
    "activity_status": N_("States of an activity"),
    "age_band": N_("Age groups"),
    "agreement_kind": N_("Kinds of agreement"),
    "area_kind": N_("Kinds of area"),
    "attachment_kind": N_("Kinds of photo and paper"),
    "attendance": N_("Attendance at meetings"),
    "body_state": N_("States of health"),
    "budget_category": N_("Budget categories"),
    "budget_source": N_("Sources of a project's money"),
    "business_plan_status": N_("States of a business plan"),
    "capital_detail": N_("Details of a capital"),
    "capital_kind": N_("Kinds of capital"),
    "capital_state": N_("States of a capital"),
    "case_public": N_("Case states told to the public"),
    "case_status": N_("States of a case"),
    "cash_book_kind": N_("Kinds of cash book"),
    "ceiling": N_("Ceilings of support"),
    "chain_role": N_("Roles in the value chain"),
    "channel": N_("Sales channels"),
    "claim_status": N_("States of a claim"),
    "column_maps": N_("Columns of councils' workbooks"),
    "community_kind": N_("Kinds of community"),
    "consent_answer": N_("Answers to consent"),
    "consent_channel": N_("Ways of giving consent"),
    "consent_giver": N_("Who gives consent"),
    "consent_purpose": N_("Purposes of consent"),
    "consent_text": N_("Texts of consent"),
    "contribution_pattern": N_("Ways contributions are paid"),
    "council_status": N_("States of a council"),
    "damage": N_("Damaged parts of a house"),
    "debt_source": N_("Lenders"),
    "dimension": N_("Dimensions of poverty (TPMAP)"),
    "disaster": N_("Kinds of disaster"),
    "drinking_water": N_("Sources of drinking water"),
    "duty": N_("Duties of a council (section 21)"),
    "education": N_("Levels of education"),
    "electricity": N_("Kinds of electricity"),
    "end_reason": N_("Reasons a seat ends"),
    "enterprise_kind": N_("Kinds of enterprise"),
    "enterprise_role": N_("Positions in an enterprise"),
    "enterprise_state": N_("States of an enterprise"),
    "floor": N_("Floors of a house"),
    "fund_certifier": N_("Who certifies a welfare fund"),
    "fund_form": N_("Forms of a contribution"),
    "fund_income": N_("Where a fund's money comes from"),
    "fund_member_kind": N_("Kinds of fund member"),
    "fund_source": N_("Who contributes to a case"),
    "hardship": N_("Hardships of a household"),
    "help_kind": N_("Kinds of help"),
    "house_condition": N_("Conditions of a house"),
    "house_type": N_("Types of house"),
    "household_good": N_("Things in the house"),
    "hygiene": N_("Hygiene of a house"),
    "improvement": N_("What should be done to a house"),
    "indicator": N_("Basic minimum needs indicators"),
    "indicator_set": N_("Sets of indicators"),
    "interest": N_("Interest in a housing programme"),
    "land_document": N_("Land documents"),
    "land_hold": N_("How worked land is held"),
    "land_owner": N_("Whose land a house stands on"),
    "left_reason": N_("Reasons for leaving a fund"),
    "makes_ends_meet": N_("Whether income is enough"),
    "marital": N_("Marital states"),
    "meeting_kind": N_("Kinds of meeting"),
    "meeting_status": N_("States of a meeting"),
    "mortgage": N_("Mortgages"),
    "move_reason": N_("Reasons for moving"),
    "need": N_("Needs of a case"),
    "no_id_reason": N_("Reasons for having no ID"),
    "organization_activity": N_("What organizations do"),
    "organization_role": N_("Roles in an organization"),
    "otop_kind": N_("Kinds of product"),
    "out_now": N_("What those out of school do now"),
    "out_reason": N_("Reasons for being out of school"),
    "partner_kind": N_("Kinds of partner"),
    "partner_support_kind": N_("Kinds of support from partners"),
    "plan_doer": N_("Who does a plan item"),
    "plan_item_kind": N_("Kinds of plan item"),
    "plan_item_state": N_("States of a plan item"),
    "plan_level": N_("Levels of a plan"),
    "plan_status": N_("States of a plan"),
    "position": N_("Positions in the council"),
    "product_act": N_("What is done with a product"),
    "product_mark": N_("Marks of products"),
    "programme": N_("Programmes of support"),
    "project_character": N_("Approaches of a project"),
    "project_kind": N_("Kinds of project"),
    "project_role": N_("Parts in a project"),
    "project_status": N_("States of a project"),
    "proposal_kind": N_("Kinds of proposal"),
    "proposal_status": N_("States of a proposal"),
    "quality_of_life": N_("Dimensions of quality of life"),
    "referral_result": N_("Results of a referral"),
    "referral_state": N_("States of a referral"),
    "registrar": N_("Who registers a council"),
    "relation": N_("Relations to the head of the household"),
    "rep_to": N_("Levels a delegate goes to"),
    "resolution_kind": N_("Kinds of resolution"),
    "result_kind": N_("Kinds of result"),
    "roof": N_("Roofs of a house"),
    "saving_form": N_("Ways of saving"),
    "school_status": N_("States of schooling"),
    "score_rule": N_("Rules of the hardship score"),
    "seat_kind": N_("Kinds of seat in the council"),
    "sex": N_("Sex"),
    "strength_item": N_("Items of council strength"),
    "strength_level": N_("Levels of council strength"),
    "support_kind": N_("Kinds of support to an enterprise"),
    "target_group": N_("Target groups"),
    "tenure": N_("Kinds of tenure"),
    "toilet": N_("Toilets of a house"),
    "unit": N_("Units"),
    "urgency": N_("Levels of urgency"),
    "vehicle": N_("Kinds of vehicle"),
    "vulnerable": N_("Vulnerable groups"),
    "wall": N_("Walls of a house"),
    "welfare_kind": N_("Kinds of welfare"),
}

_MORE = {"group": N_("Belongs to"), "amount": N_("Amount or points"), "rule": N_("Rule")}  # columns of those lists that have them


@dataclass(frozen=True, slots=True)
class Told:
    """A list as a table: headings are msgids, `right` the columns of numbers."""

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    right: frozenset[int]


def list_name(name: str) -> str:
    """A list by the name people use; one that only the regional office knows by what it calls it."""
    return _(_NAMES[name]) if name in _NAMES else name


def told(book: Book, name: str, entries: Sequence[Code]) -> Told:
    """The entries of a list, with only those columns that it has."""
    more = [column for column in _MORE if any(getattr(entry, column) not in ("", None) for entry in entries)]
    headings = [N_("Code"), N_("Thai"), N_("English"), N_("Valid (B.E.)"), *(_MORE[column] for column in more)]
    amount = book.registers[KEPT_LISTS].field("amount")
    rows = []
    for entry in entries:
        said = {"group": entry.group, "amount": book.values_label(amount, entry.amount), "rule": entry.rule}
        line = [entry.code, entry.label_th, entry.label_en, _years(entry), *(said[column] for column in more)]
        rows.append([*line, _mark(name, entry), entry.source])
    right = frozenset(at for at, heading in enumerate(headings) if heading == _MORE["amount"])
    return Told([*headings, N_("Regional office"), N_("Source")], rows, right)


def found_in(lists: CodeLists, name: str, term: str) -> bool:
    """Whether a list, or an entry of it, holds a folded text."""
    return term in thai.fold(f"{name} {list_name(name)}") or any(found(entry, term) for entry in lists.entries(name))


def found(entry: Code, term: str) -> bool:
    """Whether an entry holds a folded text."""
    return term in thai.fold(" ".join((entry.code, entry.label_th, entry.label_en, *entry.also)))


def _years(entry: Code) -> str:
    first, last = entry.valid_from, entry.valid_to
    if first is not None and last is not None:
        return f"{first}–{last}" if first != last else str(first)
    if first is not None:
        return _("from {year}").format(year=first)
    return _("until {year}").format(year=last) if last is not None else ""


def _mark(name: str, entry: Code) -> str:
    """Whether the regional office added or changed it."""
    lists = shipped()
    before = lists.get(name, entry.code) if name in lists.names() else None
    if before == entry:
        return ""
    return _("Added") if before is None else _("Changed")
