"""Photos and papers of a record: added, looked at, edited, deleted, saved as a copy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.base.errors import Refused
from desktop.records import pictures
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.ui import look, words
from desktop.ui.adding import AddDialog
from desktop.ui.formdialog import FormDialog
from desktop.ui.pictures import PicturesPanel
from desktop.ui.services import Services
from desktop.ui.table import RegisterModel, Table
from desktop.ui.thumbnails import NAME, Thumbnails
from desktop.ui.viewer import Viewer
from tests.records.test_pictures import PAPER, exif, file, scene
from tests.ui.hands import Answers, household, settle, type_into

PLACE = {1: "N", 2: (13.0, 45.0, 22.7), 3: "E", 4: (100.0, 30.0, 6.5)}


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    """Three pictures and a paper, as they lie on a phone or stick."""
    found = []
    for number, notes in enumerate(({"taken": "2569:01:05 08:00:00", "place": PLACE}, {"taken": "2026:02:03 08:00:00"}, {})):
        path = tmp_path / f"IMG_{number}.jpg"
        path.write_bytes(file(scene(400 + number, 300), exif=exif(**notes)))  # type: ignore[arg-type]
        found.append(path)
    paper = tmp_path / "scan.pdf"
    paper.write_bytes(PAPER)
    return [*found, paper]


def opened(book: Book, services: Services, qtbot: QtBot, record: bytes | None = None) -> PicturesPanel:
    panel = PicturesPanel(book, services, "household")
    qtbot.addWidget(panel)
    panel.resize(640, 500)
    panel.show()
    panel.show_record(record if record is not None else household(book))
    settle(qtbot, services)
    return panel


def kept(book: Book, panel: PicturesPanel) -> list[dict[str, Any]]:
    return [dict(row.values) for row in panel.model.rows]


def filled(book: Book, photos: list[Path], services: Services, qtbot: QtBot) -> PicturesPanel:
    """A panel over a household with all of them."""
    house = household(book)
    for number, path in enumerate(photos):
        pictures.attach(book, path.read_bytes(), {"household": house}, caption=f"ภาพ {number}")
    return opened(book, services, qtbot, house)


def yes(dialog: QDialog) -> bool:
    return True


def test_the_model_keeps_qts_rules(council: Book, services: Services, qtbot: QtBot, photos: list[Path]) -> None:
    panel = filled(council, photos, services, qtbot)
    tester = QAbstractItemModelTester(panel.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    panel.model.show_rows(panel.model.rows[:2])
    panel.model.show_rows([])
    assert tester.model() is panel.model


def test_files_are_looked_over_once_and_added_in_one_deed(
    council: Book, services: Services, qtbot: QtBot, answers: Answers, photos: list[Path]
) -> None:
    panel = opened(council, services, qtbot)

    def look_over(dialog: QDialog) -> bool:
        assert isinstance(dialog, AddDialog)
        said = [label.text() for label in dialog.findChildren(QLabel)]
        assert "Taken on 5 January 2026" in said and said.count("No day in the file") == 2
        type_into(dialog.captions[0], "ก่อนซ่อม")
        dialog.kind_editor.set_value("BEFORE")
        return True

    answers.will(photos)
    answers.dialogs.append(look_over)
    panel.add()
    settle(qtbot, services)
    assert panel.count() == 4
    first = next(values for values in kept(council, panel) if values["caption"])
    assert (first["caption"], first["kind"], first["taken_on"], first["location"]) == ("ก่อนซ่อม", "BEFORE", "2026-01-05", None)
    council.undo()
    panel.refresh()
    settle(qtbot, services)
    assert panel.count() == 0


def test_the_place_is_shown_and_kept_only_when_ticked(
    council: Book, services: Services, qtbot: QtBot, answers: Answers, photos: list[Path]
) -> None:
    panel = opened(council, services, qtbot)
    for tick, location in ((False, None), (True, "13.756306,100.501806")):

        def look_over(dialog: QDialog, tick: bool = tick) -> bool:
            assert isinstance(dialog, AddDialog)
            (place,) = (box for box in dialog.places if box is not None)
            assert place.text() == "Keep the place: 13.7563, 100.5018"
            assert not place.isChecked()
            place.setChecked(tick)
            return True

        answers.dialogs.append(look_over)
        panel.add_files(photos[:1])
        settle(qtbot, services)
        (new,) = panel.chosen()
        assert new.values["location"] == location


def test_one_file_that_can_not_be_taken_keeps_nothing_else_out(
    council: Book, services: Services, qtbot: QtBot, answers: Answers, photos: list[Path], tmp_path: Path
) -> None:
    panel = opened(council, services, qtbot)
    (tmp_path / "IMG_9.heic").write_bytes(b"\0\0\0\x20ftypheic\0\0\0\0mif1")
    (tmp_path / "half.jpg").write_bytes(photos[0].read_bytes()[:3000])
    answers.dialogs.append(yes)
    panel.add_files([tmp_path / "IMG_9.heic", photos[1], tmp_path / "half.jpg", tmp_path / "gone.jpg"])
    settle(qtbot, services)
    assert panel.count() == 1
    assert answers.asked[-1] == "3 files were not added."


def test_when_none_can_be_taken_only_that_is_told(
    council: Book, services: Services, qtbot: QtBot, answers: Answers, tmp_path: Path
) -> None:
    panel = opened(council, services, qtbot)
    (tmp_path / "a.txt").write_text("words", "utf-8")
    panel.add_files([tmp_path / "a.txt"])
    settle(qtbot, services)
    assert answers.asked == ["1 file was not added."]


def test_cancelling_adds_nothing(council: Book, services: Services, qtbot: QtBot, answers: Answers, photos: list[Path]) -> None:
    panel = opened(council, services, qtbot)
    answers.dialogs.append(lambda dialog: False)
    panel.add_files(photos)
    answers.will([])
    panel.add()
    settle(qtbot, services)
    assert council.count(ListQuery("attachments")) == 0


def test_files_are_dropped_on_it(
    council: Book, services: Services, qtbot: QtBot, answers: Answers, photos: list[Path], tmp_path: Path
) -> None:
    panel = opened(council, services, qtbot)
    dragged = QMimeData()
    dragged.setUrls([QUrl.fromLocalFile(str(photos[0])), QUrl.fromLocalFile(str(tmp_path)), QUrl("https://example.invalid/a.jpg")])
    how = (Qt.DropAction.CopyAction, dragged, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entered = QDragEnterEvent(QPointF(9, 9), *how)
    QApplication.sendEvent(panel, entered)
    assert entered.isAccepted()
    answers.dialogs.append(yes)
    QApplication.sendEvent(panel, QDropEvent(QPointF(9, 9), *how))
    settle(qtbot, services)
    assert panel.count() == 1


def test_nothing_is_added_to_a_record_that_is_not_saved(council: Book, services: Services, qtbot: QtBot, photos: list[Path]) -> None:
    panel = opened(council, services, qtbot)
    panel.show_record(None)
    panel.add()
    panel.add_files(photos)
    assert panel.count() == 0
    assert "Save first, then add here." in [label.text() for label in panel.findChildren(QLabel)]


def test_the_keys_are_about_the_pictures(
    council: Book, services: Services, qtbot: QtBot, answers: Answers, photos: list[Path], qapp: QApplication
) -> None:
    panel = filled(council, photos, services, qtbot)
    seen: list[type[QDialog]] = []

    def look(dialog: QDialog) -> bool:
        seen.append(type(dialog))
        return False

    answers.dialogs.extend([look, look])
    QTest.keyClick(panel.view, Qt.Key.Key_Return)
    QTest.keyClick(panel.view, Qt.Key.Key_F2)
    assert seen == [Viewer, FormDialog]
    answers.will([])
    QTest.keyClick(panel.view, Qt.Key.Key_Insert)
    answers.will(True)
    QTest.keyClick(panel.view, Qt.Key.Key_Delete)
    settle(qtbot, services)
    assert panel.count() == 3
    assert council.count(ListQuery("attachments", deleted=True)) == 1


def test_a_caption_is_edited_in_its_form(council: Book, services: Services, qtbot: QtBot, answers: Answers, photos: list[Path]) -> None:
    panel = filled(council, photos[:1], services, qtbot)

    def edit(dialog: QDialog) -> bool:
        assert isinstance(dialog, FormDialog)
        draft = dialog.form.draft
        assert draft is not None
        draft.values["caption"] = "หลังซ่อม"
        council.save(draft)
        return True

    answers.dialogs.append(edit)
    panel.edit()
    settle(qtbot, services)
    assert [values["caption"] for values in kept(council, panel)] == ["หลังซ่อม"]


def test_captions_and_days_stand_below_in_the_language_in_use(
    council: Book, services: Services, qtbot: QtBot, photos: list[Path], qapp: QApplication
) -> None:
    panel = filled(council, photos[:1], services, qtbot)
    index = panel.model.index(0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "ภาพ 0 · 5 Jan 2026"
    words.speak(qapp, "th")
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "ภาพ 0 · 5 ม.ค. 2569"


def test_small_pictures_are_painted_once_they_are_read(council: Book, services: Services, qtbot: QtBot, photos: list[Path]) -> None:
    panel = filled(council, photos, services, qtbot)
    names = [row.values["thumbnail"] for row in panel.model.rows]
    assert names.count(None) == 1, "a PDF has none"
    qtbot.waitUntil(lambda: all(panel._small.pixmap(name) is not None for name in names if name))
    red = panel.view.grab().toImage()
    colours = {red.pixelColor(x, y).rgb() for x in range(0, red.width(), 5) for y in range(0, red.height(), 5)}
    assert any((colour >> 16 & 255) > 220 and (colour >> 8 & 255) < 60 and (colour & 255) < 60 for colour in colours)


def lose(book: Book, name: str) -> None:
    book.attachments._path(name).unlink()


def test_a_picture_that_is_at_the_other_office_is_shown_as_missing(
    council: Book, services: Services, qtbot: QtBot, photos: list[Path]
) -> None:
    panel = filled(council, photos[:1], services, qtbot)
    values = panel.model.rows[0].values
    lose(council, values["content"])
    lose(council, values["thumbnail"])
    panel._small._kept.clear()
    panel.grab()
    qtbot.waitUntil(lambda: panel._small.is_missing(values["thumbnail"]))
    panel.grab()
    viewer = Viewer(council, services, panel.model.rows, 0)
    qtbot.addWidget(viewer)
    settle(qtbot, services)
    assert "not on this PC" in viewer.canvas.words
    viewer.grab()


def test_the_viewer_turns_the_pages_with_the_arrows(council: Book, services: Services, qtbot: QtBot, photos: list[Path]) -> None:
    panel = filled(council, photos, services, qtbot)
    viewer = Viewer(council, services, panel.model.rows, 0)
    qtbot.addWidget(viewer)
    with qtbot.waitActive(viewer):
        viewer.show()
    shown = []
    for _page in range(4):
        settle(qtbot, services)
        viewer.grab()
        shown.append((viewer.row.values["media_type"], viewer.canvas.pixmap.isNull(), bool(viewer.canvas.words)))
        QTest.keyClick(viewer.focusWidget(), Qt.Key.Key_Right)
    assert viewer.at == 3, "there is none after the last"
    for media_type, blank, said in shown:
        assert blank == said == (media_type == pictures.PDF)
    QTest.keyClick(viewer.findChildren(QPushButton)[1], Qt.Key.Key_Left)
    assert viewer.at == 2, "also while a button has the focus"
    QTest.keyClick(viewer, Qt.Key.Key_Home)
    assert viewer.at == 0
    QTest.keyClick(viewer, Qt.Key.Key_Escape)
    assert not viewer.isVisible()


def test_a_copy_is_saved_after_saying_that_it_is_not_encrypted(
    council: Book, services: Services, qtbot: QtBot, answers: Answers, photos: list[Path], tmp_path: Path
) -> None:
    panel = filled(council, photos[:1], services, qtbot)
    row = panel.model.rows[0]
    answers.will(False)
    panel.copy()
    answers.will(True, None)
    panel.copy()
    answers.will(True, tmp_path / "copy.jpg")
    panel.copy()
    settle(qtbot, services)
    assert (tmp_path / "copy.jpg").read_bytes() == pictures.picture_bytes(council, row)
    answers.will(True, tmp_path / "no-such-folder" / "copy.jpg")
    panel.copy()
    settle(qtbot, services)
    assert [failed.code for failed in answers.failures] == ["file_not_written"]


def test_a_list_shows_small_pictures_in_their_column(
    council: Book, services: Services, qtbot: QtBot, photos: list[Path], qapp: QApplication
) -> None:
    filled(council, photos, services, qtbot)
    model = RegisterModel(council, council.registers["attachments"], ["thumbnail", "caption"])
    table = Table()
    qtbot.addWidget(table)
    table.setModel(model)
    table.show_pictures(Thumbnails(council, services.tasks, look.ROW, table))
    table.pad(model.number_columns())
    model.show_ids(council.ids(ListQuery("attachments")))
    assert [model.index(number, 0).data() for number in range(4)] == [""] * 4
    assert [bool(model.index(number, 0).data(NAME)) for number in range(4)].count(True) == 3
    assert model.index(0, 1).data(NAME) is None
    table.resize(400, 300)
    table.show()
    table.grab()
    small, names = table._pictures, [model.index(number, 0).data(NAME) for number in range(4)]
    assert small is not None
    qtbot.waitUntil(lambda: all(small.thumbnails.pixmap(name) is not None for name in names if name))
    table.grab()


def test_what_was_scrolled_past_is_not_read_and_what_is_in_sight_is(
    council: Book, services: Services, qtbot: QtBot, qapp: QApplication
) -> None:
    names = [council.attachments.put(file(scene(20 + number, 20))) for number in range(60)]
    owner = QWidget()
    qtbot.addWidget(owner)
    small = Thumbnails(council, services.tasks, 20, owner)
    assert [small.pixmap(name) for name in names] == [None] * 60
    settle(qtbot, services)
    qtbot.waitUntil(lambda: small.pixmap(names[-1]) is not None)
    settle(qtbot, services)
    assert small.pixmap(names[0]) is None, "asked for long before the others"
    qtbot.waitUntil(lambda: small.pixmap(names[0]) is not None)


def test_a_name_from_elsewhere_that_is_none_is_only_missing(council: Book, services: Services, qtbot: QtBot) -> None:
    with pytest.raises(Refused):
        council.attachments.get("../../book.db")
    owner = QWidget()
    qtbot.addWidget(owner)
    small = Thumbnails(council, services.tasks, 20, owner)
    small.pixmap("../../book.db")
    qtbot.waitUntil(lambda: small.is_missing("../../book.db"))
