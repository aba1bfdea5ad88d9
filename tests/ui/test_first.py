"""The first start and the password."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.records import rescue
from desktop.records.book import Book
from desktop.registers import REGISTERS
from desktop.ui import words
from desktop.ui.first import CodePage, FirstStart, Founding
from desktop.ui.passwords import strength
from desktop.ui.services import Services
from desktop.ui.unlock import Rescue, Unlock
from tests.factory import person
from tests.ui.conftest import COST, PASSWORD
from tests.ui.hands import Answers, settle, type_into


def guide_to(folder: Path, services: Services, qtbot: QtBot) -> FirstStart:
    def found(wish: Founding) -> tuple[Book, str]:
        return Book.create(
            folder, REGISTERS, kind=wish.kind, name=wish.name, areas=wish.areas, person=wish.person, password=wish.password, cost=COST
        )

    guide = FirstStart(services, found, lambda: found(Founding("council", "x", ("210304",), "x", PASSWORD))[0])
    qtbot.addWidget(guide)
    guide.show()
    return guide


def test_a_book_is_made_and_its_recovery_code_must_be_seen(services: Services, qtbot: QtBot, tmp_path: Path, qapp: QApplication) -> None:
    words.speak(qapp, "th")
    guide = guide_to(tmp_path / "book", services, qtbot)
    guide.welcome.new.click()
    assert not guide.office.next.isEnabled()
    type_into(guide.office.area.finder, "เนินฆ้อ")
    guide.office.area.finder.look_now()
    guide.office.area.finder.take(0)
    assert guide.office.name.text().endswith("เนินฆ้อ")
    guide.office.next.click()
    type_into(guide.person.name, "แก้ว ใจดี")
    guide.person.new.first.edit.setText(PASSWORD)
    assert not guide.person.next.isEnabled()
    guide.person.new.again.edit.setText(PASSWORD)
    guide.person.next.click()
    settle(qtbot, services)
    assert guide.book is not None
    page = guide.pages.currentWidget()
    assert isinstance(page, CodePage)
    assert not page.next.isEnabled()
    page.kept.setChecked(True)
    page.next.click()
    assert guide.result() == QDialog.DialogCode.Accepted
    assert guide.book.office.areas == ("210304",)
    assert guide.book.actor.name == "แก้ว ใจดี"
    guide.book.close()


def test_a_name_of_the_users_own_is_not_replaced(services: Services, qtbot: QtBot, tmp_path: Path) -> None:
    guide = guide_to(tmp_path / "book", services, qtbot)
    guide.office.name.setText("ชื่อของเรา")
    guide.office.area.set_codes(["210304"])
    guide.office.area.edited.emit()
    assert guide.office.name.text() == "ชื่อของเรา"


def test_the_practice_book_opens_at_once(services: Services, qtbot: QtBot, tmp_path: Path) -> None:
    guide = guide_to(tmp_path / "book", services, qtbot)
    guide.welcome.practice.click()
    settle(qtbot, services)
    assert guide.book is not None
    guide.book.close()


def test_an_existing_book_is_chosen_by_its_folder(services: Services, qtbot: QtBot, tmp_path: Path, answers: Answers) -> None:
    guide = guide_to(tmp_path / "book", services, qtbot)
    answers.will(tmp_path)
    guide.welcome.open.click()
    assert guide.existing == tmp_path


def test_the_language_changes_on_the_first_page(services: Services, qtbot: QtBot, tmp_path: Path, qapp: QApplication) -> None:
    guide = guide_to(tmp_path / "book", services, qtbot)
    english = guide.welcome.new.text()
    services.speak("th")
    qapp.processEvents()
    assert guide.welcome.new.text() != english


def test_a_wrong_password_is_told_and_the_right_one_opens(council: Book, services: Services, qtbot: QtBot) -> None:
    folder = council.folder
    council.close()
    dialog = Unlock(services, "council", lambda password: Book.open(folder, REGISTERS, password))
    qtbot.addWidget(dialog)
    dialog.show()
    for password in ("wrong", PASSWORD):
        dialog.body.password.edit.setText(password)
        dialog.try_password()
        settle(qtbot, services)
        assert (dialog.book is not None) == (password == PASSWORD)
    assert dialog.book is not None
    dialog.book.close()


def test_the_recovery_code_opens_the_book_with_a_new_password(services: Services, qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "book"
    book, code = Book.create(folder, REGISTERS, kind="council", name="x", areas=("210304",), person="x", password=PASSWORD, cost=COST)
    book.close()
    dialog = Unlock(
        services, "x", lambda password: Book.open(folder, REGISTERS, password), lambda code, new: Book.recover(folder, REGISTERS, code, new)
    )
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.body.turn()
    dialog.body.code.setText(code)
    dialog.body.new.first.edit.setText("another three words")
    dialog.body.new.again.edit.setText("another three words")
    dialog.try_code()
    settle(qtbot, services)
    assert dialog.book is not None
    dialog.book.close()
    Book.open(folder, REGISTERS, "another three words").close()


def test_a_damaged_book_offers_its_newest_backup_says_what_it_lacks_and_opens_it(council: Book, services: Services, qtbot: QtBot) -> None:
    folder = council.folder
    council.back_up("day")
    person(council)
    council.close()
    (folder / "book.db").write_bytes(b"")
    helped = Rescue(
        rescue.DAMAGED,
        lambda password: rescue.offer(folder, password),
        lambda password, offered: rescue.accept(folder, REGISTERS, password, offered),
    )
    dialog = Unlock(services, "council", lambda password: Book.open(folder, REGISTERS, password), rescue=helped)
    qtbot.addWidget(dialog)
    dialog.show()
    (button,) = [each for each in dialog.findChildren(QPushButton) if each.objectName() == "rescue"]
    for password, offered in (("wrong", False), (PASSWORD, True)):
        dialog.body.password.edit.setText(password)
        dialog.try_password()
        settle(qtbot, services)
        assert button.isVisible() == offered
    button.click()
    settle(qtbot, services)
    assert any("1 change saved since then is missing" in label.text().replace("\u200b", "") for label in dialog.findChildren(QLabel))
    assert dialog.isVisible()
    button.click()
    settle(qtbot, services)
    assert dialog.book is not None
    assert len(list(folder.glob("damaged-*.db"))) == 1
    dialog.book.close()


def test_a_short_or_simple_password_is_not_taken() -> None:
    assert [strength(word)[1] for word in ("short", "aaaaaaaaaa", "สามคำนี้ดี", PASSWORD)] == [False, False, True, True]


def test_only_a_region_is_asked_for_a_server_and_its_address_must_be_told(services: Services, qtbot: QtBot, tmp_path: Path) -> None:
    guide = guide_to(tmp_path / "book", services, qtbot)
    office = guide.office
    guide.show_page(office)
    office.area.set_codes(["21"])
    office.area.edited.emit()
    office.name.setText("ภาคตะวันออก")
    assert not office.shared.isVisible() and office.next.isEnabled()
    office.region.setChecked(True)
    assert office.shared.isVisible() and not office.address.isVisible() and office.store() == ""
    office.shared.setChecked(True)
    assert office.address.isVisible() and not office.next.isEnabled()
    office.address.setText(" postgresql+psycopg://sapha@server/region ")
    assert office.next.isEnabled() and office.store() == "postgresql+psycopg://sapha@server/region"
    office.council.setChecked(True)
    assert not office.address.isVisible() and office.store() == ""
