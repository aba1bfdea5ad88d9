"""sheet, enrol and parcel: the whole way of a council and a region on the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from desktop.base.clock import Clock, ScriptedClock
from tests.cli.conftest import Run, closed, made, rows
from tests.conftest import Books
from tests.factory import person
from tests.sync.branched import branched
from tests.sync.offices import make, meet

ROOT = Path(__file__).resolve().parent.parent.parent
MESSY = ROOT / "tests" / "data" / "messy"
MEMBERS = MESSY / "01_members_merged_header.xlsx"


class Pair:
    """A region and a council that are enrolled with each other."""

    def __init__(self, run: Run, region: Path, council: Path, stick: Path) -> None:
        self.run, self.region, self.council, self.stick = run, region, council, stick
        stick.mkdir()

    def enrol(self) -> None:
        card, invitation = self.stick / "card", self.stick / "invitation"
        assert self.run("enrol", self.region, "--invite", invitation).code == 0
        accepted = self.run("enrol", self.council, "--accept", invitation, "--reply", card)
        admitted = self.run("enrol", self.region, "--admit", card)
        assert (accepted.code, admitted.code) == (0, 0)
        assert accepted.json["code"] == admitted.json["code"] and accepted.json["file"] == str(card)

    def hand_over(self) -> dict[str, object]:
        made_ = self.run("parcel", "make", self.council, "--out", self.stick)
        assert made_.code == 0, made_.err
        return dict(made_.json["parcels"][0])

    def give_back(self) -> None:
        back = self.stick / "back"
        back.mkdir(exist_ok=True)
        assert self.run("parcel", "make", self.region, "--out", back).code == 0
        taken = self.run("parcel", "take", self.council, back)
        assert taken.code == 0, taken.err


@pytest.fixture
def pair(run: Run, books: Books, tmp_path: Path) -> Pair:
    made_ = Pair(
        run, closed(books, "region", kind="region", areas=("21",), office="ภาค"), closed(books, "council", office="สภา"), tmp_path / "stick"
    )
    made_.enrol()
    return made_


def test_a_dry_run_says_all_and_writes_nothing(run: Run, profile: Path) -> None:
    dry = run("sheet", "import", profile, "members", MEMBERS, "--dry-run").json
    assert dry["dry_run"] is True and run("counts", profile).json["members"] == 0
    real = run("sheet", "import", profile, "members", MEMBERS).json
    assert {name: value for name, value in real.items() if name != "dry_run"} == {
        name: value for name, value in dry.items() if name != "dry_run"
    }
    assert (real["rows"], real["new"], real["refused"]) == (60, 60, 0)
    again = run("sheet", "import", profile, "members", MEMBERS).json
    assert (again["new"], again["changed"], again["same"]) == (0, 0, 60)
    assert run("counts", profile).json["members"] == 60


def test_refused_rows_come_back_in_a_workbook_with_the_reason(run: Run, profile: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("ชื่อโครงการ", "ปีงบประมาณ", "งบประมาณ"), ("ซ่อมบ้าน", 2569, 45000), (None, 2569, 1000), ("ฝาย", "ไม่รู้", 200)):
        sheet.append(row)
    book.save(tmp_path / "projects.xlsx")
    said = run("sheet", "import", profile, "projects", tmp_path / "projects.xlsx", "--refused", tmp_path / "refused.xlsx")
    assert said.code == 0
    assert (said.json["rows"], said.json["new"], said.json["refused"], said.json["warnings"]) == (3, 2, 1, 1)
    problems = {each["row"]: each for each in said.json["problems"]}
    assert (problems[3]["field"], problems[3]["level"]) == ("title", "error")
    assert (problems[4]["field"], problems[4]["code"], problems[4]["column"]) == ("fiscal_year", "unreadable", "B")
    assert all(each["message"] for each in problems.values())
    refused = openpyxl.load_workbook(tmp_path / "refused.xlsx").active
    assert refused is not None and refused.max_row == 2


@pytest.mark.parametrize(
    ("name", "content"),
    [("notes.xlsx", b"not a workbook"), ("empty.xlsx", b""), ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))],
)
def test_a_file_that_is_no_workbook_is_refused(run: Run, profile: Path, tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    said = run("sheet", "import", profile, "members", tmp_path / name)
    assert said.code == 1 and said.json["error"]["message"]
    assert run("counts", profile).json["members"] == 0


def test_an_export_comes_back_as_the_same_records(run: Run, profile: Path, tmp_path: Path) -> None:
    run("sheet", "import", profile, "members", MEMBERS)
    said = run("sheet", "export", profile, "members", tmp_path / "out.xlsx")
    assert (said.code, said.json["rows"]) == (0, 60)
    again = run("sheet", "import", profile, "members", tmp_path / "out.xlsx").json
    assert (again["same"], again["new"], again["changed"], again["refused"]) == (60, 0, 0, 0)


def test_without_an_office_to_hand_over_to_a_parcel_is_refused(run: Run, profile: Path, tmp_path: Path) -> None:
    said = run("parcel", "make", profile, "--out", tmp_path)
    assert (said.code, said.error) == (1, "not_enrolled")


def test_accept_needs_a_reply(run: Run, profile: Path) -> None:
    assert run("enrol", profile, "--accept", "x").code == 2
    assert run("enrol", profile, "--invite", "x", "--reply", "y").code == 2


def test_a_parcel_is_shown_previewed_taken_and_taken_again(run: Run, pair: Pair, tmp_path: Path) -> None:
    for name in ("บุญมี", "บุญมา"):
        made(run, pair.council, "people", f"first_name={name}")
    parcel = pair.hand_over()
    assert (parcel["number"], parcel["records"], parcel["to"]) == (1, 2, ["ภาค"])
    shown = run("parcel", "show", parcel["file"])
    assert shown.code == 0 and shown.json["number"] == 1 and shown.json["replica"] == run("check", pair.council).json["replica"]
    preview = run("parcel", "show", parcel["file"], "--profile", pair.region).json["preview"]
    assert preview["status"] == "applied" and preview["records"]["new"] == 2
    assert run("counts", pair.region).json["people"] == 0
    receipts = tmp_path / "receipts"
    receipts.mkdir()
    taken = run("parcel", "take", pair.region, pair.stick, "--receipts", receipts)
    assert taken.code == 0
    told = taken.json["parcels"][0]
    assert (told["from"], told["number"], told["status"], told["conflicts"]) == ("สภา", 1, "applied", 0)
    assert {name: told["records"][name] for name in ("in", "applied", "same", "held", "rejected")} == {
        "in": 2,
        "applied": 2,
        "same": 0,
        "held": 0,
        "rejected": 0,
    }
    again = run("parcel", "take", pair.region, parcel["file"])
    assert (again.code, again.json["parcels"][0]["status"]) == (0, "already")
    assert run("list", pair.region, "people").json["rows"] == run("list", pair.council, "people").json["rows"]
    assert run("parcel", "take", pair.council, receipts).json["parcels"][0]["status"] == "applied"


def test_a_parcel_that_waits_because_of_a_clock_is_taken_once_an_officer_says_so_and_that_is_kept(
    run: Run, books: Books, tmp_path: Path
) -> None:
    far = ScriptedClock(Clock().now_ms() + 60 * 86_400_000 + 3_600_000)
    region, council = books("region", kind="region", areas=("21",), office="ภาค", clock=Clock()), books("ahead", office="สภา", clock=far)
    meet(council, region, tmp_path / "letters")
    person(council)
    parcel = make(council, tmp_path / "stick")
    for book in (region, council):
        book.close()
    assert run("parcel", "waiting", region.folder).json == {"waiting": [], "taken": []}
    assert run("parcel", "take", region.folder, parcel).json["parcels"][0]["code"] == "clock"
    (waits,) = run("parcel", "waiting", region.folder).json["waiting"]
    assert (waits["office"], waits["number"], waits["days"]) == ("สภา", 1, 60)
    switch = ("parcel", "take", region.folder, "--in-spite-of-clock")
    assert (run(*switch, "0" * 32, "--anyway").error, run(*switch, waits["parcel"]).error) == ("not_waiting", "clock_ahead")
    assert run(*switch, waits["parcel"], parcel).code == run("parcel", "take", region.folder).code == 2
    assert run("counts", region.folder).json["people"] == 0 and run("parcel", "waiting", region.folder).json["taken"] == []
    taken = run(*switch, waits["parcel"], "--anyway")
    assert (taken.code, taken.json["parcels"][0]["status"]) == (0, "applied")
    assert run("counts", region.folder).json["people"] == 1
    told = run("parcel", "waiting", region.folder).json
    (said,) = told["taken"]
    assert told["waiting"] == [] and said.pop("at") and said == waits | {"who": region.actor.name}
    assert run(*switch, waits["parcel"], "--anyway").error == "not_waiting"


def test_a_damaged_parcel_is_refused_and_the_others_are_taken(run: Run, pair: Pair) -> None:
    made(run, pair.council, "people", "first_name=บุญมี")
    parcel = Path(str(pair.hand_over()["file"]))
    bad = pair.stick / "bad.parcel"
    data = bytearray(parcel.read_bytes())
    data[-20] ^= 1
    bad.write_bytes(data)
    said = run("parcel", "take", pair.region, bad, parcel, pair.stick / "nothing.parcel")
    assert [each["status"] for each in said.json["parcels"]] == ["refused", "applied", "refused"]
    assert said.code == 1 and said.json["error"]["message"] == said.json["parcels"][0]["reason"]
    assert run("parcel", "show", bad, "--profile", pair.region).code == 1
    assert run("parcel", "show", pair.stick / "card").code == 1


@pytest.mark.file
def test_a_pc_that_took_a_copys_parcel_is_told_in_both_languages_what_to_do_and_what_was_done(
    run: Run, books: Books, tmp_path: Path
) -> None:
    at = branched(books, tmp_path)
    other, settles = make(at.first, tmp_path / "other"), make(at.region, tmp_path / "settles")
    at.second.close()
    refused = run("parcel", "take", at.second.folder, other, plain=True, language="th")
    assert refused.code == 1
    assert "ให้รับพัสดุล่าสุดของสำนักงานภาคก่อน" in refused.out + refused.err
    preview = run("parcel", "show", settles, "--profile", at.second.folder).json["preview"]
    assert (preview["status"], preview["code"]) == ("applied", "fork_settled")
    taken = run("parcel", "take", at.second.folder, settles, plain=True)
    assert taken.code == 0
    assert "goes by what the regional office holds from now on; nothing is lost. 2 changes that only this PC still held" in taken.out
    assert run("parcel", "take", at.second.folder, other).json["parcels"][0]["status"] == "applied"


@pytest.mark.file
@pytest.mark.skipif(sys.platform == "win32", reason="no such limit there")
@pytest.mark.parametrize("limit", [1_000, 100_000])
def test_a_disk_that_is_full_while_a_parcel_is_taken_is_a_fault_and_the_next_try_works(run: Run, pair: Pair, limit: int) -> None:
    for number in range(30):
        made(run, pair.council, "people", f"first_name=คน{number}", "note=" + "ที่อยู่ยาวมาก " * 200)
    pair.hand_over()
    words = ["parcel", "take", str(pair.region), str(pair.stick), "--json"]
    limited = f"import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))"
    program = f"{limited}; from desktop import cli; sys.exit(cli.main({words!r}))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 3, done.stderr.decode()
    assert json.loads(done.stdout)["error"]["code"] not in ("bug", "usage")
    assert run("counts", pair.region).json["people"] == 0 and run("check", pair.region).json["sound"]
    assert run("parcel", "take", pair.region, pair.stick).json["parcels"][0]["status"] == "applied"
    assert run("counts", pair.region).json["people"] == 30


def test_a_folder_without_parcels_is_nothing_to_do(run: Run, pair: Pair, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    said = run("parcel", "take", pair.region, tmp_path / "empty")
    assert (said.code, said.json) == (0, {"parcels": []})


def test_edits_on_both_sides_are_a_conflict_that_a_person_settles_for_both(run: Run, pair: Pair) -> None:
    record = made(run, pair.council, "people", "first_name=บุญมี", "birth_date=2496", "sex=M")
    pair.hand_over()
    run("parcel", "take", pair.region, pair.stick)
    run("set", pair.council, "people", record, "birth_date=2497", "sex=")
    run("set", pair.region, "people", record, "birth_date=2498", "occupation=ทำนา")
    pair.hand_over()
    assert run("parcel", "take", pair.region, pair.stick).json["parcels"][-1]["conflicts"] == 1
    pair.give_back()
    replicas = {run("check", folder).json["replica"] for folder in (pair.region, pair.council)}
    for folder in (pair.region, pair.council):
        (conflict,) = run("conflicts", folder).json["conflicts"]
        assert (conflict["register"], conflict["record"], conflict["field"]) == ("people", record, "birth_date")
        assert {each["value"] for each in conflict["values"]} == {"1954", "1955"}
        assert {each["replica"] for each in conflict["values"]} == replicas
        assert [each["shown"] for each in conflict["values"]].count(True) == 1
        assert rows(run, folder, "people")[0]["conflicts"] == ["birth_date"]
    settled = run("conflicts", pair.region, "--resolve", conflict["id"], "--keep", "1954")
    assert settled.json == {"resolved": conflict["id"], "kept": "1954", "conflicts": []}
    pair.give_back()
    assert run("conflicts", pair.council).json["conflicts"] == []
    for folder in (pair.region, pair.council):
        row = rows(run, folder, "people")[0]
        assert (row["birth_date"], row["sex"], row["occupation"]) == ("1954", None, "ทำนา")
        values = [each["value"] for each in run("history", folder, "people", record).json["history"] if each["field"] == "birth_date"]
        assert values == ["1954", "1955", "1954", "1953"]


@pytest.mark.parametrize("keep", ["ทำสวน", "2500"])
def test_a_third_value_may_be_kept_as_it_is_typed(run: Run, pair: Pair, keep: str) -> None:
    field = "occupation" if keep == "ทำสวน" else "birth_date"
    record = made(run, pair.council, "people", "first_name=บุญมี")
    pair.hand_over()
    run("parcel", "take", pair.region, pair.stick)
    values = ("ทำนา", "ค้าขาย") if field == "occupation" else ("2497", "2498")
    for folder, value in zip((pair.council, pair.region), values, strict=True):
        run("set", folder, "people", record, f"{field}={value}")
    pair.hand_over()
    run("parcel", "take", pair.region, pair.stick)
    (conflict,) = run("conflicts", pair.region).json["conflicts"]
    assert run("conflicts", pair.region, "--resolve", conflict["id"], "--keep", keep).code == 0
    assert rows(run, pair.region, "people")[0][field] == ("ทำสวน" if field == "occupation" else "1957")


def test_deleting_against_editing_is_settled_by_deleted_or_alive(run: Run, pair: Pair, books: Books) -> None:
    record = made(run, pair.council, "people", "first_name=บุญมี")
    pair.hand_over()
    run("parcel", "take", pair.region, pair.stick)
    book = books.opened(pair.council)
    book.delete("people", [bytes.fromhex(record.replace("-", ""))])
    book.close()
    run("set", pair.region, "people", record, "occupation=ทำนา")
    pair.hand_over()
    run("parcel", "take", pair.region, pair.stick)
    (conflict,) = run("conflicts", pair.region).json["conflicts"]
    assert conflict["field"] == "deleted" and {each["value"] for each in conflict["values"]} == {"deleted", "alive"}
    refused = run("conflicts", pair.region, "--resolve", conflict["id"], "--keep", "maybe")
    assert (refused.code, refused.error) == (1, "keep_unknown")
    assert run("conflicts", pair.region, "--resolve", conflict["id"], "--keep", "deleted").json["conflicts"] == []
    assert run("counts", pair.region).json["people"] == 0


def test_a_blank_form_and_the_notes_of_lists_that_left(run: Run, profile: Path, tmp_path: Path) -> None:
    form = run("sheet", "export", profile, "members", tmp_path / "form.xlsx", "--form")
    assert (form.code, form.json["rows"]) == (0, 0)
    sheet = openpyxl.load_workbook(tmp_path / "form.xlsx").worksheets[0]
    assert sheet["A1"].value == "sapha:members"
    assert run("sheet", "exports", profile).json == {"total": 0, "exports": []}
    out = run("sheet", "export", profile, "people", tmp_path / "people.xlsx")
    noted = run("sheet", "exports", profile).json
    assert noted["total"] == 1 and noted["exports"][0]["columns"] == ["national_id"] and noted["exports"][0]["rows"] == out.json["rows"]
