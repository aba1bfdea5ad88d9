"""What councils do and own, as tables: projects, results, activities, economy, partners, money. docs/figures.md says how each is counted.

Every record is counted once, by its id, however many books it lies in; what lies in the bin, or hangs on something that does, is not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from desktop.base import i18n, thai
from desktop.base.i18n import N_, _
from desktop.records.book import Book
from desktop.records.codes import CodeLists
from desktop.records.plain import alive, holds
from desktop.reports.lines import NO_BAHT, Adding, Part, Parts, ones
from desktop.store.history import Reader

Row = Mapping[str, Any]
Rows = Mapping[bytes, Row]
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
    behind: tuple[Parts, ...] = field(default=(), compare=False, repr=False)  # of each value, where they were kept; see lines.Adding

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


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: its heading, and the parts of a line's number out of the line's rows."""

    heading: str
    parts: Callable[[list[Row]], Iterable[Part]]
    nothing: int | Decimal = 0


def tables(books: Sequence[Book], fiscal_year: int | None = None, adding: Adding | None = None) -> tuple[CountTable, ...]:
    """Count some books together, as the first of them words codes. What is added up below a record (a fund's receipts, the lines of a cash
    book) is believed of the book named first that has any. `fiscal_year` (B.E.) narrows projects, their contributions and their results."""
    adding = adding or Adding()
    rows: dict[str, dict[bytes, Row]] = {}
    below: dict[tuple[str, str], dict[bytes, list[Part]]] = {}
    for book in books:
        with book.read() as reader:
            for register, names in _READ.items():
                table = reader.store.synced[register].table
                columns = (table.c.id, *(table.c[name] for name in names))
                found = rows.setdefault(register, {})
                for row in reader.conn.execute(select(*columns).where(alive(table)).order_by(table.c.id)).mappings():
                    found.setdefault(row["id"], dict(row))
            for register, (link, *amounts) in _ADDED.items():
                for amount in amounts:
                    sums = below.setdefault((register, amount), {})
                    for owner, parts in _added(reader, register, link, amount, fine=adding.fine).items():
                        sums.setdefault(owner, parts)
    return _Work(rows, below, books[0].code_lists, books[0].clock.today().isoformat(), fiscal_year, adding).tables()


def _added(reader: Reader, register: str, link: str, amount: str, *, fine: bool) -> dict[bytes, list[Part]]:
    """An amount by what it hangs on: one part for all of it, or each record's."""
    table = reader.store.synced[register].table
    owner, value = table.c[link], table.c[amount]
    wanted = (alive(table), value.is_not(None))
    if not fine:
        added = select(owner, func.sum(value)).where(*wanted).group_by(owner)
        return {each: [Part(register, each, total)] for each, total in reader.conn.execute(added) if each is not None}
    found: dict[bytes, list[Part]] = {}
    for uid, each, one in reader.conn.execute(select(table.c.id, owner, value).where(*wanted).order_by(table.c.id)):
        if each is not None:
            found.setdefault(each, []).append(Part(register, uid, one))
    return found


