"""Qt's own words in Thai, and the look of things."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import (
    QApplication,
    QCalendarWidget,
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QFileDialog,
    QFrame,
    QInputDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QPlainTextEdit,
    QProgressDialog,
    QScrollBar,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.base import i18n, paths, thai
from desktop.ui import look, qtwords, thaiwrap, words


def test_qt_speaks_thai_in_all_its_dialogs(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "file.txt").write_text("x", encoding="utf-8")
    bridge = words.speak(qapp, "th")
    files = QFileDialog()
    files.setOption(QFileDialog.Option.DontUseNativeDialog)
    files.setDirectory(str(tmp_path))
    progress = QProgressDialog()
    shown: list[QWidget] = [files, QCalendarWidget(), QSpinBox(), QComboBox(), QScrollBar(), QInputDialog(), progress]
    edit, notes = QLineEdit("x"), QPlainTextEdit("x")
    shown += [edit, notes, edit.createStandardContextMenu(), notes.createStandardContextMenu()]
    standard = QDialogButtonBox.StandardButton
    for button in (
        standard.Ok, standard.Save, standard.SaveAll, standard.Open, standard.Yes, standard.YesToAll, standard.No, standard.NoToAll,
        standard.Abort, standard.Retry, standard.Ignore, standard.Close, standard.Cancel, standard.Discard, standard.Help, standard.Apply,
        standard.Reset, standard.RestoreDefaults,
    ):  # fmt: skip
        shown.append(QDialogButtonBox(button))
    box = QMessageBox(QMessageBox.Icon.Question, "", "x", QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No)
    box.setDetailedText("more")
    for widget in [*shown, box]:
        qtbot.addWidget(widget)
        widget.show()
        qapp.processEvents()
    assert bridge.missed == set()
    assert "ใช่" in box.button(QMessageBox.StandardButton.Yes).text()


def test_every_word_of_qt_that_is_listed_has_a_thai_one() -> None:
    i18n.use("th")
    missing = [word for word in qtwords.WORDS if i18n.pgettext("Qt", word) == word]
    i18n.use("en")
    assert missing == []


def test_qt_keeps_its_english_in_english(qapp: QApplication) -> None:
    bridge = words.speak(qapp, "en")
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    assert box.buttons()[0].text().replace("&", "") == "Cancel"
    assert bridge.missed == set()


def test_the_fonts_are_ours_and_hold_thai(qapp: QApplication) -> None:
    assert QFontInfo(qapp.font()).family() == look.FAMILY
    for file in sorted(paths.resource("fonts").glob("SaphaSarabun-*.ttf")):
        with TTFont(file) as font:
            known = font.getBestCmap()
        assert all(ord(letter) in known for letter in "กตัญญูปั๊มน้ำ๐๑๒฿ผู้ใหญ่“”–…")


def test_every_icon_that_is_named_is_there(qapp: QApplication) -> None:
    source = Path(look.__file__).parent
    named = set()
    for file in [*source.glob("*.py"), *(source.parent / "registers").glob("*/spec.py")]:
        text = file.read_text(encoding="utf-8")
        named |= set(re.findall(r'(?:look\.icon|with_icon\(\w+(?:\.\w+)?,|_button|_arrow)\(?\s*"([a-z0-9-]+)"', text))
        named |= set(re.findall(r'icon ?= ?"([a-z0-9-]+)"', text))
        named |= set(re.findall(r'^    "\w+": \("([a-z0-9-]+)", N_', text, re.MULTILINE))
        named |= set(re.findall(r'\(self\.\w+, "([a-z0-9-]+)", self', text))
    assert len(named) > 20
    assert [name for name in sorted(named) if not paths.resource("icons", f"{name}.svg").exists()] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_can_be_read_against_what_is_behind_them(theme: str, qapp: QApplication) -> None:
    look.dress(qapp, theme)
    c = look.colours()
    pairs = [(c.text, c.window), (c.text, c.base), (c.quiet, c.window), (c.quiet, c.base), (c.on_accent, c.accent), (c.text, c.chosen)]
    pairs += [(c.problem, c.window), (c.warning, c.window), (c.warning, c.warning_back), (c.text, c.warning_back), (c.good, c.window)]
    assert [pair for pair in pairs if contrast(*pair) < 4.5] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_box_that_is_not_ticked_can_be_seen(theme: str, qapp: QApplication, qtbot: QtBot) -> None:
    look.dress(qapp, theme)
    box, ticks = QCheckBox(), QListWidget()
    ticks.setFrameShape(QFrame.Shape.NoFrame)
    QListWidgetItem("", ticks).setCheckState(Qt.CheckState.Unchecked)
    for widget in (box, ticks):
        qtbot.addWidget(widget)
        widget.resize(60, 60)
        widget.show()
        seen = widget.grab().toImage()
        behind = seen.pixelColor(50, 50).name()
        across = {seen.pixelColor(x, y).name() for x in range(24) for y in range(60)}
        assert max(contrast(each, behind) for each in across) >= 3


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2."""

    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_without_a_breaker_of_qts_own_labels_get_breaks_and_fields_never(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "ทะเบียนของสภาองค์กรชุมชน"
    monkeypatch.setattr(thaiwrap, "wraps", lambda: True)
    assert thaiwrap.shown(text) == text
    monkeypatch.setattr(thaiwrap, "wraps", lambda: False)
    assert thai.unwrap(thaiwrap.shown(text)) == text
    assert "\u200b" in thaiwrap.shown(text)
