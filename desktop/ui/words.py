"""Qt's own words out of our catalogue: Qt ships no Thai. And the habit of setting words again when the language changes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLocale, QObject, QTranslator
from PySide6.QtWidgets import QApplication, QWidget

from desktop.base import i18n
from desktop.ui import qtwords

# Key names stay as they are printed on the keyboard, kinds of files as the system calls them; the rest nobody sees.
_AS_THEY_ARE = frozenset(
    {
        "QShortcut",
        "QMimeType",
        "QGuiApplication",
        "QApplication",
        "QFontDatabase",
        "QImageReader",
        "QImageWriter",
        "QIODevice",
        "QFile",
        "QSaveFile",
        "QLibrary",
    }
)


class Bridge(QTranslator):
    """Answers Qt with `pgettext("Qt", text)`; None lets Qt's English through. `missed` holds what had no answer."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.missed: set[tuple[str, str]] = set()

    def translate(self, context: str, source_text: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        if i18n.language() == "en" or not source_text or context in _AS_THEY_ARE:
            return None
        answer = i18n.pgettext("Qt", source_text)
        if answer == source_text:
            if source_text not in qtwords.SAME:
                self.missed.add((context, source_text))
            return None
        return answer

    def isEmpty(self) -> bool:
        return False


_bridge: Bridge | None = None


def speak(app: QApplication, language: str) -> Bridge:
    """Speak `language` ('th', 'en') from now on; every window gets a LanguageChange. Returns the translator in use."""
    global _bridge
    i18n.use(language)
    # Never QLocale.system(): the calendar and digits of the PC's owner must not leak into the registers.
    QLocale.setDefault(QLocale("th_TH") if language == "th" else QLocale("en_GB"))
    if _bridge is not None:
        app.removeTranslator(_bridge)
    _bridge = Bridge(app)
    app.installTranslator(_bridge)
    return _bridge


class Retranslated(QWidget):
    """A widget whose words are set in `retranslate()`: at construction (by the subclass) and when the language changes."""

    def retranslate(self) -> None:
        """Set every word again."""

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
