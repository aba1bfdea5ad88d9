"""How people are described."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desktop.base.i18n import N_
from desktop.records.register import Field, Filter, Identity, Kind, Register, Reverse, person_name
from desktop.registers.people.model import Person, problems

_WHO, _WHERE, _MORE = N_("Who"), N_("Where"), N_("More")


def _name(values: Mapping[str, Any]) -> Sequence[str]:
    return values.get("first_name") or "", values.get("last_name") or ""


def _search(values: Mapping[str, Any]) -> Sequence[str]:
    texts = [values.get(name) for name in ("prefix", "first_name", "last_name", "national_id", "house_no", "village", "occupation")]
    return [text for text in texts if text] + list(values.get("phones") or ())


PEOPLE = Register(
    name="people",
    title=N_("People"),
    singular=N_("Person"),
    model=Person,
    icon="users",
    fields=(
        Field("prefix", Kind.TEXT, N_("Prefix"), section=_WHO, headings=("คำนำหน้า", "คำนำหน้าชื่อ", "Prefix", "Title")),
        Field("first_name", Kind.TEXT, N_("First name"), section=_WHO, headings=("ชื่อ", "ชื่อจริง", "First name")),
        Field("last_name", Kind.TEXT, N_("Last name"), section=_WHO, headings=("นามสกุล", "สกุล", "Last name", "Surname")),
        Field("sex", Kind.CODE, N_("Sex"), code_list="sex", section=_WHO, headings=("เพศ", "Sex")),
        Field(
            "national_id",
            Kind.NATIONAL_ID,
            N_("National ID"),
            sensitive=True,
            section=_WHO,
            headings=("เลขประจำตัวประชาชน", "เลขบัตรประชาชน", "เลขบัตร ปชช.", "National ID"),
        ),
        Field("no_id_reason", Kind.CODE, N_("Reason for no ID"), code_list="no_id_reason", section=_WHO),
        Field(
            "birth_date",
            Kind.PARTIAL_DATE,
            N_("Birth date"),
            born=True,
            section=_WHO,
            help=N_("The year alone, or month and year, is enough."),
            headings=("วันเกิด", "วัน/เดือน/ปีเกิด", "วันเดือนปีเกิด", "Birth date"),
        ),
        Field("phones", Kind.PHONES, N_("Phones"), section=_WHERE, headings=("โทรศัพท์", "เบอร์โทรศัพท์", "เบอร์โทร", "Phone")),
        Field("house_no", Kind.TEXT, N_("House no."), section=_WHERE, headings=("บ้านเลขที่", "เลขที่", "House no.")),
        Field("moo", Kind.INTEGER, N_("Moo"), minimum=0, maximum=99, section=_WHERE, headings=("หมู่ที่", "หมู่", "ม.", "Moo")),
        Field("village", Kind.TEXT, N_("Village"), section=_WHERE, headings=("หมู่บ้าน", "ชุมชน", "Village")),
        Field("tambon_code", Kind.AREA, N_("Tambon"), section=_WHERE, headings=("ตำบล", "แขวง", "ตำบล/แขวง", "Tambon")),
        Field("occupation", Kind.TEXT, N_("Occupation"), section=_MORE, headings=("อาชีพ", "Occupation")),
        Field("vulnerable", Kind.CODES, N_("Vulnerable"), code_list="vulnerable", sensitive=True, section=_MORE),
        Field("note", Kind.NOTE, N_("Note"), section=_MORE, headings=("หมายเหตุ", "Note")),
    ),
    columns=("prefix", "first_name", "last_name", "national_id", "birth_date", "phones", "house_no", "moo", "tambon_code"),
    name_fields=("prefix", "first_name", "last_name"),
    reverses=(
        Reverse("relation", "household_persons", "person", "relation"),
        Reverse("house_code", "household_persons", "person", "house_code"),
    ),
    filters=(Filter("sex"), Filter("tambon_code"), Filter("vulnerable")),
    identity=Identity(exact="national_id", name=("first_name", "last_name"), birth="birth_date"),
    called=person_name,
    problems=problems,
    sort_text=_name,
    search_text=_search,
)
