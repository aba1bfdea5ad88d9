"""The tables of what councils do and own: each record once, sums of lines, nothing that lies in the bin."""

from __future__ import annotations

import random
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desktop.base import i18n
from desktop.records.book import Book
from desktop.reports import workbook
from desktop.reports.figures import Figures, figures
from desktop.reports.work import CountTable, tables
from tests.factory import (
    activity,
    budget_line,
    capital,
    cash_book,
    cash_line,
    claim,
    contribution,
    enterprise,
    enterprise_member,
    enterprise_month,
    fund_member,
    household,
    mark,
    meeting,
    partner,
    partner_support,
    plan,
    plan_item,
    product,
    project,
    project_link,
    put,
    receipt,
    resolution,
    result,
    welfare_fund,
)
from tests.reports.article import COUNCILS, PROJECTS
from tests.reports.test_figures import admit


def told(book: Book, name: str, *others: Book, fiscal_year: int | None = None) -> dict[str, tuple[int | Decimal, ...]]:
    """The lines of a table by code."""
    return {line.key: line.values for line in table(tables((book, *others), fiscal_year), name).lines}


def table(found: tuple[CountTable, ...], name: str) -> CountTable:
    """A table by name."""
    return next(each for each in found if each.name == name)


def test_an_empty_book_has_tables_without_lines(council: Book) -> None:
    found = tables([council])
    assert len({each.name for each in found}) == len(found) == 15
    assert not any(each.lines for each in found)


def test_projects_stand_by_status_with_what_is_asked_for(council: Book) -> None:
    running = project(council, status="RUNNING", budget=Decimal("45000.50"))
    project(council, budget=None)
    for asked in ("100.10", "200.20"):
        budget_line(council, project=running, requested=Decimal(asked))
    gone = project(council, status="RUNNING")
    budget_line(council, project=gone, requested=Decimal(9))
    council.delete("projects", [gone])
    assert told(council, "projects") == {
        "DRAFT": (1, Decimal(0), Decimal(0)),
        "RUNNING": (1, Decimal("45000.50"), Decimal("300.30")),
    }
    assert table(tables([council]), "projects").sums == (2, Decimal("45000.50"), Decimal("300.30"))


def test_a_fiscal_year_narrows_projects_and_what_hangs_on_them(council: Book) -> None:
    old = project(council, fiscal_year=2568)
    for each in (old, project(council, fiscal_year=2569)):
        contribution(council, project=each, source="BS300", amount=Decimal(5))
        result(council, project=each, dimension="QD1")
    assert told(council, "contributions") == {"BS300": (2, Decimal(10))}
    assert told(council, "contributions", fiscal_year=2568) == {"BS300": (1, Decimal(5))}
    assert told(council, "results", fiscal_year=2568) == {"QD1": (1, 0, 0)}


def test_a_fiscal_year_leaves_what_partners_gave_and_what_capitals_are_used_as_they_are(council: Book) -> None:
    old = project(council, fiscal_year=2568)
    contribution(council, project=old, partner=partner(council, kind="LAO"), amount=Decimal(5))
    project_link(council, project=old, capital=capital(council, kind="CAP_W"))
    assert told(council, "partners", fiscal_year=2569) == {"LAO": (1, 1, Decimal(5))}
    assert told(council, "capitals", fiscal_year=2569) == {"CAP_W": (1, 1)}


def test_results_of_a_cancelled_activity_do_not_count(council: Book) -> None:
    for status in ("DONE", "CANCELLED"):
        of = activity(council, status=status)
        put(council, "results", {"activity": of, "kind": "OUTPUT", "indicator": "บ้านที่ซ่อมเสร็จ", "dimension": "QD1"})
    assert told(council, "results") == {"QD1": (1, 0, 0)}


def test_contributions_and_results_of_a_cancelled_project_do_not_count(council: Book) -> None:
    cancelled = project(council, status="CANCELLED")
    contribution(council, project=cancelled)
    result(council, project=cancelled)
    assert told(council, "contributions") == {} == told(council, "results")


def test_results_are_measured_and_reached_also_where_less_is_wanted(council: Book) -> None:
    for baseline, target, actual in ((0, 5, 5), (0, 5, 4), (10, 2, 1), (10, 2, 3), (0, 5, None)):
        of = {"baseline": baseline, "target": target, "actual": actual}
        result(council, dimension="QD2", **{name: None if number is None else Decimal(number) for name, number in of.items()})
    assert told(council, "results") == {"QD2": (5, 4, 2)}


