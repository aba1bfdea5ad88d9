"""The main window: navigation on the left, pages beside it, one toolbar for all, the status bar."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QMainWindow, QStackedWidget, QToolBar, QToolButton, QWidget

from desktop.base.i18n import LANGUAGES, N_, _, language
from desktop.records.book import Book, Changes
from desktop.ui import look
from desktop.ui.page import Page
from desktop.ui.pages import pages
from desktop.ui.services import Services

# deed -> icon, words, keys. Every main deed has an F-key: with only a Thai keyboard layout, Ctrl with a letter does nothing on some PCs.
_DEEDS = {
    "new": ("plus", N_("New record"), ("F4", "Ctrl+N")),
    "open": ("pencil", N_("Edit"), ("F2",)),
    "save": ("save", N_("Save"), ("F9", "Ctrl+S")),
    "delete": ("trash-2", N_("Delete"), ("F8",)),
    "restore": ("rotate-ccw", N_("Restore"), ("Shift+F8",)),
    "undo": ("undo-2", N_("Undo"), ("F12", "Ctrl+Z")),
    "redo": ("redo-2", N_("Redo"), ("Shift+F12", "Ctrl+Y")),
    "find": ("search", N_("Find"), ("F3", "Ctrl+F")),
    "refresh": ("refresh-cw", N_("Refresh"), ("F5",)),
    "import": ("file-up", N_("From Excel"), ("F7",)),
    "export": ("file-spreadsheet", N_("To Excel"), ("Shift+F7",)),
}
_IN_TOOLBAR = ("new", "open", "save", "delete", "restore", "", "undo", "redo", "", "import", "export")


class MainWindow(QMainWindow):
    """Shows a Book. `closed` is called once the window has gone, with nothing unsaved left."""

    def __init__(self, book: Book, services: Services, closed: Callable[[], None] = lambda: None) -> None:
        super().__init__()
        self.book = book
        self.services = services
        self._closed = closed
        self.setWindowIcon(look.icon("sapha"))
        self.pages: dict[str, Page] = {page.name: page for page in pages(book, services)}
        self.actions_by_deed: dict[str, QAction] = {}
        self._build()
        services.signals.changed.connect(self._changed)
        services.signals.settings_changed.connect(self.retranslate)
        self._unsubscribe = book.subscribe(services.signals.changed.emit)
        self.retranslate()
        self.navigation.setCurrentRow(0)
        self._enter(self.page())

    def page(self) -> Page:
        """The page shown."""
        page = self._stack.currentWidget()
        assert isinstance(page, Page)
        return page

    def show_page(self, name: str, then: Callable[[], None] | None = None) -> None:
        """Go to a page when the one shown can be left."""
        wanted = self.pages[name]
        if wanted is self.page():
            if then is not None:
                then()
            return

        def go() -> None:
            self._enter(wanted)
            if then is not None:
                then()

        self.page().leave(go)
        self._mark_navigation()

    def show_record(self, register: str, record: bytes) -> None:
        """Open a record on its register's page; a child record on its parent's."""
        spec = self.book.registers[register]
        if spec.parent:
            parent = self.book.row(register, record).values[spec.parent]
            self.show_record(spec.field(spec.parent).register, parent)
            return
        page = self.pages[register]
        self.show_page(register, lambda: page.show_record(record) if hasattr(page, "show_record") else None)

    def retranslate(self) -> None:
        """Set the window's own words."""
        self.setWindowTitle(_("Sapha") + f" – {self.book.office.name}")
        self.navigation.setAccessibleName(_("Pages"))
        for row, page in enumerate(self.pages.values()):
            self.navigation.item(row).setText(page.title())
        for deed, action in self.actions_by_deed.items():
            words = _(_DEEDS[deed][1])
            action.setText(words)
            action.setToolTip(f"{words} ({_DEEDS[deed][2][0]})")
        for button in self._bar.findChildren(QToolButton):
            button.setAccessibleName(button.text())
        self._practice.setText(_("Practice: nothing here is real"))
        who = _("{office} · {person}").format(office=self.book.office.name, person=self.book.actor.name)
        self._who.setText(who)
        other = next(code for code in LANGUAGES if code != language())
        self._language.setText(LANGUAGES[other])
        self._language.setToolTip(_("Change the language of the program (F10)"))
        self._language.setAccessibleName(_("Change the language to {language}").format(language=LANGUAGES[other]))
        self.refresh_marks()

    def refresh_marks(self) -> None:
        """Show how many conflicts wait, at their page in the navigation."""
        self.services.tasks.read(self, lambda progress: len(self.book.conflicts()), self._mark_conflicts)

    def _mark_conflicts(self, count: int) -> None:
        for row, page in enumerate(self.pages.values()):
            if page.name == "conflicts":
                self.navigation.item(row).setText(f"{page.title()} ({count})" if count else page.title())

    # -- the inside

    def _build(self) -> None:
        self.navigation = QListWidget()
        self.navigation.setObjectName("navigation")
        self.navigation.setFixedWidth(196)
        self.navigation.setIconSize(QSize(look.ICON, look.ICON))
        self.navigation.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._stack = QStackedWidget()
        for page in self.pages.values():
            QListWidgetItem(look.icon(page.icon), "", self.navigation)
            self._stack.addWidget(page)
            page.state_changed.connect(self._refresh_deeds)
            page.open_wanted.connect(self.show_record)
            page.page_wanted.connect(self.show_page)
            page.words_changed.connect(lambda words: self.statusBar().showMessage(words, 6000))
        self.navigation.currentRowChanged.connect(self._navigate)
        middle = QWidget()
        line = QHBoxLayout(middle)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.navigation)
        line.addWidget(self._stack, 1)
        self.setCentralWidget(middle)
        self._build_bar()
        self._build_status()
        self.resize(1280, 800)
        self.setMinimumSize(900, 560)

    def _build_bar(self) -> None:
        self._bar = QToolBar()
        self._bar.setMovable(False)
        self._bar.setIconSize(QSize(look.ICON, look.ICON))
        self._bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        for deed, (icon, _words, keys) in _DEEDS.items():
            action = QAction(look.icon(icon), "", self)
            action.setShortcuts([QKeySequence(key) for key in keys])
            action.triggered.connect(lambda _on=False, deed=deed: self.do(deed))
            self.actions_by_deed[deed] = action
            self.addAction(action)
        for deed in _IN_TOOLBAR:
            if deed:
                self._bar.addAction(self.actions_by_deed[deed])
            else:
                self._bar.addSeparator()
        self.addToolBar(self._bar)
        for number in range(min(9, len(self.pages))):
            walk = QAction(self)
            walk.setShortcut(QKeySequence(f"Alt+{number + 1}"))
            walk.triggered.connect(lambda _on=False, number=number: self.navigation.setCurrentRow(number))
            self.addAction(walk)
        aside = QAction(self)
        aside.setShortcut(QKeySequence("F6"))
        aside.triggered.connect(self._next_part)
        self.addAction(aside)

    def _build_status(self) -> None:
        self._practice = QLabel()
        look.play(self._practice, "practice")
        self._practice.setVisible(self.book.practice)
        self._who = QLabel()
        look.play(self._who, "hint")
        self._language = QToolButton()
        look.with_icon(self._language, "languages")
        self._language.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._language.setShortcut(QKeySequence("F10"))
        self._language.clicked.connect(self._switch_language)
        for widget in (self._practice, self._who, self._language):
            self.statusBar().addPermanentWidget(widget)

    def do(self, deed: str) -> None:
        """Do a deed of the toolbar."""
        if deed in ("undo", "redo"):
            step = self.book.undo if deed == "undo" else self.book.redo
            self.page().leave(lambda: self._step(step))
        elif self.page().can(deed):
            self.page().do(deed)

    def _step(self, step: Callable[[], str | None]) -> None:
        def done(words: str | None) -> None:
            self.statusBar().showMessage(words or _("There is nothing to undo."), 8000)
            self._refresh_deeds()

        self.services.tasks.write(self, lambda progress: step(), done)

    def _navigate(self, row: int) -> None:
        if row >= 0:
            self.show_page(list(self.pages)[row])

    def _enter(self, page: Page) -> None:
        self._stack.setCurrentWidget(page)
        self._mark_navigation()
        page.entered()
        self._refresh_deeds()

    def _mark_navigation(self) -> None:
        row = list(self.pages).index(self.page().name)
        self.navigation.blockSignals(True)
        self.navigation.setCurrentRow(row)
        self.navigation.blockSignals(False)

    def _next_part(self) -> None:
        if self.navigation.hasFocus():
            self.page().focusNextChild()
        else:
            self.navigation.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _refresh_deeds(self) -> None:
        page = self.page()
        for deed, action in self.actions_by_deed.items():
            match deed:
                case "undo":
                    action.setEnabled(self.book.can_undo())
                case "redo":
                    action.setEnabled(self.book.can_redo())
                case _:
                    action.setEnabled(page.can(deed))
        self.actions_by_deed["restore"].setVisible(page.can("restore"))

    def _changed(self, changes: Changes) -> None:
        for page in self.pages.values():
            page.changed(changes)
        self.refresh_marks()
        self._refresh_deeds()

    def _switch_language(self) -> None:
        wanted = next(code for code in LANGUAGES if code != language())
        self.services.settings.put("language", wanted)
        self.services.speak(wanted)
        self.services.signals.language_changed.emit(wanted)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        left = False

        def go() -> None:
            nonlocal left
            left = True

        self.page().leave(go)
        if not left:
            event.ignore()
            return
        self._unsubscribe()
        self.services.tasks.finish()
        event.accept()
        self._closed()
