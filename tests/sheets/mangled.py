"""A corpus of 200 mangled workbooks, made anew from a seed: sound ones broken at random places, and traps by hand.

`python -m tests.sheets.mangled FOLDER` writes them; `python -m tests.sheets.mangled --read FOLDER` reads each and prints one JSON line:
what came of it, the seconds of CPU it took (a busy machine takes longer), and the peak of memory so far.
"""

from __future__ import annotations

import json
import re
import resource
import struct
import sys
import time
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from random import Random

from desktop.base.errors import Fault, Refused
from desktop.sheets.layout import tables
from desktop.sheets.reading import read

MESSY = Path(__file__).parent.parent / "data" / "messy"
COUNT = 200

# --- by hand ------------------------------------------------------------------------------------------------------------------------

_MAIN = b'<workbook xmlns:r="r"><workbookPr/><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
_RELATION = '<Relationships><Relationship Id="rId1" Type="x/{kind}" Target="{target}"/>{more}</Relationships>'
_HEAD = '<row r="1"><c r="A1" t="str"><v>ชื่อ</v></c><c r="B1" t="str"><v>นามสกุล</v></c><c r="C1" t="str"><v>อายุ</v></c></row>'
_ROW = '<row r="2"><c r="A2" t="str"><v>ก</v></c><c r="B2" t="str"><v>ข</v></c><c r="C2"><v>5</v></c></row>'


def _xlsx(rows: str, around: str = "{}", more: str = "", parts: Mapping[str, str | bytes] = {}) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", _RELATION.format(kind="officeDocument", target="xl/workbook.xml", more=""))
        archive.writestr("xl/workbook.xml", _MAIN)
        archive.writestr("xl/_rels/workbook.xml.rels", _RELATION.format(kind="worksheet", target="worksheets/sheet1.xml", more=more))
        archive.writestr("xl/worksheets/sheet1.xml", around.format(f"<worksheet><sheetData>{rows}</sheetData></worksheet>"))
        for name, text in parts.items():
            archive.writestr(name, text)
    return made.getvalue()


def _sheet(inside: str) -> bytes:
    return _xlsx("", around=f"<worksheet><sheetData>{_HEAD}{_ROW}</sheetData>{inside}</worksheet><!--{{}}-->")


def _ods(inside: str, mime: str = "application/vnd.oasis.opendocument.spreadsheet") -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", mime)
        archive.writestr("content.xml", f"<d><body><spreadsheet>{inside}</spreadsheet></body></d>")
    return made.getvalue()


def _biff(*records: tuple[int, bytes]) -> bytes:
    """An .xls of these records alone, in the smallest container there is."""
    stream = b"".join(struct.pack("<HH", kind, len(body)) + body for kind, body in records).ljust(4096, b"\0")
    sectors = (len(stream) + 511) // 512
    table = [*(number + 1 for number in range(sectors - 1)), 0xFFFFFFFE, 0xFFFFFFFE, 0xFFFFFFFD]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 10
    header += struct.pack("<IIIIIIII", 1, sectors, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0) + struct.pack("<I", sectors + 1) + b"\xff" * 432

    def entry(name: str, kind: int, first: int, size: int, child: int) -> bytes:
        text = (name + "\0").encode("utf-16-le")
        head = text.ljust(64, b"\0") + struct.pack("<HBB", len(text), kind, 1) + struct.pack("<iii", -1, -1, child)
        return head + b"\0" * 36 + struct.pack("<iII", first, size, 0)

    directory = (entry("Root Entry", 5, -2, 0, 1) + entry("Workbook", 2, 0, len(stream), -1)).ljust(512, b"\0")
    return header + stream + directory + struct.pack(f"<{len(table)}I", *table).ljust(512, b"\xff")


_BOF = (0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 1997, 0, 0))
_CODEPAGE = (0x42, struct.pack("<H", 1200))


def _zeros(size: int) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _megabyte in range(size):
                part.write(b"\0" * (1 << 20))
    return made.getvalue()


def _many_parts() -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for number in range(30_000):
            archive.writestr(f"xl/{number}", "")
    return made.getvalue()


def _lying_size(data: bytes) -> bytes:
    """Parts that claim four gigabytes."""
    raw = bytearray(data)
    for found in re.finditer(re.escape(b"PK\1\2"), data):
        raw[found.start() + 24 : found.start() + 28] = b"\xff\xff\xff\x7f"
    return bytes(raw)


def _cells(count: int) -> str:
    return "".join(f'<row r="{number}"><c r="A{number}"/></row>' for number in range(3, count))


