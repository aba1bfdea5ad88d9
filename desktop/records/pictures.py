"""Photos and papers taken in: made small, rid of all that a camera writes into them, and kept with a record of what they show."""

from __future__ import annotations

import contextlib
import hashlib
import io
import math
import re
from collections.abc import Iterable, Mapping, Sequence, Sized
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.base import dates, thai
from desktop.base.errors import Fault, Refused
from desktop.base.i18n import N_
from desktop.base.task import Progress
from desktop.records.book import Book
from desktop.records.register import Kind, Registers, Row

if TYPE_CHECKING:
    from PIL import Image

REGISTER = "attachments"
LONGEST = 1600  # px of the longer side, as kept
SMALL = 256  # px of a thumbnail's longer side
MAX_PIXELS = 100_000_000  # of the original: 300 MB while it is made small
MAX_ORIGINAL = 100 << 20  # bytes of a picture before it is made small
MAX_PDF = 20 << 20
JPEG, PNG, PDF = "image/jpeg", "image/png", "application/pdf"
SUFFIXES = {JPEG: ".jpg", PNG: ".png", PDF: ".pdf"}
ENDINGS = ("jpg", "jpeg", "png", "webp", "tif", "tiff", "bmp", "gif", "pdf")  # of files that may be taken in

_QUALITY, _SMALL_QUALITY = 82, 75
_MAGIC = {
    b"\xff\xd8\xff": "JPEG",
    b"\x89PNG\r\n\x1a\n": "PNG",
    b"GIF8": "GIF",
    b"BM": "BMP",
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
}
_LOSSLESS = frozenset({"PNG", "GIF", "BMP", "TIFF"})  # what scanners and screenshots are; a photo is smaller as JPEG anyway
_EXIF, _GPS = 0x8769, 0x8825
_ORIENTATION, _TAKEN, _DIGITIZED = 0x0112, 0x9003, 0x9004
_DAY = re.compile(r"\s*(\d{4})\D(\d{1,2})\D(\d{1,2})\b")
_FIRST_BE = 2400  # a camera set to the Thai calendar writes Buddhist years


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo or paper as it will be kept. `location` is where it was taken ('latitude,longitude'): told, and no longer in `content`.
    A PDF is kept as it is and has neither size, day, place nor thumbnail."""

    content: bytes
    media_type: str
    width: int | None
    height: int | None
    original_sha256: str
    taken_on: str | None = None
    location: str | None = None
    thumbnail: bytes | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A picture and what its record shall say."""

    picture: Picture
    caption: str = ""
    keep_location: bool = False


def read_file(path: Path) -> bytes:
    """A file that somebody chose. Refused 'file_too_large' before it is read; Fault 'file_unreadable'."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_ORIGINAL + 1)
    except OSError as failed:
        raise Fault(N_("The file can't be read. Check the disk or stick."), code="file_unreadable") from failed
    if len(data) > MAX_ORIGINAL:
        raise Refused(N_("The file is too large: at most {most} MB."), code="file_too_large", most=MAX_ORIGINAL >> 20)
    return data


def take_in(data: bytes) -> Picture:
    """Make a picture ready to be kept: turned upright, at most 1600 px, a JPEG (or a PNG where that is smaller) with nothing in it but the
    picture. Refused 'not_a_picture', 'heic', 'picture_damaged', 'picture_too_large', 'pdf_damaged', 'pdf_too_large'."""
    original = hashlib.sha256(data).hexdigest()
    if b"%PDF-" in data[:1024]:
        return _paper(data, original)
    form = _form(data)
    try:
        return _photo(data, form, original)
    except Refused:
        raise
    except Exception as wrong:  # whatever a decoder trips over in bytes from outside, the bytes are at fault
        raise Refused(
            N_("This picture is damaged or incomplete. Copy it from the phone or camera again."), code="picture_damaged"
        ) from wrong


def attach(
    book: Book,
    data: bytes,
    links: Mapping[str, bytes],
    *,
    kind: str | None = None,
    caption: str = "",
    keep_location: bool = False,
    origin: str = "",
) -> bytes:
    """Take one file in and keep it; gives the id of its record. Refused as `take_in` and as saving a record."""
    return keep(book, [Wanted(take_in(data), caption, keep_location)], links, kind=kind, origin=origin)[0]


def keep(
    book: Book,
    wanted: Iterable[Wanted],
    links: Mapping[str, bytes],
    *,
    kind: str | None = None,
    origin: str = "",
    progress: Progress | None = None,
) -> list[bytes]:
    """Keep pictures that were taken in: their files as they come, so that no two need be held at once, then all their records in one deed;
    gives their ids. `links` are fields of the register 'attachments'. When it is refused or stopped there are no records, and the files,
    which nobody can read, do no harm."""
    progress = progress or Progress()
    total = len(wanted) if isinstance(wanted, Sized) else None
    records = []
    for number, each in enumerate(wanted):
        progress.step(number, total)
        records.append(values_of(book, each, kind) | dict(links))
    with book.write(origin) as deed:
        return [deed.put(REGISTER, None, values, within=True) for values in records]


def picture_bytes(book: Book, row: Row) -> bytes:
    """The picture or paper of a record. Refused 'file_missing' where it is not on this PC; Fault when damaged."""
    return book.attachments.get(row.values["content"])


def thumbnail_bytes(book: Book, row: Row) -> bytes | None:
    """A small JPEG of a record's picture; None where it has none (a PDF). Refused and Fault as `picture_bytes`."""
    name = row.values["thumbnail"]
    return book.attachments.get(name) if name else None


