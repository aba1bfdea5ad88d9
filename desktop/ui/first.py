"""The first start: language, which office, who, a password, the recovery code; or the practice book; or a book that exists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.base.areas import areas
from desktop.base.i18n import LANGUAGES, _, language
from desktop.ui import look, thaiwrap
from desktop.ui.passwords import NewPassword, RecoveryCode
from desktop.ui.picks import AreaPicker
from desktop.ui.services import Services
from desktop.ui.words import Retranslated

if TYPE_CHECKING:
    # The database takes longer to load than the first window to show.
    from desktop.records.book import Book


@dataclass(frozen=True, slots=True)
class Founding:
    """What a new book needs; `kind` is council or region, `areas` codes of 2, 4 or 6 digits."""

    kind: str
    name: str
    areas: tuple[str, ...]
    person: str
    password: str
    store: str = ""  # the address of the database on the region's server; blank: on this PC


class FirstStart(QDialog):
    """Accepted with `book` open (a new one or the practice book), or with `existing`, the folder of a book to open.

    `found(founding)` makes the book and gives its recovery code; `practice()` opens the practice book. Both run on the writer thread.
    """

    def __init__(
        self,
        services: Services,
        found: Callable[[Founding], tuple[Book, str]],
        practice: Callable[[], Book] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.book: Book | None = None
        self.existing: Path | None = None
        self.services = services
        self._found = found
        self._practice = practice
        look.open_at(self, 600, 560)
        self.setWindowIcon(look.icon("sapha"))
        self.welcome = _Welcome(self, practice is not None)
        self.office = _OfficePage(self)
        self.person = _PersonPage(self)
        self.pages = QStackedWidget()
        for page in (self.welcome, self.office, self.person):
            self.pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 10, 28, 10)
        column.addWidget(self.pages)
        self.show_page(self.welcome)

    def show_page(self, page: _Step) -> None:
        """Go to a page of the guide."""
        self.pages.setCurrentWidget(page)
        page.next.setDefault(page is not self.welcome)  # Enter goes on
        page.setFocus()

    def begin_practice(self) -> None:
        """Open the practice book."""
        practice = self._practice
        if practice is not None:
            self.services.tasks.write(self, lambda progress: practice(), self._finish, None, _("Preparing the practice book…"))

    def open_existing(self) -> None:
        """Choose the folder of a book that exists."""
        folder = self.services.ask.folder(self, _("Choose the folder of the book"))
        if folder is not None:
            self.existing = folder
            self.accept()

    def make(self) -> None:
        """Make the book."""
        founding = Founding(
            self.office.kind(),
            self.office.name.text().strip(),
            self.office.area.codes(),
            self.person.name.text().strip(),
            self.person.new.password(),
            self.office.store(),
        )
        found = self._found
        self.setEnabled(False)

        def done(made: tuple[Book, str]) -> None:
            self.setEnabled(True)
            self.book, code = made
            page = CodePage(self, code, founding.name)
            self.pages.addWidget(page)
            self.show_page(page)

        def failed(_error: object) -> bool:
            self.setEnabled(True)
            return False

        self.services.tasks.write(self, lambda progress: found(founding), done, failed, _("Making the book…"))

    def reject(self) -> None:
        # Once the book is made, its recovery code must have been seen: closing the window then means going on.
        if self.book is not None:
            self.accept()
        else:
            super().reject()

    def _finish(self, book: Book) -> None:
        self.book = book
        self.accept()


class _Step(Retranslated):
    """A page of the guide: title, body, and Back and Next at its foot."""

    def __init__(self, guide: FirstStart) -> None:
        super().__init__()
        self.guide = guide
        self._title, self._hint = QLabel(), QLabel()
        look.play(self._title, "title")
        look.play(self._hint, "hint")
        self._hint.setWordWrap(True)
        self.body = QVBoxLayout()
        self.body.setSpacing(6)
        self.back, self.next = QPushButton(), QPushButton()
        self.back.setAutoDefault(False)
        look.play(self.next, "primary")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.GAP)
        self._column.addWidget(self._title)
        self._column.addWidget(self._hint)
        self._column.addLayout(self.body)
        self._column.addStretch(1)

    def stand(self) -> None:
        """Add the foot, once the body is there: the Tab key comes to the buttons last."""
        foot = QHBoxLayout()
        foot.addWidget(self.back)
        foot.addStretch(1)
        foot.addWidget(self.next)
        self._column.addLayout(foot)
        self.retranslate()

    def head(self, title: str, hint: str) -> None:
        """Word the head and the buttons."""
        self.guide.setWindowTitle(_("Sapha"))
        self._title.setText(title)
        self._hint.setText(thaiwrap.shown(hint))
        self.back.setText(_("Back"))
        self.next.setText(_("Next"))


class _Welcome(_Step):
    def __init__(self, guide: FirstStart, practice: bool) -> None:
        super().__init__(guide)
        line = QHBoxLayout()
        self._languages = QButtonGroup(self)
        for code, name in LANGUAGES.items():
            choice = QRadioButton(name)
            choice.setChecked(code == language())
            choice.clicked.connect(lambda _on=False, code=code: guide.services.speak(code))
            self._languages.addButton(choice)
            line.addWidget(choice)
        line.addStretch(1)
        self.body.addLayout(line)
        self.body.addSpacing(2 * look.GAP)
        self.new, self.practice, self.open = QPushButton(), QPushButton(), QPushButton()
        self._about = [QLabel(), QLabel(), QLabel()]
        ways = ((self.new, "plus", lambda: guide.show_page(guide.office)), (self.practice, "book-open", guide.begin_practice))
        for button, icon, slot in (*ways, (self.open, "folder-open", guide.open_existing)):
            button.setMinimumHeight(40)
            look.with_icon(button, icon)
            button.clicked.connect(slot)
        for button, about in zip((self.new, self.practice, self.open), self._about, strict=True):
            look.play(about, "hint")
            about.setWordWrap(True)
            self.body.addWidget(button)
            self.body.addWidget(about)
            self.body.addSpacing(look.GAP)
        self.practice.setVisible(practice)
        self._about[1].setVisible(practice)
        self.setFocusProxy(self.new)
        self.stand()
        self.back.hide()
        self.next.hide()

    def retranslate(self) -> None:
        self.head(_("Welcome to Sapha"), _("The register of a community council, on this PC, without the internet."))
        self.new.setText(_("Begin the book of our office"))
        self.practice.setText(_("Practise with invented people"))
        self.open.setText(_("Open a book that exists"))
        texts = (
            _("For the first PC of a council or regional office. It takes five minutes."),
            _("Try everything out; nothing in it is real and nothing leaves it."),
            _("From this PC, a stick or a backup."),
        )
        for label, text in zip(self._about, texts, strict=True):
            label.setText(thaiwrap.shown(text))


class _OfficePage(_Step):
    def __init__(self, guide: FirstStart) -> None:
        super().__init__(guide)
        self.council, self.region = QRadioButton(), QRadioButton()
        self.council.setChecked(True)
        self.area = AreaPicker(())
        self.name = QLineEdit()
        self.name.setMaxLength(120)
        self._given = ""  # the name we proposed last: a name of the user's own is never replaced
        self._area_label, self._name_label = QLabel(), QLabel()
        self._area_label.setBuddy(self.area.finder)
        self._name_label.setBuddy(self.name)
        kinds = QHBoxLayout()
        kinds.addWidget(self.council)
        kinds.addWidget(self.region)
        kinds.addStretch(1)
        self.body.addLayout(kinds)
        self.shared = QCheckBox()
        self.address = QLineEdit()
        self.address.setPlaceholderText("postgresql+psycopg://login@server/database")
        for widget in (self._area_label, self.area, self._name_label, self.name, self.shared, self.address):
            self.body.addWidget(widget)
        self.region.toggled.connect(lambda _on: self._show_server())
        self.shared.toggled.connect(lambda _on: self._show_server())
        self.address.textChanged.connect(lambda _text: self._ready())
        self.area.edited.connect(self._propose)
        self.council.toggled.connect(self._propose)
        self.name.textChanged.connect(lambda _text: self._ready())
        self.back.clicked.connect(lambda: guide.show_page(guide.welcome))
        self.next.clicked.connect(lambda: guide.show_page(guide.person))
        self.setFocusProxy(self.area.finder)
        self.stand()
        self._show_server()

    def store(self) -> str:
        """The address of the database on the region's server; blank where the book is to be on this PC."""
        return self.address.text().strip() if self.region.isChecked() and self.shared.isChecked() else ""

    def kind(self) -> str:
        """council or region."""
        return "council" if self.council.isChecked() else "region"

    def retranslate(self) -> None:
        self.head(_("Our office"), _("Which area it serves. A council usually serves one tambon, a regional office several provinces."))
        self.council.setText(_("Community council"))
        self.region.setText(_("Regional office"))
        self._area_label.setText(_("Area"))
        self.area.finder.setAccessibleName(_("Area"))
        self._name_label.setText(_("Name of the office"))
        self.name.setAccessibleName(_("Name of the office"))
        self.shared.setText(_("Several officers work in it at once: keep it on our server"))
        self.address.setAccessibleName(_("Address of the database"))
        self.address.setToolTip(_("Whoever looks after the server tells you the address. Other officers join with “sapha-cli join”."))
        self._propose()

    def _propose(self) -> None:
        codes = self.area.codes()
        if self.name.text() == self._given:
            name = areas().name(codes[0]) if codes else ""
            self._given = ""
            if codes and self.kind() == "council":
                self._given = (
                    _("Community council of {area}").format(area=name)
                    if not codes[0].startswith("10") or language() != "th"
                    else _("Community council of khwaeng {area}").format(area=name)
                )
            self.name.setText(self._given)
        self._ready()

    def _show_server(self) -> None:
        self.shared.setVisible(self.region.isChecked())
        self.address.setVisible(self.region.isChecked() and self.shared.isChecked())
        self._ready()

    def _ready(self) -> None:
        told = self.store() or not (self.region.isChecked() and self.shared.isChecked())
        self.next.setEnabled(bool(self.area.codes() and self.name.text().strip() and told))


