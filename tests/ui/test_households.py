"""A household in the window: deeds on those who live in it, warnings at its fields, how the sheets of a year came out."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.registers.indicator_sheets.screen import CountPanel
from desktop.ui.actions import ActionDialog
from desktop.ui.record import RecordPane
from desktop.ui.services import Services
from desktop.ui.table import RegisterModel
from tests.ui.hands import Answers, household, person, settle


def test_those_who_live_there_are_chosen_and_moved_from_the_households_own_tab(
    council: Book, services: Services, answers: Answers, qtbot: QtBot
) -> None:
    home, other = household(council), household(council, house_no="88", house_code="00000000088")
    people = [person(council, name) for name in ("บุญมี", "ทองใบ")]
    with council.write() as deed:
        for one in people:
            deed.put("household_persons", None, {"household": home, "person": one, "since": "2020-01-01"})
    pane = RecordPane(council, council.registers["households"], services)
    qtbot.addWidget(pane)
    pane.show()
    pane.edit(council.draft("households", home))
    assert pane.linked is not None
    pane.tabs.setCurrentWidget(pane.linked)
    settle(qtbot, services)
    group = pane.linked.of("household_persons")
    group.table.selectAll()
    offered = [action.text() for action in group.deeds.fill()]
    assert group.deeds.isVisible() and "Move to another household…" in offered and "Make the head of the household…" not in offered

    def move(dialog: QDialog) -> bool:
        assert isinstance(dialog, ActionDialog)
        dialog.boxes["household"].editor.set_value(other)
        dialog.boxes["household"].editor.edited.emit()
        with qtbot.waitSignal(dialog.accepted):
            dialog.accept()
        return True

    answers.dialogs.append(move)
    next(action for action in group.deeds.fill() if action.text() == "Move to another household…").trigger()
    settle(qtbot, services)
    assert council.count(ListQuery("household_persons", filters={"household": other})) == 2
    assert group.count() == 2, "the past is still shown"
    group.table.selectAll()
    assert "Move to another household…" not in [action.text() for action in group.deeds.fill()]


def counted(panel: CountPanel, services: Services, qtbot: QtBot, record: bytes | None, by: str = "") -> list[Any]:
    panel.show_record(record)
    if by:
        panel.by.setCurrentIndex(panel.by.findText(by))
    settle(qtbot, services)
    return list(panel.model.rows)


def test_beside_a_sheet_all_sheets_of_its_year_are_counted(council: Book, services: Services, qtbot: QtBot) -> None:
    panel = CountPanel(council, services)
    qtbot.addWidget(panel)
    panel.show()
    assert counted(panel, services, qtbot, None) == [] and panel.told.text() == ""
    homes = [household(council, moo=moo, house_no=f"{moo}", house_code=None) for moo in (1, 2, None)]
    with council.write() as deed:
        sheets = [
            deed.put("indicator_sheets", None, {"indicator_set": "JPT60", "year": 2568, "household": home, "failed": failed})
            for home, failed in zip(homes, (("JPT60_08",), None, None), strict=True)
        ]
    rows = counted(panel, services, qtbot, sheets[0])
    assert len(rows) == 31
    assert rows[7][1:] == ("2", "1", "0") and rows[7][0].startswith("8.")
    assert panel.told.text().replace("\u200b", "").endswith("2568: 3 sheets")
    assert counted(panel, services, qtbot, sheets[0], "By moo") == [
        ("Moo 1", "0", "1", "0"),
        ("Moo 2", "1", "0", "0"),
        ("(not filled in)", "1", "0", "0"),
    ]
    assert panel.told.text().endswith("3 sheets")
    assert [row[0] for row in counted(panel, services, qtbot, sheets[0], "By tambon")] == ["Noen Kho"]
    services.speak("th")
    qtbot.waitUntil(lambda: panel.by.itemText(0) != "By indicator")


def test_in_a_list_what_failed_is_told_in_numbers(council: Book, services: Services) -> None:
    values = {"indicator_set": "JPT60", "year": 2568, "household": household(council), "failed": ("JPT60_08", "JPT60_16", "JPT60_20")}
    with council.write() as deed:
        record = deed.put("indicator_sheets", None, values)
    model = RegisterModel(council, council.registers["indicator_sheets"], ("year", "failed"))
    model.show_ids([record])
    assert model.index(0, 1).data() == "3: 8, 16, 20"