def save_copy(book: Book, row: Row, path: Path) -> None:
    """Write the picture or paper of a record, unencrypted, where the user wishes. Refused and Fault as `picture_bytes`; Fault
    'file_not_written'."""
    content = picture_bytes(book, row)
    try:
        path.write_bytes(content)
    except OSError as failed:
        with contextlib.suppress(OSError):
            path.unlink()  # half a picture in the clear is worth nothing
        raise Fault(N_("The copy could not be written. Choose another folder or stick."), code="file_not_written") from failed


def link_to(registers: Registers, register: str) -> str | None:
    """The field by which a picture belongs to a record of this register; None where pictures are not kept with such records."""
    links = [field.name for field in registers[REGISTER].fields if field.kind is Kind.LINK and field.register == register]
    return links[0] if links else None


def file_name(row: Row) -> str:
    """What a copy is called: never after the person, house or caption."""
    return "-".join(part for part in ("sapha", row.values.get("taken_on")) if part) + SUFFIXES.get(row.values["media_type"], "")


# --- what a file is ------------------------------------------------------------------------------------------------------------------


def _form(data: bytes) -> str:
    """Pillow's name of the format, by the first bytes; what is not listed here no decoder is asked about."""
    for magic, form in _MAGIC.items():
        if data.startswith(magic):
            return form
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp" and data[8:11] in (b"hei", b"hev", b"mif", b"msf", b"avi"):
        raise Refused(
            N_("Sapha can't read this kind of picture (HEIC). Save or send it as JPEG on the phone, then add that file."), code="heic"
        )
    raise Refused(
        N_("This is neither a picture nor a PDF. Pictures may be JPEG, PNG, WebP, TIFF, BMP or GIF; save it as one of these first."),
        code="not_a_picture",
    )


def _paper(data: bytes, original: str) -> Picture:
    if len(data) > MAX_PDF:
        raise Refused(
            N_("This PDF is too large: at most {most} MB. Scan it with fewer dots per inch or in parts."),
            code="pdf_too_large",
            most=MAX_PDF >> 20,
        )
    if b"%%EOF" not in data[-2048:]:
        raise Refused(N_("This PDF is damaged or incomplete. Scan or copy it again."), code="pdf_damaged")
    return Picture(data, PDF, None, None, original)


def _photo(data: bytes, form: str, original: str) -> Picture:
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        image: Image.Image = Image.open(io.BytesIO(data), formats=(form,))
        if image.width * image.height > MAX_PIXELS:
            raise _too_large()
        if form == "TIFF":
            image.load()  # it is turned upright by that, and only then says so
        notes = _notes(image)
        image = _upright(_small(image, LONGEST), notes.turn)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as bomb:
        raise _too_large() from bomb
    content, media_type = _encoded(image, lossless=form in _LOSSLESS)
    thumbnail = _jpeg(_small(image.copy(), SMALL), _SMALL_QUALITY)
    return Picture(content, media_type, image.width, image.height, original, notes.taken_on, notes.location, thumbnail)


