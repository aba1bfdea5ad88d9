"""The page of offices and keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.records.book import Book
from desktop.sync import exchange, taking
from desktop.ui.offices import OfficesPage
from desktop.ui.services import Services
from tests.sync.offices import meet
from tests.ui.hands import Answers, person, settle, type_into


def shown(book: Book, services: Services, qtbot: QtBot) -> OfficesPage:
    page = OfficesPage(book, services)
    qtbot.addWidget(page)
    page.show()
    page.entered()
    settle(qtbot, services)
    return page


def test_a_region_sees_who_was_heard_of_and_takes_a_lost_pc_out_of_use(
    make_book: Callable[..., Book], services: Services, qtbot: QtBot, answers: Answers, tmp_path: Path
) -> None:
    council, region = make_book("council", "council"), make_book("region", "region")
    page = shown(region, services, qtbot)
    assert page.model.rows == []
    meet(council, region, tmp_path / "letters")
    page.refresh()
    settle(qtbot, services)
    assert [row[:2] for row in page.model.rows] == [(council.office.name, "Nothing taken yet")]
    person(council)
    taking.take(region, [exchange.make(council, tmp_path)[0].file])
    page.refresh()
    settle(qtbot, services)
    name, state, _received, missing, conflicts, whole, number, parcels, _made, pcs = page.model.rows[0]
    assert (name, state, number, parcels, pcs) == (council.office.name, "In order", "1", "1", "1")
    assert (missing, conflicts, whole) == ("–", "–", "0 %")
    assert not page.revoke.isEnabled()
    page.pc_table.selectRow(next(row for row, pc in enumerate(page.pcs) if pc.status == "admitted"))
    page.tabs.setCurrentIndex(1)
    assert page.revoke.isEnabled()
    answers.will(False)
    page.revoke.click()
    settle(qtbot, services)
    assert page.revoke.isEnabled()
    answers.will(True)
    page.revoke.click()
    settle(qtbot, services)
    assert [pc.status for pc in page.pcs] == ["self", "revoked"]
    assert not page.revoke.isEnabled()


def test_a_council_sees_its_region_and_takes_nobody_out_of_use(
    make_book: Callable[..., Book], services: Services, qtbot: QtBot, tmp_path: Path
) -> None:
    council, region = make_book("council", "council"), make_book("region", "region")
    meet(council, region, tmp_path / "letters")
    page = shown(council, services, qtbot)
    assert [row[0] for row in page.model.rows] == [region.office.name]
    assert len(page.pc_model.rows) == 2
    assert not page.revoke.isVisible()


def test_a_new_key_is_made_after_asking_and_shown_as_the_next(
    make_book: Callable[..., Book], services: Services, qtbot: QtBot, answers: Answers, tmp_path: Path
) -> None:
    council, region = make_book("council", "council"), make_book("region", "region")
    meet(council, region, tmp_path / "letters")
    page = shown(council, services, qtbot)
    answers.will(True)
    page.renew.click()
    settle(qtbot, services)
    assert sorted(pc.status for pc in page.pcs) == ["admitted", "next", "self"]
    assert "This PC's next key: used once the others know it" in [row[2] for row in page.pc_model.rows]


def test_councils_are_sorted_filtered_explained_and_written_to(
    make_book: Callable[..., Book], services: Services, qtbot: QtBot, answers: Answers, tmp_path: Path
) -> None:
    region = make_book("region", "region")
    good, silent = make_book("ข.เนินฆ้อ"), make_book("ก.บ้านเพ", areas=("210103",))
    for each in (good, silent):
        meet(each, region, tmp_path / "letters")
    person(good, national_id="3002000000001", birth_date="1968-04-23")
    taking.take(region, [exchange.make(good, tmp_path)[0].file])
    page = shown(region, services, qtbot)
    part = page.standing
    assert [row[0] for row in page.model.rows] == [silent.office.name, good.office.name], "those to see to first"
    part.order_by(0)
    assert [row[0] for row in page.model.rows] == [silent.office.name, good.office.name]
    part.order_by(0)
    assert [row[0] for row in page.model.rows] == [good.office.name, silent.office.name]
    part.order_by(5)
    assert [row[5] for row in page.model.rows] == ["–", "40 %"]
    tip = page.model.index(1, 5).data(Qt.ItemDataRole.ToolTipRole)
    assert "40 %" in tip
    assert "Phones is blank in 1 of 1" in tip.replace("Phone numbers", "Phones")
    part.only.click()
    assert [row[0] for row in page.model.rows] == [silent.office.name]
    (sheet,) = part.letters().sheets()
    assert silent.office.name in sheet
    assert "no data of your council" in sheet
    paper = tmp_path / "letters.pdf"
    answers.will(paper)
    part.save.click()
    settle(qtbot, services)
    assert paper.read_bytes().startswith(b"%PDF")
    part.only.click()
    part.table.selectAll()
    assert len(part.letters().sheets()) == 2


def test_the_cockpit_is_searched_by_name_and_ordered_from_the_keyboard(
    make_book: Callable[..., Book], services: Services, qtbot: QtBot, tmp_path: Path
) -> None:
    region = make_book("region", "region")
    for name, area in (("สภา ก", "210304"), ("สภา ข", "210103")):
        meet(make_book(name, areas=(area,)), region, tmp_path / "letters")
    page = shown(region, services, qtbot)
    assert page.can("find")
    page.do("find")
    assert page.standing.search.hasFocus()
    type_into(page.standing.search, "สภา ข")
    assert [row[0] for row in page.model.rows] == ["สภา ข"]
    type_into(page.standing.search, "ค")
    assert page.model.rows == []
    assert page.table.accessibleDescription() == "No office is like this."
    page.standing.search.clear()
    page.standing.order.setFocus()
    QTest.keyClick(page.standing.order, Qt.Key.Key_Up)
    assert page.standing.order.currentText() == "By: Office"
    assert [row[0] for row in page.model.rows] == ["สภา ก", "สภา ข"]