def test_activities_that_were_not_cancelled_count_with_who_came(council: Book) -> None:
    activity(council, kind="TRAINING", participants=12, male=5, female=7)
    activity(council, kind="TRAINING", participants=None)
    activity(council, kind="MEETING", participants=None, male=2, female=3)
    activity(council, kind="TRAINING", status="CANCELLED", participants=99)
    assert told(council, "activities") == {"TRAINING": (2, 12, 5, 7), "MEETING": (1, 5, 2, 3)}


def test_the_economy_is_counted_by_kind_part_and_mark(council: Book) -> None:
    group = enterprise(council, kind="COMMUNITY", roles=("VC1", "VC3"))
    enterprise_member(council, enterprise=group, since="2020-01-01")
    enterprise_member(council, enterprise=group, since="2020-01-01", until="2021-01-01")
    for month in ("2026-01", "2026-02"):
        enterprise_month(council, enterprise=group, month=month, income=Decimal("10.05"), cost=Decimal(4))
    line = (1, 1, Decimal("20.10"), Decimal(8))
    assert told(council, "enterprises") == {"COMMUNITY": line}
    assert told(council, "roles") == {"VC1": line, "VC3": line}
    assert table(tables([council]), "roles").sums is None
    made = product(council, kind="FOOD")
    mark(council, product=made, mark="FDA", expires_on="2099-01-01")
    mark(council, product=made, mark="OTOP", expires_on=None)
    mark(council, product=product(council, kind="FOOD"), mark="FDA", issued_on="2019-01-01", expires_on="2020-01-01")
    assert told(council, "products") == {"FOOD": (2, 1)}
    assert told(council, "marks") == {"FDA": (1,), "OTOP": (1,)}


def test_capitals_used_in_projects_plans_and_partners(council: Book) -> None:
    used, of = capital(council, kind="CAP_W"), project(council)
    capital(council, kind="CAP_W")
    project_link(council, capital=used, project=of)
    assert told(council, "capitals") == {"CAP_W": (2, 1)}
    one = plan(council)
    plan_item(council, plan=one)
    assert told(council, "plans") == {"": (1, 1)}
    by = partner(council, kind="LAO")
    partner_support(council, partner=by, amount=Decimal(100))
    contribution(council, project=of, partner=by, amount=Decimal(10))
    put(
        council,
        "help",
        {"partner": by, "household": household(council), "kind": "GOODS", "what": "ข้าวสาร", "value": Decimal(1), "given_on": "2026-01-02"},
    )
    contribution(council, project=project(council, status="CANCELLED"), partner=by, amount=Decimal(1000))
    assert told(council, "partners") == {"LAO": (1, 3, Decimal(111))}


def test_money_of_funds_and_cash_books(council: Book) -> None:
    fund = welfare_fund(council, name="กองทุน ก", opening_balance=Decimal(1000))
    fund_member(council, fund=fund)
    fund_member(council, fund=fund, left_on="2025-01-01")
    receipt(council, fund=fund, amount=Decimal("365.50"))
    asked = claim(council, fund=fund, kind="WK02", people=2, amount=Decimal(500))
    claim(council, fund=fund, kind="WK02", people=2, amount=Decimal(500))
    council.do("fund_claims", "pay", [asked], {"amount": Decimal(500)})
    assert told(council, "funds") == {fund.hex(): (1, Decimal("365.50"), Decimal(500), Decimal("865.50"))}
    assert told(council, "welfare") == {"WK02": (1, 2, Decimal(500))}
    cash = cash_book(council, kind="PROJECT")
    cash_line(council, cash_book=cash, income=Decimal(7), expense=None)
    assert told(council, "cash") == {"PROJECT": (1, 0, Decimal(7), Decimal(0))}


def test_a_record_in_two_books_is_counted_once(council: Book, region: Book) -> None:
    one = project(council, status="RUNNING")
    row = council.row("projects", one)
    assert row is not None
    with region.write() as deed:
        deed.put("projects", one, {"title": "ก", "status": "RUNNING", "budget": Decimal(45_000)}, council=council.office.uid, within=True)
    project(region, status="RUNNING")
    assert told(region, "projects", council)["RUNNING"][0] == 2


