"""The fonts: Thai marks fit the lines and sit without y offsets, every letter is there. Shaped by HarfBuzz, as Qt and PDF writers do."""

from __future__ import annotations

from functools import cache
from itertools import chain

import pytest
import uharfbuzz
from fontTools.ttLib import TTFont

from desktop.base import paths

STYLES = ("Regular", "Bold", "Italic", "BoldItalic")
CONSONANTS = [chr(letter) for letter in range(0x0E01, 0x0E2F) if letter not in {0x0E24, 0x0E26}]
ABOVE_AND_BELOW = ("", "\u0e31", "\u0e34", "\u0e35", "\u0e36", "\u0e37", "\u0e38", "\u0e39")
TONES = ("", "\u0e48", "\u0e49", "\u0e4a", "\u0e4b")
SILENT, SHORT, AM = "\u0e4c", "\u0e47", "\u0e33"
FEET_AND_VOWEL = {foot + vowel for foot in "ฎฏ" for vowel in "\u0e38\u0e39"}  # reach under any line of sane height; hardly a word has them


@cache
def tables(style: str) -> TTFont:
    return TTFont(paths.resource("fonts", f"SaphaSarabun-{style}.ttf"))


def clusters() -> list[str]:
    """Every consonant with every vowel mark and tone that may stand together."""
    return [
        letter + marks
        for letter in CONSONANTS
        for marks in chain(
            (vowel + tone for vowel in ABOVE_AND_BELOW for tone in (*TONES, SILENT)),
            (tone + AM for tone in TONES),
            (SHORT + tone for tone in TONES),
        )
    ]


def shaped(style: str) -> list[tuple[str, int, int, int]]:
    """Of each glyph of each cluster: the cluster, the glyph's y offset, its ink's top and its bottom, in font units."""
    font = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(paths.resource("fonts", f"SaphaSarabun-{style}.ttf")))))
    found = []
    for cluster in clusters():
        buffer = uharfbuzz.Buffer()
        buffer.add_str(cluster)
        buffer.guess_segment_properties()
        uharfbuzz.shape(font, buffer)
        for glyph, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            ink = font.get_glyph_extents(glyph.codepoint)
            top = ink.y_bearing + place.y_offset
            found.append((cluster, place.y_offset, top, top + ink.height))
    return found


@pytest.mark.parametrize("style", STYLES)
def test_every_thai_and_latin_letter_is_in_the_font(style: str) -> None:
    letters = tables(style).getBestCmap()
    thai = [*range(0x0E01, 0x0E3B), *range(0x0E3F, 0x0E5C)]
    latin = [*range(0x20, 0x7F), *map(ord, "–—“”‘’…·×éñ")]
    assert [chr(letter) for letter in (*thai, *latin) if letter not in letters] == []


@pytest.mark.parametrize("style", STYLES)
def test_the_three_sets_of_line_metrics_agree(style: str) -> None:
    across, windows = tables(style)["hhea"], tables(style)["OS/2"]
    assert (across.ascent, across.descent, across.lineGap) == (windows.sTypoAscender, windows.sTypoDescender, windows.sTypoLineGap)
    assert windows.usWinAscent >= across.ascent
    assert windows.usWinDescent >= -across.descent


@pytest.mark.parametrize("style", STYLES)
def test_no_thai_cluster_pokes_out_of_its_line(style: str) -> None:
    across = tables(style)["hhea"]
    out = {cluster for cluster, _offset, top, bottom in shaped(style) if top > across.ascent or bottom < across.descent}
    assert {cluster for cluster in out if cluster[:2] not in FEET_AND_VOWEL} == set()


@pytest.mark.parametrize("style", STYLES)
def test_no_mark_has_a_y_offset_so_that_copied_text_is_whole(style: str) -> None:
    assert [cluster for cluster, offset, _top, _bottom in shaped(style) if offset] == []


@pytest.mark.parametrize("style", STYLES)
def test_the_family_has_a_name_of_its_own_and_keeps_its_copyright(style: str) -> None:
    names = tables(style)["name"]
    assert names.getBestFamilyName() == "Sapha Sarabun"
    assert "Sarabun Project Authors" in names.getDebugName(0)
    assert "SIL OPEN FONT LICENSE" in paths.resource("fonts", "OFL.txt").read_text(encoding="utf-8").upper()
