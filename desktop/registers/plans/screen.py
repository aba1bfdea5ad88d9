"""The tabs beside a plan's and a strategy's form: the tree of items, and what serves a strategy."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.base.i18n import N_, _, ngettext
from desktop.base.task import Progress
from desktop.records.book import Book
from desktop.registers.plans import service
from desktop.registers.plans.service import Item, Serving, Tree
from desktop.ui.readpanel import ReadPanel
from desktop.ui.room import RoomParts
from desktop.ui.services import Services

_STEP = "    "  # a level of the tree


class TreePanel(ReadPanel[Tree]):
    """Items under items, with what each branch costs and which projects it became."""

    def __init__(self, book: Book, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(book, services, parent)
        columns = [N_("Plan item"), N_("Budget of the branch"), N_("State of the item"), N_("Projects")]
        self.items, _table = self.add_table(N_("Items as a tree"), columns, (1,), gives=0)
        self.retranslate()

    def title(self) -> str:
        return _("Tree")

    def read(self, progress: Progress, record: bytes) -> Tree:
        with self._book.read() as reader:
            return service.tree(reader, record)

    def show_found(self, found: Tree | None) -> None:
        if found is None or not found.items:
            self.tell(_("No item is entered yet.") if found is not None else _("Save first: then it is worked out here."))
            self.fill(self.items, [])
            return
        items = ngettext("{count} item", "{count} items", len(found.items)).format(count=len(found.items))
        projects = ngettext("{count} project", "{count} projects", found.projects).format(count=found.projects)
        lines = [" · ".join((items, projects, _("{baht} baht").format(baht=self.amount(found.budget))))]
        if found.unserving:
            words = ngettext("{count} item serves no strategy yet.", "{count} items serve no strategy yet.", found.unserving)
            lines.append(words.format(count=found.unserving))
        self.tell(*lines)
        self.fill(self.items, [self._row(item) for item in found.items])

    def _row(self, item: Item) -> tuple[str, ...]:
        values = item.values
        called = " ".join(text for text in (values["number"], values["title"]) if text)
        state = self._book.code_lists.label("plan_item_state", values["state"]) if values["state"] else ""
        titles = ", ".join(each["title"] or "" for each in item.projects)
        return _STEP * item.depth + called, self.amount(item.branch or None), state, titles


class ServingPanel(ReadPanel[Serving]):
    """What is under a strategy: strategies, plan items, and projects, each once."""

    def __init__(self, book: Book, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(book, services, parent)
        self.strategies, _table = self.add_table(N_("Strategies under it"), [N_("Strategy"), N_("Level")])
        self.items, _table = self.add_table(N_("Plan items that serve it"), [N_("Plan item"), N_("Budget")], (1,))
        columns = [N_("Project"), N_("Fiscal year (B.E.)"), N_("Status"), N_("Budget")]
        self.projects, _table = self.add_table(N_("Projects that serve it"), columns, (1, 3))
        self.retranslate()

    def title(self) -> str:
        return _("What serves it")

    def read(self, progress: Progress, record: bytes) -> Serving:
        with self._book.read() as reader:
            return service.serving(reader, record)

    def show_found(self, found: Serving | None) -> None:
        if found is None:
            for model in (self.strategies, self.items, self.projects):
                self.fill(model, [])
            return
        count = ngettext("{count} project", "{count} projects", len(found.projects)).format(count=len(found.projects))
        self.tell(f"{count} · " + _("{baht} baht").format(baht=self.amount(found.budget)))
        label = self._book.code_lists.label
        self.fill(self.strategies, [(row["name"] or "", label("plan_level", row["level"] or "")) for row in found.strategies])
        self.fill(self.items, [(row["title"] or "", self.amount(row["budget"])) for row in found.items])
        self.fill(
            self.projects,
            [
                (
                    row["title"] or "",
                    str(row["fiscal_year"] or ""),
                    label("project_status", row["status"] or ""),
                    self.amount(row["budget"]),
                )
                for row in found.projects
            ],
        )


PLANS = RoomParts(tabs=(TreePanel,))
STRATEGIES = RoomParts(tabs=(ServingPanel,))