def _by_hand() -> dict[str, bytes]:
    deep = "<a>" * 200_000
    last = '<row r="1048576"><c r="XFD1048576" t="str"><v>ท้าย</v></c></row>'
    bomb = "<!DOCTYPE w [" + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ก" * 10}">' for n in range(9)) + "]>"
    wide = "".join(f'<mergeCell ref="A{n}:XFD1048576"/>' for n in range(1, 400))
    external = '<Relationship Id="rId9" Type="x/externalLink" Target="file:///etc/passwd" TargetMode="External"/>'
    repeated = '<table name="S"><table-row number-rows-repeated="{0}"><table-cell number-columns-repeated="{0}">{1}</table-cell></table-row></table>'
    text = "<p>ก</p>"
    return {
        "claims.xlsx": _xlsx(_HEAD + _ROW + last, around='<x><dimension ref="A1:XFD1048576"/>{}</x>'),
        "merged-all.xlsx": _sheet(f"<mergeCells>{wide}</mergeCells>"),
        "merged-backwards.xlsx": _sheet('<mergeCells><mergeCell ref="C9:A1"/><mergeCell ref="A0:B2"/><mergeCell ref=":"/></mergeCells>'),
        "hidden-columns.xlsx": _sheet('<cols><col min="-5" max="99999999999999" hidden="1"/></cols>'),
        "deep.xlsx": _xlsx(deep),
        "deep-shared.xlsx": _xlsx(_HEAD, more='<Relationship Id="s" Type="x/sharedStrings" Target="s.xml"/>', parts={"xl/s.xml": deep}),
        "no-such-string.xlsx": _xlsx('<row r="1"><c r="A1" t="s"><v>99</v></c></row>'),
        "negative-string.xlsx": _xlsx('<row r="1"><c r="A1" t="s"><v>-1</v></c></row>'),
        "style-beyond.xlsx": _xlsx('<row r="1"><c r="A1" s="999999999999"><v>1</v></c></row>'),
        "huge-number.xlsx": _xlsx('<row r="1"><c r="A1"><v>' + "9" * 100_000 + "</v></c></row>"),
        "no-number.xlsx": _xlsx('<row r="1"><c r="A1"><v>1e999999999</v></c><c r="B1"><v>nan</v></c></row>'),
        "date-typed.xlsx": _xlsx('<row r="1"><c r="A1" t="d"><v>99999-99-99</v></c></row>'),
        "far-row.xlsx": _xlsx('<row r="99999999"><c r="A99999999"><v>1</v></c></row>'),
        "entities.xlsx": _xlsx(_HEAD, around=bomb + "{}<w>&e8;</w>"),
        "external-entity.xlsx": _xlsx(_HEAD, around='<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>{}<w>&x;</w>'),
        "external-link.xlsx": _xlsx(_HEAD + _ROW, more=external),
        "formula-out.xlsx": _xlsx(_HEAD + '<row r="2"><c r="A2" t="str"><f>WEBSERVICE("http://example.com/")</f><v>x</v></c></row>'),
        "dde.xlsx": _xlsx(_HEAD + '<row r="2"><c r="A2" t="str"><v>=cmd|\'/c calc\'!A1</v></c></row>'),
        "macros.xlsm": _xlsx(_HEAD + _ROW, parts={"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" * 1000}),
        "loop.xlsx": _xlsx(_HEAD, more='<Relationship Id="rId1" Type="x/worksheet" Target="workbook.xml"/>'),
        "climbing.xlsx": _xlsx(_HEAD, more='<Relationship Id="rId1" Type="x/worksheet" Target="../../../../etc/passwd"/>'),
        "zeros.xlsx": _zeros(120),
        "zeros-huge.xlsx": _zeros(400),
        "blank-cells.xlsx": _xlsx(_HEAD + _cells(400_000)),
        "many-parts.xlsx": _many_parts(),
        "lying.xlsx": _lying_size(_xlsx(_HEAD + _ROW)),
        "repeated.ods": _ods(repeated.format(999_999_999, "")),
        "repeated-filled.ods": _ods(repeated.format(999_999_999, text)),
        "repeated-rows.ods": _ods(repeated.format(16_000, text)),
        "repeated-not.ods": _ods(repeated.format(-7, text) + repeated.format("x", text)),
        "deep.ods": _ods("<table><table-row><table-cell>" * 50_000),
        "spaces.ods": _ods('<table><table-row><table-cell><p><s c="2000000000"/></p></table-cell></table-row></table>'),
        "spanned.ods": _ods(
            '<table><table-row><table-cell number-columns-spanned="9999999" number-rows-spanned="9999999"><p>ก</p></table-cell></table-row></table>'
        ),
        "text.ods": _ods("", "application/vnd.oasis.opendocument.text"),
        "strings.xls": _biff(_BOF, _CODEPAGE, (0xFC, struct.pack("<ii", 0x7FFFFFFF, 0x7FFFFFFF)), (0x0A, b"")),
        "sheets.xls": _biff(_BOF, _CODEPAGE, *[(0x85, struct.pack("<iBBBB", 0, 0, 0, 1, 0) + b"S")] * 300, (0x0A, b"")),
        "endless.xls": _biff(_BOF, *[(0x3C, b"\xff" * 4)] * 500),
        "locked.xls": _biff(_BOF, (0x2F, b"\0" * 6), (0x0A, b"")),
        "nothing.xls": _biff(),
        "one-line.csv": ("ก," * 3_000_000).encode(),
        "quote.csv": ('ชื่อ,สกุล\n"' + "ก" * 5_000_000).encode(),
        "lines.csv": b"\n" * 3_000_000,
        "nul.csv": "ชื่อ,สกุล\n\0\0,ก\n".encode(),
        "picture.csv": Random(1).randbytes(50_000),
        "empty.xlsx": b"",
        "head.xlsx": b"PK\3\4",
        "html.xls": "<html><table><tr><td>ชื่อ</td></tr></table></html>".encode(),
        "pdf.xlsx": b"%PDF-1.7\n" + b"\0" * 1000,
    }


