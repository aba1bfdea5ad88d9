"""list, set, history and conflicts."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.base import ids
from tests.cli.conftest import Run, made, rows
from tests.conftest import Books
from tests.factory import AREA, household, member, national_id, person, resident


def test_a_row_has_every_field_by_its_name(run: Run, books: Books) -> None:
    book = books()
    one = person(book, first_name="บุญมี", last_name="ทดสอบ", national_id=national_id(7), birth_date="1953-08", phones=("0810000001",))
    house = household(book, house_code="00123456789")
    resident(book, house, person=one, relation="HEAD")
    book.close()
    said = run("list", book.folder, "people")
    assert said.json["total"] == 1
    row = said.json["rows"][0]
    wanted = {
        "id": ids.id_text(one),
        "prefix": "นาง",
        "first_name": "บุญมี",
        "last_name": "ทดสอบ",
        "national_id": national_id(7),
        "birth_date": "1953-08",
        "phones": ["0810000001"],
        "moo": 1,
        "tambon_code": AREA,
        "relation": "Head of household",
        "house_code": "00123456789",
        "occupation": None,
        "vulnerable": [],
        "conflicts": [],
    }
    assert {name: row[name] for name in wanted} == wanted


def test_codes_are_labels_unless_asked_for(run: Run, books: Books) -> None:
    book = books()
    member(book, position="VICE")
    book.close()
    assert rows(run, book.folder, "members")[0]["position"] == "Vice chair"
    assert rows(run, book.folder, "members", "--codes")[0]["position"] == "VICE"
    assert run("list", book.folder, "members", language="th").json["rows"][0]["position"] == "รองประธาน"


def test_a_households_row_has_its_persons_in_the_order_they_were_entered(run: Run, books: Books) -> None:
    book = books()
    house = household(book)
    for name in ("ฮวย", "กมล", "มานะ"):
        resident(book, house, person=person(book, first_name=name))
    household(book)
    book.close()
    found = {row["id"]: row["persons"] for row in rows(run, book.folder, "households")}
    assert [each["first_name"] for each in found[ids.id_text(house)]] == ["ฮวย", "กมล", "มานะ"]
    assert sorted(map(len, found.values())) == [0, 3]


def test_the_limit_narrows_the_rows_and_not_the_total(run: Run, books: Books) -> None:
    book = books()
    with book.write() as deed:
        for number in range(103):
            deed.put("people", None, {"first_name": f"คน{number:03d}"})
    book.close()
    for words, count in (((), 100), (("--limit", "2"), 2), (("--limit", "0"), 103)):
        said = run("list", book.folder, "people", *words)
        assert (said.json["total"], len(said.json["rows"])) == (103, count)
    said = run("list", book.folder, "people", "--search", "คน10")
    assert [row["first_name"] for row in said.json["rows"]] == ["คน100", "คน101", "คน102"]


def test_people_at_a_screen_do_not_see_whole_identity_numbers(run: Run, books: Books) -> None:
    book = books()
    person(book, national_id=national_id(5))
    book.close()
    said = run("list", book.folder, "people", plain=True)
    assert national_id(5) not in said.out and ids.mask_national_id(national_id(5)) in said.out
    assert said.out.splitlines()[-1] == "1 of 1 records"


def test_set_reads_values_as_people_type_them(run: Run, profile: Path) -> None:
    record = made(run, profile, "people", "first_name=บุญมี", "birth_date=23 เม.ย. 2511", "phones=081-000-0001, 0810000002", "moo=หมู่ที่ ๓")
    row = rows(run, profile, "people")[0]
    assert row["id"] == record
    assert (row["birth_date"], row["phones"], row["moo"]) == ("1968-04-23", ["0810000001", "0810000002"], 3)
    said = run("set", profile, "people", record, "phones=", "sex=หญิง", "tambon_code=เนินฆ้อ")
    assert said.code == 0
    assert (said.json["row"]["phones"], said.json["row"]["sex"], said.json["row"]["tambon_code"]) == ([], "Female", AREA)


def test_set_refuses_what_it_can_not_read_and_names_the_field(run: Run, profile: Path) -> None:
    record = made(run, profile, "people", "first_name=บุญมี")
    for word, code, field in (
        ("birth_date=31/4/2567", "date_impossible", "birth_date"),
        ("sex=ไม่รู้", "not_in_list", "sex"),
        ("moo=หลายหมู่", "not_a_number", "moo"),
        ("colour=แดง", "unknown_field", "colour"),
        ("tambon_code=21", "area_unknown", "tambon_code"),
    ):
        said = run("set", profile, "people", record, "occupation=ทำนา", word)
        assert (said.code, said.error, said.json["error"]["field"]) == (1, code, field)
    assert rows(run, profile, "people")[0]["occupation"] is None


def test_set_refuses_a_record_the_rules_forbid_and_says_all_problems(run: Run, profile: Path) -> None:
    record = made(run, profile, "projects", "title=ซ่อมบ้าน", "start_on=1/3/2567")
    said = run("set", profile, "projects", record, "end_on=1/2/2567", "budget=-5")
    assert (said.code, said.error) == (1, "problems")
    assert {(each["field"], each["code"]) for each in said.json["error"]["problems"]} == {
        ("end_on", "end_before_start"),
        ("budget", "negative"),
    }
    assert "end_on: " in said.err


def test_set_warns_of_what_looks_wrong_once_and_keeps_it(run: Run, profile: Path) -> None:
    said = run("set", profile, "people", "new", "first_name=บุญมี", "national_id=3002000000001")
    assert said.code == 0
    assert [(each["field"], each["code"]) for each in said.json["warnings"]] == [("national_id", "id_check_digit")]
    assert said.json["row"]["national_id"] == "3002000000001"


def test_set_reaches_through_a_link_in_the_same_deed(run: Run, profile: Path) -> None:
    seat = made(run, profile, "members", "first_name=บุญมี", "last_name=ทดสอบ", "position=ประธาน")
    assert run("counts", profile).json["people"] == 1
    assert run("set", profile, "members", seat, "phones=0810000001", "group=กลุ่มสตรี").code == 0
    row = rows(run, profile, "members")[0]
    assert (row["phones"], row["group"], row["position"], row["person.name"]) == (["0810000001"], "กลุ่มสตรี", "Chair", "บุญมี ทดสอบ")
    assert run("counts", profile).json["people"] == 1


@pytest.mark.parametrize(
    ("words", "code", "error"),
    [
        (["people", "0", "moo=1"], 1, "bad_id"),
        (["people", "01a20605-9802-7fa1-ae1e-0f6ede478a61", "moo=1"], 1, "gone"),
        (["people", "new", "moo"], 2, "usage"),
        (["members", "new", "person=01a20605-9802-7fa1-ae1e-0f6ede478a61"], 1, "link_unknown"),
    ],
)
def test_set_refuses_records_that_are_not_there(run: Run, profile: Path, words: list[str], code: int, error: str) -> None:
    said = run("set", profile, *words)
    assert (said.code, said.error) == (code, error)


def test_history_holds_every_value_newest_first_with_who_when_and_which_replica(run: Run, profile: Path) -> None:
    record = made(run, profile, "people", "first_name=บุญมี", "phones=0810000001", "birth_date=2496")
    for word in ("first_name=บุญมา", "phones=0810000002", "first_name="):
        run("set", profile, "people", record, "last_name=ทดสอบ", word)
    replica = run("check", profile).json["replica"]
    told = run("history", profile, "people", record).json["history"]
    assert {each["replica"] for each in told} == {replica}
    assert all(each["who"] and each["when"].endswith("+00:00") and each["office"] for each in told)
    assert [each["when"] for each in told] == sorted((each["when"] for each in told), reverse=True)
    assert [each["value"] for each in told if each["field"] == "first_name"] == [None, "บุญมา", "บุญมี"]
    assert {(each["value"], each["added"]) for each in told if each["field"] == "phones"} == {
        ("0810000001", True),
        ("0810000001", False),
        ("0810000002", True),
    }
    assert [each["value"] for each in told if each["field"] == "birth_date"] == ["1953"]


def test_history_of_a_deleted_and_restored_record_says_so(run: Run, books: Books) -> None:
    book = books()
    one = person(book)
    book.delete("people", [one])
    book.restore("people", [one])
    book.close()
    told = run("history", book.folder, "people", ids.id_text(one)).json["history"]
    assert [(each["op"], each["value"]) for each in told if each["field"] == "deleted"] == [("restore", False), ("delete", True)]


def test_history_of_a_seat_tells_of_the_person_too(run: Run, profile: Path) -> None:
    seat = made(run, profile, "members", "first_name=บุญมี", "position=ประธาน")
    run("set", profile, "members", seat, "first_name=บุญมา")
    told = run("history", profile, "members", seat).json["history"]
    assert [each["value"] for each in told if each["field"] == "first_name"] == ["บุญมา", "บุญมี"]
    assert {each["register"] for each in told} == {"members", "people"}
    assert [each["value"] for each in told if each["field"] == "position"] == ["Chair"]


def test_a_conflict_needs_both_its_id_and_a_value(run: Run, profile: Path) -> None:
    assert run("conflicts", profile).json == {"conflicts": []}
    assert run("conflicts", profile, "--keep", "x").code == 2
    said = run("conflicts", profile, "--resolve", "people:1:x", "--keep", "x")
    assert (said.code, said.error) == (1, "no_conflict")
