"""How people are described."""

from __future__ import annotations

from dataclasses import replace

from desktop.base.i18n import N_
from desktop.records.query import BLANK, NOT_BLANK
from desktop.records.register import Action, Field, Filter, Identity, InOrder, Kind, Register, Related, Reverse, Texts, View, person_name
from desktop.registers.help.spec import recording
from desktop.registers.merges.spec import action as merging
from desktop.registers.people import service
from desktop.registers.people.model import OUT_OF_SCHOOL, SECTION_26, Consent, Person, consent_problems, problems

_WHO, _WHERE, _LIFE, _HEALTH, _MORE = N_("Who"), N_("Where"), N_("Life"), N_("Health"), N_("More")
_SCHOOLING, _CONSENT, _WITHDRAWN = N_("Schooling"), N_("Consent"), N_("Withdrawn")
_TODAY = N_("Left blank, it is today.")

_ASKED = (
    Field("text_version", Kind.CODE, N_("Text that was read out"), code_list="consent_text", required=True, section=_CONSENT),
    Field("answer", Kind.CODE, N_("Answer"), code_list="consent_answer", required=True, section=_CONSENT),
    Field("sensitive_too", Kind.BOOL, N_("Also for health and the like (section 26)"), section=_CONSENT),
    Field("purposes", Kind.CODES, N_("Purposes"), code_list="consent_purpose", section=_CONSENT),
    Field("given_by", Kind.CODE, N_("Given by"), code_list="consent_giver", open_list=True, section=_CONSENT),
    Field("giver_name", Kind.TEXT, N_("Name of who gave it for them"), section=_CONSENT),
    Field("channel", Kind.CODE, N_("How it was given"), code_list="consent_channel", section=_CONSENT),
    Field("asked_by", Kind.TEXT, N_("Asked by"), section=_CONSENT),
)

