"""Makers of records with defaults: say only what a test is about. Everybody is invented; identity numbers and phones were never issued."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from decimal import Decimal
from typing import Any

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


# A maker for every register, in menu order; `codes` only for a regional office's book.
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
    "activities": activity,
    "partners": partner,
    "attachments": attachment,
    "codes": code,
}


def put(book: Book, register: str, values: dict[str, Any], *, within: bool = False) -> bytes:
    """A record in the book, by a deed of its own; `within` as deed.put has it: a new record taken over with a state."""
    with book.write() as deed:
        return deed.put(register, None, values, within=within)


def value(book: Book, register: str, record: bytes, field: str) -> Any:
    """What a record holds in a field now."""
    return book.row(register, record).values[field]