class _Work:
    """The counting, over rows already read."""

    def __init__(
        self,
        rows: Mapping[str, Rows],
        below: Mapping[tuple[str, str], Mapping[bytes, list[Part]]],
        codes: CodeLists,
        today: str,
        fiscal_year: int | None,
        adding: Adding,
    ) -> None:
        self.rows = rows
        self.below = below
        self.codes = codes
        self.today = today
        self.adding = adding
        self.held = {uid: row for uid, row in rows["activities"].items() if row["status"] != CANCELLED}
        self.kept = {uid: row for uid, row in rows["projects"].items() if row["status"] != CANCELLED}
        self.in_year = {uid: row for uid, row in rows["projects"].items() if fiscal_year in (None, row["fiscal_year"])}
        self.counted = {uid: row for uid, row in self.in_year.items() if uid in self.kept}

    def tables(self) -> tuple[CountTable, ...]:
        """All of them, in the order of the menu."""
        return (*self._of_projects(), *self._of_work(), *self._of_economy(), *self._of_money())

    def _of_projects(self) -> Iterable[CountTable]:
        yield self._coded(
            "projects", N_("Projects by status"), N_("Status"), "project_status", _grouped(self.in_year.values(), "status"),
            _each(N_("Projects"), "projects"), _baht(N_("Budget (baht)"), "projects", "budget"),
            self._sums(N_("Requested (baht)"), "budget_lines", "requested"),
        )  # fmt: skip
        given = [row for row in self.rows["project_contributions"].values() if row["project"] in self.counted]
        yield self._coded(
            "contributions", N_("Contributions to projects"), N_("Source of money"), "budget_source", _grouped(given, "source"),
            _each(N_("Times"), "project_contributions"), _baht(N_("Baht"), "project_contributions", "amount"),
        )  # fmt: skip
        results = [
            row
            for row in self.rows["results"].values()
            if row["project"] in self.counted or (row["project"] is None and row["activity"] in self.held)
        ]
        yield self._coded(
            "results", N_("Results by dimension"), N_("Dimension"), "quality_of_life", _grouped(results, "dimension"),
            _each(N_("Results"), "results"), _those(N_("Measured"), "results", _measured), _those(N_("Target reached"), "results", _reached),
        )  # fmt: skip

    def _of_work(self) -> Iterable[CountTable]:
        yield self._coded(
            "activities", N_("Activities by kind"), N_("Kind"), "activity_kind", _grouped(self.held.values(), "kind"),
            _each(N_("Activities"), "activities"), _number(N_("Participants"), "activities", _came),
            _number(N_("Men"), "activities", lambda row: row["male"]), _number(N_("Women"), "activities", lambda row: row["female"]),
        )  # fmt: skip
        yield self._coded(
            "plans", N_("Plans by status"), N_("Status of the plan"), "plan_status", self._by("plans", "status"),
            _each(N_("Plans"), "plans"), self._hanging(N_("Plan items"), "plan_items", self.rows["plan_items"].values(), "plan"),
        )  # fmt: skip
        times, baht = self._support()
        yield self._coded(
            "partners", N_("Partners by kind"), N_("Kind of partner"), "partner_kind", self._by("partners", "kind"),
            _each(N_("Partners"), "partners"), _below(N_("Times support was given"), times), _below(N_("Baht"), baht, NO_BAHT),
        )  # fmt: skip

    def _of_economy(self) -> Iterable[CountTable]:
        now = [row for row in self.rows["enterprise_members"].values() if holds(row, ("since", "until"), self.today)]
        columns = (
            _each(N_("Enterprises"), "enterprises"),
            self._hanging(N_("Members now"), "enterprise_members", now, "enterprise"),
            self._sums(N_("Income (baht)"), "enterprise_months", "income"),
            self._sums(N_("Cost (baht)"), "enterprise_months", "cost"),
        )
        kinds = self._by("enterprises", "kind")
        yield self._coded("enterprises", N_("Enterprises by kind"), N_("Kind of enterprise"), "enterprise_kind", kinds, *columns)
        roles: dict[str, list[Row]] = {}
        for row in self.rows["enterprises"].values():
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
            _each(N_("Products"), "products"), _those(N_("With a valid mark"), "products", lambda row: row["id"] in marked),
        )  # fmt: skip
        yield self._coded(
            "marks", N_("Products by mark"), N_("Mark"), "product_mark", _grouped(valid, "mark"),
            _Column(N_("Products"), lambda found: ones("products", dict.fromkeys(row["product"] for row in found))), adds_up=False,
        )  # fmt: skip
        yield self._coded(
            "business_plans", N_("Business plans"), N_("Status"), "business_plan_status", self._by("business_plans", "status"),
            _each(N_("Business plans"), "business_plans"),
        )  # fmt: skip
        used = {row["capital"] for row in self.rows["project_links"].values() if row["project"] in self.kept}
        yield self._coded(
            "capitals", N_("Community capitals by kind"), N_("Kind of capital"), "capital_kind", self._by("capitals", "kind"),
            _each(N_("Community capitals"), "capitals"), _those(N_("Used in projects"), "capitals", lambda row: row["id"] in used),
        )  # fmt: skip

    def _of_money(self) -> Iterable[CountTable]:
        yield self._funds()
        paid = [row for row in self.rows["fund_claims"].values() if row["fund"] in self.rows["welfare_funds"] and row["status"] == "PAID"]
        yield self._coded(
            "welfare", N_("Welfare paid by kind"), N_("Kind of welfare"), "welfare_kind", _grouped(paid, "kind"),
            _each(N_("Times"), "fund_claims"), _number(N_("People helped"), "fund_claims", lambda row: row["people"] or 1),
            _baht(N_("Baht"), "fund_claims", "amount"),
        )  # fmt: skip
        yield self._coded(
            "cash", N_("Cash books by kind"), N_("Kind of cash book"), "cash_book_kind", self._by("cash_books", "kind"),
            _each(N_("Cash books"), "cash_books"),
            self._hanging(N_("Closed months"), "cash_months", self.rows["cash_months"].values(), "cash_book"),
            self._sums(N_("In (baht)"), "cash_lines", "income"), self._sums(N_("Out (baht)"), "cash_lines", "expense"),
        )  # fmt: skip

    def _funds(self) -> CountTable:
        """A line for each fund: who is a member, and what is in it."""
        funds = self.rows["welfare_funds"]
        now = [row for row in self.rows["fund_members"].values() if holds(row, ("joined_on", "left_on"), self.today)]
        paid = _grouped((row for row in self.rows["fund_claims"].values() if row["status"] == "PAID"), "fund")
        received = self._sums(N_("Received (baht)"), "fund_receipts", "amount")
        given = _Column(
            N_("Paid (baht)"),
            lambda found: [part for row in found for part in _amounts("fund_claims", paid.get(row["id"], ()), "amount")],
            NO_BAHT,
        )

        def has(found: list[Row]) -> Iterable[Part]:
            yield from (Part("welfare_funds", row["id"], row["opening_balance"] or NO_BAHT) for row in found)
            yield from received.parts(found)
            yield from (part._replace(amount=-part.amount) for part in given.parts(found))

        columns = (self._hanging(N_("Members now"), "fund_members", now, "fund"), received, given, _Column(N_("Has (baht)"), has, NO_BAHT))
        lines = [
            self._line("funds", uid.hex(), (row["name"] or "", row["name"] or ""), [row], columns)
            for uid, row in sorted(funds.items(), key=lambda each: (thai.sort_key(each[1]["name"] or ""), each[0]))
        ]
        headings = tuple(column.heading for column in columns)
        return CountTable("funds", N_("Welfare funds"), N_("Welfare fund"), headings, tuple(lines), _totals(lines, headings))

    # -- adding up

    def _by(self, register: str, field: str) -> dict[str, list[Row]]:
        return _grouped(self.rows[register].values(), field)

    def _hanging(self, heading: str, register: str, rows: Iterable[Row], link: str) -> _Column:
        """How many of `rows` hang on the line's records."""
        found = {owner: ones(register, (row["id"] for row in each)) for owner, each in _grouped(rows, link).items()}
        return _below(heading, found)

    def _sums(self, heading: str, register: str, amount: str) -> _Column:
        """What was added up below the line's records, in baht."""
        return _below(heading, self.below[register, amount], NO_BAHT)

    def _support(self) -> tuple[dict[bytes, list[Part]], dict[bytes, list[Part]]]:
        """What each partner gave, over all registers that say so: how often, and in baht."""
        rows = self.rows
        said = [("partner_supports", row, "amount") for row in rows["partner_supports"].values()]
        said += [("project_contributions", row, "amount") for row in rows["project_contributions"].values() if row["project"] in self.kept]
        said += [
            ("enterprise_supports", row, "amount")
            for row in rows["enterprise_supports"].values()
            if row["enterprise"] in rows["enterprises"]
        ]
        said += [("help", row, "value") for row in rows["help"].values()]
        times: dict[bytes, list[Part]] = {}
        baht: dict[bytes, list[Part]] = {}
        for register, row, amount in said:
            if row["partner"] in rows["partners"]:
                times.setdefault(row["partner"], []).append(Part(register, row["id"], 1))
                baht.setdefault(row["partner"], []).append(Part(register, row["id"], row[amount] or NO_BAHT))
        return times, baht

    def _coded(
        self, name: str, title: str, about: str, code_list: str, found: Mapping[Any, list[Row]], *columns: _Column, adds_up: bool = True
    ) -> CountTable:
        """A line for each code that is in use, in the order of the list, then unknown ones, then those not stated."""
        known = [entry.code for entry in self.codes.entries(code_list)]
        used = {code or "" for code in found}
        order = [*(code for code in known if code in used), *sorted(used - set(known) - {""}), *([""] if "" in used else [])]
        lines = []
        for code in order:
            rows = [row for key, each in found.items() if (key or "") == code for row in each]
            in_thai, english = (self.codes.label(code_list, code, language) if code else "" for language in ("th", "en"))
            lines.append(self._line(name, code, (in_thai, english), rows, columns))
        headings = tuple(column.heading for column in columns)
        return CountTable(name, title, about, headings, tuple(lines), _totals(lines, headings) if adds_up else None)

    def _line(self, table: str, key: str, labels: tuple[str, str], rows: list[Row], columns: Sequence[_Column]) -> TableLine:
        added = [self.adding.up((table, key, column.heading), column.parts(rows), column.nothing) for column in columns]
        behind = tuple(parts for _number, parts in added) if self.adding.fine else ()
        return TableLine(key, *labels, tuple(number for number, _parts in added), behind)


