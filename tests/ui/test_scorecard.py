"""Filling in a council's strength scorecard."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.registers.councils.screen import ScorecardTab
from desktop.ui.services import Services
from tests.ui.hands import Answers, settle, type_into


@pytest.fixture
def record(council: Book) -> bytes:
    return council.save(council.draft_own("councils"))


@pytest.fixture
def tab(council: Book, services: Services, qtbot: QtBot, record: bytes) -> ScorecardTab:
    made = ScorecardTab(council, services)
    qtbot.addWidget(made)
    made.show()
    made.show_record(record)
    settle(qtbot, services)
    return made


def judge(tab: ScorecardTab, item: str, points: int, evidence: str = "") -> None:
    box, line = tab.sheet.lines[item]
    box.setValue(points)
    type_into(line, evidence)


def cards(book: Book) -> list[tuple[str, int, int]]:
    """Day, points and highest of each scorecard, newest first."""
    rows = book.rows("scorecards", book.ids(ListQuery("scorecards", sort="assessed_on", descending=True)))
    return [(row.values["assessed_on"], row.values["total"], row.values["highest"]) for row in rows if row is not None]


def test_every_item_of_the_table_is_asked_and_the_sum_grows(tab: ScorecardTab) -> None:
    assert list(tab.sheet.lines) == [f"SI{number:02}" for number in range(1, 11)]
    assert not tab.dirty
    judge(tab, "SI01", 4)
    judge(tab, "SI05", 5)
    assert tab.total.text() == "9 of 50 points"
    assert tab.dirty


def test_a_tab_that_nobody_looked_at_is_not_dirty(council: Book, services: Services, qtbot: QtBot, record: bytes) -> None:
    fresh = ScorecardTab(council, services)
    qtbot.addWidget(fresh)
    assert not fresh.dirty


def test_more_than_its_points_cant_be_given(tab: ScorecardTab) -> None:
    judge(tab, "SI01", 9)
    assert tab.sheet.lines["SI01"][0].points() == 5


def test_a_scorecard_is_saved_whole_and_is_one_deed(tab: ScorecardTab, council: Book, services: Services, qtbot: QtBot) -> None:
    judge(tab, "SI01", 4, "4 ครั้ง")
    judge(tab, "SI02", 0)
    tab.save()
    settle(qtbot, services)
    assert cards(council) == [(council.clock.today().isoformat(), 4, 50)]
    rows = council.rows("scorecard_answers", council.ids(ListQuery("scorecard_answers")))
    assert {row.values["item"]: (row.values["points"], row.values["evidence"]) for row in rows if row is not None} == {
        "SI01": (4, "4 ครั้ง"),
        "SI02": (0, None),
    }
    assert not tab.dirty
    assert tab.cards.currentText().endswith("4 of 50 points")
    council.undo()
    assert cards(council) == []


def test_an_earlier_scorecard_is_looked_at_and_mended(
    tab: ScorecardTab, council: Book, services: Services, qtbot: QtBot, answers: Answers
) -> None:
    judge(tab, "SI01", 2)
    tab.save()
    settle(qtbot, services)
    tab.begin()
    assert tab.sheet.lines["SI01"][0].points() is None
    tab._editors["assessed_on"].set_value("2026-01-10")
    judge(tab, "SI01", 3)
    tab.save()
    settle(qtbot, services)
    assert len(cards(council)) == 2
    assert tab.sheet.lines["SI01"][0].points() == 3
    newest = next(number for number in range(tab.cards.count()) if tab.cards.itemText(number).endswith("2 of 50 points"))
    tab._choose(newest)
    settle(qtbot, services)
    assert tab.sheet.lines["SI01"][0].points() == 2
    judge(tab, "SI02", 5)
    tab.save()
    settle(qtbot, services)
    assert {total for _day, total, _highest in cards(council)} == {7, 3}


def test_unsaved_points_are_asked_about(tab: ScorecardTab, council: Book, services: Services, qtbot: QtBot, answers: Answers) -> None:
    judge(tab, "SI01", 2)
    left: list[int] = []
    answers.will("stay")
    tab.leave(lambda: left.append(1))
    assert left == []
    answers.will("drop")
    tab.leave(lambda: left.append(2))
    assert (left, tab.dirty) == ([2], False)
    judge(tab, "SI01", 2)
    answers.will("save")
    tab.leave(lambda: left.append(3))
    settle(qtbot, services)
    assert left == [2, 3]
    assert len(cards(council)) == 1


def test_a_scorecard_needs_its_day(tab: ScorecardTab, council: Book) -> None:
    tab._editors["assessed_on"].set_value(None)
    judge(tab, "SI01", 2)
    tab.save()
    assert cards(council) == []
    assert tab.dirty


def test_a_council_that_is_not_saved_has_no_scorecard(tab: ScorecardTab) -> None:
    tab.show_record(None)
    assert not tab.body.isEnabled()
    assert tab.words.isVisible()
