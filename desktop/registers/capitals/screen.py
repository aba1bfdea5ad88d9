"""The tab beside a capital's form: the projects that use it, and all capitals of its council by kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.base.i18n import N_, _, ngettext
from desktop.base.task import Progress
from desktop.records.book import Book
from desktop.records.plain import council_of
from desktop.records.register import Row
from desktop.registers.capitals.service import Count, counts, unused, used_in
from desktop.ui.readpanel import ReadPanel
from desktop.ui.room import RoomParts
from desktop.ui.services import Services


@dataclass(frozen=True, slots=True)
class Use:
    """What is shown of a capital: its projects and in what way each uses it; the whole of its council."""

    projects: Sequence[tuple[Row, str]]
    counts: Sequence[Count]
    unused: Sequence[Mapping[str, Any]]


class UsePanel(ReadPanel[Use]):
    """Enter on a project opens it, on a capital that is not used yet that one."""

    def __init__(self, book: Book, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(book, services, parent)
        self.projects, used = self.add_table(N_("Projects that use it"), [N_("Project"), N_("Status"), N_("How")])
        used.activated.connect(lambda index: self._open_project(index.row()))
        columns = [N_("Kind of capital"), N_("Which"), N_("How many"), N_("Used in projects")]
        self.counts, _table = self.add_table(N_("All capitals by kind"), columns, (2, 3))
        self.unused, waiting = self.add_table(N_("Used in no project yet"), [N_("Name"), N_("Kind of capital"), N_("Place")])
        waiting.activated.connect(lambda index: self._open_capital(index.row()))
        self.retranslate()

    def title(self) -> str:
        return _("Use in projects")

    def read(self, progress: Progress, record: bytes) -> Use:
        with self._book.read() as reader:
            council = council_of(reader, "capitals", record)
            used = dict(used_in(reader, record))
            counted, waiting = counts(reader, council), unused(reader, council)
        rows = [row for row in self._book.rows("projects", list(used)) if row is not None]
        return Use([(row, used[row.id]) for row in rows], counted, waiting)

    def show_found(self, found: Use | None) -> None:
        if found is None:
            for model in (self.projects, self.counts, self.unused):
                self.fill(model, [])
            return
        count = len(found.projects)
        used = ngettext("{count} project uses it", "{count} projects use it", count).format(count=count)
        self.tell(used if count else _("No project uses it yet."))
        projects, capitals = self._book.registers["projects"], self._book.registers["capitals"]
        status, kind, detail = projects.field("status"), capitals.field("kind"), capitals.field("detail")
        label = self._book.values_label
        self.fill(self.projects, [(projects.name_of(row.values), label(status, row.values["status"]), how) for row, how in found.projects])
        self.fill(
            self.counts,
            [
                (label(kind, each.kind), label(detail, each.detail) or _("(not filled in)"), f"{each.capitals:,}", f"{each.used:,}")
                for each in found.counts
            ],
        )
        self.fill(self.unused, [(each["name"] or "", label(kind, each["kind"]), each["place"] or "") for each in found.unused])

    def _open_project(self, row: int) -> None:
        if self.found is not None:
            self.open_wanted.emit("projects", self.found.projects[row][0].id)

    def _open_capital(self, row: int) -> None:
        if self.found is not None:
            self.open_wanted.emit("capitals", self.found.unused[row]["id"])


PARTS = RoomParts(tabs=(UsePanel,))