def test_names_are_in_the_language_in_use_and_a_dimension_bears_the_name_the_region_gave_it(region: Book) -> None:
    result(region, project=project(region), dimension="QD1")
    with region.write() as deed:
        deed.put("codes", None, {"list": "quality_of_life", "code": "QD1", "label_th": "อยู่ดี", "label_en": "Living well"})
    [line] = table(tables([region]), "results").lines
    assert line.label == "Living well"
    i18n.use("th")
    assert line.label == "อยู่ดี"


def test_each_table_with_lines_is_a_sheet_of_the_workbook(council: Book, tmp_path: Path) -> None:
    project(council, status="RUNNING", budget=Decimal("45000.50"))
    workbook.save(figures(council), tmp_path / "report.xlsx", council.code_lists)
    sheet = openpyxl.load_workbook(tmp_path / "report.xlsx")["Projects by status"]
    rows = [tuple(cell.value for cell in row) for row in sheet.iter_rows(min_row=3)]
    assert rows == [
        ("Status", "Projects", "Budget (baht)", "Requested (baht)"),
        ("Running", 1, 45000.5, 0),
        ("Total", 1, 45000.5, 0),
    ]


# -- the article's year, entered as a council enters it: budget, resolution, proposal, approval, work


@pytest.fixture
def year(region: Book) -> Figures:
    """92 projects of 45,000 baht in 95 tambons of 13 provinces, each along its whole way by the deeds of the room."""
    councils = {area: admit(region, f"สภา {area}", area) for area in COUNCILS}
    held = meeting(region, status="HELD", held_on="2022-10-05")
    agreed = resolution(region, meeting=held, kind="APPROVE")
    made: list[bytes] = []
    with region.write() as deed:
        for number, named in enumerate(PROJECTS, 1):
            values: dict[str, Any] = {"title": f"โครงการ {number}", "fiscal_year": 2566, "areas": tuple(sorted(named))}
            of = deed.put("projects", None, values, council=councils[named[0]])
            for category, asked in (("FOOD", "15000.25"), ("MATERIAL", "29999.75")):
                line = {"project": of, "item": category, "category": category, "whole": Decimal(asked), "requested": Decimal(asked)}
                deed.put("budget_lines", None, line, council=councils[named[0]])
            for area in named:
                deed.put("project_councils", None, {"project": of, "tambon_code": area}, council=councils[named[0]])
            made.append(of)
    region.do("projects", "agree", made, {"resolution": agreed})
    region.do("projects", "submit", made, {"on": "2022-10-10"})
    region.do("projects", "approve", made, {"amount": Decimal("45000.00"), "on": "2022-11-01"})
    region.do("projects", "start", made, {"on": "2022-11-15"})
    return figures(region)


def test_the_articles_year_comes_out_of_the_rooms_deeds_each_project_once(year: Figures) -> None:
    assert (year.provinces, year.councils, year.projects, year.areas, year.budget) == (13, 95, 92, 95, Decimal("4140000.00"))
    assert sum(line.projects for line in year.by_province) == 92
    assert sum(line.budget for line in year.by_province) == Decimal("4140000.00")
    [line] = table(year.tables, "projects").lines
    assert (line.key, line.values) == ("RUNNING", (92, Decimal("4140000.00"), Decimal("4140000.00")))


# -- a project over many areas


def test_random_projects_over_many_areas_are_counted_once_in_all_and_once_in_each_area(region: Book) -> None:
    chance = random.Random(7)
    pool = COUNCILS[:12]
    kept: list[tuple[str, ...]] = []
    for _number in range(60):
        over = tuple(sorted(chance.sample(pool, chance.randrange(1, 5))))
        cancelled = chance.random() < 0.2
        project(region, areas=over, budget=Decimal("100.01"), status="CANCELLED" if cancelled else "RUNNING")
        if not cancelled:
            kept.append(over)
    found = figures(region)
    assert (found.projects, found.budget) == (len(kept), Decimal("100.01") * len(kept))
    assert found.areas == len({area for over in kept for area in over})
    in_area = Counter(area[:2] for over in kept for area in {area[:2]: area for area in over}.values())
    for line in found.by_province:
        assert line.projects + line.also == in_area[line.key]
    assert sum(line.projects for line in found.by_province) == len(kept)
