"""Makers of records with defaults: say only what a test is about. Everybody is invented; identity numbers and phones were never issued."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from desktop.base.ids import id_text, natural_id
from desktop.records.book import Book
from desktop.records.invented import check_digit
from desktop.records.register import Kind
from desktop.store.keys import MIN_MEMORY, MIN_PASSES, KdfCost

CHEAP = KdfCost(MIN_PASSES, MIN_MEMORY)  # a guess at a test's password may be cheap
PASSWORD = "กุญแจของสภา"
OFFICE = "สภาองค์กรชุมชนตำบลเนินฆ้อ"
PERSON = "สมศรี ตัวอย่าง"
AREA = "210304"  # ตำบลเนินฆ้อ
_numbers = itertools.count(1)


def national_id(number: int) -> str:
    """A whole national ID that no one has: the registration office 00xx does not exist."""
    twelve = f"3002{number:08d}"
    return twelve + check_digit(twelve)


def phone(number: int) -> str:
    """A mobile number that no one has."""
    return f"081000{number:04d}"


def person_values(**values: Any) -> dict[str, Any]:
    """A whole person."""
    number = next(_numbers)
    return {
        "prefix": "นาง",
        "first_name": "ทองใบ",
        "last_name": f"ตัวอย่าง{number}",
        "national_id": national_id(number),
        "birth_date": "1968-04-23",
        "phones": (phone(number % 10_000),),
        "house_no": f"{number}/1",
        "moo": 1,
        "tambon_code": AREA,
    } | values


def person(book: Book, **values: Any) -> bytes:
    """A person in the book."""
    return put(book, "people", person_values(**values))


def member(book: Book, **values: Any) -> bytes:
    """A seat of the council, of a person made for it unless one is given."""
    values.setdefault("person", None)
    values["person"] = values["person"] or person(book)
    return put(book, "members", {"seat_kind": "REP", "position": "MEMBER", "group": "กลุ่มออมทรัพย์", "appointed_on": "2024-03-15"} | values)


def household(book: Book, **values: Any) -> bytes:
    """A household."""
    number = next(_numbers)
    return put(
        book,
        "households",
        {"house_code": f"00{number:09d}", "house_no": f"{number}", "moo": 2, "tambon_code": AREA, "income_month": Decimal(4500)} | values,
    )


def resident(book: Book, household_id: bytes, **values: Any) -> bytes:
    """A person living in a household, made for it unless one is given."""
    values.setdefault("person", None)
    values["person"] = values["person"] or person(book)
    return put(book, "household_persons", {"household": household_id, "relation": "CHILD"} | values)


def case(book: Book, **values: Any) -> bytes:
    """A hardship case, of a household made for it unless a household or person is given."""
    if not values.get("household") and not values.get("person"):
        values["household"] = household(book)
    made = {"needs": ("N_HOUSE",), "problem": "หลังคารั่ว", "status": "C10", "urgency": "U2", "opened_on": "2026-01-15"} | values
    return put(book, "cases", made, within=True)


def project(book: Book, **values: Any) -> bytes:
    """A project."""
    number = next(_numbers)
    return put(
        book,
        "projects",
        {"title": f"ซ่อมบ้านรุ่น {number}", "fiscal_year": 2569, "areas": (AREA,), "budget": Decimal(45_000), "status": "DRAFT"} | values,
        within=True,
    )


def activity(book: Book, **values: Any) -> bytes:
    """An activity."""
    number = next(_numbers)
    return put(
        book,
        "activities",
        {"title": f"ประชุมครั้งที่ {number}", "start_on": "2026-02-10", "place": "ศาลาหมู่ 1", "participants": 12, "status": "PLANNED"} | values,
    )


def council(book: Book, **values: Any) -> bytes:
    """A council's record; the book's own where nothing is said."""
    return put(book, "councils", {"name": OFFICE, "areas": (AREA,), "status": "ACTIVE", "term_no": 2} | values)


def meeting(book: Book, **values: Any) -> bytes:
    """An ordinary meeting that was held, with a quorum."""
    number = next(_numbers)
    made = {"kind": "ORDINARY", "number": number % 999 + 1, "year": 2569, "held_on": "2026-03-10", "start_at": "09:00", "status": "HELD"}
    return put(book, "meetings", made | {"roll_count": 30, "present_count": 20, "quorum": 15} | values, within=True)


def organization(book: Book, **values: Any) -> bytes:
    """A community organization."""
    return put(book, "organizations", {"name": f"กลุ่มตัวอย่าง {next(_numbers)}", "kind": "CK1", "member_count": 25} | values)


def partner(book: Book, **values: Any) -> bytes:
    """A partner."""
    return put(book, "partners", {"name": f"ภาคีตัวอย่าง {next(_numbers)}", "kind": "LAO", "contact_name": "ทองใบ ตัวอย่าง"} | values)


def support(book: Book, **values: Any) -> bytes:
    """Help that was given, of a household made for it unless somebody is named."""
    if not any(values.get(name) for name in ("case", "household", "person")):
        values["household"] = household(book)
    made = {"given_on": "2026-02-01", "kind": "MATERIAL", "what": "กระเบื้องมุงหลังคา", "value": Decimal("1500.00"), "giver": "วัดตัวอย่าง"}
    return put(book, "help", made | values)


def attachment(book: Book, **values: Any) -> bytes:
    """A record of a picture, of a household made for it unless an owner is named; there is no file behind it."""
    if not any(values.get(field.name) for field in book.registers["attachments"].fields if field.kind is Kind.LINK):
        values["household"] = household(book)
    made = {"kind": "HOUSE", "taken_on": "2026-02-01", "caption": "หน้าบ้าน", "content": "0" * 64, "media_type": "image/jpeg", "size": 1000}
    return put(book, "attachments", made | {"location": "12.781000,101.653000"} | values, within=True)


def code(book: Book, **values: Any) -> bytes:
    """An entry of a code list; only a regional office's book takes it."""
    made = {"list": "vehicle", "code": f"NEW{next(_numbers)}", "label_th": "เกวียน", "label_en": "Cart", "source": "ทดสอบ"}
    return put(book, "codes", made | values)


