"""Sticks that come and go, what lies on them, and what becomes of a parcel from the stick to the slip and back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from desktop.records.book import Book
from desktop.sync import exchange, taking
from desktop.ui import plugged
from desktop.ui.exchange import ExchangePage
from desktop.ui.leaving import LeavingDialog
from desktop.ui.plugged import Stick, amount
from desktop.ui.services import Services
from desktop.ui.slip import WrittenDialog, short
from desktop.ui.taken import TakenDialog
from tests.sync.offices import meet
from tests.ui.hands import Answers, person, settle


class Port:
    """Where sticks are plugged in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.there: list[Stick] = []

    def plug(self, name: str) -> Path:
        path = self.folder / name
        path.mkdir(exist_ok=True)
        self.there.append(Stick(path, name, 15_600_000_000, 8_000_000_000))
        return path

    def pull(self, name: str) -> None:
        self.there = [stick for stick in self.there if stick.name != name]


@pytest.fixture
def port(services: Services, tmp_path: Path) -> Port:
    made = Port(tmp_path)
    services.sticks = lambda: list(made.there)
    return made


def page_of(book: Book, services: Services, qtbot: QtBot) -> ExchangePage:
    page = ExchangePage(book, services)
    qtbot.addWidget(page)
    page.show()
    page.entered()
    settle(qtbot, services)
    return page


def chosen(page: ExchangePage) -> Path | None:
    return page.sticks.stick.path if page.sticks.stick is not None else None


def looked(page: ExchangePage, qtbot: QtBot) -> None:
    page.sticks.look()
    settle(qtbot, page.services)


def test_a_stick_appears_is_chosen_and_goes_when_pulled(council: Book, services: Services, qtbot: QtBot, port: Port) -> None:
    page = page_of(council, services, qtbot)
    assert chosen(page) is None
    first = port.plug("SAPHA")
    looked(page, qtbot)
    assert page.sticks.model.rows == [("SAPHA", "15.6 GB", "8.0 GB", "")]
    assert chosen(page) == first
    second = port.plug("NEUE")
    looked(page, qtbot)
    assert chosen(page) == second, "the one plugged in last"
    page.sticks.table.setFocus()
    QTest.keyClick(page.sticks.table, Qt.Key.Key_Up)
    assert chosen(page) == first
    looked(page, qtbot)
    assert chosen(page) == first, "looking again changes nothing"
    port.pull("SAPHA")
    looked(page, qtbot)
    assert chosen(page) == second
    port.pull("NEUE")
    looked(page, qtbot)
    assert chosen(page) is None
    assert page.sticks.model.rows == []


