"""Make "Sapha Sarabun" from Sarabun (OFL, no reserved name): `python resources/fonts/patch_sarabun.py` with fontpkg-sarabun installed.

Two things are mended. Sarabun's line metrics are smaller than its Thai marks, so that ู and stacked tones are cut off in labels.
And some mark anchors miss each other by a hair, which moves marks by a y offset: programs that write PDFs then split the cluster
and copied text has it twice. The four files made here are committed; running this again gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fontpkg_sarabun
from fontTools.ttLib import TTFont

STYLES = ("Regular", "Bold", "Italic", "BoldItalic")
FAMILY = "Sapha Sarabun"
ASCENDER, DESCENDER = 1.29, 0.37  # em; all Thai ink but the feet of ฎ and ฏ with a vowel under them lies between
NEAR = 0.11  # em; anchors nearer than this to a mark's own height are moved onto it, farther ones are meant (stacked marks)
HAIR = 0.01  # em; marks of one kind whose heights differ by less were meant to be alike
MARK_TO_BASE, MARK_TO_MARK, EXTENSION = 4, 6, 9
TYPOGRAPHIC_NAMES = (1, 3, 4, 6, 16)  # name IDs that hold the family: family, unique, full, PostScript, typographic family
POSTSCRIPT = 6


def attachments(font: TTFont) -> Iterator[tuple[Any, list[list[Any]]]]:
    """Of each mark table: the array of marks, and the anchors they attach to, one list by mark class for each base."""
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for subtable in lookup.SubTable:
            table = subtable.ExtSubTable if subtable.LookupType == EXTENSION else subtable
            if table.LookupType == MARK_TO_BASE:
                yield table.MarkArray, [record.BaseAnchor for record in table.BaseArray.BaseRecord]
            elif table.LookupType == MARK_TO_MARK:
                yield table.Mark1Array, [record.Mark2Anchor for record in table.Mark2Array.Mark2Record]


def level_anchors(font: TTFont) -> int:
    """Move anchors that are nearly at their marks' height onto it; how many were moved."""
    near = NEAR * font["head"].unitsPerEm
    moved = 0
    for marks, bases in attachments(font):
        heights: dict[int, set[int]] = {}
        for mark in marks.MarkRecord:
            known = heights.setdefault(mark.Class, set())
            alike = [height for height in known if abs(height - mark.MarkAnchor.YCoordinate) <= HAIR * font["head"].unitsPerEm]
            mark.MarkAnchor.YCoordinate = alike[0] if alike else mark.MarkAnchor.YCoordinate
            known.add(mark.MarkAnchor.YCoordinate)
        for anchors in bases:
            for mark_class, anchor in enumerate(anchors):
                if anchor is None or mark_class not in heights:
                    continue
                gap, height = min((abs(height - anchor.YCoordinate), height) for height in heights[mark_class])
                if 0 < gap <= near:
                    anchor.YCoordinate = height
                    moved += 1
    return moved


def widen_lines(font: TTFont) -> None:
    """Give the font line metrics that hold the Thai marks, the same on every system."""
    em = font["head"].unitsPerEm
    above, below = int(ASCENDER * em), int(DESCENDER * em)
    across, windows = font["hhea"], font["OS/2"]
    across.ascent, across.descent, across.lineGap = above, -below, 0
    windows.sTypoAscender, windows.sTypoDescender, windows.sTypoLineGap = above, -below, 0
    windows.usWinAscent, windows.usWinDescent = max(above, windows.usWinAscent), max(below, windows.usWinDescent)


def rename(font: TTFont) -> None:
    """Call the family Sapha Sarabun, so that it never mixes with an installed Sarabun."""
    for record in font["name"].names:
        if record.nameID in TYPOGRAPHIC_NAMES:
            family = FAMILY.replace(" ", "") if record.nameID == POSTSCRIPT else FAMILY
            record.string = str(record).replace("Sarabun", family)


def main() -> None:
    """Write the four files beside this script."""
    source = Path(fontpkg_sarabun.__file__).parent / "files"
    for style in STYLES:
        with TTFont(source / f"Sarabun-{style}.ttf", recalcTimestamp=False) as font:
            moved = level_anchors(font)
            widen_lines(font)
            rename(font)
            target = Path(__file__).parent / f"SaphaSarabun-{style}.ttf"
            font.save(target)
        print(f"{target.name}: {moved} anchors moved")


if __name__ == "__main__":
    main()
