"""attach and extract."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest
from PIL import Image

from desktop.base import ids
from tests.cli.conftest import Run, made, rows
from tests.conftest import Books
from tests.factory import household
from tests.records.test_pictures import PAPER, exif, file, scene


@pytest.fixture
def roof(tmp_path: Path) -> Path:
    """A photo with its day and place."""
    path = tmp_path / "roof.jpg"
    notes = exif(taken="2569:01:05 08:00:00", place={1: "N", 2: (13.0, 45.0, 22.7), 3: "E", 4: (100.0, 30.0, 6.5)})
    path.write_bytes(file(scene(2000, 1000), exif=notes))
    return path


@pytest.fixture
def house(books: Books) -> tuple[Path, str]:
    """A closed book and the id of a household in it."""
    book = books()
    record = household(book)
    book.close()
    return book.folder, ids.id_text(record)


def test_photos_are_kept_with_a_household_and_come_out_again(run: Run, house: tuple[Path, str], roof: Path, tmp_path: Path) -> None:
    profile, record = house
    said = run("attach", profile, "households", record, roof, "--kind", "BEFORE", "--caption", "หลังคา")
    assert said.code == 0, said.err
    (told,) = said.json["attachments"]
    wanted = {
        "file": str(roof),
        "media_type": "image/jpeg",
        "width": 1600,
        "height": 800,
        "taken_on": "2026-01-05",
        "original_sha256": hashlib.sha256(roof.read_bytes()).hexdigest(),
        "location": "13.756306,100.501806",
        "location_kept": False,
    }
    assert {name: told[name] for name in wanted} == wanted
    (row,) = rows(run, profile, "attachments", "--codes")
    assert (row["id"], row["household"], row["kind"], row["caption"], row["location"]) == (told["id"], record, "BEFORE", "หลังคา", None)
    out = tmp_path / "out.jpg"
    extracted = run("extract", profile, told["id"], out)
    assert extracted.json == {"file": str(out)} | {name: told[name] for name in ("media_type", "size", "original_sha256")}
    assert Image.open(io.BytesIO(out.read_bytes())).size == (1600, 800)
    assert out.stat().st_size == told["size"]


def test_the_place_is_kept_when_it_is_asked_for(run: Run, house: tuple[Path, str], roof: Path) -> None:
    profile, record = house
    said = run("attach", profile, "households", record, roof, "--keep-location")
    assert said.json["attachments"][0]["location_kept"] is True
    assert rows(run, profile, "attachments")[0]["location"] == "13.756306,100.501806"


def test_a_file_that_can_not_be_taken_in_does_not_stop_the_others(run: Run, house: tuple[Path, str], roof: Path, tmp_path: Path) -> None:
    profile, record = house
    heic, paper = tmp_path / "a.heic", tmp_path / "a.pdf"
    heic.write_bytes(b"\0\0\0\x20ftypheic\0\0\0\0mif1")
    paper.write_bytes(PAPER)
    said = run("attach", profile, "households", record, heic, roof, paper, "--kind", "เอกสารสแกน")
    assert (said.code, said.error) == (1, "heic")
    assert [each["file"] for each in said.json["attachments"]] == [str(roof), str(paper)]
    assert [(each["file"], each["code"]) for each in said.json["refused"]] == [(str(heic), "heic")]
    gone = run("attach", profile, "households", record, tmp_path / "gone.jpg", heic)
    assert (gone.code, gone.error) == (3, "file_unreadable")
    assert [row["kind"] for row in rows(run, profile, "attachments", "--codes")] == ["SCAN", "SCAN"]


def test_pictures_belong_to_a_record_that_is_there_and_may_have_some(run: Run, house: tuple[Path, str], roof: Path) -> None:
    profile, record = house
    assert run("attach", profile, "attachments", record, roof).error == "no_pictures"
    assert run("attach", profile, "roofs", record, roof).code == 2
    assert run("attach", profile, "people", record, roof).error == "gone"
    assert run("attach", profile, "households", record, roof, "--kind", "no such kind").code == 1
    assert rows(run, profile, "attachments") == []


def test_people_read_lines(run: Run, house: tuple[Path, str], roof: Path, tmp_path: Path) -> None:
    profile, record = house
    said = run("attach", profile, "households", record, roof, plain=True)
    attached, name = said.out.split()
    assert name == str(roof)
    out = run("extract", profile, attached, tmp_path / "out.jpg", plain=True).out
    assert out == f"Written, and not encrypted any more: {tmp_path / 'out.jpg'}\n"


def test_what_is_not_there_is_not_extracted(run: Run, house: tuple[Path, str], tmp_path: Path) -> None:
    profile, _record = house
    assert run("extract", profile, ids.id_text(bytes(16)), tmp_path / "out.jpg").error == "gone"
    person = made(run, profile, "people", "first_name=บุญมี")
    assert run("extract", profile, person, tmp_path / "out.jpg").error == "gone"
    assert not (tmp_path / "out.jpg").exists()
