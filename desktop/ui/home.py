"""The first page: what waits to be done, and how much there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QItemSelectionModel, QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.base import dates
from desktop.base.i18n import _, ngettext
from desktop.base.task import Progress
from desktop.records import pairs
from desktop.records.book import Book, Changes
from desktop.records.register import Register, Reminder
from desktop.sync import exchange, taking
from desktop.ui import look, thaiwrap
from desktop.ui.history import moment
from desktop.ui.page import Page
from desktop.ui.services import Services

_COUNTS = 300  # px, the column of what there is
_TASK = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do: its words, where it leads (a page, and there a record), and whether it should have been done."""

    words: str
    page: str
    record: bytes | None = None
    late: bool = False
    icon: str = "bell"


class HomePage(Page):
    """A list of what to do, each line leading there; beside it the registers by group with their counts."""

    name = "home"
    icon = "book-open"

    def __init__(self, book: Book, services: Services, shown: Sequence[Register], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.book = book
        self.services = services
        self._to_focus = False  # the page was just entered
        self._heading, self._todo_title, self._nothing = QLabel(), QLabel(), QLabel()
        look.play(self._heading, "title")
        look.play(self._todo_title, "section")
        look.play(self._nothing, "hint")
        self._heading.setWordWrap(True)
        self.todo = QListWidget()
        self.todo.setWordWrap(True)
        self.todo.setIconSize(QSize(look.ICON, look.ICON))
        self.todo.setSpacing(2)
        self.todo.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.todo.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.todo.itemActivated.connect(self._open)
        self._figures: dict[str, QLabel] = {}
        self._buttons: dict[str, QPushButton] = {}
        self._groups: list[tuple[QLabel, str]] = []
        left = QVBoxLayout()
        left.addWidget(self._todo_title)
        left.addWidget(self._nothing)
        left.addWidget(self.todo, 1)
        left.addStretch(0)
        both = QHBoxLayout()
        both.setSpacing(18)
        both.addLayout(left, 1)
        both.addWidget(self._counts(shown))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 14)
        column.addWidget(self._heading)
        column.addLayout(both, 1)
        self.retranslate()

    def title(self) -> str:
        return _("Home")

    def can(self, deed: str) -> bool:
        return deed == "refresh"

    def do(self, deed: str) -> None:
        self.refresh()

    def entered(self) -> None:
        self._to_focus = True
        self.refresh()  # hand-overs change without a commit in a register

    def changed(self, changes: Changes) -> None:
        if self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Count again, in the background."""

        def read(progress: Progress) -> tuple[dict[str, int], list[Task]]:
            return self.book.counts(), self._tasks()

        self.services.tasks.read(self, read, lambda both: self._show(*both))

    def retranslate(self) -> None:
        self._heading.setText(thaiwrap.shown(self.book.office.name))
        self._todo_title.setText(_("To do"))
        self._nothing.setText(thaiwrap.shown(_("Nothing waits.")))
        self.todo.setAccessibleName(_("To do"))
        self.todo.setToolTip(_("Enter or a double click opens it"))
        for label, group in self._groups:
            label.setText(_(group))
        for name, button in self._buttons.items():
            title = _(self.book.registers[name].title)
            button.setText(title)
            button.setAccessibleDescription(_("Go to: {page}").format(page=title))
        self.refresh()

    # -- the inside

    def _counts(self, shown: Sequence[Register]) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(10)
        for group in dict.fromkeys(register.group for register in shown):
            card, heading = QFrame(), QLabel()
            look.play(card, "card")
            look.play(heading, "section")
            self._groups.append((heading, group))
            grid = QGridLayout(card)
            grid.setContentsMargins(10, 0, 14, 8)
            grid.setVerticalSpacing(0)
            grid.setColumnStretch(0, 1)
            grid.addWidget(heading, 0, 0, 1, 2)
            for line, register in enumerate((each for each in shown if each.group == group), start=1):
                grid.addWidget(self._button(register), line, 0)
                grid.addWidget(self._figures[register.name], line, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            column.addWidget(card)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFixedWidth(_COUNTS)
        return scroll

    def _button(self, register: Register) -> QPushButton:
        button = QPushButton()
        look.with_icon(button, register.icon)
        look.play(button, "link")
        button.clicked.connect(lambda: self.page_wanted.emit(register.name))
        self._buttons[register.name] = button
        self._figures[register.name] = QLabel("…")
        return button

    def _tasks(self) -> list[Task]:
        reminders = [self._reminder(each) for each in self.book.reminders()]
        late = [task for task in reminders if task.late]
        return [*late, *self._waiting(), *(task for task in reminders if not task.late)]

    def _reminder(self, reminder: Reminder) -> Task:
        words = _(reminder.message).format(**reminder.values)
        if reminder.due:
            words = _("{task} · due {date}").format(task=words, date=dates.show(reminder.due).replace(" ", "\u00a0"))
        if reminder.late:
            words = _("Late: {task}").format(task=words)
        icon = "triangle-alert" if reminder.late else self.book.registers[reminder.register].icon
        return Task(words, reminder.register, reminder.record, reminder.late, icon)

    def _waiting(self) -> list[Task]:
        """What waits in the hand-over."""
        waiting = []
        conflicts = len(self.book.conflicts())
        if conflicts:
            words = ngettext("{count} conflict to decide", "{count} conflicts to decide", conflicts)
            waiting.append(Task(words.format(count=conflicts), "conflicts", icon="git-merge"))
        with self.book.read() as reader:
            twice = pairs.count(reader, self.book.registers)
        if twice:
            words = ngettext("{count} pair who may be the same person", "{count} pairs who may be the same person", twice)
            waiting.append(Task(words.format(count=f"{twice:,}"), "same", icon="users"))
        unsent = exchange.unsent(self.book)
        if unsent:
            words = ngettext("{count} change not handed over yet", "{count} changes not handed over yet", unsent)
            waiting.append(Task(words.format(count=f"{unsent:,}"), "exchange", icon="usb"))
        open_ones = [made for made in exchange.outgoing(self.book) if made.confirmed_ms is None]
        if open_ones:
            words = _("Handed over on {when}, not yet confirmed by {office}")
            waiting.append(Task(words.format(when=moment(open_ones[0].made_ms), office=open_ones[0].to), "exchange", icon="usb"))
        held = len(taking.held(self.book))
        if held:
            words = ngettext("{count} parcel waits here", "{count} parcels wait here", held)
            waiting.append(Task(words.format(count=held), "exchange", icon="inbox"))
        return waiting

    def _show(self, counts: dict[str, int], tasks: list[Task]) -> None:
        for name, label in self._figures.items():
            label.setText(f"{counts.get(name, 0):,}")
            label.setAccessibleName(f"{_(self.book.registers[name].title)}: {counts.get(name, 0):,}")
        row = self.todo.currentRow()
        self.todo.clear()
        for task in tasks:
            item = QListWidgetItem(look.icon(task.icon), thaiwrap.shown(task.words), self.todo)
            item.setData(_TASK, task)
            if task.late:
                item.setForeground(QColor(look.colours().problem))
        # Current, so that Enter opens it, but not chosen: the colour of what is late stays to be seen.
        self.todo.setCurrentRow(min(max(0, row), len(tasks) - 1), QItemSelectionModel.SelectionFlag.NoUpdate)
        self.todo.setVisible(bool(tasks))
        self._nothing.setVisible(not tasks)
        if self._to_focus:
            self._to_focus = False
            (self.todo if tasks else next(iter(self._buttons.values()))).setFocus()

    def _open(self, item: QListWidgetItem) -> None:
        task: Task = item.data(_TASK)
        if task.record is not None:
            self.open_wanted.emit(task.page, task.record)
        else:
            self.page_wanted.emit(task.page)
