"""The queue of people who may be there twice, through its page and keys alone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.base.ids import new_id
from desktop.records import pairs
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.ui.samequeue import SameQueuePage
from desktop.ui.services import Services
from tests.factory import case, consent, national_id, value
from tests.ui.hands import Answers, settle

KNOWN = {"first_name": "บุญมี", "last_name": "ใจดี", "birth_date": "1960-05-01"}


def put(book: Book, number: int, council: bytes | None = None, **values: object) -> bytes:
    with book.write() as deed:
        return deed.put("people", None, KNOWN | {"national_id": national_id(number)} | values, council=council)


def page_of(book: Book, services: Services, qtbot: QtBot) -> SameQueuePage:
    page = SameQueuePage(book, services)
    qtbot.addWidget(page)
    book.subscribe(services.signals.changed.emit)
    services.signals.changed.connect(page.changed)
    page.resize(1100, 700)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.entered()
    settle(qtbot, services)
    page.table.setFocus()
    return page


def press(page: SameQueuePage, key: Qt.Key, services: Services, qtbot: QtBot) -> None:
    QTest.keyClick(page.table, key)
    settle(qtbot, services)


def choosing(page: SameQueuePage) -> bool:
    return page.question.choosing


def answers_of(book: Book, record: bytes) -> list[str]:
    with book.read() as reader:
        return [each.answer for each in pairs.answered(reader, record)]


def test_the_same_is_merged_into_the_fuller_one_by_two_keys(council: Book, services: Services, qtbot: QtBot) -> None:
    poor, rich = put(council, 41), put(council, 41, occupation="ทำนา", house_no="12")
    of_poor = case(council, person=poor)
    page = page_of(council, services, qtbot)
    assert len(page.pairs) == 1 and "same national ID" in page.question.reasons.text()
    press(page, Qt.Key.Key_1, services, qtbot)
    assert choosing(page) and page.pairs[0].ids[page.question.stays] == rich
    assert "stays" in page.question.advice.text() and page.question.merge_button.isVisible()
    press(page, Qt.Key.Key_Return, services, qtbot)
    assert council.ids(ListQuery("people")) == [rich] and value(council, "cases", of_poor, "person") == rich
    assert page.pairs == [] and not choosing(page)
    council.undo()
    settle(qtbot, services)
    assert len(page.pairs) == 1, "undone, it is asked again"


def test_tab_turns_which_one_stays_and_escape_asks_again(council: Book, services: Services, qtbot: QtBot) -> None:
    poor, _rich = put(council, 41), put(council, 41, occupation="ทำนา")
    page = page_of(council, services, qtbot)
    press(page, Qt.Key.Key_1, services, qtbot)
    press(page, Qt.Key.Key_Escape, services, qtbot)
    assert not choosing(page) and len(council.ids(ListQuery("people"))) == 2
    press(page, Qt.Key.Key_1, services, qtbot)
    press(page, Qt.Key.Key_Tab, services, qtbot)
    assert page.table.hasFocus(), "Tab chose, and went nowhere"
    press(page, Qt.Key.Key_Return, services, qtbot)
    assert council.ids(ListQuery("people")) == [poor] and value(council, "people", poor, "occupation") == "ทำนา"


def test_not_the_same_and_later_bring_the_next_pair(council: Book, services: Services, qtbot: QtBot) -> None:
    ids = [put(council, number, birth_date=f"19{number}-05-01") for number in (41, 43, 45) for _twice in range(2)]
    page = page_of(council, services, qtbot)
    first, second, third = (both.pair for both in page.pairs)
    press(page, Qt.Key.Key_3, services, qtbot)
    assert [both.pair.a for both in page.pairs] == [second.a, third.a, first.a]
    press(page, Qt.Key.Key_2, services, qtbot)
    assert [both.pair.a for both in page.pairs] == [third.a, first.a]
    assert page.question.both is page.pairs[0]
    assert answers_of(council, second.a) == [pairs.NOT_SAME] and answers_of(council, first.a) == [pairs.LATER]
    council.undo()
    settle(qtbot, services)
    assert [both.pair.a for both in page.pairs] == [second.a, third.a, first.a]
    assert len(council.ids(ListQuery("people"))) == len(ids)


def test_both_are_side_by_side_with_what_differs_marked(council: Book, services: Services, qtbot: QtBot) -> None:
    one = put(council, 41, occupation="ทำนา", house_no="12")
    put(council, 43, occupation="ค้าขาย", house_no="12")
    case(council, person=one)
    page = page_of(council, services, qtbot)
    left = page.pairs[0].ids.index(one)
    marked = {label: (texts[left], texts[1 - left], differs) for label, *texts, differs in page.question.lines}
    assert marked["Occupation"] == ("ทำนา", "ค้าขาย", True)
    assert marked["House no."][2] is False
    assert marked["National ID"][2] and "x" not in "".join(marked["National ID"][:2]), "what differs can be compared"
    assert "x" not in marked["Birth date"][0] and not marked["Birth date"][2]
    assert marked["Hardship cases"] == ("1", "0", False)


def test_two_of_two_councils_are_answered_and_stay(make_book: Callable[..., Book], services: Services, qtbot: QtBot) -> None:
    region = make_book("region", "region", ("21",))
    one, other = put(region, 41, new_id()), put(region, 41, new_id())
    page = page_of(region, services, qtbot)
    assert "only counts them once" in page.question.advice.text()
    press(page, Qt.Key.Key_1, services, qtbot)
    assert set(region.ids(ListQuery("people"))) == {one, other} and answers_of(region, one) == [pairs.SAME]
    assert page.pairs == []


def test_enter_opens_the_one_that_would_stay(council: Book, services: Services, qtbot: QtBot) -> None:
    put(council, 41)
    rich = put(council, 41, occupation="ทำนา")
    page = page_of(council, services, qtbot)
    with qtbot.waitSignal(page.open_wanted) as wanted:
        QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert wanted.args == ["people", rich]


def test_with_nobody_there_twice_it_says_so(council: Book, services: Services, qtbot: QtBot) -> None:
    put(council, 41)
    page = page_of(council, services, qtbot)
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_Return):
        press(page, key, services, qtbot)
    assert page.pairs == [] and page._heading.text() == "Nobody seems to be there twice"


def test_a_merge_that_a_room_refuses_says_why_and_asks_again(council: Book, services: Services, qtbot: QtBot, answers: Answers) -> None:
    poor, _rich = put(council, 41), put(council, 41, occupation="ทำนา")
    broken = consent(council, person=poor)
    with council.write() as deed:  # as an older program may have left it
        deed.work.update("consents", broken, {"given_on": None})
    page = page_of(council, services, qtbot)
    press(page, Qt.Key.Key_1, services, qtbot)
    press(page, Qt.Key.Key_Return, services, qtbot)
    assert [failed.code for failed in answers.failures] == ["problems"]
    assert len(page.pairs) == 1 and len(council.ids(ListQuery("people"))) == 2
