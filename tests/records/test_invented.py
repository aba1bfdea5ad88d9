"""Invented councils: nobody's data, whole, and the same for the same seed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from desktop.base import i18n, ids
from desktop.base.areas import areas
from desktop.records import invented
from desktop.records.book import Book
from desktop.records.editing import check, errors
from desktop.records.query import ListQuery
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
    made = invented.invent("210304", 3, TODAY, projects=2)
    for name, register in REGISTERS.items():
        for values in getattr(made, name):
            whole = {field.name: values.get(field.name) for field in register.fields}
            # A link holds a place in a list here; 0 would look like nothing chosen.
            linked = {field.name: b"x" * 16 for field in register.fields if field.kind == "link" and whole[field.name] is not None}
            assert errors(check(register, whole | linked)) == []
            assert [problem.code for problem in check(register, whole | linked)] == []


def test_codes_come_from_the_shipped_lists() -> None:
    from desktop.records.codes import shipped

    made = invented.invent("210304", 3, TODAY, projects=2)
    for name, register in REGISTERS.items():
        for field in register.fields:
            if field.code_list:
                for values in getattr(made, name):
                    value = values.get(field.name)
                    for code in value if isinstance(value, tuple) else [value] if value is not None else []:
                        assert shipped().get(field.code_list, code) is not None, (name, field.name, code)


def test_filling_a_book_is_one_deed_that_can_be_undone(tmp_path: Path) -> None:
    book, _recovery = Book.create(tmp_path, REGISTERS, kind="council", name="สภา", areas=("210304",), person="ก", password="p", cost=CHEAP)
    made = invented.fill(book, "210304", 1, members=10, households=10, activities=3)
    assert book.counts() == made
    assert made["members"] == 10 and made["households"] == 10 and made["activities"] == 3 and made["projects"] == 1
    household = book.rows("households", book.ids(ListQuery("households")))[0]
    assert household is not None and household.values["head_first_name"]
    assert book.undo()
    assert sum(book.counts().values()) == 0
    book.close()


@pytest.mark.parametrize(("language", "word"), [("th", "เนินฆ้อ"), ("en", "Noen Kho")])
def test_the_practice_book_is_marked_and_speaks_the_language(tmp_path: Path, language: str, word: str) -> None:
    i18n.use(language)
    try:
        book = invented.make_practice(tmp_path / "practice", REGISTERS, password="practice", cost=CHEAP)
        assert book.practice
        assert word in book.office.name
        assert book.counts()["members"] == 40
        book.close()
        again = Book.open(tmp_path / "practice", REGISTERS, "practice")
        assert again.practice
        again.close()
    finally:
        i18n.use("en")
