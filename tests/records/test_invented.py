"""Invented councils: nobody's data, whole, and the same for the same seed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from desktop.base import i18n, ids
from desktop.base.areas import areas
from desktop.records import invented
from desktop.records.book import Book
from desktop.records.codes import shipped
from desktop.records.editing import check
from desktop.records.query import BLANK, ListQuery
from desktop.records.register import Row
from desktop.registers import REGISTERS
from desktop.store.keys import KdfCost

CHEAP = KdfCost(passes=1, memory=8 << 20)
TODAY = dt.date(2026, 11, 1)


def test_the_same_seed_gives_the_same_council_and_another_seed_another() -> None:
    assert invented.invent("210304", 5, TODAY) == invented.invent("210304", 5, TODAY)
    assert invented.invent("210304", 5, TODAY) != invented.invent("210304", 6, TODAY)


def test_no_id_phone_or_house_code_can_belong_to_anybody() -> None:
    made = invented.invent("210304", 1, TODAY, households=80)
    for person in made.people:
        assert ids.national_id_ok(person["national_id"])
        assert person["national_id"][1:3] == "00", "the registration office 00xx does not exist"
        assert ids.national_id(person["national_id"]) == (person["national_id"], ())
        for phone in person.get("phones", ()):
            assert phone[3:6] == "000"
            assert ids.phones(phone) == ((phone,), ())
    for household in made.households:
        assert household["house_code"].startswith("00")
        assert ids.house_code(household["house_code"]) == (household["house_code"], ())


def test_two_areas_never_share_an_id_or_a_house_code() -> None:
    first, second = (invented.invent(area, 1, TODAY) for area in ("210304", "210305"))
    for register, field in (("people", "national_id"), ("households", "house_code")):
        values = [record[field] for made in (first, second) for record in getattr(made, register)]
        assert len(values) == len(set(values))


@pytest.mark.parametrize("area", ["10", "1001", "100101", "2103", "210304", "740101"])
def test_every_length_of_area_code_has_people_in_its_own_tambons(area: str) -> None:
    made = invented.invent(area, 1, TODAY, members=3, households=3)
    for person in made.people:
        assert person["tambon_code"].startswith(area)
        assert areas().get(person["tambon_code"]) is not None


def test_an_area_that_does_not_exist_is_a_bug_of_the_caller() -> None:
    with pytest.raises(ValueError, match="999999"):
        invented.invent("999999", 1, TODAY)


def test_every_record_passes_its_rooms_rules_without_even_a_warning() -> None:
    made = invented.invent("210304", 3, TODAY, projects=2, meetings=6, photos=3)
    for name, register in REGISTERS.items():
        for values in getattr(made, name, []):
            whole = dict.fromkeys(field.name for field in register.fields) | dict(register.defaults()) | values
            # A link holds a place in a list here; 0 would look like nothing chosen.
            linked = {field.name: b"x" * 16 for field in register.fields if field.kind == "link" and whole[field.name] is not None}
            assert [problem.code for problem in check(register, whole | linked)] == [], name


def test_codes_come_from_the_shipped_lists() -> None:
    made = invented.invent("210304", 3, TODAY, projects=2, meetings=6)
    for name, register in REGISTERS.items():
        for field in register.fields:
            if field.code_list:
                for values in getattr(made, name, []):
                    value = values.get(field.name)
                    for code in value if isinstance(value, tuple) else [value] if value is not None else []:
                        assert shipped().get(field.code_list, code) is not None, (name, field.name, code)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    made, _recovery = Book.create(
        tmp_path / "own", REGISTERS, kind="council", name="สภา", areas=("210304",), person="ก", password="p", cost=CHEAP
    )
    yield made
    made.close()


def _all(book: Book, register: str) -> list[Row]:
    return [row for row in book.rows(register, book.ids(ListQuery(register))) if row is not None]


def test_without_meetings_there_is_what_old_workbooks_tell(book: Book) -> None:
    made = invented.fill(book, "210304", 1, members=10, households=10, activities=3)
    assert book.counts() == made
    assert made["members"] == 10 and made["households"] == 10 and made["activities"] == 3 and made["projects"] == 1
    assert made["meetings"] == made["help"] == made["attachments"] == 0
    assert _all(book, "households")[0].values["head_first_name"]
    assert {row.values["status"] for row in _all(book, "cases")} == {"C10", "C20"}
    while book.undo():
        pass
    assert sum(book.counts().values()) == 0


def test_a_whole_council_fills_every_register_but_those_of_the_region_and_of_merges(book: Book) -> None:
    made = invented.fill(book, "210304", 2, meetings=8, photos=12)
    assert [name for name, count in made.items() if not count] == ["strategies", "proposals", "merges", "merge_parts", "codes"]
    assert {row.values["status"] for row in _all(book, "cases")} == {entry.code for entry in shipped().entries("case_status")}
    assert {row.values["state"] for row in _all(book, "referrals")} == {"SENT", "ANSWERED"}
    assert book.row("councils", book.office.uid).values["name"] == book.office.name
    while book.undo():
        pass
    assert sum(book.counts().values()) == 0


def test_a_state_of_a_case_is_its_latest_step_and_certified_ones_name_their_resolution(book: Book) -> None:
    invented.fill(book, "210304", 2, meetings=8, photos=12)
    steps: dict[bytes, list[Mapping[str, Any]]] = {}
    for row in _all(book, "case_steps"):
        steps.setdefault(row.values["case"], []).append(row.values)
    for case in _all(book, "cases"):
        last = steps[case.id][-1]
        assert last["state"] == case.values["status"]
        assert sorted(step["on"] for step in steps[case.id]) == [step["on"] for step in steps[case.id]]
        certified = [step for step in steps[case.id] if step["state"] == "C30"]
        assert all(step["resolution"] for step in certified)
        assert bool(certified) == ("C30" <= case.values["status"] <= "C90")
    ranks = sorted(case.values["rank"] for case in _all(book, "cases") if case.values["status"] == "C40")
    assert ranks == list(range(1, len(ranks) + 1))


def test_meetings_were_held_with_a_quorum_and_seats_changed_hands(book: Book) -> None:
    invented.fill(book, "210304", 2, meetings=8)
    meetings = _all(book, "meetings")
    assert [row.values["status"] for row in meetings].count("HELD") == 8
    for row in meetings:
        if row.values["status"] == "HELD":
            assert row.values["quorum"] <= row.values["present_count"] <= row.values["roll_count"]
    assert any(row.values["replaces"] is not None for row in _all(book, "members"))


@pytest.mark.parametrize(("language", "word"), [("th", "เนินฆ้อ"), ("en", "Noen Kho")])
def test_the_practice_book_is_marked_and_speaks_the_language(tmp_path: Path, language: str, word: str) -> None:
    i18n.use(language)
    try:
        book = invented.make_practice(tmp_path / "practice", REGISTERS, password="practice", cost=CHEAP)
        assert book.practice
        assert word in book.office.name
        held_today = ListQuery("members", filters={"end_on": BLANK})
        assert len(book.ids(held_today)) == 40
        assert all(book.attachments.has(row.values["content"]) for row in _all(book, "attachments"))
        book.close()
        again = Book.open(tmp_path / "practice", REGISTERS, "practice")
        assert again.practice
        again.close()
    finally:
        i18n.use("en")