class _PersonPage(_Step):
    def __init__(self, guide: FirstStart) -> None:
        super().__init__(guide)
        self.name = QLineEdit()
        self.name.setMaxLength(120)
        self._name_label = QLabel()
        self._name_label.setBuddy(self.name)
        self.new = NewPassword()
        for widget in (self._name_label, self.name, self.new):
            self.body.addWidget(widget)
        self.name.textChanged.connect(lambda _text: self._ready())
        self.new.changed.connect(self._ready)
        self.back.clicked.connect(lambda: guide.show_page(guide.office))
        self.next.clicked.connect(guide.make)
        self.setFocusProxy(self.name)
        self.stand()
        self._ready()

    def retranslate(self) -> None:
        self.head(_("You"), _("Your name stands beside everything you write. The password locks the book: nobody can read it without."))
        self._name_label.setText(_("Your first and last name"))
        self.name.setAccessibleName(_("Your first and last name"))
        self.next.setText(_("Make the book"))

    def _ready(self) -> None:
        self.next.setEnabled(bool(self.name.text().strip()) and self.new.ready)


class CodePage(_Step):
    """The last page: the recovery code, to be kept before the book opens."""

    def __init__(self, guide: FirstStart, code: str, office: str) -> None:
        super().__init__(guide)
        self.code = RecoveryCode(guide.services.ask, code, office)
        self.kept = QCheckBox()
        self.body.addWidget(self.code)
        self.body.addWidget(self.kept)
        self.next.setEnabled(False)
        self.kept.toggled.connect(self.next.setEnabled)
        self.next.clicked.connect(guide.accept)
        self.setFocusProxy(self.kept)
        self.stand()
        self.back.hide()

    def retranslate(self) -> None:
        self.head(_("Recovery code"), "")
        self.kept.setText(_("I have printed it or written it down"))
        self.next.setText(_("Open the book"))