def _grouped(rows: Iterable[Row], field: str) -> dict[Any, list[Row]]:
    found: dict[Any, list[Row]] = {}
    for row in rows:
        found.setdefault(row[field], []).append(row)
    return found


def _totals(lines: Sequence[TableLine], columns: Sequence[str]) -> tuple[int | Decimal, ...]:
    return tuple(sum((line.values[place] for line in lines), 0) for place in range(len(columns)))


def _each(heading: str, register: str) -> _Column:
    return _Column(heading, lambda rows: ones(register, (row["id"] for row in rows)))


def _those(heading: str, register: str, true: Callable[[Row], bool]) -> _Column:
    return _Column(heading, lambda rows: ones(register, (row["id"] for row in rows if true(row))))


def _number(heading: str, register: str, number: Callable[[Row], int | None]) -> _Column:
    return _Column(heading, lambda rows: [Part(register, row["id"], number(row) or 0) for row in rows])


def _baht(heading: str, register: str, name: str) -> _Column:
    return _Column(heading, lambda rows: _amounts(register, rows, name), NO_BAHT)


def _below(heading: str, found: Mapping[bytes, list[Part]], nothing: int | Decimal = 0) -> _Column:
    """What hangs on the line's records."""
    return _Column(heading, lambda rows: [part for row in rows for part in found.get(row["id"], ())], nothing)


def _amounts(register: str, rows: Iterable[Row], name: str) -> list[Part]:
    return [Part(register, row["id"], row[name]) for row in rows if row[name] is not None]


def _came(row: Row) -> int:
    """Who took part; men and women together where nobody wrote the number of all."""
    return int(row["participants"]) if row["participants"] is not None else (row["male"] or 0) + (row["female"] or 0)


def _measured(row: Row) -> bool:
    return row["actual"] is not None and row["target"] is not None


def _reached(row: Row) -> bool:
    """A result at its target or beyond it; where less is wanted than there was, at it or below."""
    if not _measured(row):
        return False
    less = row["baseline"] is not None and row["target"] < row["baseline"]
    return bool(row["actual"] <= row["target"] if less else row["actual"] >= row["target"])