def test_sticks_are_looked_for_by_themselves_while_the_page_is_seen(
    council: Book, services: Services, qtbot: QtBot, port: Port, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.ui.sticks.EVERY_MS", 30)
    page = page_of(council, services, qtbot)
    port.plug("SAPHA")
    qtbot.waitUntil(lambda: chosen(page) is not None)
    page.hide()
    settle(qtbot, services)
    port.pull("SAPHA")
    qtbot.wait(120)
    assert chosen(page) is not None, "nobody asks while the page is not seen"
    page.show()
    qtbot.waitUntil(lambda: chosen(page) is None)


def test_a_folder_stands_in_for_a_stick(
    council: Book, services: Services, qtbot: QtBot, answers: Answers, port: Port, tmp_path: Path
) -> None:
    port.plug("SAPHA")
    page = page_of(council, services, qtbot)
    answers.will(tmp_path)
    page.sticks.other.click()
    assert chosen(page) == tmp_path
    looked(page, qtbot)
    assert chosen(page) == tmp_path
    assert [row[0] for row in page.sticks.model.rows] == ["SAPHA", f"Folder: {tmp_path.name}"]


def test_there_and_back_on_one_stick_with_slip_preview_and_wiping(
    make_book: Callable[..., Book], services: Services, qtbot: QtBot, answers: Answers, port: Port, tmp_path: Path
) -> None:
    council, region = make_book("council", "council"), make_book("region", "region")
    meet(council, region, tmp_path / "letters")
    woman = person(council)
    stick = port.plug("SAPHA")
    here = page_of(council, services, qtbot)
    slip = tmp_path / "slip.pdf"

    def leaving(dialog: QDialog) -> bool:
        assert isinstance(dialog, LeavingDialog)
        assert "SAPHA" in dialog.go.text()
        return True

    def written(dialog: QDialog) -> bool:
        assert isinstance(dialog, WrittenDialog)
        (one,) = dialog.slip.parcels
        assert dialog.model.rows == [("1", region.office.name, "1", dialog.model.rows[0][3], short(one.sha256))]
        answers.will(slip)
        dialog.save.click()
        return True

    answers.dialogs.extend([leaving, written])
    here.make.click()
    settle(qtbot, services)
    assert slip.read_bytes().startswith(b"%PDF")
    assert [row[5] for row in here.on_stick.model.rows] == ["Ours; not yet confirmed"]
    assert "not yet confirmed" in here.model.rows[0][3]

    there = page_of(region, services, qtbot)
    assert [(row[0], row[1], row[5]) for row in there.on_stick.model.rows] == [(council.office.name, "1", "For us: can be taken")]

    def ahead(dialog: QDialog) -> bool:
        assert isinstance(dialog, TakenDialog)
        lines = dialog.differences.model.rows
        assert [line[1] for line in lines] == ["A new record"]
        assert region.counts()["people"] == 0
        return True

    answers.dialogs.extend([ahead, lambda _report: True])
    there.take.click()
    settle(qtbot, services)
    assert region.row("people", woman).values["first_name"] == "แก้ว"
    answers.dialogs.extend([lambda _preview: True, lambda _report: True])
    answers.will(True)
    here.take.click()
    settle(qtbot, services)
    assert answers.asked[-1] == "Remove 1 parcel that has arrived from the stick?"
    assert [row[5] for row in here.on_stick.model.rows] == ["Taken already"]
    assert len(list(stick.glob("*.parcel"))) == 1
    assert here.missing.model.rows == []


def test_a_preview_words_each_difference(
    make_book: Callable[..., Book], services: Services, qtbot: QtBot, answers: Answers, port: Port, tmp_path: Path
) -> None:
    council, region = make_book("council", "council"), make_book("region", "region")
    meet(council, region, tmp_path / "letters")
    woman = person(council, national_id="3002000000001")
    stick = port.plug("SAPHA")
    taking.take(region, [exchange.make(council, stick)[0].file])
    with council.write() as deed:
        deed.put("people", woman, {"national_id": "3002000000010", "village": "บ้านใต้"})
    with region.write() as deed:
        deed.put("people", woman, {"village": "บ้านเหนือ"})
    exchange.make(council, stick)
    page = page_of(region, services, qtbot)

    def ahead(dialog: QDialog) -> bool:
        assert isinstance(dialog, TakenDialog)
        dialog.table.selectRow(1)
        lines = {line[1]: line[2:5] for line in dialog.differences.model.rows}
        assert lines["Village ⚠"] == ("บ้านเหนือ", "บ้านใต้", council.actor.name)
        ours, theirs, _who = lines["National ID"]
        assert ours != theirs
        return False

    answers.dialogs.append(ahead)
    page.take.click()
    settle(qtbot, services)
    assert not answers.dialogs


def test_sizes_are_told_as_people_count_them() -> None:
    assert [amount(size) for size in (None, 0, 999, 3_000, 1_500_000, 15_600_000_000, 123_000_000_000)] == [
        "–", "0 B", "999 B", "3 kB", "1.5 MB", "15.6 GB", "123 GB",
    ]  # fmt: skip


def test_asking_this_pc_what_is_plugged_in_works(qtbot: QtBot) -> None:
    assert all(stick.path.is_absolute() and stick.name for stick in plugged.plugged())
