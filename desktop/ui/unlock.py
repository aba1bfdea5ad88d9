"""Opening a book with its password, or with the recovery code when the password is forgotten."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.base.errors import Fault, Refused
from desktop.base.i18n import N_, _
from desktop.ui import look, thaiwrap
from desktop.ui.passwords import NewPassword, PasswordLine
from desktop.ui.services import Services
from desktop.ui.words import Retranslated

if TYPE_CHECKING:
    # The database takes longer to load than the first window to show.
    from desktop.records.book import Book


class Unlock(QDialog):
    """Accepted once `book` is open. `other` is true when the user wants another book or a new one instead.

    `opened(password)` opens the book; `recovered(code, new password)` opens it by the recovery code and sets a password.
    Both run on the writer thread and raise Refused or Fault."""

    def __init__(
        self,
        services: Services,
        title: str,
        opened: Callable[[str], Book],
        recovered: Callable[[str, str], Book] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.book: Book | None = None
        self.other = False
        self._services = services
        self._opened = opened
        self._recovered = recovered
        self._title = title
        self.setWindowIcon(look.icon("sapha"))
        self.body = _Body(self, title, recovered is not None)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.addWidget(self.body)
        column.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)  # as high as its page and its hints need
        self.body.password.edit.setFocus()

    def try_password(self) -> None:
        """Open with what is typed."""
        password = self.body.password.text()
        if password:
            self._run(lambda: self._opened(password))

    def try_code(self) -> None:
        """Open with the recovery code and set the new password."""
        code, password = self.body.code.text(), self.body.new.password()
        recovered = self._recovered
        if recovered is not None and code and self.body.new.ready:
            self._run(lambda: recovered(code, password))

    def _run(self, deed: Callable[[], Book]) -> None:
        self.setEnabled(False)

        def done(book: Book) -> None:
            self.setEnabled(True)
            self.book = book
            self.accept()

        def failed(error: Refused | Fault) -> bool:
            self.setEnabled(True)
            self.body.say(error.text())
            return True

        self._services.tasks.write(self, lambda progress: deed(), done, failed, _("Opening…"))


class _Body(Retranslated):
    def __init__(self, dialog: Unlock, title: str, recoverable: bool) -> None:
        super().__init__()
        self._dialog = dialog
        self.setMinimumWidth(440)
        heading = QLabel(thaiwrap.shown(title))
        look.play(heading, "title")
        heading.setWordWrap(True)
        self._said = QLabel()
        self._said.setWordWrap(True)
        look.play(self._said, "problem")
        self._said.hide()
        self.password = PasswordLine(N_("Password"))
        self.password.edit.returnPressed.connect(dialog.try_password)
        self._label = QLabel()
        self._label.setBuddy(self.password.edit)
        self._open, self._forgot, self._other = QPushButton(), QPushButton(), QPushButton()
        look.play(self._open, "primary")
        look.with_icon(self._open, "lock")
        self._open.setDefault(True)
        self._open.clicked.connect(self._go)
        self._forgot.setAutoDefault(False)
        self._forgot.clicked.connect(self.turn)
        self._forgot.setVisible(recoverable)
        self._other.setAutoDefault(False)
        self._other.clicked.connect(self._another)
        self.code = QLineEdit()
        self._code_label = QLabel()
        self._code_label.setBuddy(self.code)
        self.new = NewPassword()
        self._pages = QStackedWidget()
        self._columns = [self._column(self._label, self.password), self._column(self._code_label, self.code, self.new)]
        for widget in self._columns:
            self._pages.addWidget(widget)
        foot = QHBoxLayout()
        foot.addWidget(self._forgot)
        foot.addWidget(self._other)
        foot.addStretch(1)
        foot.addWidget(self._open)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.GAP)
        column.addWidget(heading)
        column.addWidget(self._pages)
        column.addWidget(self._said)
        column.addLayout(foot)
        self._turn_to(0)
        self.retranslate()

    def say(self, text: str) -> None:
        """Why it did not open."""
        self._said.setText(thaiwrap.shown(text))
        self._said.setVisible(bool(text))
        self.password.edit.selectAll()
        (self.password.edit if self._pages.currentIndex() == 0 else self.code).setFocus()

    def retranslate(self) -> None:
        self._dialog.setWindowTitle(_("Open the book"))
        self._label.setText(_("Password"))
        self._code_label.setText(_("Recovery code"))
        self.code.setAccessibleName(_("Recovery code"))
        self._open.setText(_("Open"))
        self._forgot.setText(_("Password forgotten") if self._pages.currentIndex() == 0 else _("Back to the password"))
        self._other.setText(_("Another book"))

    def _column(self, *widgets: QWidget) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in widgets:
            column.addWidget(widget)
        column.addStretch(1)
        return page

    def _go(self) -> None:
        if self._pages.currentIndex() == 0:
            self._dialog.try_password()
        else:
            self._dialog.try_code()

    def turn(self) -> None:
        """From the password to the recovery code, or back."""
        self._turn_to(1 - self._pages.currentIndex())
        self.say("")
        self.retranslate()

    def _turn_to(self, page: int) -> None:
        self._pages.setCurrentIndex(page)
        for number, widget in enumerate(self._columns):  # a hidden page must not make the dialog higher
            wanted = QSizePolicy.Policy.Preferred if number == page else QSizePolicy.Policy.Ignored
            widget.setSizePolicy(QSizePolicy.Policy.Preferred, wanted)
        self._pages.updateGeometry()

    def _another(self) -> None:
        self._dialog.other = True
        self._dialog.reject()
