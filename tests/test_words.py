"""The words tool: what it refuses in a translation, and what it makes."""

from __future__ import annotations

import gettext
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from translations import words


@pytest.mark.parametrize(
    ("english", "thai", "fault"),
    [
        ("Save", "", "is missing"),
        ("{count} rows", "แถว", "lost count"),
        ("{count} rows", "{count} แถว {name}", "invented name"),
        ("{count} rows", "{count แถว", "has broken braces"),
        ("Save", "บันทึก ", "has blanks around it"),
    ],
)
def test_a_translation_that_would_show_wrong_is_named(english: str, thai: str, fault: str) -> None:
    assert [found for found in words.faults(Message(english, thai)) if found.startswith(fault)]


def test_a_fuzzy_translation_is_named() -> None:
    assert list(words.faults(Message("Save", "บันทึก", flags=["fuzzy"])))


def test_a_good_translation_has_no_faults_even_with_formats_and_one_plural_form() -> None:
    assert list(words.faults(Message("{done:,} of {all.count}", "{done:,} จาก {all.count}"))) == []
    assert list(words.faults(Message(("{n} row", "{n} rows"), ("{n} แถว",)))) == []


def test_the_made_up_language_is_longer_and_keeps_fields_and_tags() -> None:
    made = words.pseudo("<b>{count}</b> rows are &saved")
    assert len(made) > len("<b>{count}</b> rows are &saved")
    assert re.findall(r"<b>|\{count\}|</b>|&s", made) == ["<b>", "{count}", "</b>", "&s"]
    assert made.startswith("[")
    assert made.endswith("]")


def test_the_template_holds_no_places_and_no_dates() -> None:
    text = words.text_of(words.extract())
    assert "#:" not in text
    assert "Date" not in text.split("\n\n")[0]


def test_what_is_compiled_is_what_the_program_reads(tmp_path: Path) -> None:
    words.compile_language("th", tmp_path)
    with (tmp_path / "th" / "LC_MESSAGES" / "desktop.mo").open("rb") as compiled:
        catalogue = gettext.GNUTranslations(compiled)
    assert catalogue.pgettext("Qt", "Cancel") == "ยกเลิก"
    assert catalogue.ngettext("one", "many", 2) == "many", "a plural that is not there falls back to English"
