"""new, counts, registers, check, report, self-test; passwords, wrong usage and exit codes."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from desktop.records.book import Book
from desktop.registers import REGISTERS
from desktop.store.engine import raw
from tests.cli.conftest import Run, closed, made
from tests.conftest import Books
from tests.factory import PASSWORD, person, project

ROOT = Path(__file__).resolve().parent.parent.parent


def test_new_makes_a_book_and_says_its_recovery_code_once(run: Run, tmp_path: Path) -> None:
    said = run("new", tmp_path / "book", "--office", "council", "--name", "สภา", "--area", "210304,210305", "--person", "ก")
    assert said.code == 0
    assert said.json["office"]["areas"] == ["210304", "210305"] and said.json["office"]["kind"] == "council"
    book = Book.recover(tmp_path / "book", REGISTERS, said.json["recovery_code"], "ใหม่")
    assert book.office.name == "สภา" and book.actor.name == "ก" and book.replica.hex() == said.json["replica"]
    book.close()


def test_a_second_book_in_one_folder_is_refused_before_a_password_is_asked(
    run: Run, profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SAPHA_PASSWORD")
    said = run("new", profile, "--office", "council", "--name", "สภา", "--area", "210304")
    assert (said.code, said.error) == (1, "book_exists")


@pytest.mark.parametrize("area", ["999999", "", "2103041", "ระยอง", "210304,"])
def test_an_area_that_does_not_exist_is_refused(run: Run, tmp_path: Path, area: str) -> None:
    said = run("new", tmp_path / "book", "--office", "region", "--name", "ภาค", "--area", area)
    assert (said.code, said.error, said.json["error"]["field"]) == (1, "area_unknown", "area")
    assert not (tmp_path / "book").exists()


def test_an_old_code_becomes_the_one_that_took_its_place(run: Run, tmp_path: Path) -> None:
    from desktop.base.areas import areas

    old, (successor, *_rest) = next(each for each in areas().abolished.items() if len(each[1]) == 1)
    said = run("new", tmp_path / "book", "--office", "council", "--name", "สภา", "--area", old)
    assert said.json["office"]["areas"] == [successor]


def test_without_a_password_and_a_terminal_it_is_refused_and_says_how(run: Run, profile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SAPHA_PASSWORD")
    monkeypatch.setattr(sys, "stdin", io.StringIO("typed\n"))
    said = run("counts", profile)
    assert (said.code, said.error) == (1, "no_password")
    assert "SAPHA_PASSWORD" in said.json["error"]["message"]


def test_a_wrong_password_is_refused(run: Run, profile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAPHA_PASSWORD", "not it")
    said = run("counts", profile)
    assert (said.code, said.error) == (1, "wrong_password")


def test_a_folder_without_a_book_is_refused_and_left_alone(run: Run, tmp_path: Path) -> None:
    said = run("counts", tmp_path / "nothing")
    assert (said.code, said.error) == (1, "book_missing")
    assert not (tmp_path / "nothing").exists()


def test_a_book_that_is_open_elsewhere_is_a_fault(run: Run, books: Books) -> None:
    book = books()
    said = run("counts", book.folder)
    assert (said.code, said.error) == (3, "book_in_use")


def test_a_damaged_book_is_a_fault(run: Run, profile: Path) -> None:
    (profile / "book.db").write_bytes(os.urandom(1 << 16))
    said = run("counts", profile)
    assert (said.code, said.error) == (3, "book_damaged")


def test_a_damaged_book_is_rescued_and_a_sound_one_left_alone(run: Run, books: Books) -> None:
    book = books()
    person(book)
    book.back_up("day")
    person(book)
    book.close()
    assert run("rescue", book.folder).error == "not_damaged"
    (book.folder / "book.db").write_bytes(b"")
    assert run("counts", book.folder).error == "book_damaged"
    would = run("rescue", book.folder, "--dry-run").json
    assert (would["rescued"], would["changes_missing"]) == (False, 1)
    assert run("counts", book.folder).error == "book_damaged"
    done = run("rescue", book.folder)
    assert (done.code, done.json["rescued"], done.json["counts"]["people"]) == (0, True, 1)
    assert done.json["replica"] != book.replica.hex()
    assert run("counts", book.folder).json["people"] == 1
    assert run("rescue", book.folder, "--anyway").code == 0
    assert run("rescue", book.folder / "nothing").error == "book_missing"


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["nothing"],
        ["counts"],
        ["list", "P", "people", "--limit", "-1"],
        ["list", "P", "people", "--limit", "many"],
        ["new", "P", "--office", "shop", "--name", "x", "--area", "21"],
        ["enrol", "P"],
        ["enrol", "P", "--invite", "a", "--admit", "b"],
        ["sheet"],
        ["parcel", "make", "P"],
    ],
)
def test_wrong_usage_ends_with_2_and_shows_how_it_is_written(run: Run, words: list[str]) -> None:
    said = run(*words)
    assert (said.code, said.error) == (2, "usage")
    assert "usage:" in said.err


def test_a_register_that_does_not_exist_is_wrong_usage_and_those_there_are_are_named(run: Run, profile: Path) -> None:
    said = run("list", profile, "nobody")
    assert said.code == 2 and "people" in said.json["error"]["message"]


@pytest.mark.parametrize("words", [["--json", "counts"], ["counts", "--json"]])
def test_json_and_language_are_understood_before_and_after_the_command(run: Run, profile: Path, words: list[str]) -> None:
    said = run("--language", "th", *words, profile, plain=True)
    assert said.code == 0 and said.json["people"] == 0


def test_json_is_one_object_for_a_refusal_too_and_its_sentence_goes_to_standard_error(run: Run, tmp_path: Path) -> None:
    said = run("check", tmp_path)
    assert set(said.json) == {"error"} and set(said.json["error"]) == {"code", "message", "field"}
    assert said.json["error"]["message"] in said.err


def test_people_read_plain_lines(run: Run, profile: Path) -> None:
    said = run("counts", profile, plain=True)
    assert "People: 0" in said.out.splitlines()
    refused = run("counts", profile / "no", plain=True)
    assert refused.out == "" and refused.err.startswith("sapha-cli: ")


def test_counts_gives_each_registers_number(run: Run, books: Books) -> None:
    book = books()
    person(book)
    gone = person(book)
    book.delete("people", [gone])
    book.close()
    assert run("counts", book.folder).json == dict.fromkeys(REGISTERS, 0) | {"people": 1}


def test_registers_is_the_data_dictionary_in_both_languages(run: Run, profile: Path) -> None:
    said = run("registers", profile)
    registers = {each["name"]: each for each in said.json["registers"]}
    assert list(registers) == list(REGISTERS)
    fields = {each["name"]: each for each in registers["people"]["fields"]}
    assert fields["national_id"]["kind"] == "national_id" and fields["national_id"]["sensitive"] is True
    assert fields["first_name"]["label_en"] == "First name" and fields["first_name"]["sensitive"] is False
    assert [code["code"] for code in fields["sex"]["codes"]] == ["M", "F"]
    assert {each["name"] for each in registers["members"]["lookups"]} >= {"first_name", "tambon_code"}


def test_check_of_a_sound_book_finds_nothing(run: Run, books: Books) -> None:
    book = books()
    person(book)
    book.store.seal_all()
    person(book)
    replica = book.replica.hex()
    book.close()
    said = run("check", book.folder)
    assert said.code == 0 and said.json["sound"] is True and said.json["replica"] == replica
    looked_at = {each["check"]: each["looked_at"] for each in said.json["found"]}
    assert looked_at["records"] == 2 and looked_at["log"] == 2 and looked_at["pages"] > 10
    assert all(each["wrong"] == [] for each in said.json["found"])


@pytest.mark.parametrize(
    ("statement", "check", "word"),
    [
        ("UPDATE segments SET payload = zeroblob(40)", "log", "altered"),
        ("UPDATE segments SET sig = zeroblob(64)", "log", "signed"),
        ("UPDATE segments SET prev_hash = randomblob(32)", "log", "follow"),
        ("UPDATE segments SET seq_from = 2", "log", "missing"),
        ("DELETE FROM ops", "log", "not all there"),
        ("DELETE FROM segments", "log", "sealed"),
        ("DELETE FROM trail", "records", "without history"),
    ],
)
def test_check_notices_what_was_done_to_the_log(run: Run, books: Books, statement: str, check: str, word: str) -> None:
    book = books()
    person(book)
    book.store.seal_all()
    person(book)
    key = book.store.key
    book.close()
    file = raw(book.folder / "book.db", key)
    file.execute(statement)
    file.close()
    said = run("check", book.folder)
    assert said.code == 3 and said.error == "book_damaged"
    wrong = {each["check"]: each["wrong"] for each in said.json["found"]}
    assert any(word in line for line in wrong[check])


def test_report_counts_and_writes_a_workbook(run: Run, books: Books, tmp_path: Path) -> None:
    book = books("region", kind="region", areas=("21",))
    project(book, areas=("210304", "210305"))
    project(book, areas=("210304",), status="CANCELLED")
    book.close()
    said = run("report", book.folder, "--out", tmp_path / "report.xlsx")
    assert said.code == 0
    assert {name: said.json[name] for name in ("provinces", "projects", "areas", "budget", "cases")} == {
        "provinces": 1,
        "projects": 1,
        "areas": 2,
        "budget": 45_000,
        "cases": 0,
    }
    assert openpyxl.load_workbook(tmp_path / "report.xlsx").sheetnames


def test_a_report_that_can_not_be_written_is_a_fault(run: Run, profile: Path, tmp_path: Path) -> None:
    said = run("report", profile, "--out", tmp_path / "no" / "such" / "report.xlsx")
    assert said.code == 3


def test_a_thai_program_speaks_thai_unless_told_otherwise(run: Run, books: Books) -> None:
    folder = closed(books, "thai")
    made(run, folder, "people", "first_name=ก", "sex=F")
    assert run("list", folder, "people", language="th").json["rows"][0]["sex"] == "หญิง"
    assert run("list", folder, "people", language="en").json["rows"][0]["sex"] == "Female"


def test_it_runs_as_a_program_of_its_own(profile: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "desktop.cli", "counts", str(profile), "--json"],
        cwd=ROOT,
        env={**os.environ, "SAPHA_PASSWORD": PASSWORD},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout)["people"] == 0


def test_the_installation_tests_itself(run: Run) -> None:
    import importlib.util

    said = run("self-test")
    steps = {each["step"]: each for each in said.json["steps"]}
    assert said.code == 0 and said.json["ok"], said.err
    assert ("window" in steps) == (importlib.util.find_spec("PySide6") is not None)


def test_a_round_is_frozen_listed_looked_behind_written_again_and_deleted(run: Run, books: Books, tmp_path: Path) -> None:
    book = books()
    project(book, title="ซ่อมบ้าน", areas=("210304",))
    book.close()
    said = run("report", book.folder, "--freeze", "รอบ 2/2566", "--note", "ก", "--out", tmp_path / "1.xlsx")
    assert said.code == 0, said.err
    assert (said.json["round"]["name"], said.json["projects"]) == ("รอบ 2/2566", 1)
    made(run, book.folder, "projects", "title=ขุดสระ", "budget=100")
    again = run("report", book.folder, "--round", "รอบ 2/2566", "--out", tmp_path / "2.xlsx")
    assert (again.json["sha256"], again.json["projects"]) == (said.json["sha256"], 1)
    assert (tmp_path / "1.xlsx").read_bytes() == (tmp_path / "2.xlsx").read_bytes()
    (one,) = run("report", book.folder, "--rounds").json["rounds"]
    assert one["changes_since"] > 0
    frozen = run("report", book.folder, "--round", "รอบ 2/2566", "--behind", "by_council", "สภาองค์กรชุมชนตำบลเนินฆ้อ", "budget").json
    assert [(each["name"], each["amount"]) for each in frozen["records"]] == [("ซ่อมบ้าน", 45_000)]
    now = run("report", book.folder, "--behind", "projects", "total", "งบประมาณ (บาท)").json
    assert (now["value"], len(now["records"])) == (45_100, 2)
    assert run("report", book.folder, "--behind", "by_council", "nobody", "budget").error == "no_figure"
    assert run("report", book.folder).error == "usage"
    assert run("report", book.folder, "--delete", "รอบ 2/2566").error == "round_kept"
    assert run("report", book.folder, "--delete", "รอบ 2/2566", "--anyway").code == 0
    assert run("report", book.folder, "--rounds").json["rounds"] == []
    assert run("report", book.folder, "--round", "รอบ 2/2566", "--out", tmp_path / "3.xlsx").error == "no_round"
