"""What hangs on a record: one group for each register whose records point to it, read in one go when it is looked at."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.base.i18n import _
from desktop.base.task import Progress
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.records.register import Register, Related
from desktop.ui import look, thaiwrap
from desktop.ui.group import Found, Group
from desktop.ui.room import RecordTab
from desktop.ui.services import Services
from desktop.ui.words import Retranslated

PICTURES = "attachments"  # shown as pictures, not as a table


def hanging(register: Register, book: Book) -> list[Related]:
    """What is shown beside a record: its children first, then what else points to it; pictures last."""
    children = [Related(name, book.registers[name].parent) for name in register.children]
    others = sorted(register.related, key=lambda each: each.register == PICTURES)
    return [*children, *others]


class Linked(RecordTab):
    """Everything that hangs on a record. `total` is read at once, the groups when they are looked at."""

    def __init__(self, book: Book, register: Register, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self._services = services
        self._related = hanging(register, book)
        self._record: bytes | None = None
        self._total: int | None = None
        self._asked = 0
        self._wanted: tuple[str, bytes] | None = None
        self.groups: list[Group] = []
        self._pictures: list[_Pictures] = []
        self._hint = QLabel()
        self._hint.setWordWrap(True)
        look.play(self._hint, "hint")
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(8, 4, 12, 8)
        self._column.setSpacing(6)
        self._column.addWidget(self._hint)
        self._column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(self._body)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll = scroll
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)
        self.retranslate()

    def title(self) -> str:
        title = _("Linked")
        return _("{register} ({count})").format(register=title, count=self._total) if self._total else title

    def of(self, register: str, link: str = "") -> Group:
        """The group of a register; KeyError when there is none."""
        self._make_groups()
        for group in self.groups:
            if group.register.name == register and link in ("", group.related.link):
                return group
        raise KeyError(register)

    def show_total(self, record: bytes | None) -> None:
        """Say in the title how much hangs on this record; nothing else is read yet."""
        self._record, self._total = record, None
        self._asked += 1
        asked = self._asked
        if record is None:
            self.title_changed.emit()
            return

        def read(progress: Progress) -> int:
            return sum(self._book.count(self._query(related, record)) for related in self._related)

        def done(total: int) -> None:
            if asked == self._asked:
                self._total = total
                self.title_changed.emit()

        self._services.tasks.read(self, read, done)

    def show_record(self, record: bytes | None) -> None:
        self._make_groups()
        self._record = record
        self._hint.setVisible(record is None)
        for part in (*self.groups, *self._pictures):
            part.setVisible(record is not None)
        for pictures in self._pictures:
            pictures.panel.show_record(record)
        self._read()

    def refresh(self) -> None:
        self._read()
        for pictures in self._pictures:
            pictures.panel.refresh()

    def choose(self, register: str, record: bytes) -> None:
        """Bring a record into sight once it is read."""
        self._wanted = register, record

    def retranslate(self) -> None:
        self._hint.setText(thaiwrap.shown(_("Save first, then add here.")))
        self.title_changed.emit()

    # -- the inside

    def _query(self, related: Related, record: bytes) -> ListQuery:
        return ListQuery(related.register, filters={related.link: record}, sort=self._book.registers[related.register].sort)

    def _read(self) -> None:
        self._asked += 1
        asked, record = self._asked, self._record
        if record is None:
            return
        queries = [self._query(group.related, record) for group in self.groups]

        def read(progress: Progress) -> list[Found]:
            return [Found(self._book.ids(query), self._book.sums(query)) for query in queries]

        def done(found: list[Found]) -> None:
            if asked == self._asked:
                self._show(record, found)

        self._services.tasks.read(self, read, done)

    def _make_groups(self) -> None:
        if self.groups or self._pictures:
            return
        for related in self._related:
            if related.register == PICTURES:
                pictures = _Pictures(self._book, related, self._services)
                pictures.panel.changed.connect(self._count)
                self._pictures.append(pictures)
                self._column.insertWidget(self._column.count() - 1, pictures)
                continue
            group = Group(self._book, related, self._services)
            group.changed.connect(self.refresh)
            group.open_wanted.connect(self.open_wanted)
            self.groups.append(group)
            self._column.insertWidget(self._column.count() - 1, group)

    def _show(self, record: bytes, found: Sequence[Found]) -> None:
        for group, what in zip(self.groups, found, strict=True):
            group.show_found(record, what)
        self._count()
        if self._wanted is not None:
            register, wanted = self._wanted
            self._wanted = None
            for group in self.groups:
                if group.register.name == register and group.model.number(wanted) is not None:
                    group.select(wanted)
                    group.table.setFocus()
                    self._scroll.ensureWidgetVisible(group)

    def _count(self) -> None:
        self._total = sum(group.count() for group in self.groups) + sum(pictures.panel.count() for pictures in self._pictures)
        for pictures in self._pictures:
            pictures.retranslate()
        self.title_changed.emit()


class _Pictures(Retranslated):
    """The heading over a record's pictures."""

    def __init__(self, book: Book, related: Related, services: Services) -> None:
        from desktop.ui.pictures import PicturesPanel  # its viewer and decoders take a while to load

        super().__init__()
        self._title = book.registers[related.register].title
        self.panel = PicturesPanel(book, services, related.link)
        self._heading = QLabel()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._heading)
        column.addWidget(self.panel)
        self.retranslate()

    def retranslate(self) -> None:
        count = self.panel.count()
        title = _(self._title)
        self._heading.setText(_("{register} ({count})").format(register=title, count=count) if count else title)
        look.play(self._heading, "section" if count else "hint")