def _below(register: str, link: str, owner: Callable[[Book], bytes], **usual: Any) -> Callable[..., bytes]:
    """The maker of records that belong to another one, made for each unless given."""

    def make(book: Book, **values: Any) -> bytes:
        values.setdefault(link, None)
        values[link] = values[link] or owner(book)
        return put(book, register, usual | values, within=True)

    return make


consent = _below("consents", "person", person, text_version="CT1", given_on="2026-01-10", answer="GIVEN", purposes=("HELP",))
debt = _below("household_debts", "household", household, source="BAAC", amount=Decimal("20000.00"))
step = _below("case_steps", "case", case, state="C20", from_state="C10", on="2026-01-20", by=PERSON)
fund = _below("case_funds", "case", case, source="COMMUNITY", form="LABOUR", work_days=6)
visit = _below("case_visits", "case", case, visited_on="2026-02-02", visitor=PERSON, findings="หลังคายังรั่ว")
sheet = _below("indicator_sheets", "household", household, indicator_set="JPT60", year=2569, failed=("JPT60_09",), happiness=7)
term = _below("council_terms", "of_council", council, term_no=1, start_on="2018-05-01", end_on="2022-04-30")
assessment = _below("council_assessments", "of_council", council, assessed_on="2026-01-31", level="LV2_WALK")
scorecard = _below("scorecards", "of_council", council, assessed_on="2026-01-31", assessor="ภาคตัวอย่าง", total=31, highest=50)
answer = _below("scorecard_answers", "scorecard", scorecard, item="SI01", points=3)
agenda_item = _below("agenda_items", "meeting", meeting, position=1, title="เรื่องที่ประธานแจ้งให้ทราบ")
resolution = _below("resolutions", "meeting", meeting, position=1, text="รับรองผู้เดือดร้อน", kind="CERTIFY", votes_for=20)


def _resident(book: Book, **values: Any) -> bytes:
    return resident(book, values.pop("household", None) or household(book), **values)


def _attendance(book: Book, **values: Any) -> bytes:
    return _below("attendances", "meeting", meeting, person=person(book), state="PRESENT")(book, **values)


def _organization_person(book: Book, **values: Any) -> bytes:
    return _below("organization_people", "organization", organization, person=person(book), role="HEAD", since="2024-01-01")(book, **values)


def referral(book: Book, **values: Any) -> bytes:
    """A referral that waits for an answer, of a person made for it unless somebody is named."""
    if not any(values.get(name) for name in ("case", "household", "person")):
        values["person"] = person(book)
    asked = {"sent_on": "2026-02-10", "asked": "ขอรับการสนับสนุนวัสดุ", "due_on": "2026-03-10", "state": "SENT"}
    return _below("referrals", "partner", partner, **asked)(book, **values)


def plan(book: Book, **values: Any) -> bytes:
    """A plan of the tambon."""
    return put(book, "plans", {"title": f"แผนพัฒนาตำบล {next(_numbers)}", "areas": (AREA,), "year_from": 2566, "year_to": 2570} | values)


def strategy(book: Book, **values: Any) -> bytes:
    """A strategy of the province; only a regional office's book takes it."""
    number = next(_numbers)
    return put(book, "strategies", {"name": f"ยุทธศาสตร์ตัวอย่าง {number}", "code": f"S{number}", "level": "PROVINCE"} | values)


