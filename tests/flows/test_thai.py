"""Thai as people expect it, in the window: the order of names, words found inside words, and the language changed in mid-work."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from desktop.base.i18n import language
from desktop.records.book import Book
from tests.factory import person, project
from tests.flows.conftest import PASSWORD
from tests.flows.window import Hands, play

pytestmark = [pytest.mark.flow, pytest.mark.timeout(240)]
NAMES = ["กมล", "เกษม", "แก้ว", "โกวิท", "ไก่", "ขวัญ", "จันทร์", "ใจ", "อำนาจ", "เอก"]


def fill(book: Book) -> None:
    for name in sorted(NAMES):  # by code points, which is another order
        person(book, prefix=None, first_name=name, last_name="ใจดี")
    project(book, title="พัฒนาคุณภาพชีวิตคนดี")
    project(book, title="ขุดสระ")


def test_names_stand_in_thai_order_words_are_found_inside_words_and_the_language_changes_in_mid_work(
    prepared: Callable[[Callable[[Book], None]], Path], tmp_path: Path
) -> None:
    out = tmp_path / "people.xlsx"

    def script(hands: Hands) -> None:
        hands.go("people")
        hands.wait(lambda: hands.rows_shown() == len(NAMES), "the people")
        assert first_names(hands) == NAMES

        hands.press("shift+F7")
        hands.dialog("QMessageBox")
        hands.press("Return")  # with hidden IDs
        hands.dialog("QFileDialog")
        hands.press("ctrl+a")
        hands.type(str(out))
        hands.press("Return")
        hands.wait(lambda: out.exists() and not hands.window.services.tasks.busy, "the workbook")
        sheet = openpyxl.load_workbook(out, read_only=True).worksheets[0]
        cells = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell in NAMES]
        assert cells == NAMES

        hands.go("projects")
        hands.wait(lambda: hands.rows_shown() == 2, "the projects")
        for word in ("คุณภาพ", "ดี"):
            look_for(hands, word)
            hands.wait(lambda: hands.rows_shown() == 1, f"what holds {word}")
        hands.press("ctrl+a", "Delete")
        hands.wait(lambda: hands.rows_shown() == 2, "all projects")

        # Thai to English and back with a form half filled in: nothing typed is lost.
        hands.press("F4")
        hands.fill(title="Half done")
        hands.press("F10")
        hands.wait(lambda: language() == "en", "English")
        hands.fill(fiscal_year="2569")
        hands.press("F10")
        hands.wait(lambda: language() == "th", "Thai")
        record = hands.save()
        row = hands.book.row("projects", record).values
        assert (row["title"], row["fiscal_year"]) == ("Half done", 2569)

    play(prepared(fill), PASSWORD, "th", script)


def look_for(hands: Hands, word: str) -> None:
    """Type into the search line."""
    hands.press("F3", "ctrl+a")
    hands.type(word)
    assert hands.see(hands.screen().list.search.text) == word


def first_names(hands: Hands) -> list[str]:
    """Of the list as it is shown."""
    model = hands.screen().list.model

    def read() -> list[str]:
        return [str(row.values["first_name"]) for number in range(len(model.ids)) if (row := model.row(number)) is not None]

    return hands.see(read)
