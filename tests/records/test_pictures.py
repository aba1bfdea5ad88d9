"""Photos and papers taken in: made small, turned, rid of what the camera wrote into them, kept with a record."""

from __future__ import annotations

import hashlib
import io
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from desktop.base.errors import Cancelled, Fault, Refused
from desktop.base.task import Progress
from desktop.records import pictures
from desktop.records.book import Book
from desktop.records.pictures import JPEG, LONGEST, PDF, PNG, SMALL, Picture, Wanted, take_in
from desktop.records.query import ListQuery
from tests.factory import household

PAPER = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
# Where warnings are errors a decoder gives up earlier than it does at the user's.
as_in_the_program = pytest.mark.filterwarnings("ignore::UserWarning")
SECRET = "Serial 0012345 of somebody's camera"


def scene(width: int = 640, height: int = 480, mode: str = "RGB") -> Image.Image:
    """Something with colours and noise, as a photo has; its upper left corner is red, all around it is not."""
    noise = Image.frombytes("RGB", (64, 48), random.Random(7).randbytes(64 * 48 * 3)).resize((width, height))
    noise.paste((250, 10, 10), (0, 0, width // 4, height // 4))
    return noise.convert(mode)


def file(image: Image.Image, form: str = "JPEG", **how: Any) -> bytes:
    made = io.BytesIO()
    image.save(made, form, **how)
    return made.getvalue()


def exif(*, taken: str | None = None, place: dict[int, Any] | None = None, turn: int | None = None) -> Image.Exif:
    notes = Image.Exif()
    notes[0x010F] = SECRET
    if turn is not None:
        notes[0x0112] = turn
    notes.get_ifd(0x8769)[0xA431] = SECRET
    if taken is not None:
        notes.get_ifd(0x8769)[0x9003] = taken
    if place is not None:
        notes.get_ifd(0x8825).update(place)
    return notes


def photo(**notes: Any) -> bytes:
    return file(scene(), exif=exif(**notes))


def seen(picture: Picture) -> Image.Image:
    return Image.open(io.BytesIO(picture.content))


def refused(data: bytes) -> str:
    with pytest.raises(Refused) as caught:
        take_in(data)
    return caught.value.code


def is_red(image: Image.Image, x: int, y: int) -> bool:
    red, green, blue = image.convert("RGB").getpixel((x, y))  # type: ignore[misc]
    return red > 180 and green < 90 and blue < 90


# --- what is taken in ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF"])
def test_pictures_of_every_usual_kind_are_taken_in_and_made_small(form: str) -> None:
    data = file(scene(2000, 500), form)
    picture = take_in(data)
    assert (picture.width, picture.height) == seen(picture).size == (LONGEST, 400)
    assert picture.media_type == (JPEG if seen(picture).format == "JPEG" else PNG)
    assert picture.original_sha256 == hashlib.sha256(data).hexdigest()
    assert picture.thumbnail is not None
    assert max(Image.open(io.BytesIO(picture.thumbnail)).size) == SMALL
    assert is_red(seen(picture), 50, 50)


def test_a_small_picture_is_not_made_larger() -> None:
    picture = take_in(file(scene(120, 90)))
    assert (picture.width, picture.height) == (120, 90)


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "CMYK", "I;16"])
def test_pictures_of_any_colours_become_ones_that_every_program_shows(mode: str) -> None:
    image = (
        scene(2000, 100, "L").convert("I").point(lambda value: value * 256).convert("I;16") if mode == "I;16" else scene(2000, 100, mode)
    )
    picture = take_in(file(image, "TIFF"))
    assert seen(picture).mode in ("L", "RGB")
    light, dark = seen(picture).convert("L").getextrema()
    assert (light, dark) != (0, 0)


def test_what_is_transparent_becomes_white_and_not_black() -> None:
    picture = take_in(file(Image.new("RGBA", (40, 40), (0, 0, 0, 0)), "PNG"))
    assert seen(picture).convert("RGB").getpixel((20, 20)) == (255, 255, 255)