def cash_book(book: Book, **values: Any) -> bytes:
    """A cash book of the council."""
    made = {"name": f"สมุดเงินสด {next(_numbers)}", "kind": "COUNCIL", "opened_on": "2026-01-01", "opening_balance": Decimal(1000)}
    return put(book, "cash_books", made | values)


def welfare_fund(book: Book, **values: Any) -> bytes:
    """A welfare fund into which members pay a baht a day."""
    made = {"name": f"กองทุนสวัสดิการตัวอย่าง {next(_numbers)}", "founded_on": "2010-05", "contribution_pattern": "YEAR"}
    return put(book, "welfare_funds", made | {"contribution": Decimal(365), "tambon_code": AREA} | values)


def enterprise(book: Book, **values: Any) -> bytes:
    """A community enterprise."""
    made = {"name": f"วิสาหกิจชุมชนตัวอย่าง {next(_numbers)}", "kind": "COMMUNITY", "roles": ("VC2",), "business": "แปรรูปผลไม้"}
    return put(book, "enterprises", made | {"tambon_code": AREA} | values)


def product(book: Book, **values: Any) -> bytes:
    """A product of the place."""
    return put(book, "products", {"name": f"ทุเรียนทอด {next(_numbers)}", "kind": "FOOD", "price": Decimal("120.00")} | values)


def business_plan(book: Book, **values: Any) -> bytes:
    """The first version of a business plan."""
    return put(book, "business_plans", {"title": f"แผนธุรกิจ {next(_numbers)}", "year": 2569, "status": "DRAFT", "version": 1} | values)


def capital(book: Book, **values: Any) -> bytes:
    """A community capital."""
    return put(book, "capitals", {"name": f"ปราชญ์สมุนไพร {next(_numbers)}", "kind": "CAP_W", "tambon_code": AREA} | values)


project_council = _below("project_councils", "project", project, council_name="สภาองค์กรชุมชนตำบลตัวอย่าง", role="JOIN")
project_target = _below("project_targets", "project", project, target_group="ELDERLY", count=30, unit="PERSON")
budget_line = _below("budget_lines", "project", project, item="ค่าอาหาร", category="FOOD", whole=Decimal(9000), requested=Decimal(6000))
contribution = _below("project_contributions", "project", project, source="BS100", form="MONEY", amount=Decimal("5000.00"))
instalment = _below("instalments", "project", project, number=1, amount=Decimal("22500.00"))
project_step = _below("project_steps", "project", project, on="2026-01-20", state="COUNCIL_OK", from_state="DRAFT", by=PERSON)
result = _below("results", "project", project, kind="OUTPUT", indicator="บ้านที่ซ่อมเสร็จ", unit="HOUSE", target=Decimal("5.00"))
participant = _below("activity_people", "activity", activity, name="ทองใบ ตัวอย่าง", sex="F", age_band="ADULT")
shown = _below("activity_products", "activity", activity, name="ทุเรียนทอด", act="SOLD", sales=Decimal("2400.00"))
plan_item = _below("plan_items", "plan", plan, number="1.1", title="ซ่อมบ้านผู้เดือดร้อน", kind="WORK", state="WAITING")
contact = _below("partner_contacts", "partner", partner, name="ทองใบ ตัวอย่าง", role="ผู้ประสานงาน")
agreement = _below("agreements", "partner", partner, title="บันทึกข้อตกลงตัวอย่าง", kind="MOU", signed_on="2026-01-05", until="2028-01-04")
partner_support = _below("partner_supports", "partner", partner, kind="KNOWLEDGE", on="2026-02-05", words="วิทยากรอบรมช่าง", people=2)
cash_line = _below("cash_lines", "cash_book", cash_book, on="2026-01-05", words="ค่าอาหาร", expense=Decimal("250.50"))
cash_count = _below("cash_counts", "cash_book", cash_book, on="2026-01-31", counted=Decimal("749.50"), counted_by=PERSON)
cash_month = _below("cash_months", "cash_book", cash_book, month="2026-01", brought_forward=Decimal(1000), balance=Decimal(1000), lines=0)
receipt = _below("fund_receipts", "fund", welfare_fund, source="MEMBER", on="2026-01-10", amount=Decimal(365), period="2026")
claim = _below("fund_claims", "fund", welfare_fund, kind="WK01", asked_on="2026-02-01", amount=Decimal(500), people=1, status="ASKED")
enterprise_member = _below("enterprise_members", "enterprise", enterprise, name="ทองใบ ตัวอย่าง", role="MEMBER")
enterprise_month = _below("enterprise_months", "enterprise", enterprise, month="2026-01", income=Decimal(12000), cost=Decimal(7000))
enterprise_support = _below("enterprise_supports", "enterprise", enterprise, on="2026-02-03", kind="TRAINING", topic="บรรจุภัณฑ์")
mark = _below("product_marks", "product", product, mark="TCPS", number="มผช.1/2569", issued_on="2025-03-01", expires_on="2028-02-28")


