"""Opening a book with its password, or with the recovery code when the password is forgotten."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

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
    from desktop.records.rescue import Offer


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Rescue:
    """What helps a damaged book: `damaged` are the codes of opening it that mean so, `offer` looks for a backup by the password, `accept`
    puts it in place and opens it. Both run on the writer thread."""

    damaged: tuple[str, ...]
    offer: Callable[[str], Offer]
    accept: Callable[[str, Offer], Book]


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
        rescue: Rescue | None = None,
    ) -> None:
        super().__init__(parent)
        self.book: Book | None = None
        self.other = False
        self._services = services
        self._opened = opened
        self._recovered = recovered
        self._rescue = rescue
        self._offer: Offer | None = None
        self._password = ""  # typed last: a rescue needs it again
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
            self._password = password
            self._run(lambda: self._opened(password), self._done)

    def try_code(self) -> None:
        """Open with the recovery code and set the new password."""
        code, password = self.body.code.text(), self.body.new.password()
        recovered = self._recovered
        if recovered is not None and code and self.body.new.ready:
            self._password = password
            self._run(lambda: recovered(code, password), self._done)

    def try_rescue(self) -> None:
        """Where the book is damaged: look for the newest good backup and say what it lacks; pressed again, open it."""
        rescue, offer = self._rescue, self._offer
        if rescue is None:
            return
        if offer is None:
            self._run(lambda: rescue.offer(self._password), self._offered)
        else:
            self._run(lambda: rescue.accept(self._password, offer), self._done)

    def _offered(self, offer: Offer) -> None:
        self._offer = offer
        self.body.say(offer.words())
        self.body.offer_rescue(_("Open this backup"))

    def _done(self, book: Book) -> None:
        self.book = book
        self.accept()

    def _run(self, deed: Callable[[], T], done: Callable[[T], None]) -> None:
        self.setEnabled(False)

        def ended(result: T) -> None:
            self.setEnabled(True)
            done(result)

        def failed(error: Refused | Fault) -> bool:
            self.setEnabled(True)
            self.body.say(error.text())
            self._offer = None
            damaged = self._rescue is not None and error.code in self._rescue.damaged
            self.body.offer_rescue(_("Look for a good backup") if damaged else "")
            return True

        self._services.tasks.write(self, lambda progress: deed(), ended, failed, _("Opening…"))


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
        self._rescue = self._rescue_button(dialog)
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
        column.addWidget(self._rescue)
        column.addLayout(foot)
        self._turn_to(0)
        self.retranslate()

    def say(self, text: str) -> None:
        """Why it did not open."""
        self._said.setText(thaiwrap.shown(text))
        self._said.setVisible(bool(text))
        self.password.edit.selectAll()
        (self.password.edit if self._pages.currentIndex() == 0 else self.code).setFocus()

    def offer_rescue(self, words: str) -> None:
        """Show the button that helps a damaged book; hide it where there is nothing to say."""
        self._rescue.setText(words)
        self._rescue.setVisible(bool(words))
        if words:
            self._rescue.setFocus()

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

    def _rescue_button(self, dialog: Unlock) -> QPushButton:
        button = QPushButton()
        button.setObjectName("rescue")
        button.setAutoDefault(False)
        button.clicked.connect(dialog.try_rescue)
        button.hide()
        return button

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