def test_a_scan_of_few_colours_stays_sharp_and_a_photo_does_not_grow() -> None:
    scan = Image.new("L", (1000, 1400), 255)
    for line in range(100, 1300, 20):
        scan.paste(0, (100, line, 900, line + 2))
    assert take_in(file(scan, "PNG")).media_type == PNG
    assert take_in(file(scene(1000, 800), "PNG")).media_type == JPEG


def test_an_animation_is_its_first_picture() -> None:
    data = file(scene(), "GIF", save_all=True, append_images=[Image.new("RGB", (640, 480), "blue")])
    assert is_red(seen(take_in(data)), 40, 40)


@pytest.mark.parametrize("turn", range(1, 9))
@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_a_picture_stands_as_the_camera_was_held(form: str, turn: int) -> None:
    way = Image.Transpose
    held = {
        2: way.FLIP_LEFT_RIGHT,
        3: way.ROTATE_180,
        4: way.FLIP_TOP_BOTTOM,
        5: way.TRANSPOSE,
        6: way.ROTATE_90,
        7: way.TRANSVERSE,
        8: way.ROTATE_270,
    }
    wide = 3200 if form == "JPEG" else 400  # Pillow reads a large JPEG in a smaller scale, before it is turned
    upright = scene(wide, wide // 2)
    picture = take_in(file(upright.transpose(held[turn]) if turn in held else upright, form, exif=exif(turn=turn)))
    assert picture.width is not None and picture.height is not None
    assert (picture.width, picture.height) == (min(wide, LONGEST), min(wide, LONGEST) // 2)
    assert is_red(seen(picture), 30, 30)
    assert not is_red(seen(picture), picture.width - 30, picture.height - 30)


def test_a_pdf_is_kept_as_it_is() -> None:
    assert take_in(PAPER) == Picture(PAPER, PDF, None, None, hashlib.sha256(PAPER).hexdigest())


# --- what the camera wrote -----------------------------------------------------------------------------------------------------------


def test_nothing_but_the_picture_is_left_in_it() -> None:
    profile = SECRET.encode() * 10
    notes = exif(taken="2026:01:05 08:00:00", place={1: "N", 2: (13.0, 45.0, 22.7), 3: "E", 4: (100.0, 30.0, 6.5)})
    marked = PngImagePlugin.PngInfo()
    marked.add_text("Comment", SECRET)
    spoken = f"<x:xmpmeta>{SECRET}</x:xmpmeta>".encode()
    originals = [
        file(scene(), "JPEG", exif=notes, xmp=spoken, comment=SECRET, icc_profile=profile) + SECRET.encode(),
        file(scene(mode="L"), "PNG", exif=notes, pnginfo=marked, icc_profile=profile),
        file(scene(), "WEBP", exif=notes, xmp=spoken, icc_profile=profile),
        file(scene(), "TIFF", exif=notes, description=SECRET, icc_profile=profile),
        file(scene(), "GIF", comment=SECRET),
    ]
    for original in originals:
        assert SECRET.encode() in original or b"iCCP" in original
        picture = take_in(original)
        for kept in (picture.content, picture.thumbnail or b""):
            image = Image.open(io.BytesIO(kept))
            image.load()
            assert SECRET.encode() not in kept and b"Exif" not in kept and b"ICC" not in kept and b"iCCP" not in kept
            assert not dict(image.getexif())
            assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize(
    ("noted", "day"),
    [
        ("2026:01:05 08:00:00", "2026-01-05"),
        ("2569:01:05 08:00:00", "2026-01-05"),  # a camera set to the Thai calendar
        ("2567:02:29 08:00:00", "2024-02-29"),  # a leap day there too
        ("2026-1-5", "2026-01-05"),
        ("0000:00:00 00:00:00", None),
        ("2026:13:05 08:00:00", None),
        ("yesterday", None),
        ("", None),
        (None, None),
    ],
)
def test_the_day_of_the_exposure_is_read(noted: str | None, day: str | None) -> None:
    assert take_in(photo(taken=noted)).taken_on == day


@pytest.mark.parametrize(
    ("place", "point"),
    [
        ({1: "N", 2: (13.0, 45.0, 22.7), 3: "E", 4: (100.0, 30.0, 6.5)}, "13.756306,100.501806"),
        ({1: "S", 2: (33.0, 0.0, 0.0), 3: "W", 4: (70.0, 30.0, 0.0)}, "-33.000000,-70.500000"),
        ({1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)}, None),
        ({1: "N", 2: (99.0, 0.0, 0.0), 3: "E", 4: (100.0, 0.0, 0.0)}, None),
        ({1: "N", 2: (13.0, 45.0, 22.7)}, None),
        ({2: (13.0, 45.0), 4: (100.0, 30.0, 6.5)}, None),
        ({}, None),
    ],
)
def test_the_place_is_told(place: dict[int, Any], point: str | None) -> None:
    assert take_in(photo(place=place)).location == point


def test_a_place_divided_by_nothing_is_none() -> None:
    data = bytearray(photo(place={1: "N", 2: (13.5, 45.5, 22.7), 3: "E", 4: (100.5, 30.5, 6.5)}))
    whole = bytes.fromhex("0000001b00000002")  # 27/2: thirteen and a half
    assert whole in data
    broken = bytes(data).replace(whole, bytes.fromhex("0000001b00000000"))
    assert take_in(broken).location is None


@as_in_the_program
def test_broken_notes_do_not_keep_a_picture_out() -> None:
    data = photo(taken="2026:01:05 08:00:00")
    start = data.index(b"Exif\0\0") + 14
    picture = take_in(data[:start] + b"\xff" * 40 + data[start + 40 :])
    assert (picture.taken_on, picture.location, picture.width) == (None, None, 640)


# --- what is refused -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_a_picture"),
        (b"just words", "not_a_picture"),
        (b"PK\x03\x04 a workbook", "not_a_picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_a_picture"),
        (b"\0\0\0\x20ftypheic\0\0\0\0mif1", "heic"),
        (b"\0\0\0\x20ftypmif1\0\0\0\0heic", "heic"),
        (b"\0\0\0\x20ftypavif\0\0\0\0mif1", "heic"),
        (b"\xff\xd8\xff", "picture_damaged"),
        (b"\x89PNG\r\n\x1a\n", "picture_damaged"),
        (b"II*\0" + b"\xff" * 60, "picture_damaged"),
        (b"%PDF-1.7\n1 0 obj", "pdf_damaged"),
    ],
)
def test_what_is_no_picture_is_refused_with_what_to_do(data: bytes, code: str) -> None:
    assert refused(data) == code


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF", "GIF", "BMP"])
def test_half_a_picture_is_refused(form: str) -> None:
    data = file(scene(), form)
    assert refused(data[: len(data) // 2]) == "picture_damaged"


def test_a_picture_of_too_many_dots_is_refused_before_it_is_opened() -> None:
    for form, side in (("PNG", 10_100), ("GIF", 20_000)):
        assert refused(file(Image.new("1", (side, side)), form)) == "picture_too_large"
    assert take_in(file(Image.new("1", (10_000, 9_900)), "PNG")).width == LONGEST


def test_a_pdf_that_is_too_large_is_refused() -> None:
    assert refused(PAPER + bytes(pictures.MAX_PDF) + b"%%EOF") == "pdf_too_large"


def test_a_file_that_is_too_large_or_gone_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.jpg"
    with pytest.raises(Fault) as gone:
        pictures.read_file(path)
    assert gone.value.code == "file_unreadable"
    path.write_bytes(photo())
    assert pictures.read_file(path) == photo()
    monkeypatch.setattr(pictures, "MAX_ORIGINAL", 100)
    with pytest.raises(Refused) as large:
        pictures.read_file(path)
    assert large.value.code == "file_too_large"


@as_in_the_program
@settings(max_examples=150, deadline=None)
@given(form=st.sampled_from(["JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF"]), seed=st.integers(0, 1 << 32), cut=st.booleans())
def test_whatever_is_wrong_with_its_bytes_a_picture_is_taken_in_or_refused(form: str, seed: int, cut: bool) -> None:
    chance = random.Random(seed)
    data = bytearray(file(scene(60, 40), form, **({"exif": exif(taken="2026:01:05 08:00:00")} if form not in ("BMP", "GIF") else {})))
    for _ in range(chance.randrange(1, 12)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    if cut:
        del data[chance.randrange(len(data)) :]
    try:
        picture = take_in(bytes(data))
    except Refused as why:
        assert why.code in {"picture_damaged", "picture_too_large", "not_a_picture", "heic"}
    else:
        assert max(seen(picture).size) <= LONGEST


# --- kept with a record --------------------------------------------------------------------------------------------------------------


def attached(book: Book, data: bytes, **how: Any) -> tuple[bytes, dict[str, Any]]:
    house = household(book)
    record = pictures.attach(book, data, {"household": house}, **how)
    return house, dict(book.row("attachments", record).values)


def test_a_picture_is_kept_with_what_its_record_says(book: Book) -> None:
    data = photo(taken="2569:01:05 08:00:00", place={1: "N", 2: (13.0, 45.0, 22.7), 3: "E", 4: (100.0, 30.0, 6.5)})
    house, values = attached(book, data, kind="BEFORE", caption="  หลังคาด้านหลัง ")
    (record,) = book.ids(ListQuery("attachments", filters={"household": house}))
    row = book.row("attachments", record)
    wanted = take_in(data)
    assert {name: values[name] for name in ("kind", "taken_on", "caption", "media_type", "width", "height", "location")} == {
        "kind": "BEFORE",
        "taken_on": "2026-01-05",
        "caption": "หลังคาด้านหลัง",
        "media_type": JPEG,
        "width": 640,
        "height": 480,
        "location": None,
    }
    assert values["original_sha256"] == hashlib.sha256(data).hexdigest()
    assert values["size"] == len(wanted.content)
    assert pictures.picture_bytes(book, row) == wanted.content
    assert pictures.thumbnail_bytes(book, row) == wanted.thumbnail
    assert pictures.file_name(row) == "sapha-2026-01-05.jpg"


def test_the_place_is_kept_only_when_it_is_wanted(book: Book) -> None:
    data = photo(place={1: "N", 2: (13.0, 45.0, 22.7), 3: "E", 4: (100.0, 30.0, 6.5)})
    assert attached(book, data)[1]["location"] is None
    assert attached(book, data, keep_location=True)[1]["location"] == "13.756306,100.501806"


def test_a_paper_has_no_thumbnail(book: Book) -> None:
    record = pictures.attach(book, PAPER, {"household": household(book)}, kind="SCAN")
    row = book.row("attachments", record)
    assert pictures.thumbnail_bytes(book, row) is None
    assert pictures.picture_bytes(book, row) == PAPER
    assert pictures.file_name(row) == "sapha.pdf"


def test_several_pictures_are_one_deed_that_is_undone_as_one(book: Book) -> None:
    house = household(book)
    some = [Wanted(take_in(file(scene(50 + number, 40))), f"ภาพที่ {number}") for number in range(3)]
    made = pictures.keep(book, some, {"household": house})
    assert [book.row("attachments", record).values["caption"] for record in made] == ["ภาพที่ 0", "ภาพที่ 1", "ภาพที่ 2"]
    book.undo()
    assert book.count(ListQuery("attachments")) == 0
    book.redo()
    row = book.row("attachments", made[1])
    assert pictures.picture_bytes(book, row) == some[1].picture.content, "the file of a record in the bin stays"


def test_pictures_that_are_stopped_or_belong_to_nothing_leave_no_record(book: Book) -> None:
    some = [Wanted(take_in(photo()))]
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        pictures.keep(book, some, {"household": household(book)}, progress=progress)
    with pytest.raises(Refused):
        pictures.keep(book, some, {})
    assert book.count(ListQuery("attachments")) == 0


def test_each_register_that_has_pictures_says_by_which_link(book: Book) -> None:
    told = {name: pictures.link_to(book.registers, name) for name in ("people", "households", "councils", "case_steps", "help")}
    assert told == {"people": "person", "households": "household", "councils": "of_council", "case_steps": "step", "help": None}