def project_link(book: Book, **values: Any) -> bytes:
    """What a project is linked to: a community capital made for it unless something is named."""
    if not any(values.get(name) for name in ("plan_item", "case", "capital", "product", "enterprise")):
        values["capital"] = capital(book)
    return _below("project_links", "project", project, how="ใช้ในโครงการ")(book, **values)


def fund_member(book: Book, **values: Any) -> bytes:
    """A member of a welfare fund."""
    values.setdefault("person", None)
    values["person"] = values["person"] or person(book)
    made = {"member_no": f"{next(_numbers)}", "kind": "GENERAL", "joined_on": "2020-01-15"}
    return _below("fund_members", "fund", welfare_fund, **made)(book, **values)


def merged(book: Book, **values: Any) -> bytes:
    """A merge of two people who are nowhere else; nothing hangs on it."""
    number = next(_numbers)
    made = {"of_register": "people", "kept": id_text(natural_id("kept", number)), "gone": id_text(natural_id("gone", number))}
    return put(book, "merges", made | {"merged_on": "2026-02-01", "kept_name": "ทองใบ ตัวอย่าง"} | values, within=True)


def _proposal(book: Book, **values: Any) -> bytes:
    """A proposal about somebody who is not here."""
    about = {"kind": "REMOVE", "of_register": "people", "record": id_text(natural_id("proposed", next(_numbers))), "called": "ทองใบ ตัวอย่าง"}
    return put(book, "proposals", about | {"status": "OPEN", "made_on": "2026-02-01"} | values, within=True)


def _merge_part(book: Book, **values: Any) -> bytes:
    values.setdefault("merge", None)
    values["merge"] = values["merge"] or id_text(merged(book))
    record = id_text(natural_id("case", next(_numbers)))
    made = {"what": "moved", "of_register": "cases", "record": record, "field": "person"}
    return put(book, "merge_parts", made | values, within=True)


# A maker for every register, in menu order; `codes` and `strategies` only for a regional office's book.
MAKERS: dict[str, Callable[..., bytes]] = {
    "people": person,
    "consents": consent,
    "households": household,
    "household_persons": _resident,
    "household_debts": debt,
    "cases": case,
    "case_steps": step,
    "case_funds": fund,
    "case_visits": visit,
    "help": support,
    "referrals": referral,
    "indicator_sheets": sheet,
    "councils": council,
    "council_terms": term,
    "council_assessments": assessment,
    "scorecards": scorecard,
    "scorecard_answers": answer,
    "members": member,
    "organizations": organization,
    "organization_people": _organization_person,
    "meetings": meeting,
    "agenda_items": agenda_item,
    "attendances": _attendance,
    "resolutions": resolution,
    "projects": project,
    "project_councils": project_council,
    "project_targets": project_target,
    "budget_lines": budget_line,
    "project_contributions": contribution,
    "instalments": instalment,
    "project_links": project_link,
    "project_steps": project_step,
    "results": result,
    "activities": activity,
    "activity_people": participant,
    "activity_products": shown,
    "plans": plan,
    "plan_items": plan_item,
    "strategies": strategy,
    "partners": partner,
    "partner_contacts": contact,
    "agreements": agreement,
    "partner_supports": partner_support,
    "cash_books": cash_book,
    "cash_lines": cash_line,
    "cash_counts": cash_count,
    "cash_months": cash_month,
    "welfare_funds": welfare_fund,
    "fund_members": fund_member,
    "fund_receipts": receipt,
    "fund_claims": claim,
    "enterprises": enterprise,
    "enterprise_members": enterprise_member,
    "enterprise_months": enterprise_month,
    "enterprise_supports": enterprise_support,
    "products": product,
    "product_marks": mark,
    "business_plans": business_plan,
    "capitals": capital,
    "attachments": attachment,
    "proposals": _proposal,
    "merges": merged,
    "merge_parts": _merge_part,
    "codes": code,
}


def put(book: Book, register: str, values: dict[str, Any], *, within: bool = False) -> bytes:
    """A record in the book, by a deed of its own; `within` as deed.put has it: a new record taken over with a state."""
    with book.write() as deed:
        return deed.put(register, None, values, within=within)


def value(book: Book, register: str, record: bytes, field: str) -> Any:
    """What a record holds in a field now."""
    return book.row(register, record).values[field]
