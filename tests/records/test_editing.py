"""Drafts: a working copy that is saved whole or refused with its problems."""

from __future__ import annotations

import threading

import pytest

from desktop.base.errors import Refused
from desktop.records.book import Book
from desktop.records.editing import ChangedMeanwhile, ProblemsFound
from desktop.records.register import Level
from tests.factory import person, project, value


def test_a_new_draft_begins_with_defaults_and_what_is_given(book: Book) -> None:
    draft = book.draft("projects", title="ซ่อมบ้าน")
    assert (draft.values["status"], draft.values["title"], draft.id) == ("DRAFT", "ซ่อมบ้าน", None)
    assert draft.dirty
    record = book.save(draft)
    assert value(book, "projects", record, "title") == "ซ่อมบ้าน"


def test_a_draft_is_dirty_only_while_it_differs(book: Book) -> None:
    draft = book.draft("people", person(book, moo=1))
    seen = [draft.dirty]
    for moo in (2, 1):
        draft.values["moo"] = moo
        seen.append(draft.dirty)
    assert seen == [False, True, False]


def test_a_draft_with_errors_is_refused_field_by_field_and_stays_as_it_is(book: Book) -> None:
    draft = book.draft("projects", start_on="2026-03-01", end_on="2026-02-01")
    with pytest.raises(ProblemsFound) as caught:
        book.save(draft)
    assert {(problem.field, problem.code) for problem in caught.value.problems} == {("title", "required"), ("end_on", "end_before_start")}
    assert caught.value.field == "title"
    assert draft.values["end_on"] == "2026-02-01"
    assert book.counts()["projects"] == 0


def test_warnings_do_not_keep_a_record_from_being_saved(book: Book) -> None:
    draft = book.draft("people", first_name="บุญมี", national_id="123")
    assert [(problem.field, problem.level) for problem in draft.problems()] == [("national_id", Level.WARNING)]
    assert value(book, "people", book.save(draft), "national_id") == "123"


def test_somebody_elses_save_in_the_meantime_is_told_with_their_version(book: Book) -> None:
    record = person(book, moo=1, occupation="ทำนา")
    mine, theirs = book.draft("people", record), book.draft("people", record)
    theirs.values["occupation"] = "ทำสวน"
    book.save(theirs)
    mine.values["moo"] = 2
    with pytest.raises(ChangedMeanwhile) as caught:
        book.save(mine)
    assert caught.value.theirs.values["occupation"] == "ทำสวน"
    mine.rebase(caught.value.theirs)
    assert mine.changed() == {"moo": 2}
    book.save(mine)
    row = book.row("people", record)
    assert (row.values["moo"], row.values["occupation"]) == (2, "ทำสวน")


def test_of_two_threads_that_save_one_record_the_second_is_told(book: Book) -> None:
    record = person(book, moo=1)
    draft = book.draft("people", record)
    draft.values["moo"] = 3
    told: list[str] = []

    def save() -> None:
        try:
            book.save(draft)
        except ChangedMeanwhile as changed:
            told.append(changed.code)

    second = threading.Thread(target=save)
    with book.write() as deed:
        second.start()  # it can't commit before this block ends
        deed.put("people", record, {"moo": 2})
    second.join()
    assert told == ["changed_meanwhile"]
    assert value(book, "people", record, "moo") == 2


def test_only_fields_that_changed_are_written(book: Book) -> None:
    record = person(book, moo=1, occupation="ทำนา")
    draft = book.draft("people", record)
    draft.values["moo"] = 2
    book.save(draft)
    assert [(entry.field, entry.value) for entry in book.history("people", record)][:1] == [("moo", 2)]
    assert sum(entry.field == "occupation" for entry in book.history("people", record)) == 1


def test_saving_what_is_in_the_bin_is_refused(book: Book) -> None:
    record = person(book)
    draft = book.draft("people", record)
    book.delete("people", [record])
    draft.values["moo"] = 9
    with pytest.raises(Refused):
        book.save(draft)


def test_an_unknown_field_is_refused_by_name(book: Book) -> None:
    with pytest.raises(Refused) as caught, book.write() as deed:
        deed.put("people", None, {"first_name": "ก", "colour": "แดง"})
    assert (caught.value.code, caught.value.field) == ("unknown_field", "colour")


def test_the_rules_look_at_the_whole_record_and_not_only_at_what_is_set(book: Book) -> None:
    record = project(book, start_on="2026-03-01")
    with pytest.raises(ProblemsFound), book.write() as deed:
        deed.put("projects", record, {"end_on": "2026-02-01"})
    with pytest.raises(ProblemsFound), book.write() as deed:
        deed.put("projects", record, {"title": None})
