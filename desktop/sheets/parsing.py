"""What the readers of all formats share: limits, refusals, and the XML parts of an archive as a stream."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from xml.parsers import expat

from desktop.base.errors import Refused
from desktop.base.i18n import N_
from desktop.base.task import Progress
from desktop.sheets.cells import MAX_CELLS

MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384  # of Excel itself
MAX_PART = 300 * 1024 * 1024  # bytes of one part, unpacked
MAX_PARTS = 600 * 1024 * 1024
_TAGS = 15_000_000  # elements of one file: what ten seconds are enough for
_PACKED = 150  # times smaller than unpacked: no list is, a bomb is a thousand times
_SMALL = 20 * 1024 * 1024  # bytes that may be packed as they like

Start = Callable[[str, Mapping[str, str]], None]
End = Callable[[str, str], None]


def too_big() -> Refused:
    """The refusal of a file whose size no council's list has."""
    return Refused(
        N_("This workbook is too big: more than {rows} rows or {cells} cells. Split it and import the parts."),
        code="sheet_too_big",
        rows=f"{MAX_ROWS:,}",
        cells=f"{MAX_CELLS:,}",
    )


def not_a_workbook() -> Refused:
    """The refusal of anything that is no workbook, or a broken one."""
    return Refused(
        N_("This file is not an Excel workbook that can be read. Open it in Excel and save it as “Excel workbook (.xlsx)”."),
        code="sheet_not_workbook",
    )


def protected() -> Refused:
    """The refusal of a file locked with a password."""
    return Refused(
        N_("This workbook is locked with a password. Open it in Excel, remove the password and save it."), code="sheet_protected"
    )


def old_format() -> Refused:
    """The refusal of .xls and .xlsb."""
    return Refused(
        N_("This workbook is in an old or binary Excel format. Open it in Excel and save it as “Excel workbook (.xlsx)”."),
        code="sheet_old_format",
    )


class _Local(dict[str, str]):
    """Names without their namespace."""

    def __missing__(self, name: str) -> str:
        found = self[name] = name.rpartition(":")[2]
        return found


class Archive:
    """The XML parts of a zip. Refused at once when it claims more than any list has, or is packed as only a trap is."""

    def __init__(self, archive: zipfile.ZipFile, progress: Progress) -> None:
        self.archive = archive
        self.progress = progress
        parts = archive.infolist()
        if any(part.file_size > MAX_PART for part in parts) or sum(part.file_size for part in parts) > MAX_PARTS:
            raise too_big()
        if any(part.file_size > max(_SMALL, part.compress_size * _PACKED) for part in parts):
            raise too_big()
        self.names = {part.filename for part in parts}
        self.tags = 0

    def parse(
        self, part: str, start: Start, end: End | None = None, characters: Callable[[str], None] | None = None, *, bare: bool = False
    ) -> None:
        """Stream a part: `start(tag, attributes)`, `end(tag, text since the last start)` and `characters` as they come; names without
        their namespace, those of attributes as they are where `bare`: a worksheet has millions, and none that counts has one."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        text: list[str] = []
        tags = _Local()

        def opened(tag: str, attributes: dict[str, str]) -> None:
            self.tags += 1
            if self.tags > _TAGS:
                raise too_big()
            text.clear()
            start(tags[tag], attributes if bare else {tags[name]: value for name, value in attributes.items()})

        def closed(tag: str) -> None:
            if end is not None:
                end(tags[tag], "".join(text))
            text.clear()

        def both(piece: str) -> None:
            text.append(piece)
            if characters is not None:
                characters(piece)

        def entity(*declared: object) -> None:
            raise not_a_workbook()  # no program that writes workbooks declares entities; bombs do

        parser.StartElementHandler = opened
        parser.EndElementHandler = closed
        parser.CharacterDataHandler = text.append if characters is None else both
        parser.EntityDeclHandler = entity
        with self.archive.open(part) as stream:
            parser.ParseFile(stream)