_ACTIONS = (
    Action(
        "ask_consent",
        N_("Ask for consent…"),
        service.ask_consent,
        icon="shield-check",
        fields=(Field("given_on", Kind.DATE, N_("Day"), help=_TODAY), *(replace(field, section="") for field in _ASKED)),
        many=True,
        start=lambda values: {"answer": "GIVEN", "given_by": "SELF"},
        help=N_("Read the text out first. A refusal is written down as well."),
    ),
    Action(
        "withdraw_consent",
        N_("Withdraw consent…"),
        service.withdraw_consent,
        icon="circle-x",
        fields=(
            Field("day", Kind.DATE, N_("Withdrawn on"), help=_TODAY),
            Field("how", Kind.CODE, N_("How it was withdrawn"), code_list="consent_channel", required=True),
            Field(
                "empty",
                Kind.BOOL,
                N_("Empty what is kept under section 26"),
                help=N_("Health, vulnerability and reasons for leaving school. What was there before can still be seen in the history."),
            ),
        ),
        start=lambda values: {"empty": any(values.get(name) is not None for name in SECTION_26)},
        help=N_("It may be withdrawn at any time, as easily as it was given."),
    ),
)

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
        Field("known_as", Kind.TEXT, N_("Also known as"), section=_WHO, headings=("ชื่อเล่น", "ฉายา")),
        Field("phones", Kind.PHONES, N_("Phones"), section=_WHERE, headings=("โทรศัพท์", "เบอร์โทรศัพท์", "เบอร์โทร", "Phone")),
        Field("house_no", Kind.TEXT, N_("House no."), section=_WHERE, headings=("บ้านเลขที่", "เลขที่", "House no.")),
        Field("near_house_no", Kind.TEXT, N_("Nearest house no."), section=_WHERE, help=N_("For a house without a number.")),
        Field("moo", Kind.INTEGER, N_("Moo"), minimum=0, maximum=99, section=_WHERE, headings=("หมู่ที่", "หมู่", "ม.", "Moo")),
        Field("village", Kind.TEXT, N_("Village"), section=_WHERE, headings=("หมู่บ้าน", "ชุมชน", "Village")),
        Field("soi", Kind.TEXT, N_("Soi"), section=_WHERE),
        Field("road", Kind.TEXT, N_("Road"), section=_WHERE),
        Field("tambon_code", Kind.AREA, N_("Tambon"), section=_WHERE, headings=("ตำบล", "แขวง", "ตำบล/แขวง", "Tambon")),
        Field("postcode", Kind.TEXT, N_("Postcode"), section=_WHERE),
        Field("marital", Kind.CODE, N_("Marital state"), code_list="marital", section=_LIFE, headings=("สถานภาพ", "สถานภาพสมรส")),
        Field(
            "education", Kind.CODE, N_("Education"), code_list="education", section=_LIFE, headings=("การศึกษา", "ระดับการศึกษา", "วุฒิการศึกษา")
        ),
        Field("occupation", Kind.TEXT, N_("Occupation"), section=_LIFE, headings=("อาชีพ", "Occupation")),
        Field("income_month", Kind.MONEY, N_("Own income a month"), section=_LIFE),
        Field("welfare_card", Kind.BOOL, N_("State welfare card"), section=_LIFE, headings=("บัตรสวัสดิการ", "บัตรสวัสดิการแห่งรัฐ", "บัตรคนจน")),
        Field("vulnerable", Kind.CODES, SECTION_26["vulnerable"], code_list="vulnerable", sensitive=True, section=_HEALTH),
        Field("body_state", Kind.CODE, SECTION_26["body_state"], code_list="body_state", sensitive=True, section=_HEALTH),
        Field("self_care", Kind.BOOL, SECTION_26["self_care"], sensitive=True, section=_HEALTH),
        Field("died_on", Kind.PARTIAL_DATE, N_("Died on"), section=_HEALTH, headings=("วันที่เสียชีวิต", "วันที่ตาย")),
        Field("school_status", Kind.CODE, N_("Schooling"), code_list="school_status", section=_SCHOOLING),
        Field("school", Kind.TEXT, N_("School"), section=_SCHOOLING, headings=("สถานศึกษา", "โรงเรียน")),
        Field("school_level", Kind.TEXT, N_("Class reached"), section=_SCHOOLING, headings=("ชั้น", "ระดับชั้น")),
        Field("out_since", Kind.PARTIAL_DATE, N_("Out of school since"), section=_SCHOOLING),
        Field("out_reasons", Kind.CODES, SECTION_26["out_reasons"], code_list="out_reason", sensitive=True, section=_SCHOOLING),
        Field("out_now", Kind.CODE, N_("What they do now"), code_list="out_now", section=_SCHOOLING),
        Field("learning_wish", Kind.NOTE, N_("What they want to learn"), section=_SCHOOLING),
        Field("note", Kind.NOTE, N_("Note"), section=_MORE, headings=("หมายเหตุ", "Note")),
    ),
    columns=("prefix", "first_name", "last_name", "national_id", "birth_date", "phones", "house_no", "moo", "tambon_code"),
    name_fields=("prefix", "first_name", "last_name"),
    reverses=(
        Reverse("relation", "household_persons", "person", "relation", latest="since"),
        Reverse("house_code", "household_persons", "person", "house_code", latest="since"),
        Reverse("case_number", "cases", "person", "number", latest="opened_on"),
        Reverse("case_status", "cases", "person", "status", latest="opened_on"),
    ),
    filters=(Filter("sex"), Filter("tambon_code"), Filter("vulnerable"), Filter("school_status"), Filter("out_reasons")),
    children=("consents",),
    related=(
        Related("household_persons", "person"),
        Related("cases", "person"),
        Related("help", "person"),
        Related("referrals", "person"),
        Related("members", "person"),
        Related("organization_people", "person"),
        Related("indicator_sheets", "person"),
        Related("attachments", "person"),
    ),
    views=(
        View(
            "out_of_school",
            N_("Out of school"),
            {"school_status": OUT_OF_SCHOOL},
            columns=(
                "prefix",
                "first_name",
                "last_name",
                "birth_date",
                "school_level",
                "out_since",
                "out_reasons",
                "out_now",
                "learning_wish",
                "phones",
                "house_no",
                "moo",
                "village",
                "tambon_code",
                "case_number",
                "case_status",
            ),
        ),
        View("vulnerable", N_("Vulnerable people"), {"vulnerable": NOT_BLANK}),
        View("no_id", N_("Without a national ID"), {"national_id": BLANK}),
    ),
    group=N_("Households and hardship"),
    identity=Identity(
        exact="national_id",
        name=("first_name", "last_name"),
        birth="birth_date",
        phones="phones",
        home=("house_no", "moo"),
        sex="sex",
    ),
    called=person_name,
    problems=problems,
    reminders=service.reminders,
    actions=(*_ACTIONS, recording("people", "person"), merging("people")),
    sort_text=InOrder(("first_name", "last_name")),
    search_text=Texts(
        ("prefix", "first_name", "last_name", "national_id", "known_as", "house_no", "village", "occupation", "phones"),
    ),
)

CONSENTS = Register(
    name="consents",
    title=N_("Consents"),
    singular=N_("Consent"),
    model=Consent,
    icon="shield-check",
    parent="person",
    fields=(
        Field("person", Kind.LINK, N_("Person"), register="people", required=True, section=_CONSENT),
        Field("given_on", Kind.DATE, N_("Given on"), required=True, section=_CONSENT),
        *_ASKED,
        Field("withdrawn_on", Kind.DATE, N_("Withdrawn on"), section=_WITHDRAWN),
        Field("withdrawn_how", Kind.CODE, N_("How it was withdrawn"), code_list="consent_channel", section=_WITHDRAWN),
        Field("note", Kind.NOTE, N_("Note"), section=_WITHDRAWN),
    ),
    columns=("given_on", "answer", "text_version", "sensitive_too", "channel", "withdrawn_on"),
    name_fields=("given_on", "text_version"),
    related=(Related("attachments", "consent"),),
    defaults=lambda: {"answer": "GIVEN"},
    problems=consent_problems,
)
