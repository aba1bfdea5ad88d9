"""Typing a password: shown on wish, its strength said, and a hint when the keyboard is still Thai."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.base.i18n import N_, _
from desktop.ui import look, thaiwrap
from desktop.ui.ask import Ask
from desktop.ui.words import Retranslated

SHORTEST = 8


def strength(password: str) -> tuple[str, bool]:
    """A msgid that says how good a password is, and whether it may be used. Length counts most: whoever has the file can try for years."""
    kinds = sum((any(c.isdigit() for c in password), any(c.isalpha() for c in password), any(not c.isalnum() for c in password)))
    if len(password) < SHORTEST:
        return N_("Too short: at least 8 characters."), False
    if len(set(password)) < 4:
        return N_("Too simple: use more different characters."), False
    if len(password) >= 16 or (len(password) >= 12 and kinds >= 2):
        return N_("Good."), True
    return N_("Fair. Three or four words together are better and easier to remember."), True


class PasswordLine(Retranslated):
    """A password, hidden unless the eye is pressed."""

    edited = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name  # msgid
        self.edit = QLineEdit()
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.textChanged.connect(self._typed)
        self._eye = QPushButton()
        look.with_icon(self._eye, "eye")
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._show)
        self._thai = QLabel()
        look.play(self._thai, "warning")
        room = self._thai.sizePolicy()
        room.setRetainSizeWhenHidden(True)  # nothing jumps when the hint comes
        self._thai.setSizePolicy(room)
        self._thai.hide()
        line = QHBoxLayout()
        line.addWidget(self.edit, 1)
        line.addWidget(self._eye)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(line)
        column.addWidget(self._thai)
        self.setFocusProxy(self.edit)
        self.retranslate()

    def text(self) -> str:
        """What was typed."""
        return self.edit.text()

    def retranslate(self) -> None:
        self.edit.setAccessibleName(_(self._name))
        self._eye.setToolTip(_("Show what is typed"))
        self._eye.setAccessibleName(_("Show what is typed"))
        self._thai.setText(_("The keyboard is writing Thai."))

    def _typed(self, text: str) -> None:
        self._thai.setVisible(any("\u0e00" <= letter <= "\u0e7f" for letter in text))
        self.edited.emit()

    def _show(self, shown: bool) -> None:
        self.edit.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)


class NewPassword(Retranslated):
    """A new password, typed twice."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.first = PasswordLine(N_("Password"))
        self.again = PasswordLine(N_("Password again"))
        self._labels = [QLabel(), QLabel()]
        self._said = QLabel()
        self._said.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for label, line in zip(self._labels, (self.first, self.again), strict=True):
            label.setBuddy(line.edit)
            column.addWidget(label)
            column.addWidget(line)
            line.edited.connect(self._judge)
        column.addWidget(self._said)
        self.retranslate()

    @property
    def ready(self) -> bool:
        """Whether it is good enough and the same twice."""
        return strength(self.first.text())[1] and self.first.text() == self.again.text()

    def password(self) -> str:
        """The password."""
        return self.first.text()

    def retranslate(self) -> None:
        for label, words in zip(self._labels, (_("Password"), _("Password again")), strict=True):
            label.setText(words)
        self._judge()

    def _judge(self) -> None:
        words, usable = strength(self.first.text())
        if usable and self.again.text() and not self.ready:
            words, usable = N_("The two are not the same."), False
        self._said.setText(thaiwrap.shown(_(words)) if self.first.text() else "")
        look.play(self._said, "good" if usable else "problem")
        self.changed.emit()


class RecoveryCode(Retranslated):
    """The recovery code, shown once: to print or copy."""

    def __init__(self, ask: Ask, code: str, office: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ask = ask
        self._office = office
        self.code = QLineEdit(code)
        self.code.setReadOnly(True)
        font = self.code.font()
        font.setPointSizeF(font.pointSizeF() * 1.4)
        self.code.setFont(font)
        self.code.setMinimumHeight(52)
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._print, self._copy = QPushButton(), QPushButton()
        look.with_icon(self._print, "printer")
        look.with_icon(self._copy, "copy")
        self._print.clicked.connect(self._on_paper)
        self._copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.code.text()))
        buttons = QHBoxLayout()
        buttons.addWidget(self._print)
        buttons.addWidget(self._copy)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._words)
        column.addWidget(self.code)
        column.addLayout(buttons)
        self.retranslate()

    def retranslate(self) -> None:
        self._words.setText(
            thaiwrap.shown(
                _(
                    "This code opens the book if the password is forgotten. It is shown only now. "
                    "Print it, put it into an envelope and lock it away; do not keep it on this PC."
                )
            )
        )
        self.code.setAccessibleName(_("Recovery code"))
        self._print.setText(_("Print"))
        self._copy.setText(_("Copy"))

    def _on_paper(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # rarely wanted, and not before the first window

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if self._ask.run(QPrintDialog(printer, self.window())):
            paper = QTextDocument()
            title, code = _("Recovery code of the book"), self.code.text()
            paper.setHtml(f"<h2>{title}</h2><p>{self._office}</p><p style='font-size:22pt'><b>{code}</b></p><p>{self._words.text()}</p>")
            paper.print_(printer)