# --- at random ----------------------------------------------------------------------------------------------------------------------


def _flipped(data: bytes, chance: Random) -> bytes:
    raw = bytearray(data)
    for _time in range(chance.choice((1, 3, 20, 200))):
        raw[chance.randrange(len(raw))] = chance.randrange(256)
    return bytes(raw)


def _cut(data: bytes, chance: Random) -> bytes:
    return data[: chance.randrange(1, len(data))]


def _swapped(data: bytes, chance: Random) -> bytes:
    size = chance.randrange(1, 2000)
    a, b = (chance.randrange(max(1, len(data) - size)) for _end in range(2))
    raw = bytearray(data)
    raw[a : a + size], raw[b : b + size] = data[b : b + size], data[a : a + size]
    return bytes(raw)


def _zeroed(data: bytes, chance: Random) -> bytes:
    at, size = chance.randrange(len(data)), chance.randrange(1, 1500)
    return data[:at] + chance.choice((b"\0", b"\xff", b"\x7f"))[:1] * size + data[at + size :]


def _inside(data: bytes, chance: Random) -> bytes:
    """Numbers, tags and bytes of one part changed, and packed again: behind the sums that would find it out."""
    if not data.startswith(b"PK"):
        return _flipped(data, chance)
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        names = [name for name in old.namelist() if name.endswith((".xml", ".rels"))]
        chosen = chance.choice([name for name in names if "sheet" in name or "content" in name or "shared" in name] or names)
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, _changed(part, chance) if name == chosen else part)
    return made.getvalue()


def _changed(part: bytes, chance: Random) -> bytes:
    strange = [b"-1", b"0", b"4294967296", b"99999999999999999999", b"1e400", b"", b"A1:XFD1048576", "ก".encode(), b"&lt;", b"\xff"]
    numbers = list(re.finditer(rb'(?<=")[0-9A-Z]+(?=")|(?<=>)[0-9.]+(?=<)', part))
    for _time in range(chance.choice((1, 5, 40))):
        if numbers and chance.random() < 0.7:
            found = chance.choice(numbers)
            part = part[: found.start()] + chance.choice(strange) + part[found.end() :]
            numbers = list(re.finditer(rb'(?<=")[0-9A-Z]+(?=")|(?<=>)[0-9.]+(?=<)', part))
        else:
            at = chance.randrange(len(part))
            part = part[:at] + chance.choice((b"<", b">", b'"', b"<c/>", b"</row>", b"")) + part[at + chance.randrange(3) :]
    return part


_WAYS: tuple[Callable[[bytes, Random], bytes], ...] = (_flipped, _cut, _swapped, _zeroed, _inside, _inside)


def corpus(seed: int = 1) -> dict[str, bytes]:
    """The 200 files by name."""
    made = _by_hand()
    chance = Random(seed)
    sound = [path for path in sorted(MESSY.iterdir()) if path.suffix in (".xlsx", ".xls", ".ods", ".csv")]
    for number in range(COUNT - len(made)):
        path = sound[number % len(sound)]
        way = _WAYS[number // len(sound) % len(_WAYS)]
        made[f"{number:03}-{way.__name__.strip('_')}{path.suffix}"] = way(path.read_bytes(), chance)
    return made


def _peak_mb() -> float:
    """The most memory this program has held. getrusage also counts what the process that started it held before."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.search(r"VmHWM:\s+(\d+)", status.read_text()).group(1)) / 1024  # type: ignore[union-attr]
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(arguments: list[str]) -> int:
    """See the head of this file."""
    folder = Path(arguments[-1])
    if "--read" not in arguments:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in corpus().items():
            (folder / name).write_bytes(data)
        return 0
    for path in sorted(folder.iterdir()):
        began = time.process_time()
        try:
            found = f"{sum(len(table.rows) for sheet in read(path).sheets for table in tables(sheet))} rows"
        except (Refused, Fault) as error:
            found = error.code
        peak = _peak_mb()
        print(
            json.dumps({"file": path.name, "found": found, "seconds": round(time.process_time() - began, 2), "mb": round(peak)}), flush=True
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