def _too_large() -> Refused:
    return Refused(N_("This picture is too large: at most {most} million pixels."), code="picture_too_large", most=MAX_PIXELS // 1_000_000)


# --- the picture ---------------------------------------------------------------------------------------------------------------------


def _small(image: Image.Image, longest: int) -> Image.Image:
    """Grey or RGB, at most so large."""
    from PIL import Image

    if image.mode not in ("L", "RGB", "CMYK", "RGBA"):
        image = _plain(image)  # palettes and single bits can't be made small without turning to noise
    image.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    return _plain(image)


def _plain(image: Image.Image) -> Image.Image:
    """Grey or RGB; on white where it lets something through."""
    from PIL import Image

    if image.mode.startswith("I;16"):
        return image.point(lambda value: value / 256).convert("L")
    if image.mode == "1":
        return image.convert("L")
    if image.has_transparency_data:
        seen = image.convert("RGBA")
        white = Image.new("RGBA", seen.size, "white")
        white.alpha_composite(seen)
        return white.convert("RGB")
    return image if image.mode in ("L", "RGB") else image.convert("RGB")


def _upright(image: Image.Image, turn: int) -> Image.Image:
    """Turned as the camera was held; `turn` as EXIF counts them, 1 is upright."""
    from PIL import Image

    way = Image.Transpose
    ways = {
        2: way.FLIP_LEFT_RIGHT,
        3: way.ROTATE_180,
        4: way.FLIP_TOP_BOTTOM,
        5: way.TRANSPOSE,
        6: way.ROTATE_270,
        7: way.TRANSVERSE,
        8: way.ROTATE_90,
    }
    return image.transpose(ways[turn]) if turn in ways else image


def _encoded(image: Image.Image, *, lossless: bool) -> tuple[bytes, str]:
    jpeg = _jpeg(image, _QUALITY)
    if lossless:
        _strip(image)
        made = io.BytesIO()
        image.save(made, "PNG", optimize=True)
        if made.tell() < len(jpeg):
            return made.getvalue(), PNG
    return jpeg, JPEG


def _jpeg(image: Image.Image, quality: int) -> bytes:
    _strip(image)
    made = io.BytesIO()
    image.save(made, "JPEG", quality=quality, optimize=True)
    return made.getvalue()


def _strip(image: Image.Image) -> None:
    """Pillow writes comments, profiles and resolutions on into the copy unless it has forgotten them."""
    image.info = {}


# --- what a camera wrote into it -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Notes:
    turn: int
    taken_on: str | None
    location: str | None


def _notes(image: Image.Image) -> _Notes:
    turn: Any = 1
    taken: Mapping[int, Any] = {}
    place: Mapping[int, Any] = {}
    with contextlib.suppress(Exception):  # a picture with broken notes about it is still a picture
        exif = image.getexif()
        turn = exif.get(_ORIENTATION, 1)
        taken, place = exif.get_ifd(_EXIF), exif.get_ifd(_GPS)
    return _Notes(turn if isinstance(turn, int) else 1, _day(taken.get(_TAKEN)) or _day(taken.get(_DIGITIZED)), _place(place))


def _day(noted: Any) -> str | None:
    found = _DAY.match(noted) if isinstance(noted, str) else None
    if found is None:
        return None
    year, month, day = (int(part) for part in found.groups())
    try:
        made = date(dates.to_ce(year) if year > _FIRST_BE else year, month, day)
    except ValueError:
        return None
    return made.isoformat() if made.year >= 1900 else None


def _place(noted: Mapping[int, Any]) -> str | None:
    try:
        latitude, longitude = _degrees(noted[2], noted.get(1) == "S"), _degrees(noted[4], noted.get(3) == "W")
    except (KeyError, TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None
    if not (abs(latitude) <= 90 and abs(longitude) <= 180) or (latitude, longitude) == (0, 0):  # 0, 0: no satellite was seen
        return None
    return f"{latitude:.6f},{longitude:.6f}"


def _degrees(parts: Sequence[Any], negative: bool) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    found = degrees + minutes / 60 + seconds / 3600
    if not math.isfinite(found):
        raise ValueError
    return -found if negative else found


def values_of(book: Book, wanted: Wanted, kind: str | None) -> dict[str, Any]:
    """What the record of a picture says; its files are kept by this. For one who keeps it within a deed of his own."""
    picture = wanted.picture
    return {
        "kind": kind,
        "taken_on": picture.taken_on,
        "caption": thai.clean(wanted.caption) or None,
        "content": book.attachments.put(picture.content),
        "thumbnail": book.attachments.put(picture.thumbnail) if picture.thumbnail is not None else None,
        "location": picture.location if wanted.keep_location else None,
        "media_type": picture.media_type,
        "width": picture.width,
        "height": picture.height,
        "size": len(picture.content),
        "original_sha256": picture.original_sha256,
    }
