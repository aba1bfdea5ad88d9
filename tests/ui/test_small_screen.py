"""A laptop of 1366 × 768 at 150 % has 910 × 512 points, less the title of a window and the bar of the system: nothing may stand below that."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from desktop import app
from desktop.base.task import Progress
from desktop.records.book import Book
from desktop.sheets import importing
from desktop.sync import exchange, handed
from desktop.sync.leaving import foreseen
from desktop.ui import words
from desktop.ui.first import FirstStart
from desktop.ui.importwizard import ImportWizard
from desktop.ui.leaving import LeavingDialog
from desktop.ui.proposing import ProposeDialog
from desktop.ui.services import Services
from desktop.ui.slip import Slip, WrittenDialog
from desktop.ui.taken import TakenDialog
from desktop.ui.unlock import Unlock
from desktop.ui.window import MainWindow
from tests.sync.offices import meet
from tests.ui.hands import person, settle

WIDE, HIGH = 910, 440
SHEET = Path(__file__).resolve().parents[1] / "data" / "messy" / "01_members_merged_header.xlsx"


@pytest.mark.parametrize("language", ["th", "en"])
def test_every_page_of_the_window_fits(
    make_book: Callable[..., Book], services: Services, qtbot: QtBot, qapp: QApplication, tmp_path: Path, language: str
) -> None:
    words.speak(qapp, language)
    council, region = make_book("council", "council"), make_book("region", "region")
    meet(council, region, tmp_path / "letters")
    for book in (council, region):
        window = MainWindow(book, services, rooms=app.rooms())
        qtbot.addWidget(window)
        settle(qtbot, services)
        around = window.minimumSizeHint().height() - max(page.minimumSizeHint().height() for page in window.pages.values())
        high = {name: page.minimumSizeHint().height() + around for name, page in window.pages.items()}
        assert {name: need for name, need in high.items() if need > HIGH} == {}


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_buttons_of_every_dialog_stay_on_the_screen(
    make_book: Callable[..., Book], services: Services, qtbot: QtBot, qapp: QApplication, tmp_path: Path, language: str
) -> None:
    words.speak(qapp, language)
    council, region = make_book("council", "council"), make_book("region", "region")
    meet(council, region, tmp_path / "letters")
    person(council, national_id="3002000000001")
    found = foreseen(council, Progress())
    made = handed.just_made(council, exchange.make(council, tmp_path))
    guide = FirstStart(services, lambda wish: (council, "code"), lambda: council)
    guide.office.region.setChecked(True)
    guide.office.shared.setChecked(True)
    dialogs: list[QDialog] = [
        guide,
        Unlock(services, "สภา", lambda word: council, lambda code, word: council),
        LeavingDialog(council, found, lambda purpose: None),
        WrittenDialog(Slip(council, services, made)),
        TakenDialog(council),
        ImportWizard(council, council.registers["members"], services, importing.look(council, "members", SHEET)),
        ProposeDialog("สภาองค์กรชุมชนตำบลเนินฆ้อ"),
    ]
    for dialog in dialogs:
        qtbot.addWidget(dialog)
    need = {type(dialog).__name__: dialog.minimumSizeHint().expandedTo(dialog.minimumSize()) for dialog in dialogs}
    assert {name: size for name, size in need.items() if size.width() > WIDE or size.height() > HIGH} == {}
