"""A region's form proposes; the council sees both values side by side."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QDialog, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.registers.proposals.screen import SideBySide
from desktop.sync import exchange, taking
from desktop.ui import deleting
from desktop.ui.form import Form
from desktop.ui.proposing import ProposeDialog
from desktop.ui.services import Services
from tests.sync.offices import meet
from tests.ui.hands import Answers, person, settle, type_into


def offices(make_book: Callable[..., Book], folder: Path) -> tuple[Book, Book, bytes]:
    """A council and its region, which has the council's one person."""
    council, region = make_book("council", "council"), make_book("region", "region")
    meet(council, region, folder / "letters")
    someone = person(council)
    carry(council, region, folder / "there")
    return council, region, someone


def carry(sender: Book, taker: Book, folder: Path) -> None:
    folder.mkdir()
    exchange.make(sender, folder)
    assert {one.status for one in taking.take(taker, [folder])} == {"applied"}


def edited(region: Book, services: Services, qtbot: QtBot, someone: bytes) -> Form:
    """The region's form with another village typed."""
    form = Form(region, region.registers["people"], services)
    qtbot.addWidget(form)
    form.show()
    form.edit(region.draft("people", someone))
    line = form.boxes["village"].editor.inner
    assert isinstance(line, QLineEdit)
    line.clear()
    type_into(line, "บ้านใต้")
    return form


def side_by_side(book: Book, services: Services, qtbot: QtBot) -> SideBySide:
    panel = SideBySide(book, services)
    qtbot.addWidget(panel)
    panel.show()
    panel.show_record(book.ids(ListQuery("proposals"))[0])
    settle(qtbot, services)
    return panel


def test_saving_at_the_region_asks_why_and_the_council_sees_both_values(
    make_book: Callable[..., Book], services: Services, qtbot: QtBot, answers: Answers, tmp_path: Path
) -> None:
    council, region, someone = offices(make_book, tmp_path)
    form = edited(region, services, qtbot, someone)

    def because(dialog: QDialog) -> bool:
        assert isinstance(dialog, ProposeDialog)
        text = dialog.findChild(QPlainTextEdit)
        assert isinstance(text, QPlainTextEdit)
        text.setPlainText("  ตามทะเบียนบ้าน  ")
        return True

    answers.dialogs.append(because)
    with qtbot.waitSignal(form.saved):
        form.save()
    assert not form.dirty
    assert region.row("people", someone).values["village"] is None
    carry(region, council, tmp_path / "back")
    panel = side_by_side(council, services, qtbot)
    assert panel.fields.rows == [("Village", "(blank)", "บ้านใต้")]
    (proposal,) = council.ids(ListQuery("proposals"))
    assert council.row("proposals", proposal).values["reason"] == "ตามทะเบียนบ้าน"
    with council.write() as deed:
        deed.put("people", someone, {"village": "บ้านเหนือ"})
    panel.refresh()
    settle(qtbot, services)
    assert panel.fields.rows == [("Village", "บ้านเหนือ (the region saw: (blank))", "บ้านใต้")]


def test_who_does_not_propose_after_all_has_lost_nothing_that_was_typed(
    make_book: Callable[..., Book], services: Services, qtbot: QtBot, answers: Answers, tmp_path: Path
) -> None:
    _council, region, someone = offices(make_book, tmp_path)
    form = edited(region, services, qtbot, someone)
    answers.dialogs.append(lambda _why: False)
    form.save()
    settle(qtbot, services)
    assert form.dirty
    assert form.draft is not None
    assert form.draft.values["village"] == "บ้านใต้"
    assert region.counts()["proposals"] == 0


def test_of_two_that_shall_become_one_all_that_differs_is_shown_and_the_record_opens(
    make_book: Callable[..., Book], services: Services, qtbot: QtBot, tmp_path: Path
) -> None:
    council, region, someone = offices(make_book, tmp_path)
    with council.write() as deed:
        other = deed.put("people", None, {"first_name": "แก้ว", "last_name": "ใจดี", "village": "บ้านใต้"})
    carry(council, region, tmp_path / "there-2")
    region.do("people", "merge", [someone, other], {"stays": someone, "reason": None})
    carry(region, council, tmp_path / "back")
    panel = side_by_side(council, services, qtbot)
    assert ("Village", "(blank)", "บ้านใต้") in panel.both.rows
    with qtbot.waitSignal(panel.open_wanted) as opened:
        panel.open.click()
    assert opened.args == ["people", someone]
    council.delete("people", [someone])
    panel.refresh()
    settle(qtbot, services)
    assert panel.both.rows == []
    assert panel.told.text() == "This record is no longer here."
    assert not panel.open.isEnabled()


def test_deleting_at_the_region_is_proposed_with_a_reason(
    make_book: Callable[..., Book], services: Services, qtbot: QtBot, answers: Answers, tmp_path: Path
) -> None:
    _council, region, someone = offices(make_book, tmp_path)
    own = person(region)
    owner = QWidget()
    qtbot.addWidget(owner)

    def because(dialog: QDialog) -> bool:
        assert isinstance(dialog, ProposeDialog)
        text = dialog.findChild(QPlainTextEdit)
        assert isinstance(text, QPlainTextEdit)
        text.setPlainText("เสียชีวิตแล้ว")
        return True

    answers.dialogs.append(because)
    deleting.delete(owner, region, services, region.registers["people"], [someone], lambda: None)
    settle(qtbot, services)
    (proposal,) = region.ids(ListQuery("proposals"))
    values = region.row("proposals", proposal).values
    assert (values["kind"], values["reason"]) == ("REMOVE", "เสียชีวิตแล้ว")
    answers.will(True)
    deleting.delete(owner, region, services, region.registers["people"], [own], lambda: None)
    settle(qtbot, services)
    assert region.ids(ListQuery("people")) == [someone]
