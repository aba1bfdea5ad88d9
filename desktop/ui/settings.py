"""Language, colours and text size."""

from __future__ import annotations

from PySide6.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget

from desktop.base.i18n import LANGUAGES, _, language
from desktop.ui import look
from desktop.ui.editors import Combo
from desktop.ui.page import Page
from desktop.ui.services import Services

SIZES = (10, 11, 12, 13, 14, 16)


class SettingsPage(Page):
    """Every choice works at once."""

    name = "settings"
    icon = "settings"

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.services = services
        self._heading = QLabel()
        look.play(self._heading, "title")
        self.language, self.theme, self.points = Combo(), Combo(), Combo()
        self._labels = [QLabel(), QLabel(), QLabel()]
        form = QFormLayout()
        form.setVerticalSpacing(10)
        for label, combo in zip(self._labels, (self.language, self.theme, self.points), strict=True):
            combo.setMinimumContentsLength(18)
            combo.setMaximumWidth(280)
            label.setBuddy(combo)
            form.addRow(label, combo)
        self.language.activated.connect(lambda _n: self._speak(str(self.language.currentData())))
        self.theme.activated.connect(lambda _n: self._dress("theme", str(self.theme.currentData())))
        self.points.activated.connect(lambda _n: self._dress("text_size", str(self.points.currentData())))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 14)
        column.addWidget(self._heading)
        column.addLayout(form)
        column.addStretch(1)
        self.retranslate()

    def title(self) -> str:
        return _("Settings")

    def entered(self) -> None:
        self.language.setFocus()

    def retranslate(self) -> None:
        self._heading.setText(_("Settings"))
        words = (_("Language"), _("Colours"), _("Size of the text"))
        for label, combo, text in zip(self._labels, (self.language, self.theme, self.points), words, strict=True):
            label.setText(text)
            combo.setAccessibleName(text)
        themes = {"system": _("As the system"), "light": _("Light"), "dark": _("Dark")}
        self._fill(self.language, [(code, name) for code, name in LANGUAGES.items()], language())
        self._fill(self.theme, [(name, themes[name]) for name in look.THEMES], self.services.settings.get("theme", "system"))
        sizes = [(str(size), _("{size} points").format(size=size)) for size in SIZES]
        self._fill(self.points, sizes, self.services.settings.get("text_size", "11"))

    def _fill(self, combo: Combo, entries: list[tuple[str, str]], now: str) -> None:
        combo.clear()
        for value, words in entries:
            combo.addItem(words, value)
        combo.setCurrentIndex(max(0, combo.findData(now)))

    def _speak(self, wanted: str) -> None:
        self.services.settings.put("language", wanted)
        self.services.speak(wanted)

    def _dress(self, name: str, value: str) -> None:
        self.services.settings.put(name, value)
        self.services.redress()
