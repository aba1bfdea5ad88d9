"""What councils do and own, as tables: projects, results, activities, economy, partners, money. docs/figures.md says how each is counted.

Every record is counted once, by its id, however many books it lies in; what lies in the bin, or hangs on something that does, is not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from desktop.base import i18n, thai
from desktop.base.i18n import N_, _
from desktop.records.book import Book
from desktop.records.codes import CodeLists
from desktop.records.plain import alive, holds

Row = Mapping[str, Any]
Rows = Mapping[bytes, Row]
_NOTHING = Decimal("0.00")
CANCELLED = "CANCELLED"  # in the code lists project_status and activity_status

# What is read of each register, beside id and council
_READ: Mapping[str, Sequence[str]] = {
    "projects": ("status", "budget", "fiscal_year"),
    "project_contributions": ("project", "source", "partner", "amount"),
    "results": ("project", "activity", "dimension", "baseline", "target", "actual"),
    "activities": ("kind", "status", "participants", "male", "female"),
    "plans": ("status",),
    "plan_items": ("plan", "budget"),
    "enterprises": ("kind", "roles"),
    "enterprise_members": ("enterprise", "since", "until"),
    "enterprise_supports": ("enterprise", "partner", "amount"),
    "products": ("kind",),
    "product_marks": ("product", "mark", "issued_on", "expires_on"),
    "business_plans": ("status",),
    "capitals": ("kind",),
    "project_links": ("project", "capital"),
    "partners": ("kind",),
    "partner_supports": ("partner", "amount"),
    "help": ("partner", "value"),
    "welfare_funds": ("name", "opening_balance"),
    "fund_members": ("fund", "kind", "joined_on", "left_on"),
    "fund_claims": ("fund", "kind", "status", "people", "amount"),
    "cash_books": ("kind",),
    "cash_months": ("cash_book",),
}
# What is only added up, by what it hangs on: a fund takes in money every month from every member, so the store adds it up
_ADDED: Mapping[str, Sequence[str]] = {
    "budget_lines": ("project", "requested"),
    "enterprise_months": ("enterprise", "income", "cost"),
    "fund_receipts": ("fund", "amount"),
    "cash_lines": ("cash_book", "income", "expense"),
}


@dataclass(frozen=True, slots=True)
class TableLine:
    """A line of a table: what it is about in both languages, and a number (of things, or Decimal baht) for each column."""

    key: str
    label_th: str
    label_en: str
    values: tuple[int | Decimal, ...]

    @property
    def label(self) -> str:
        """The name in the language in use."""
        return (self.label_th if i18n.language() == "th" else self.label_en) or _("Not stated")


@dataclass(frozen=True, slots=True)
class CountTable:
    """A table of the report. `title`, `about` and `columns` are msgids; `sums` is None where the lines don't add up to anything."""

    name: str
    title: str
    about: str
    columns: tuple[str, ...]
    lines: tuple[TableLine, ...]
    sums: tuple[int | Decimal, ...] | None


def tables(books: Sequence[Book], fiscal_year: int | None = None) -> tuple[CountTable, ...]:
    """Count some books together, as the first of them words codes. What is added up below a record (a fund's receipts, the lines of a cash
    book) is believed of the book named first that has any. `fiscal_year` (B.E.) narrows projects, their contributions and their results."""
    rows: dict[str, dict[bytes, Row]] = {}
    for book in books:
        with book.read() as reader:
            for register, names in _READ.items():
                table = reader.store.synced[register].table
                columns = (table.c.id, *(table.c[name] for name in names))
                found = rows.setdefault(register, {})
                for row in reader.conn.execute(select(*columns).where(alive(table))).mappings():
                    found.setdefault(row["id"], dict(row))
            for register, (link, *amounts) in _ADDED.items():
                table = reader.store.synced[register].table
                owner = table.c[link]
                sums = select(owner.label("id"), *(func.sum(table.c[name]).label(name) for name in amounts)).where(alive(table))
                found = rows.setdefault(register, {})
                for row in reader.conn.execute(sums.group_by(owner)).mappings():
                    found.setdefault(row["id"], dict(row))
    return _Work(rows, books[0].code_lists, books[0].clock.today().isoformat(), fiscal_year).tables()


