"""The tabs beside a project's form: what its money comes to, its results, and which plan and strategies it serves."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.base.i18n import N_, _
from desktop.base.task import Progress
from desktop.records.book import Book
from desktop.records.sight import Path, lines_of_sight
from desktop.registers.budget_lines import service
from desktop.registers.budget_lines.service import Money
from desktop.registers.results.service import Scored, scored
from desktop.ui.readpanel import ReadPanel
from desktop.ui.room import RoomParts
from desktop.ui.services import Services


class MoneyPanel(ReadPanel[Money]):
    """The budget by category against what was spent, and where the money comes from."""

    def __init__(self, book: Book, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(book, services, parent)
        columns = [N_("Budget category"), N_("In all"), N_("Requested"), N_("Paid out"), N_("Left")]
        self.categories, _table = self.add_table(N_("By budget category"), columns, range(1, 5), gives=0)
        self.sources, _table = self.add_table(N_("Where the money comes from"), [N_("Source of money"), N_("Baht")], (1,))
        self.retranslate()

    def title(self) -> str:
        return _("Money of the project")

    def read(self, progress: Progress, record: bytes) -> Money:
        with self._book.read() as reader:
            return service.money(reader, record)

    def show_found(self, found: Money | None) -> None:
        if found is None:
            self.fill(self.categories, [])
            self.fill(self.sources, [])
            return
        self.tell(*self._told(found))
        rows = [
            (self._called("budget_category", each.category), *map(self.amount, (each.whole, each.requested, each.spent, each.left)))
            for each in found.categories
        ]
        left = found.requested - found.spent
        total = (_("Sum"), *map(self.amount, (found.whole, found.requested, found.spent, left)))
        self.fill(self.categories, [*rows, total] if rows else [])
        asked = [(_("Requested"), self.amount(found.requested))] if found.requested else []
        given = [(self._called("budget_source", source), self.amount(amount)) for source, amount in found.contributions]
        covered = [(_("Sum"), self.amount(found.requested + found.contributed))] if asked or given else []
        self.fill(self.sources, [*asked, *given, *covered])

    def _called(self, codes: str, code: str | None) -> str:
        return self._book.code_lists.label(codes, code) if code is not None else _("Not said")

    def _told(self, found: Money) -> list[str]:
        lines = []
        if found.budget is not None:
            lines.append(_("Budget: {baht} baht").format(baht=self.amount(found.budget)))
        if found.categories and found.budget is not None and found.requested and found.requested != found.budget:
            away = self.amount(abs(found.requested - found.budget))
            lines.append(
                _("The lines ask for {asked} baht, {away} baht away from the budget.").format(asked=self.amount(found.requested), away=away)
            )
        if found.whole and found.uncovered > 0:
            lines.append(_("Not covered yet: {baht} baht").format(baht=self.amount(found.uncovered)))
        if found.due or found.received:
            words = _("Instalments: {received} of {due} baht received")
            lines.append(words.format(received=self.amount(found.received), due=self.amount(found.due)))
        if found.given:
            lines.append(_("Help to people from this project: {baht} baht").format(baht=self.amount(found.given)))
        return lines or [_("No money is entered yet.")]


class ResultsPanel(ReadPanel[list[Scored]]):
    """Results by dimension, with the share of the way they have come."""

    def __init__(self, book: Book, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(book, services, parent)
        columns = [N_("Dimension"), N_("Measured by"), N_("Reached"), N_("Target"), N_("Actual"), N_("Baseline"), N_("Unit")]
        self.results, _table = self.add_table(N_("Results by dimension"), columns, (2, 3, 4, 5), gives=1)
        self.retranslate()

    def title(self) -> str:
        return _("Results so far")

    def read(self, progress: Progress, record: bytes) -> list[Scored]:
        with self._book.read() as reader:
            return scored(reader, record)

    def show_found(self, found: list[Scored] | None) -> None:
        if found is not None:
            measured = [each.share for each in found if each.share is not None]
            full = sum(each >= 100 for each in measured)
            words = _("{full} of {count} results have reached their target.") if measured else _("No result has been measured yet.")
            self.tell(words.format(full=full, count=len(measured)))
        self.fill(self.results, [self._row(each) for each in found or ()])

    def _row(self, each: Scored) -> tuple[str, ...]:
        values, label = each.values, self._book.code_lists.label
        dimension = label("quality_of_life", values["dimension"]) if values["dimension"] else _("Not said")
        numbers = (self.amount(values[name]) for name in ("target", "actual", "baseline"))
        unit = label("unit", values["unit"]) if values["unit"] else ""
        reached = "" if each.share is None else f"{each.share} %"
        return dimension, values["indicator"] or "", reached, *numbers, unit


class SightPanel(ReadPanel[list[Path]]):
    """From the project upwards: plan items, then strategies up to the highest."""

    def __init__(self, book: Book, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(book, services, parent)
        self.steps, _table = self.add_table(N_("Which plan and strategies it serves"), [N_("Level"), N_("What it serves")])
        self.retranslate()

    def title(self) -> str:
        return _("Line of sight")

    def read(self, progress: Progress, record: bytes) -> list[Path]:
        with self._book.read() as reader:
            return lines_of_sight(reader, record)

    def show_found(self, found: list[Path] | None) -> None:
        if found is None:
            self.fill(self.steps, [])
            return
        if not found:
            self.tell(_("Not linked to an item of the tambon's plan. Add it under “What the project is linked to”."))
        elif not all(path[-1].register == "strategies" for path in found):
            self.tell(_("An item serves no strategy yet. Open the plan and choose it at the item."))
        else:
            self.tell("")
        rows: list[tuple[str, str]] = []
        for path in found:
            if rows:
                rows.append(("", ""))  # between two ways
            for step in path:
                level = self._book.code_lists.label("plan_level", step.level) if step.level else _("Plan item")
                rows.append((level, step.title))
        self.fill(self.steps, rows)


PARTS = RoomParts(tabs=(MoneyPanel, ResultsPanel, SightPanel))
