"""The tab beside a partner's form: what it gave, by fiscal year and kind, over everything that was recorded of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.base import ids
from desktop.base.i18n import N_, _, ngettext
from desktop.base.task import Progress
from desktop.records.book import Book
from desktop.registers.partners.service import Support, contacts, given, support
from desktop.ui.readpanel import ReadPanel
from desktop.ui.room import RoomParts
from desktop.ui.services import Services


@dataclass(frozen=True, slots=True)
class Standing:
    """What is shown of a partner: what it gave, and who speaks for it today."""

    support: Support
    contacts: Sequence[Mapping[str, Any]]


class SupportPanel(ReadPanel[Standing]):
    """Sums by fiscal year and kind, newest year first."""

    def __init__(self, book: Book, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(book, services, parent)
        columns = [N_("Fiscal year"), N_("Kind of support"), N_("Times given"), N_("Worth (baht)")]
        self.sums, _table = self.add_table(N_("By fiscal year and kind"), columns, (2, 3))
        self.contacts, _table = self.add_table(N_("Contact persons today"), [N_("Name"), N_("Position"), N_("Phones"), N_("E-mail")])
        self.retranslate()

    def title(self) -> str:
        return _("Support given")

    def read(self, progress: Progress, record: bytes) -> Standing:
        with self._book.read() as reader:
            return Standing(support(given(reader, record)), contacts(reader, record, self._book.clock.today().isoformat()))

    def show_found(self, found: Standing | None) -> None:
        if found is None:
            self.fill(self.sums, [])
            self.fill(self.contacts, [])
            return
        whole = found.support
        projects = ngettext("{count} project", "{count} projects", whole.projects).format(count=f"{whole.projects:,}")
        activities = ngettext("{count} activity", "{count} activities", whole.activities).format(count=f"{whole.activities:,}")
        worth = _("Worth {baht} baht in all").format(baht=self.amount(whole.total))
        self.tell(f"{worth} · {projects} · {activities}", _("Its support, contributions to projects, help and support of enterprises."))
        lists = self._book.code_lists
        unknown = _("(not filled in)")
        rows = [
            (
                str(each.year or unknown),
                lists.label("partner_support_kind", each.kind) if each.kind else unknown,
                f"{each.times:,}",
                self.amount(each.amount),
            )
            for each in whole.sums
        ]
        self.fill(self.sums, [*rows, (_("Total"), "", f"{whole.times:,}", self.amount(whole.total))] if rows else [])
        self.fill(
            self.contacts,
            [
                (
                    each["name"] or "",
                    each["role"] or "",
                    ", ".join(ids.show_phone(phone) for phone in each["phones"] or ()),
                    each["email"] or "",
                )
                for each in found.contacts
            ],
        )


PARTS = RoomParts(tabs=(SupportPanel,))