class _Work:
    """The counting, over rows already read."""

    def __init__(self, rows: Mapping[str, Rows], codes: CodeLists, today: str, fiscal_year: int | None) -> None:
        self.rows = rows
        self.codes = codes
        self.today = today
        self.held = {uid: row for uid, row in rows["activities"].items() if row["status"] != CANCELLED}
        self.kept = {uid: row for uid, row in rows["projects"].items() if row["status"] != CANCELLED}
        self.in_year = {uid: row for uid, row in rows["projects"].items() if fiscal_year in (None, row["fiscal_year"])}
        self.counted = {uid: row for uid, row in self.in_year.items() if uid in self.kept}

    def tables(self) -> tuple[CountTable, ...]:
        """All of them, in the order of the menu."""
        return (*self._of_projects(), *self._of_work(), *self._of_economy(), *self._of_money())

    def _of_projects(self) -> Iterable[CountTable]:
        asked = self._below("budget_lines", "requested")
        yield self._coded(
            "projects", N_("Projects by status"), N_("Status"), "project_status", _grouped(self.in_year.values(), "status"),
            (N_("Projects"), len), (N_("Budget (baht)"), _sum("budget")),
            (N_("Requested (baht)"), lambda found: sum((asked.get(row["id"], _NOTHING) for row in found), _NOTHING)),
        )  # fmt: skip
        given = [row for row in self.rows["project_contributions"].values() if row["project"] in self.counted]
        yield self._coded(
            "contributions", N_("Contributions to projects"), N_("Source of money"), "budget_source", _grouped(given, "source"),
            (N_("Times"), len), (N_("Baht"), _sum("amount")),
        )  # fmt: skip
        results = [
            row
            for row in self.rows["results"].values()
            if row["project"] in self.counted or (row["project"] is None and row["activity"] in self.held)
        ]
        yield self._coded(
            "results", N_("Results by dimension"), N_("Dimension"), "quality_of_life", _grouped(results, "dimension"),
            (N_("Results"), len), (N_("Measured"), _measured), (N_("Target reached"), _reached),
        )  # fmt: skip

    def _of_work(self) -> Iterable[CountTable]:
        yield self._coded(
            "activities", N_("Activities by kind"), N_("Kind"), "activity_kind", _grouped(self.held.values(), "kind"),
            (N_("Activities"), len), (N_("Participants"), _came), (N_("Men"), _whole("male")), (N_("Women"), _whole("female")),
        )  # fmt: skip
        items = self._count("plan_items", "plan")
        yield self._coded(
            "plans", N_("Plans by status"), N_("Status of the plan"), "plan_status", self._by("plans", "status"),
            (N_("Plans"), len), (N_("Plan items"), lambda found: sum(items.get(row["id"], 0) for row in found)),
        )  # fmt: skip
        times, baht = self._support()
        yield self._coded(
            "partners", N_("Partners by kind"), N_("Kind of partner"), "partner_kind", self._by("partners", "kind"),
            (N_("Partners"), len), (N_("Times support was given"), lambda found: sum(times.get(row["id"], 0) for row in found)),
            (N_("Baht"), lambda found: sum((baht.get(row["id"], _NOTHING) for row in found), _NOTHING)),
        )  # fmt: skip

    def _of_economy(self) -> Iterable[CountTable]:
        enterprises = self.rows["enterprises"]
        now = [row for row in self.rows["enterprise_members"].values() if holds(row, ("since", "until"), self.today)]
        members = {uid: len(found) for uid, found in _grouped(now, "enterprise").items()}
        income, cost = (self._below("enterprise_months", name) for name in ("income", "cost"))
        columns: tuple[tuple[str, Callable[[list[Row]], int | Decimal]], ...] = (
            (N_("Enterprises"), len),
            (N_("Members now"), lambda found: sum(members.get(row["id"], 0) for row in found)),
            (N_("Income (baht)"), lambda found: sum((income.get(row["id"], _NOTHING) for row in found), _NOTHING)),
            (N_("Cost (baht)"), lambda found: sum((cost.get(row["id"], _NOTHING) for row in found), _NOTHING)),
        )
        kinds = self._by("enterprises", "kind")
        yield self._coded("enterprises", N_("Enterprises by kind"), N_("Kind of enterprise"), "enterprise_kind", kinds, *columns)
        roles: dict[str, list[Row]] = {}
        for row in enterprises.values():
            for role in row["roles"] or ("",):
                roles.setdefault(role, []).append(row)
        title = N_("Enterprises by their part in the chain")
        yield self._coded("roles", title, N_("Part in the chain"), "chain_role", roles, *columns, adds_up=False)
        valid = [
            row
            for row in self.rows["product_marks"].values()
            if row["product"] in self.rows["products"] and (row["expires_on"] is None or row["expires_on"] >= self.today)
        ]
        marked = {row["product"] for row in valid}
        yield self._coded(
            "products", N_("Products by kind"), N_("Kind of product"), "otop_kind", self._by("products", "kind"),
            (N_("Products"), len), (N_("With a valid mark"), lambda found: sum(row["id"] in marked for row in found)),
        )  # fmt: skip
        yield self._coded(
            "marks", N_("Products by mark"), N_("Mark"), "product_mark", _grouped(valid, "mark"),
            (N_("Products"), lambda found: len({row["product"] for row in found})), adds_up=False,
        )  # fmt: skip
        yield self._coded(
            "business_plans", N_("Business plans"), N_("Status"), "business_plan_status", self._by("business_plans", "status"),
            (N_("Business plans"), len),
        )  # fmt: skip
        used = {row["capital"] for row in self.rows["project_links"].values() if row["project"] in self.kept}
        yield self._coded(
            "capitals", N_("Community capitals by kind"), N_("Kind of capital"), "capital_kind", self._by("capitals", "kind"),
            (N_("Community capitals"), len), (N_("Used in projects"), lambda found: sum(row["id"] in used for row in found)),
        )  # fmt: skip

    def _of_money(self) -> Iterable[CountTable]:
        yield self._funds()
        paid = [row for row in self.rows["fund_claims"].values() if row["fund"] in self.rows["welfare_funds"] and row["status"] == "PAID"]
        yield self._coded(
            "welfare", N_("Welfare paid by kind"), N_("Kind of welfare"), "welfare_kind", _grouped(paid, "kind"),
            (N_("Times"), len), (N_("People helped"), lambda found: sum(row["people"] or 1 for row in found)), (N_("Baht"), _sum("amount")),
        )  # fmt: skip
        months = self._count("cash_months", "cash_book")
        income, expense = (self._below("cash_lines", name) for name in ("income", "expense"))
        yield self._coded(
            "cash", N_("Cash books by kind"), N_("Kind of cash book"), "cash_book_kind", self._by("cash_books", "kind"),
            (N_("Cash books"), len), (N_("Closed months"), lambda found: sum(months.get(row["id"], 0) for row in found)),
            (N_("In (baht)"), lambda found: sum((income.get(row["id"], _NOTHING) for row in found), _NOTHING)),
            (N_("Out (baht)"), lambda found: sum((expense.get(row["id"], _NOTHING) for row in found), _NOTHING)),
        )  # fmt: skip

    def _funds(self) -> CountTable:
        """A line for each fund: who is a member, and what is in it."""
        funds = self.rows["welfare_funds"]
        now = [row for row in self.rows["fund_members"].values() if holds(row, ("joined_on", "left_on"), self.today)]
        members = {uid: len(found) for uid, found in _grouped(now, "fund").items()}
        received = self._below("fund_receipts", "amount")
        claims = _grouped((row for row in self.rows["fund_claims"].values() if row["status"] == "PAID"), "fund")
        paid = {uid: _sum("amount")(found) for uid, found in claims.items()}
        lines = []
        for uid, row in sorted(funds.items(), key=lambda each: (thai.sort_key(each[1]["name"] or ""), each[0])):
            got, gave = received.get(uid, _NOTHING), paid.get(uid, _NOTHING)
            values = (members.get(uid, 0), got, gave, (row["opening_balance"] or _NOTHING) + got - gave)
            lines.append(TableLine(uid.hex(), row["name"] or "", row["name"] or "", values))
        columns = (N_("Members now"), N_("Received (baht)"), N_("Paid (baht)"), N_("Has (baht)"))
        return CountTable("funds", N_("Welfare funds"), N_("Welfare fund"), columns, tuple(lines), _totals(lines, columns))

    # -- adding up

    def _by(self, register: str, field: str) -> dict[str, list[Row]]:
        return _grouped(self.rows[register].values(), field)

    def _count(self, register: str, link: str) -> dict[bytes, int]:
        return {uid: len(found) for uid, found in _grouped(self.rows[register].values(), link).items()}

    def _below(self, register: str, amount: str) -> dict[bytes, Decimal]:
        """What was added up, by what it hangs on."""
        return {uid: row[amount] for uid, row in self.rows[register].items() if row[amount] is not None}

    def _support(self) -> tuple[dict[bytes, int], dict[bytes, Decimal]]:
        """What each partner gave, over all registers that say so: how often, and in baht."""
        said = [(row, row["amount"]) for row in self.rows["partner_supports"].values()]
        said += [(row, row["amount"]) for row in self.rows["project_contributions"].values() if row["project"] in self.kept]
        said += [(row, row["amount"]) for row in self.rows["enterprise_supports"].values() if row["enterprise"] in self.rows["enterprises"]]
        said += [(row, row["value"]) for row in self.rows["help"].values()]
        times: dict[bytes, int] = {}
        baht: dict[bytes, Decimal] = {}
        for row, amount in said:
            if row["partner"] in self.rows["partners"]:
                times[row["partner"]] = times.get(row["partner"], 0) + 1
                baht[row["partner"]] = baht.get(row["partner"], _NOTHING) + (amount or _NOTHING)
        return times, baht

    def _coded(
        self,
        name: str,
        title: str,
        about: str,
        code_list: str,
        found: Mapping[Any, list[Row]],
        *columns: tuple[str, Callable[[list[Row]], int | Decimal]],
        adds_up: bool = True,
    ) -> CountTable:
        """A line for each code that is in use, in the order of the list, then unknown ones, then those not stated."""
        known = [entry.code for entry in self.codes.entries(code_list)]
        used = {code or "" for code in found}
        order = [*(code for code in known if code in used), *sorted(used - set(known) - {""}), *([""] if "" in used else [])]
        lines = []
        for code in order:
            rows = [row for key, each in found.items() if (key or "") == code for row in each]
            in_thai, english = (self.codes.label(code_list, code, language) if code else "" for language in ("th", "en"))
            lines.append(TableLine(code, in_thai, english, tuple(count(rows) for _words, count in columns)))
        headings = tuple(words for words, _count in columns)
        return CountTable(name, title, about, headings, tuple(lines), _totals(lines, headings) if adds_up else None)


