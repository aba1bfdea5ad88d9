"""The main window: navigation on the left, pages beside it, one toolbar for all, the status bar."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMainWindow, QStackedWidget, QToolBar, QToolButton, QWidget

from desktop.base.i18n import LANGUAGES, N_, _, language
from desktop.records import conflicts, pairs
from desktop.records.book import Book, Changes
from desktop.ui import everywhere, look
from desktop.ui.formdialog import FormDialog
from desktop.ui.navigation import Navigation
from desktop.ui.page import Page
from desktop.ui.pages import pages
from desktop.ui.room import RoomParts
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
    "deeds": ("zap", N_("Deeds"), ("F11",)),
    "bulk": ("pencil", N_("Edit chosen…"), ("Shift+F2",)),
    "find": ("search", N_("Find"), ("F3", "Ctrl+F")),
    "everywhere": ("search", N_("Search everything"), ("Shift+F3", "Ctrl+K")),
    "refresh": ("refresh-cw", N_("Refresh"), ("F5",)),
    "import": ("file-up", N_("From Excel"), ("F7",)),
    "export": ("file-spreadsheet", N_("To Excel"), ("Shift+F7",)),
}
_IN_TOOLBAR = ("new", "open", "save", "delete", "restore", "", "undo", "redo", "", "import", "export", "", "everywhere")
_NARROW = 1000  # px, of the window


class MainWindow(QMainWindow):
    """Shows a Book. `closed` is called once the window has gone, with nothing unsaved left; `rooms` by register: what a room adds."""

    def __init__(
        self,
        book: Book,
        services: Services,
        closed: Callable[[], None] = lambda: None,
        rooms: Mapping[str, RoomParts] | None = None,
    ) -> None:
        super().__init__()
        self.book = book
        self.services = services
        self._closed = closed
        self.setWindowIcon(look.icon("sapha"))
        self.pages: dict[str, Page] = {page.name: page for page in pages(book, services, rooms or {})}
        self.actions_by_deed: dict[str, QAction] = {}
        self._build()
        services.signals.changed.connect(self._changed)
        services.signals.settings_changed.connect(self.retranslate)
        services.signals.pairs_found.connect(self.refresh_marks)
        self._unsubscribe = book.subscribe(services.signals.changed.emit)
        self.retranslate()
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
        """Open a record on its register's page; one that has no page on its parent's, else in a window of its own."""
        linked: tuple[str, bytes] | None = None
        spec = self.book.registers[register]
        while spec.name not in self.pages and spec.parent:
            linked = spec.name, record
            record = self.book.row(spec.name, record).values[spec.parent]
            spec = self.book.registers[spec.field(spec.parent).register]
        if spec.name in self.pages:
            page, opened = self.pages[spec.name], record
            self.show_page(spec.name, lambda: page.show_record(opened, linked))
        else:
            self.services.ask.run(FormDialog(self.book, spec, self.services, self.book.draft(spec.name, record), self))

    def retranslate(self) -> None:
        """Set the window's own words."""
        self.setWindowTitle(_("Sapha") + f" – {self.book.office.name}")
        self.navigation.retranslate()
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
        self._language.setShortcut(QKeySequence("F10"))  # Qt forgets a button's key with every new text
        self._language.setToolTip(_("Change the language of the program (F10)"))
        self._language.setAccessibleName(_("Change the language to {language}").format(language=LANGUAGES[other]))
        self.refresh_marks()

    def refresh_marks(self) -> None:
        """Show how many conflicts, and how many pairs that may be the same, wait: at their pages in the navigation."""
        self.services.tasks.read(self, lambda progress: _waiting(self.book), self._mark_waiting)

    def _mark_waiting(self, counts: Mapping[str, int]) -> None:
        for name, count in counts.items():
            title = self.pages[name].title()
            self.navigation.say(name, f"{title} ({count:,})" if count else title)

    # -- the inside

    def _build(self) -> None:
        self.navigation = Navigation(list(self.pages.values()))
        self._stack = QStackedWidget()
        for page in self.pages.values():
            self._stack.addWidget(page)
            page.state_changed.connect(self._refresh_deeds)
            page.open_wanted.connect(self.show_record)
            page.page_wanted.connect(self.show_page)
            page.words_changed.connect(lambda words: self.statusBar().showMessage(words, 6000))
        self.navigation.chosen.connect(self.show_page)
        self.navigation.activated.connect(lambda _index: self._go_in())
        middle = QWidget()
        line = QHBoxLayout(middle)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.navigation)
        line.addWidget(self._stack, 1)
        self.setCentralWidget(middle)
        self._build_bar()
        self._build_status()
        look.open_at(self, 1280, 800)
        self.setMinimumSize(880, 430)  # a screen of 1366 × 768 at 150 % has 910 × 512, its own bars included

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
        for number, name in enumerate(list(self.pages)[:9], start=1):
            walk = QAction(self)
            walk.setShortcut(QKeySequence(f"Alt+{number}"))
            walk.triggered.connect(lambda _on=False, name=name: self.navigation.pick(name))
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
        self._language.clicked.connect(self._switch_language)
        for widget in (self._practice, self._who, self._language):
            self.statusBar().addPermanentWidget(widget)

    def do(self, deed: str) -> None:
        """Do a deed of the toolbar."""
        if deed == "everywhere":
            show = self.show_record
            leave = self.page().leave
            everywhere.begin(self.book, self.services, self.pages, self, lambda *found: leave(lambda: show(*found)), self.show_page)
        elif deed in ("undo", "redo"):
            step = self.book.undo if deed == "undo" else self.book.redo
            self.page().leave(lambda: self._step(step))
        elif self.page().can(deed):
            self.page().do(deed)

    def _step(self, step: Callable[[], str | None]) -> None:
        def done(words: str | None) -> None:
            self.statusBar().showMessage(words or _("There is nothing to undo."), 8000)
            self._refresh_deeds()

        self.services.tasks.write(self, lambda progress: step(), done)

    def _enter(self, page: Page) -> None:
        walking = self.navigation.hasFocus()
        self._stack.setCurrentWidget(page)
        self._mark_navigation()
        page.entered()
        if walking:  # with the arrow keys from page to page; Enter goes into one
            self.navigation.setFocus(Qt.FocusReason.OtherFocusReason)
        self._refresh_deeds()

    def _go_in(self) -> None:
        self.page().setFocus(Qt.FocusReason.OtherFocusReason)
        self.page().entered()

    def _mark_navigation(self) -> None:
        self.navigation.mark(self.page().name)

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
                case "everywhere":
                    action.setEnabled(True)
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        priority = QAction.Priority.LowPriority if self.width() < _NARROW else QAction.Priority.NormalPriority
        for deed in ("undo", "redo"):  # known by their arrows: without words the rest finds room
            self.actions_by_deed[deed].setPriority(priority)
        super().resizeEvent(event)

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


def _waiting(book: Book) -> dict[str, int]:
    """How many questions wait, by the page that asks them."""
    with book.read() as reader:
        return {"conflicts": conflicts.count(reader), "same": pairs.count(reader, book.registers)}
