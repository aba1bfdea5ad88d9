"""The tabs beside a welfare fund's form: the rules and counts of the form for matching money, and who has paid in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QWidget

from desktop.base import dates
from desktop.base.i18n import N_, _, ngettext
from desktop.base.task import Progress
from desktop.records.book import Book
from desktop.registers.welfare_funds import service
from desktop.registers.welfare_funds.model import Rule
from desktop.registers.welfare_funds.service import Matching
from desktop.ui import look, thaiwrap
from desktop.ui.editors import Combo
from desktop.ui.readpanel import ReadPanel
from desktop.ui.room import RoomParts
from desktop.ui.services import Services

_YEARS = 6
_KEPT = {True: N_("Kept"), False: N_("Not kept"), None: N_("Can't be told yet")}


class _YearPanel(ReadPanel[Matching]):
    """What a fund is on the last day of a fiscal year that is chosen here."""

    def __init__(self, book: Book, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(book, services, parent)
        self._year: int | None = None
        self.year = Combo()
        self.year.activated.connect(lambda _index: self.refresh())
        self.column.insertWidget(0, self.year)

    def refresh(self) -> None:
        self._year = self.year.currentData()  # read here: the worker's thread touches no widget
        super().refresh()

    def retranslate(self) -> None:
        now, chosen = dates.fiscal_year(self._book.clock.today()), self.year.currentData()
        self.year.clear()
        for year in range(now, now - _YEARS, -1):
            self.year.addItem(_("Fiscal year {year}").format(year=year), year)
        # The last cut-off day that is over; this year's tells what is to be done until then
        self.year.setCurrentIndex(self.year.findData(chosen or now - 1))
        self.year.setAccessibleName(_("Fiscal year"))
        super().retranslate()

    def read(self, progress: Progress, record: bytes) -> Matching:
        assert self._year is not None
        with self._book.read() as reader:
            return service.matching(reader, record, service.cut_off(self._year))

    def called(self, codes: str, code: str | None) -> str:
        """The label of a code, also of none."""
        return self._book.code_lists.label(codes, code) if code else _("Not said")


class MatchingPanel(_YearPanel):
    """The six rules, each with what is missing; a broken one in warning colour."""

    def __init__(self, book: Book, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(book, services, parent)
        self._heading = self.words("section")
        self.column.addWidget(self._heading)
        self.rules = [self.words() for _number in range(service.RULES)]
        for label in self.rules:
            self.column.addWidget(label)
        self.column.addStretch(1)
        self.retranslate()

    def title(self) -> str:
        return _("Matching money")

    def retranslate(self) -> None:
        self._heading.setText(thaiwrap.shown(_("The six rules")))
        super().retranslate()

    def show_found(self, found: Matching | None) -> None:
        for label in self.rules:
            label.clear()
        if found is None:
            return
        self.tell(*self._told(found))
        for rule, label in zip(found.rules, self.rules, strict=True):
            missing = self._missing(rule)
            label.setText(thaiwrap.shown(f"{rule.number}. {_(rule.title)} – {_(_KEPT[rule.kept])}" + (f"\n{missing}" if missing else "")))
            look.play(label, "good" if rule.kept else "warning")

    def _missing(self, rule: Rule) -> str:
        values = dict(rule.values or {})
        if "fields" in values:
            fund = self._book.registers["welfare_funds"]
            values["fields"] = ", ".join(_(fund.field(name).label) for name in values["fields"])
        return _(rule.missing).format(**values) if rule.missing else ""

    def _told(self, found: Matching) -> list[str]:
        signed = found.fund.get("local_signed_on")
        return [
            _("As on {day}").format(day=dates.show(found.cut_off, "long")),
            _("Signed by the local government on {day}").format(day=dates.show(signed))
            if signed
            else _("Not signed by the local government yet."),
        ]


class CountsPanel(_YearPanel):
    """The numbers the form for matching money asks."""

    def __init__(self, book: Book, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(book, services, parent)
        self.kinds, _table = self.add_table(N_("Members"), [N_("Kind of member"), N_("Ever"), N_("At present")], (1, 2))
        self.income, _table = self.add_table(N_("Money received"), [N_("From where"), N_("Baht")], (1,))
        columns = [N_("Kind of welfare"), N_("Times"), N_("People helped"), N_("Baht")]
        self.claims, _table = self.add_table(N_("Welfare paid"), columns, (1, 2, 3))
        self.retranslate()

    def title(self) -> str:
        return _("Figures for the form")

    def show_found(self, found: Matching | None) -> None:
        if found is None:
            for model in (self.kinds, self.income, self.claims):
                self.fill(model, [])
            return
        self.tell(*self._told(found))
        kinds = [(self.called("fund_member_kind", kind), f"{ever:,}", f"{now:,}") for kind, (ever, now) in _ordered(found.kinds)]
        self.fill(self.kinds, [*kinds, (_("Sum"), f"{found.ever:,}", f"{found.now:,}")])
        money = [(self.called("fund_income", source), self.amount(amount)) for source, amount in _ordered(found.income)]
        self.fill(self.income, [*money, (_("Sum"), self.amount(sum(found.income.values(), service.NOTHING)))])
        claims = [
            (self.called("welfare_kind", kind), f"{times:,}", f"{people:,}", self.amount(amount))
            for kind, (times, people, amount) in _ordered(found.claims)
        ]
        self.fill(self.claims, claims)

    def _told(self, found: Matching) -> list[str]:
        lines = [_("As on {day}").format(day=dates.show(found.cut_off, "long"))]
        sexes = [f"{self.called('sex', sex)} {count:,}" for sex, count in _ordered(found.sexes)]
        members = ngettext("{count} member now", "{count} members now", found.now).format(count=f"{found.now:,}")
        lines.append(" · ".join([members, *sexes]))
        left = [f"{self.called('left_reason', reason)} {count:,}" for reason, count in _ordered(found.left)]
        if left:
            lines.append(_("No longer members: {reasons}").format(reasons=" · ".join(left)))
        words = _("Members for a year or more: {old} · still to be matched: {open} · villages they live in: {covered}")
        lines.append(words.format(old=f"{found.old:,}", open=f"{found.to_match:,}", covered=found.covered))
        if found.died:
            words = ngettext(
                "{count} member has died and is still on the list.", "{count} members have died and are still on the list.", found.died
            )
            lines.append(words.format(count=found.died))
        committee = [found.fund.get(name) or 0 for name in ("committee_community", "committee_experts")]
        if any(committee):
            lines.append(
                _("Committee: {community} from the community, {experts} experts").format(community=committee[0], experts=committee[1])
            )
        return [*lines, *self._money(found.held)]

    def _money(self, held: service.Held) -> list[str]:
        lines = [_("The fund has {baht} baht today.").format(baht=self.amount(held.balance))]
        if held.balance < 0:
            lines.append(_("More was paid out than came in."))
        if held.difference:
            words = _("{baht} baht more were counted than that.") if held.difference > 0 else _("{baht} baht less were counted than that.")
            lines.append(words.format(baht=self.amount(abs(held.difference))))
        return lines


class DuesPanel(ReadPanel[dict[str, Any]]):
    """Periods with what came in, and who has not paid for the one chosen."""

    def __init__(self, book: Book, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(book, services, parent)
        self._wanted: str | None = None
        self.period = Combo()
        self.period.activated.connect(lambda _index: self.refresh())
        self.column.addWidget(self.period)
        self.owing, _table = self.add_table(N_("Not paid yet"), [N_("Member no."), N_("Member"), N_("Moo")], (2,))
        self.paid, _table = self.add_table(N_("Paid in by members"), [N_("For the month or year"), N_("Payments"), N_("Baht")], (1, 2))
        self.retranslate()

    def title(self) -> str:
        return _("Contributions paid in")

    def show_record(self, record: bytes | None) -> None:
        if record != self._record:
            self.period.clear()
        super().show_record(record)

    def refresh(self) -> None:
        self._wanted = self.period.currentData()  # read here: the worker's thread touches no widget
        super().refresh()

    def read(self, progress: Progress, record: bytes) -> dict[str, Any]:
        today = self._book.clock.today().isoformat()
        with self._book.read() as reader:
            paid = service.periods(reader, record)
            fund = reader.stored("welfare_funds", record) or {}
            usual = today[:4] if fund.get("contribution_pattern") == "YEAR" else today[:7]
            wanted = self._wanted or (paid[0][0] if paid else usual)
            owing = service.owing(reader, record, wanted)
        return {"paid": paid, "period": wanted, "usual": usual, "owing": owing}

    def show_found(self, found: dict[str, Any] | None) -> None:
        if found is None:
            self.fill(self.owing, [])
            self.fill(self.paid, [])
            return
        with QSignalBlocker(self.period):
            self.period.clear()
            for each in sorted({found["period"], found["usual"], *(period for period, _count, _baht in found["paid"])}, reverse=True):
                self.period.addItem(dates.show(each, "long"), each)
            self.period.setCurrentIndex(max(0, self.period.findData(found["period"])))
        self.period.setAccessibleName(_("For the month or year"))
        count, shown = len(found["owing"]), dates.show(found["period"], "long")
        words = ngettext("{count} member has not paid for {period}.", "{count} members have not paid for {period}.", count)
        self.tell(words.format(count=f"{count:,}", period=shown) if count else _("Everybody has paid for {period}.").format(period=shown))
        self.fill(self.owing, [(each.member_no or "", each.name, str(each.moo or "")) for each in found["owing"]])
        self.fill(self.paid, [(dates.show(period, "long"), f"{times:,}", self.amount(baht)) for period, times, baht in found["paid"]])


def _ordered(found: Mapping[Any, Any]) -> list[tuple[Any, Any]]:
    """By code, what has none last."""
    return sorted(found.items(), key=lambda each: (not each[0], each[0] or ""))


PARTS = RoomParts(tabs=(MatchingPanel, CountsPanel, DuesPanel))