def _grouped(rows: Iterable[Row], field: str) -> dict[Any, list[Row]]:
    found: dict[Any, list[Row]] = {}
    for row in rows:
        found.setdefault(row[field], []).append(row)
    return found


def _totals(lines: Sequence[TableLine], columns: Sequence[str]) -> tuple[int | Decimal, ...]:
    return tuple(sum((line.values[place] for line in lines), 0) for place in range(len(columns)))


def _sum(field: str) -> Callable[[list[Row]], Decimal]:
    return lambda rows: sum((row[field] for row in rows if row[field] is not None), _NOTHING)


def _whole(field: str) -> Callable[[list[Row]], int]:
    return lambda rows: sum(row[field] or 0 for row in rows)


def _came(rows: list[Row]) -> int:
    """Who took part; men and women together where nobody wrote the number of all."""
    return sum(row["participants"] if row["participants"] is not None else (row["male"] or 0) + (row["female"] or 0) for row in rows)


def _measured(rows: list[Row]) -> int:
    return sum(row["actual"] is not None and row["target"] is not None for row in rows)


def _reached(rows: list[Row]) -> int:
    """Results at their target or beyond it; where less is wanted than there was, at it or below."""
    found = 0
    for row in rows:
        if row["actual"] is not None and row["target"] is not None:
            less = row["baseline"] is not None and row["target"] < row["baseline"]
            found += row["actual"] <= row["target"] if less else row["actual"] >= row["target"]
    return found
