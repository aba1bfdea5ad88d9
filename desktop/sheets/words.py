"""The words that stand over columns in council workbooks, Thai and English, and what they mean. Registers add their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from desktop.base import thai

# What a column is about -> the headings seen for it. Where the name is a field of the register at hand, the column goes there;
# seq, age, reason and others that no register has are left alone.
CONCEPTS: Mapping[str, tuple[str, ...]] = {
    "seq": ("ที่", "ลำดับ", "ลำดับที่", "เลขลำดับ", "No.", "#", "Item", "Order"),
    "full_name": (
        *("ชื่อ-สกุล", "ชื่อ-นามสกุล", "ชื่อและนามสกุล", "ชื่อและสกุล", "ชื่อตัว-ชื่อสกุล", "ชื่อ-ชื่อสกุล", "รายชื่อ", "ชื่อสมาชิก", "ชื่อ สกุล"),
        *("ชื่อผู้รับ", "ชื่อ-สกุลผู้รับ", "ชื่อ-สกุล ผู้ประสบปัญหา", "ชื่อผู้ประสบปัญหา", "ชื่อเจ้าบ้าน", "เจ้าบ้าน", "ชื่อผู้เข้าร่วม", "ชื่อผู้นำ"),
        *("ชื่อ-สกุล สมาชิกในครัวเรือน", "ชื่อหัวหน้าครัวเรือน", "ชื่อ-สกุล หัวหน้าครัวเรือน", "หัวหน้าครัวเรือน", "คำนำหน้า ชื่อ-สกุล"),
        *("คำนำหน้า ชื่อ-นามสกุล", "ชื่อผู้เดือดร้อน", "ชื่อ-สกุล ผู้เดือดร้อน", "Name", "Full name", "Name and surname"),
    ),
    "prefix": ("คำนำหน้า", "คำนำหน้าชื่อ", "คำนำหน้านาม", "Prefix"),
    "first_name": ("ชื่อ", "ชื่อจริง", "ชื่อตัว", "First name", "Given name"),
    "last_name": ("สกุล", "นามสกุล", "Last name", "Surname", "Family name"),
    "national_id": (
        *(
            "เลขประจำตัวประชาชน",
            "เลขบัตรประชาชน",
            "เลขบัตร ปชช.",
            "บัตร ปชช.",
            "เลข ปชช.",
            "เลขบัตร",
            "บัตรประชาชน",
            "เลขประจำตัว",
            "เลขประจำตัว ปชช.",
        ),
        *("หมายเลขบัตรประชาชน", "หมายเลขประจำตัวประชาชน", "รหัสประจำตัวประชาชน", "รหัสบัตรประชาชน", "เลขที่บัตรประชาชน", "เลข 13 หลัก"),
        *("เลขประจำตัว 13 หลัก", "เลขบัตรประจำตัวประชาชน", "เลขที่บัตรประจำตัวประชาชน", "บัตรประจำตัวประชาชน"),
        *(
            "หมายเลขบัตรประจำตัวประชาชน",
            "เลข ปชช. 13 หลัก",
            "เลขบัตรประชาชน 13 หลัก",
            "เลขประจำตัวประชาชน 13 หลัก",
            "National ID",
            "ID card",
            "ID number",
            "Citizen ID",
            "PID",
        ),
    ),
    "birth_date": (
        *("วันเกิด", "วัน/เดือน/ปีเกิด", "ว/ด/ป เกิด", "ว.ด.ป. เกิด", "วันเดือนปีที่เกิด", "ปีเกิด", "ปี พ.ศ. เกิด", "เกิดวันที่", "เกิดเมื่อ", "วันที่เกิด"),
        *("Birth date", "Date of birth", "Birthday", "DOB", "Born"),
    ),
    "age": ("อายุ", "อายุ (ปี)", "Age"),
    "sex": ("เพศ", "Sex", "Gender"),
    "phones": (
        *("โทรศัพท์", "เบอร์โทร", "เบอร์โทรศัพท์", "โทร", "หมายเลขโทรศัพท์", "เลขโทรศัพท์", "มือถือ", "เบอร์มือถือ", "โทรศัพท์มือถือ"),
        *("เบอร์ติดต่อ", "เบอร์", "เบอร์โทรติดต่อ", "Phone", "Phones", "Phone number", "Tel", "Telephone", "Mobile"),
    ),
    "house_no": ("บ้านเลขที่", "เลขที่", "เลขที่บ้าน", "เลขบ้าน", "House no.", "House number"),
    "near_house_no": ("เลขที่บ้านใกล้เคียง", "บ้านใกล้เคียง"),
    "house_code": ("รหัสประจำบ้าน", "รหัสบ้าน", "เลขรหัสประจำบ้าน", "เลขประจำบ้าน", "รหัสประจำบ้าน 11 หลัก", "House code"),
    "moo": ("หมู่ที่", "หมู่", "ม.", "ม.ที่", "อยู่หมู่", "หมู่บ้านที่", "Moo"),
    "soi": ("ซอย", "ตรอก", "ตรอก/ซอย", "ซ.", "Soi"),
    "road": ("ถนน", "ถ.", "Road"),
    "postcode": ("รหัสไปรษณีย์", "รหัส ปณ.", "Postcode"),
    "known_as": ("ชื่อเล่น", "ฉายา", "ชื่ออื่น", "Nickname"),
    "marital": ("สถานภาพ", "สถานะภาพ", "สถานะภาพสมรส", "สถานภาพสมรส", "Marital status"),
    "education": ("การศึกษา", "ระดับการศึกษา", "วุฒิการศึกษา", "จบชั้น", "Education"),
    "village": ("หมู่บ้าน", "ชื่อหมู่บ้าน", "ชุมชน", "ชื่อบ้าน", "บ้าน", "หมู่บ้าน/ชุมชน", "Village", "Community"),
    "tambon_code": ("ตำบล", "แขวง", "ตำบล/แขวง", "ต.", "Tambon", "Subdistrict", "Sub-district"),
    "district": ("อำเภอ", "เขต", "อำเภอ/เขต", "อ.", "District", "Amphoe"),
    "province": ("จังหวัด", "จ.", "Province"),
    "address": ("ที่อยู่", "ที่อยู่ปัจจุบัน", "ที่อยู่ตามทะเบียนบ้าน", "Address"),
    "position": ("ตำแหน่ง", "ตำแหน่งในสภา", "Position"),
    "group": ("กลุ่ม/องค์กร", "กลุ่ม", "องค์กร", "ชื่อกลุ่ม", "ชื่อกลุ่ม/องค์กร", "กลุ่ม/องค์กรชุมชน", "องค์กรชุมชน", "สังกัด", "Group", "Organization"),
    "seat_kind": ("ประเภทสมาชิก", "ประเภทผู้แทน"),
    "appointed_on": ("วันที่แต่งตั้ง", "วันที่เป็นสมาชิก", "วันที่สมัคร", "วันที่เข้าเป็นสมาชิก", "joined_on", "Joined on", "Appointed on"),
    "occupation": ("อาชีพ", "อาชีพหลัก", "Occupation"),
    "income_month": (
        "รายได้/เดือน",
        "รายได้ต่อเดือน",
        "รายได้",
        "รายได้ครัวเรือน",
        "รายได้ครัวเรือน/เดือน",
        "รายได้รวม/เดือน",
        "Income",
        "รายได้เฉลี่ย/เดือน",
        "รายได้เฉลี่ยต่อเดือน",
        "รายได้ต่อปี",
        "รายได้/ปี",
        "รายได้เฉลี่ย/ปี",
        "Income a month",
        "Income a year",
    ),
    "debt": ("หนี้สิน", "หนี้", "จำนวนหนี้", "Debt"),
    "house_condition": ("สภาพบ้าน", "สภาพที่อยู่อาศัย", "สภาพบ้านเรือน", "สภาพที่อยู่", "House condition"),
    "tenure": ("การถือครอง", "การถือครองที่ดิน", "กรรมสิทธิ์", "กรรมสิทธิ์ที่ดิน", "สิทธิในที่ดิน", "Tenure"),
    "member_count": ("จำนวนสมาชิก", "จำนวนสมาชิกในครัวเรือน", "สมาชิกในครัวเรือน (คน)", "persons", "Members"),
    "relation": (
        *("เกี่ยวข้องเป็น", "ความสัมพันธ์", "ความสัมพันธ์กับหัวหน้าครัวเรือน", "ความเกี่ยวข้อง", "สถานะในครัวเรือน", "เกี่ยวข้องกับหัวหน้าครัวเรือน"),
        "Relation",
    ),
    "hardships": ("ความเดือดร้อน", "ปัญหาความเดือดร้อน", "ประเภทความเดือดร้อน", "ปัญหา", "Hardships"),
    "surveyed_on": ("วันที่สำรวจ", "Surveyed on"),
    "title": (
        *("โครงการ", "ชื่อโครงการ", "กิจกรรม", "ชื่อกิจกรรม", "โครงการ/กิจกรรม", "ชื่อโครงการ/กิจกรรม", "กิจกรรม/โครงการ", "กิจกรรมที่จะทำ"),
        *("รายการ", "Project", "Activity", "Title"),
    ),
    "fiscal_year": ("ปีงบประมาณ", "Fiscal year"),
    "date_range": (
        *("วันที่", "วัน เดือน ปี", "ว/ด/ป", "ว.ด.ป.", "ระยะเวลา", "ระยะเวลาดำเนินการ", "วันที่ดำเนินการ", "วันที่จัด", "วันที่จัดกิจกรรม"),
        *("ช่วงเวลา", "กำหนดการ", "เดือน", "Date", "Dates", "Period"),
    ),
    "start_on": ("วันที่เริ่ม", "วันเริ่ม", "เริ่มวันที่", "วันเริ่มต้น", "Starts on", "Start date", "Start"),
    "end_on": ("วันที่สิ้นสุด", "วันสิ้นสุด", "ถึงวันที่", "สิ้นสุด", "Ends on", "End date", "End"),
    "religion": ("ศาสนา", "Religion"),
    "signed": ("ลายมือชื่อ", "ลงชื่อ", "ลายเซ็น", "Signature"),
    "balance": ("คงเหลือ", "ยอดคงเหลือ", "Balance"),
    "place": ("สถานที่", "สถานที่จัด", "สถานที่จัดกิจกรรม", "Place", "Venue"),
    "participants": ("ผู้เข้าร่วม", "จำนวนผู้เข้าร่วม", "ผู้เข้าร่วม (คน)", "จำนวนผู้เข้าร่วม (คน)", "จำนวนคน", "ผู้ร่วมกิจกรรม", "Participants"),
    "male": ("ชาย", "ชาย (คน)", "Men", "Male"),
    "female": ("หญิง", "หญิง (คน)", "Women", "Female"),
    "budget": ("งบประมาณ", "งบประมาณ (บาท)", "งบ", "วงเงิน", "จำนวนเงิน", "Budget"),
    "spent": ("ใช้จ่ายจริง", "ใช้ไป", "ใช้จริง", "จ่ายจริง", "เบิกจ่าย", "เบิกจ่ายจริง", "Spent"),
    "status": ("สถานะ", "ผลการดำเนินงาน", "ผลการดำเนินการ", "ผลดำเนินงาน", "Status"),
    "objective": ("วัตถุประสงค์", "Objective"),
    "coordinator": ("ผู้ประสานงาน", "ผู้รับผิดชอบ", "ผู้รับผิดชอบโครงการ", "Coordinator"),
    "note": ("หมายเหตุ", "หมายเหตุ/อื่นๆ", "อื่นๆ", "Note", "Notes", "Remark", "Remarks"),
    "reason": ("เหตุผล", "เหตุผล/Reason", "Reason"),
}
_BORN = re.compile("เกิด.*(?:วัน|ปี|วดป)|(?:วัน|ปี|วดป).*เกิด")
_LONG_ENOUGH = 4  # characters a word needs to count when it is only part of a heading


def key(text: str) -> str:
    """A heading without what people write differently: case, spaces, line breaks, punctuation, what stands in brackets."""
    bare = re.sub(r"\([^)]*\)", "", text) or text
    return "".join(char for char in thai.fold(bare) if char.isalnum() or "\u0e31" <= char <= "\u0e4e")


@lru_cache(maxsize=1)
def _table() -> dict[str, str]:
    return {key(word): concept for concept, words in CONCEPTS.items() for word in words if key(word)}


def concept(text: str) -> tuple[str, float]:
    """What a heading is about and how sure that is: 1.0 for a known heading, less where one is part of it; ("", 0.0) for none."""
    wanted = key(text)
    if not wanted or len(wanted) > 80:
        return "", 0.0
    table = _table()
    if wanted in table:
        return table[wanted], 1.0
    if _BORN.search(wanted):
        return "birth_date", 0.9
    best = best_part(wanted, table)
    return (table[best], part_confidence(best, wanted)) if best else ("", 0.0)


_PARTS_OF_DAY = {
    "d": ("วัน", "วันที่", "วันเกิด", "วันที่เกิด", "day"),
    "m": ("เดือน", "เดือนเกิด", "month"),
    "y": ("ปี", "พ.ศ.", "ปี พ.ศ.", "ปีเกิด", "year"),
}


@lru_cache(maxsize=1)
def _parts_of_day() -> dict[str, str]:
    return {key(word): part for part, words in _PARTS_OF_DAY.items() for word in words}


def part_of_day(text: str) -> str:
    """Whether a heading is of the day, month or year of a date in three columns: 'd', 'm', 'y', else ''."""
    return _parts_of_day().get(key(text), "")


def best_part(wanted: str, words: Iterable[str]) -> str:
    """Of these words (keys) the one that says most of a heading, being part of it; '' where none does."""
    parts = [word for word in words if len(word) >= _LONG_ENOUGH and word in wanted]
    return max(parts, key=lambda word: (wanted.startswith(word), len(word)), default="")


def part_confidence(word: str, wanted: str) -> float:
    """How sure a heading is that only holds a known word."""
    return 0.5 + 0.3 * len(word) / len(wanted)


def is_heading(text: str) -> bool:
    """Whether a text is a heading known by heart."""
    return concept(text)[1] == 1.0
