"""An import shows first what it would do, then does it whole or not at all, and never loses or erases anything."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop.base.errors import Cancelled, Refused
from desktop.base.task import Progress
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.sheets import importing
from desktop.sheets.importing import apply, prepare
from desktop.sheets.mapping import Mapping
from tests.sheets.conftest import MESSY

Make = Callable[..., Path]
MEMBERS = ["ชื่อ-สกุล", "เลขบัตร", "วันเกิด", "โทร", "ตำแหน่ง", "หมายเหตุ"]
SOMSRI = ["นางสมศรี ใจดี", "3000501874121", "1/2/2510", "0810000001", "กรรมการ", None]


def only(book: Book, register: str) -> dict[str, Any]:
    (record,) = book.ids(ListQuery(register))
    return dict(book.row(register, record).values)


def put(book: Book, register: str, **values: Any) -> bytes:
    with book.write() as deed:
        return deed.put(register, None, values)


def counts(book: Book, register: str, path: Path) -> tuple[int, int, int, int]:
    found = prepare(book, register, path).counts()
    return found["new"], found["changed"], found["same"], found["refused"]


def test_preparing_writes_nothing(council: Book, make_sheet: Make) -> None:
    plan = prepare(council, "members", make_sheet([MEMBERS, SOMSRI]))
    assert plan.counts() == {"new": 1, "changed": 0, "same": 0, "refused": 0}
    assert plan.records[0].name() == "นางสมศรี ใจดี"
    assert plan.records[0].value("person.national_id") == "3000501874121"
    assert council.counts()["members"] == 0


def test_an_import_is_one_step_to_undo(council: Book, make_sheet: Make) -> None:
    apply(council, prepare(council, "members", make_sheet([MEMBERS, SOMSRI])))
    assert (council.counts()["people"], council.counts()["members"]) == (1, 1)
    council.undo()
    assert (council.counts()["people"], council.counts()["members"]) == (0, 0)


def test_a_plan_is_carried_out_once(council: Book, make_sheet: Make) -> None:
    plan = prepare(council, "members", make_sheet([MEMBERS, SOMSRI]))
    apply(council, plan)
    with pytest.raises(Refused) as caught:
        apply(council, plan)
    assert caught.value.code == "plan_applied"


def test_a_cancelled_import_leaves_nothing(council: Book, make_sheet: Make) -> None:
    plan = prepare(council, "members", make_sheet([MEMBERS, *([f"นางสมศรี ใจดี{row}", None, "1/2/2510"] for row in range(120))]))
    progress = Progress(lambda done, total, words: progress.cancel() if done >= 50 else None)
    with pytest.raises(Cancelled):
        apply(council, plan, progress)
    assert council.counts()["people"] == 0
    assert apply(council, plan).new == 120


def test_a_cancelled_preparation_stops(council: Book, make_sheet: Make) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        prepare(council, "members", make_sheet([MEMBERS, SOMSRI]), progress=progress)


def test_a_record_changed_meanwhile_stops_the_whole_import(council: Book, make_sheet: Make) -> None:
    person = put(council, "people", first_name="สมศรี", last_name="ใจดี", national_id="3000501874121")
    plan = prepare(council, "members", make_sheet([MEMBERS, SOMSRI]))
    with council.write() as deed:
        deed.put("people", person, {"occupation": "ทำนา"})
    with pytest.raises(Refused) as caught:
        apply(council, plan)
    assert caught.value.code == "changed_meanwhile"
    assert council.counts()["members"] == 0


def test_changes_are_shown_field_by_field(council: Book, make_sheet: Make) -> None:
    apply(council, prepare(council, "members", make_sheet([MEMBERS, SOMSRI])))
    renamed = ["นางสมศรี ใจดีมาก", "3000501874121", None, "0820000002", "ประธาน", "ย้ายบ้าน"]
    plan = prepare(council, "members", make_sheet([MEMBERS, renamed]))
    (record,) = plan.records
    shown = {(change.whose, change.field.name): (change.old, change.new) for change in record.changes()}
    assert record.state == "changed"
    assert shown == {
        ("person", "last_name"): ("ใจดี", "ใจดีมาก"),
        ("person", "phones"): (("0810000001",), ("0810000001", "0820000002")),
        ("", "position"): ("COMMITTEE", "CHAIR"),
        ("", "note"): (None, "ย้ายบ้าน"),
    }
    assert apply(council, plan).changed == 1
    assert only(council, "people")["birth_date"] == "1967-02-01"  # a blank cell erases nothing


def test_a_year_alone_never_replaces_the_whole_date(council: Book, make_sheet: Make) -> None:
    apply(council, prepare(council, "members", make_sheet([MEMBERS, SOMSRI])))
    assert counts(council, "members", make_sheet([MEMBERS, [*SOMSRI[:2], 2510, *SOMSRI[3:]]])) == (0, 0, 1, 0)
    apply(council, prepare(council, "people", make_sheet([["ชื่อ-สกุล", "เลขบัตร", "วันเกิด"], ["นายดี งาม", "3000523938149", "2496"]])))
    better = make_sheet([["ชื่อ-สกุล", "เลขบัตร", "วันเกิด"], ["นายดี งาม", "3000523938149", "3/4/2496"]])
    assert counts(council, "people", better) == (0, 1, 0, 0)


def test_a_note_grows_and_is_never_replaced(council: Book, make_sheet: Make) -> None:
    apply(council, prepare(council, "members", make_sheet([MEMBERS, [*SOMSRI[:5], "เดิม"]])))
    again = make_sheet([MEMBERS, [*SOMSRI[:5], "ใหม่"]])
    apply(council, prepare(council, "members", again))
    assert only(council, "members")["note"] == "เดิม\nใหม่"
    assert counts(council, "members", again) == (0, 0, 1, 0)


def test_what_cannot_be_read_stays_in_the_note(council: Book, make_sheet: Make) -> None:
    odd = make_sheet([MEMBERS, ["นางสมศรี ใจดี", None, "65 ปี", "ที่วัด", "กรรมการ", None]])
    plan = prepare(council, "members", odd)
    assert plan.warnings() == {"unreadable": 2} or plan.warnings() == {"unreadable": 1, "phone_shape": 1}
    apply(council, plan)
    assert only(council, "people")["note"] == "วันเกิด: 65 ปี\nโทร: ที่วัด"
    assert counts(council, "members", odd) == (0, 0, 1, 0)


def test_a_row_without_any_name_is_refused_and_the_others_come_in(council: Book, make_sheet: Make) -> None:
    plan = prepare(
        council, "members", make_sheet([MEMBERS, [None, "3000501874121", "1/2/2510"], [None, None, None, None, "กรรมการ", "x"], SOMSRI])
    )
    assert plan.counts() == {"new": 1, "changed": 0, "same": 0, "refused": 2}
    assert [(refused.rows, refused.problems[0].code) for refused in plan.refused] == [((2,), "name_missing"), ((3,), "required")]
    assert (plan.rows, plan.sheet_rows) == (3, 3)
    assert all(refused.text() for refused in plan.refused)


def test_the_same_person_twice_in_a_sheet_is_one_person(council: Book, make_sheet: Make) -> None:
    rows = [["ชื่อ-สกุล", "เลขบัตร", "วันเกิด", "โทร"]]
    rows += [["นางสมศรี ใจดี", "3000501874121", None, "0810000001"], ["นางสมศรี ใจดี", "3000501874121", "1/2/2510", None]]  # type: ignore[list-item]
    rows += [["นางสมศรี  ใจดี", "", "1/2/2510", "0820000002"], ["นางสมศรี ใจดี", "", "9/9/2520", ""]]
    plan = prepare(council, "people", make_sheet(rows))
    assert [record.rows for record in plan.records] == [[2, 3, 4], [5]]
    assert plan.records[0].value("phones") == ("0810000001", "0820000002")
    assert apply(council, plan).new == 2


def test_two_rows_that_disagree_keep_both_sayings(council: Book, make_sheet: Make) -> None:
    rows = [["ชื่อ-สกุล", "เลขบัตร", "อาชีพ"], ["นายดี งาม", "3000523938149", "ทำนา"], ["นายดี งาม", "3000523938149", "ประมง"]]
    plan = prepare(council, "people", make_sheet(rows))
    assert plan.warnings() == {"conflict_in_sheet": 1}
    apply(council, plan)
    assert (only(council, "people")["occupation"], only(council, "people")["note"]) == ("ทำนา", "อาชีพ: ประมง")


def test_a_wrong_check_digit_warns_and_is_kept(council: Book, make_sheet: Make) -> None:
    plan = prepare(council, "members", make_sheet([MEMBERS, ["นางสมศรี ใจดี", "3000501874120", "1/2/2510"]]))
    assert plan.warnings() == {"id_check_digit": 1}
    apply(council, plan)
    assert only(council, "people")["national_id"] == "3000501874120"


def test_a_person_known_by_id_under_another_name_is_not_merged(council: Book, make_sheet: Make) -> None:
    put(council, "people", first_name="วิชัย", last_name="ช้างนาค", national_id="3000501874121")
    assert counts(council, "members", make_sheet([MEMBERS, SOMSRI])) == (1, 0, 0, 0)
    apply(council, prepare(council, "members", make_sheet([MEMBERS, SOMSRI])))
    assert council.counts()["people"] == 2


def test_names_alone_merge_nobody(council: Book, make_sheet: Make) -> None:
    put(council, "people", first_name="สมศรี", last_name="ใจดี", birth_date="1950")
    bare = make_sheet([["ชื่อ-สกุล", "ตำแหน่ง", "กลุ่ม"], ["นางสมศรี ใจดี", "กรรมการ", "อสม."], ["นางสมศรี ใจดี", "สมาชิก", "กลุ่มแม่บ้าน"]])
    apply(council, prepare(council, "members", bare))
    assert (council.counts()["people"], council.counts()["members"]) == (3, 2)
    assert counts(council, "members", bare) == (0, 0, 2, 0)


def test_a_list_of_names_alone_adds_nobody_twice_and_says_so(council: Book, make_sheet: Make) -> None:
    path = make_sheet([["ชื่อ", "สกุล"], ["ดี", "งาม"], ["ดี", "งาม"]])
    assert apply(council, prepare(council, "people", path)).new == 2
    plan = prepare(council, "people", path)
    assert (plan.counts()["same"], plan.warnings()) == (2, {"same_name_only": 2})


def test_glued_prefixes_are_taken_off_first_names(council: Book, make_sheet: Make) -> None:
    apply(council, prepare(council, "people", make_sheet([["ชื่อ", "สกุล"], ["น.ส.นายิกา", "ดี"]])))
    person = only(council, "people")
    assert (person["prefix"], person["first_name"], person["last_name"]) == ("นางสาว", "นายิกา", "ดี")


def test_the_offices_only_tambon_is_filled_in_but_replaces_nothing(council: Book, make_sheet: Make, make_book: Callable[..., Book]) -> None:
    moved = put(council, "people", first_name="สมศรี", last_name="ใจดี", national_id="3000501874121", tambon_code="210303")
    apply(council, prepare(council, "members", make_sheet([MEMBERS, SOMSRI, ["นายดี งาม", "3000523938149", "1/1/2500"]])))
    assert council.row("people", moved).values["tambon_code"] == "210303"
    assert sorted(row.values["tambon_code"] for row in council.rows("people", council.ids(ListQuery("people"))) if row) == [
        "210303",
        "210304",
    ]
    region = make_book("region", kind="region", areas=["20", "21"])
    apply(region, prepare(region, "members", make_sheet([MEMBERS, SOMSRI])))
    assert only(region, "people")["tambon_code"] is None


def test_an_unclear_tambon_warns_and_stays_in_the_note(make_book: Callable[..., Book], make_sheet: Make) -> None:
    region = make_book("region", kind="region", areas=["2"])
    plan = prepare(region, "people", make_sheet([["ชื่อ", "สกุล", "ตำบล"], ["ดี", "งาม", "ในเมือง"], ["มี", "งาม", "เนินฆ้อ"]]))
    assert plan.warnings() == {"area_ambiguous": 1}
    apply(region, plan)
    rows = [row.values for row in region.rows("people", region.ids(ListQuery("people"))) if row]
    assert sorted((values["tambon_code"] or "", values["note"] or "") for values in rows) == [("", "ตำบล: ในเมือง"), ("210304", "")]


def test_the_moo_of_a_group_header_is_the_moo_of_its_rows(council: Book, make_sheet: Make) -> None:
    apply(council, prepare(council, "people", make_sheet([["ที่", "ชื่อ", "สกุล"], ["หมู่ที่ ๓"], [1, "ดี", "งาม"]])))
    assert only(council, "people")["moo"] == 3


def test_an_address_in_one_cell_fills_its_fields_and_keeps_the_rest(council: Book, make_sheet: Make) -> None:
    rows = [["ชื่อ-สกุล", "ที่อยู่"], ["นายดี งาม", "12/5 หมู่ 3 ซอยวัด หลังบ้านกำนัน ต.เนินฆ้อ อ.แกลง จ.ระยอง"]]
    apply(council, prepare(council, "people", make_sheet(rows)))
    person = only(council, "people")
    assert (person["house_no"], person["moo"], person["tambon_code"]) == ("12/5", 3, "210304")
    assert (person["soi"], person["village"]) == ("วัด", None)
    assert person["note"] == "ที่อยู่: 12/5 หมู่ 3 ซอยวัด หลังบ้านกำนัน ต.เนินฆ้อ อ.แกลง จ.ระยอง"


def test_two_families_under_one_house_number_stay_two(council: Book, make_sheet: Make) -> None:
    rows = [["ชื่อหัวหน้าครัวเรือน", "บ้านเลขที่", "หมู่"], ["นายดี งาม", "12", 3], ["นางมี สุข", "12", 3]]
    path = make_sheet(rows)
    assert apply(council, prepare(council, "households", path)).new == 2
    assert counts(council, "households", path) == (0, 0, 2, 0)
    assert counts(council, "households", make_sheet([rows[0], rows[2], rows[1]])) == (0, 0, 2, 0)


def test_rows_that_repeat_their_household_are_one_household(council: Book, make_sheet: Make) -> None:
    head = ["รหัสประจำบ้าน", "บ้านเลขที่", "หมู่", "ชื่อ-สกุล สมาชิกในครัวเรือน", "เกี่ยวข้องเป็น", "เลขบัตร"]
    rows = [
        ["00322732189", "12", 3, "นายดี งาม", "หัวหน้า", "3000523938149"],
        ["00322732189", "12", 3, "นางมี งาม", "ภรรยา", "3000501874121"],
        ["00322732189", "12", 3, None, "บุตร", None],
    ]
    plan = prepare(council, "households", make_sheet([head, *rows]))
    assert [record.rows for record in plan.records] == [[2, 3, 4]]
    assert [(refused.rows, refused.child) for refused in plan.refused] == [((4,), True)]
    assert (plan.rows, plan.sheet_rows) == (1, 3)
    apply(council, plan)
    house = only(council, "households")
    assert council.row("people", house["head"]).values["first_name"] == "ดี"
    lived = council.rows("household_persons", council.ids(ListQuery("household_persons")))
    assert sorted(str(row.values["relation"]) for row in lived if row) == ["HEAD", "SPOUSE"]


def test_a_value_that_breaks_a_rule_moves_to_the_note(council: Book, make_sheet: Make) -> None:
    rows = [["กิจกรรม", "วันที่เริ่ม", "วันที่สิ้นสุด"], ["อบรม", "5/3/2567", "1/3/2567"], [None, "5/3/2567", None]]
    plan = prepare(council, "activities", make_sheet(rows))
    assert plan.counts() == {"new": 1, "changed": 0, "same": 0, "refused": 1}
    apply(council, plan)
    activity = only(council, "activities")
    assert (activity["start_on"], activity["end_on"]) == ("2024-03-05", None)
    assert activity["note"].startswith("วันสิ้นสุด: 1 ")


def test_formulas_without_a_result_are_told(council: Book, make_sheet: Make) -> None:
    path = make_sheet([["ชื่อ", "สกุล", "อาชีพ"], ["ดี", "งาม", "=A1"]])
    assert prepare(council, "people", path).warnings() == {"not_calculated": 1}


def test_a_persons_choice_of_columns_is_followed(council: Book, make_sheet: Make) -> None:
    path = make_sheet([["ชื่อ", "สกุล", "ทำอะไร"], ["ดี", "งาม", "ประมง"]])
    source = importing.look(council, "people", path)
    assert source.mapping.target(3) == "ignore"
    kept = Mapping.from_json(source.mapping.with_target(3, "occupation").to_json())
    for plan in (prepare(council, "people", path, kept), prepare(council, "people", source, kept)):
        assert plan.records[0].value("occupation") == "ประมง"
    with pytest.raises(Refused) as caught:
        prepare(council, "people", path, kept.with_target(3, "no.such"))
    assert caught.value.code == "unknown_field"


def test_sheets_without_a_table_or_without_a_known_column_are_refused(council: Book, make_sheet: Make) -> None:
    for rows, code in (([["เรียน"], ["ขอข้อมูล"]], "no_table"), ([["อา", "บอ", "ซอ"], ["x", "y", "z"]], "nothing_mapped")):
        with pytest.raises(Refused) as caught:
            prepare(council, "people", make_sheet(rows))
        assert caught.value.code == code


def test_another_table_of_the_file_can_be_chosen(council: Book) -> None:
    source = importing.look(council, "activities", MESSY / "05_activities_two_tables.xlsx")
    second = importing.choose(council, "activities", source, source.tables[1])
    plan = prepare(council, "activities", second)
    assert plan.rows == 7
    assert plan.records[0].value("start_on") == "2025-02-01" and plan.records[0].value("end_on") == "2025-02-28"


def test_problems_never_word_a_person_in_their_str(council: Book, make_sheet: Make) -> None:
    plan = prepare(council, "members", make_sheet([MEMBERS, [None, "3000501874121"]]))
    assert "3000501874121" not in plan.refused[0].text()
