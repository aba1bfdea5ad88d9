"""The row of filters: what can be chosen in it narrows the list, what is in use is seen, and the row keeps to one line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.records.book import Book
from desktop.records.query import BLANK, NOT_BLANK, OVERDUE, THIS_MONTH, TODAY, ListQuery, Span
from desktop.ui import words
from desktop.ui.browse import Browser
from desktop.ui.filterparts import Choice, Days, Number, OnDay, Sought
from desktop.ui.services import Services
from tests.factory import case, household, member, person, support
from tests.ui.hands import settle, type_into

Shown = Callable[..., Browser]


@pytest.fixture
def shown(council: Book, services: Services, qtbot: QtBot) -> Iterator[Shown]:
    """The list of a register, read."""

    def show(register: str, book: Book = council) -> Browser:
        browser = Browser(book, book.registers[register], services)
        qtbot.addWidget(browser)
        browser.resize(1000, 500)
        browser.show()
        browser.refresh()
        settle(qtbot, services)
        return browser

    yield show
    settle(qtbot, services)


def rows(browser: Browser, field: str) -> list[Any]:
    found = [browser.model.row(number) for number in range(len(browser.model.ids))]
    return [row.values[field] for row in found if row is not None]


def pick(browser: Browser, name: str, value: Any) -> None:
    """Choose an entry of a choice, as a person does."""
    part = browser.filters.parts[name]
    choice = part if isinstance(part, Choice) else part.choice  # type: ignore[attr-defined]
    number = choice._values.index(value)
    choice.combo.setCurrentIndex(number)
    choice.combo.activated.emit(number)


def test_a_choice_narrows_and_says_what_it_is_about(shown: Shown, council: Book, services: Services, qtbot: QtBot) -> None:
    for name, sex in (("ก", "F"), ("ข", "M"), ("ค", None)):
        person(council, first_name=name, sex=sex)
    browser = shown("people")
    for value, found in (("F", ["ก"]), (BLANK, ["ค"]), (NOT_BLANK, ["ก", "ข"]), (None, ["ก", "ข", "ค"])):
        pick(browser, "sex", value)
        settle(qtbot, services)
        assert rows(browser, "first_name") == found
    assert browser.filters.empty


def test_days_are_chosen_by_name(shown: Shown, council: Book, services: Services, qtbot: QtBot) -> None:
    today = council.clock.today().isoformat()
    for problem, day in (("ก", "2020-01-01"), ("ข", today), ("ค", None)):
        case(council, problem=problem, next_visit_on=day)
    browser = shown("cases")
    for value, found in ((OVERDUE, ["ก"]), (THIS_MONTH, ["ข"]), (BLANK, ["ค"])):
        pick(browser, "next_visit_on", value)
        settle(qtbot, services)
        assert rows(browser, "problem") == found


def test_from_one_day_to_another_in_the_words_people_use(shown: Shown, council: Book, services: Services, qtbot: QtBot) -> None:
    for what, day in (("ก", "2026-01-31"), ("ข", "2026-02-01"), ("ค", "2026-02-28"), ("ง", "2026-03-01")):
        support(council, what=what, given_on=day)
    browser = shown("help")
    part = browser.filters.parts["given_on"]
    assert isinstance(part, Days)
    assert part.start.isHidden()
    pick(browser, "given_on", "\0from-to")
    browser.resize(500, 400)
    assert not part.start.isHidden() and not part.isHidden(), "it waits for the days, so it stays"
    type_into(part.start.inner, "1/2/2569")
    type_into(part.end.inner, "28 ก.พ. 69")
    settle(qtbot, services)
    assert browser.filters.values == {"given_on": Span("2026-02-01", "2026-02-28")}
    assert rows(browser, "what") == ["ค", "ข"]


def test_half_a_day_typed_changes_nothing_yet(shown: Shown, council: Book, services: Services, qtbot: QtBot) -> None:
    support(council, given_on="2026-02-01")
    browser = shown("help")
    pick(browser, "given_on", "\0from-to")
    part = browser.filters.parts["given_on"]
    assert isinstance(part, Days)
    type_into(part.start.inner, "1/2/25")
    settle(qtbot, services)
    before = browser.query
    type_into(part.start.inner, "/")
    settle(qtbot, services)
    assert browser.query == before


def test_seats_are_those_of_today_of_another_day_or_of_the_whole_history(
    shown: Shown, council: Book, services: Services, qtbot: QtBot
) -> None:
    for name, since, until in (("ก", "2020-01-01", "2024-01-01"), ("ข", "2022-01-01", None)):
        member(council, person=person(council, first_name=name), appointed_on=since, end_on=until)
    browser = shown("members")
    assert rows(browser, "first_name") == ["ข"]
    pick(browser, "\0on", "")
    settle(qtbot, services)
    assert rows(browser, "first_name") == ["ก", "ข"]
    pick(browser, "\0on", "\0on-day")
    part = browser.filters.parts["\0on"]
    assert isinstance(part, OnDay)
    type_into(part.day.inner, "31/12/2563")
    settle(qtbot, services)
    assert (browser.query.on, rows(browser, "first_name")) == ("2020-12-31", ["ก"])
    browser.filters.clear()
    settle(qtbot, services)
    assert (browser.query.on, rows(browser, "first_name")) == (TODAY, ["ข"])


def test_the_bin_shows_what_was_deleted_whether_it_holds_today_or_not(
    shown: Shown, council: Book, services: Services, qtbot: QtBot
) -> None:
    gone = member(council, end_on="2024-06-01")
    council.delete("members", [gone])
    browser = shown("members")
    assert browser.model.ids == []
    browser.bin.setChecked(True)
    settle(qtbot, services)
    assert browser.model.ids == [gone]


@pytest.mark.parametrize(
    ("typed", "value", "found"),
    [
        ("2", 2, [2]),
        ("๒", 2, [2]),
        ("2-3", Span(2, 3), [2, 3]),
        ("หมู่ 3", 3, [3]),
        ("-2", Span(None, 2), [1, 2]),
        ("3-", Span(3, None), [3, 10]),
    ],
)
def test_a_number_or_from_one_to_another(
    shown: Shown, council: Book, services: Services, qtbot: QtBot, typed: str, value: Any, found: list[int]
) -> None:
    for moo in (1, 2, 3, 10):
        household(council, moo=moo)
    browser = shown("households")
    part = browser.filters.parts["moo"]
    assert isinstance(part, Number)
    type_into(part.edit, typed)
    qtbot.waitUntil(lambda: browser.filters.values == {"moo": value})
    settle(qtbot, services)
    assert rows(browser, "moo") == found
    part.edit.clear()
    settle(qtbot, services)
    assert len(browser.model.ids) == 4


def test_what_is_no_number_is_marked_and_filters_nothing(shown: Shown, services: Services, qtbot: QtBot) -> None:
    browser = shown("households")
    part = browser.filters.parts["moo"]
    assert isinstance(part, Number)
    type_into(part.edit, "หลายหมู่")
    qtbot.waitUntil(lambda: part.edit.property("problem") == "error")
    assert browser.filters.values == {}


def test_an_area_is_found_while_typing_and_a_dash_offers_blanks(shown: Shown, council: Book, services: Services, qtbot: QtBot) -> None:
    for name, area in (("ก", "210304"), ("ข", None)):
        person(council, first_name=name, tambon_code=area)
    browser = shown("people")
    part = browser.filters.parts["tambon_code"]
    assert isinstance(part, Sought)
    part.finder.setText("เนินฆ้อ")
    part.finder.look_now()
    part.finder.take(0)
    settle(qtbot, services)
    assert rows(browser, "first_name") == ["ก"]
    part.finder.clear()
    settle(qtbot, services)
    assert rows(browser, "first_name") == ["ก", "ข"]
    part.finder.setText("-")
    part.finder.look_now()
    assert part.finder.offered() == ["Not filled in", "Filled in"]
    part.finder.take(0)
    settle(qtbot, services)
    assert rows(browser, "first_name") == ["ข"]


def test_what_has_no_filter_in_the_row_is_a_button_that_takes_it_away(
    shown: Shown, council: Book, services: Services, qtbot: QtBot
) -> None:
    case(council, responsible="แก้ว ใจดี")
    case(council, responsible=None)
    browser = shown("cases")
    browser.show_query(ListQuery("cases", filters={"responsible": BLANK}))
    settle(qtbot, services)
    assert len(browser.model.ids) == 1
    (chip,) = browser.filters._chips.values()
    assert chip.text() == "Responsible: Not filled in"
    chip.click()
    settle(qtbot, services)
    assert len(browser.model.ids) == 2 and not browser.filters._chips


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("register", ["cases", "households", "help", "people"])
def test_the_row_keeps_to_one_line_in_a_narrow_window(
    shown: Shown, services: Services, qtbot: QtBot, qapp: QApplication, register: str, language: str
) -> None:
    words.speak(qapp, language)
    browser = shown(register)
    browser.resize(660, 400)  # beside the navigation of a window 900 wide
    qapp.processEvents()
    row = browser.filters
    visible = [part for part in row.parts.values() if not part.isHidden()]
    assert visible and len({part.y() for part in visible}) == 1
    assert all(part.geometry().right() <= row.width() for part in visible)
    assert not row.more.isHidden() and row.more.geometry().right() <= row.width()
    assert str(len(row.parts) - len(visible)) in row.more.text()
    row.more.click()
    qapp.processEvents()
    assert all(not part.isHidden() and part.geometry().right() <= row.width() for part in row.parts.values())


def test_a_filter_in_use_is_seen_however_narrow_the_window_is(shown: Shown, qtbot: QtBot, qapp: QApplication) -> None:
    browser = shown("cases")
    browser.show_query(ListQuery("cases", filters={"programme_code": BLANK}))
    browser.resize(420, 400)
    qapp.processEvents()
    assert not browser.filters.parts["programme_code"].isHidden()
    assert browser.filters.parts["needs"].isHidden()


def test_all_filters_are_reached_with_the_keyboard(shown: Shown, qtbot: QtBot, qapp: QApplication) -> None:
    browser = shown("cases")
    browser.resize(660, 400)
    browser.activateWindow()
    qtbot.waitUntil(browser.isActiveWindow)
    browser.filters.more.setFocus()
    QTest.keyClick(browser.filters.more, Qt.Key.Key_Space)
    browser.search.setFocus()
    reached = set()
    for _step in range(40):
        QTest.keyClick(browser.focusWidget(), Qt.Key.Key_Tab)
        focus = browser.focusWidget()
        reached |= {name for name, part in browser.filters.parts.items() if part.isAncestorOf(focus)}
        if isinstance(focus, QLineEdit) and focus is browser.search:
            break
    assert reached == set(browser.filters.parts)


def test_the_foot_counts_and_sums_what_is_shown(shown: Shown, council: Book, services: Services, qtbot: QtBot) -> None:
    for what, value in (("ข้าว", "1000.50"), ("ข้าวสาร", "234"), ("ไม้", "5000")):
        support(council, what=what, value=Decimal(value))
    browser = shown("help")
    label = council.registers["help"].field("value").label
    assert browser.foot.text() == f"3 records · total {label}: 6,234.50 baht"
    browser.search.setText("ข้าว")
    qtbot.waitUntil(lambda: "1,234.50" in browser.foot.text())
    assert browser.foot.text() == f"2 records · total {label}: 1,234.50 baht"
    browser.show_columns(["given_on", "what"])
    settle(qtbot, services)
    assert browser.foot.text() == "2 records"


def test_a_region_chooses_whose_records(shown: Shown, make_book: Callable[..., Book], services: Services, qtbot: QtBot) -> None:
    region = make_book("region", kind="region", areas=("21",))
    person(region)
    browser = shown("people", region)
    assert next(iter(browser.filters.parts)) == "\0council"
    browser.show_query(ListQuery("people", council=b"x" * 16))
    settle(qtbot, services)
    assert browser.model.ids == []
    browser.filters.clear()
    settle(qtbot, services)
    assert len(browser.model.ids) == 1
