"""The report's numbers: each thing once, lines that add up, the article's figures."""

from __future__ import annotations

from decimal import Decimal

from desktop.base import i18n
from desktop.base.ids import new_id
from desktop.records import pairs
from desktop.records.book import Book
from desktop.reports.figures import Figures, figures
from desktop.reports.lines import Line
from desktop.store import schema
from tests.conftest import Books
from tests.reports.article import COUNCILS, PROJECTS


def admit(region: Book, name: str, *areas: str, status: str = "admitted") -> bytes:
    """A council the region knows; how it got there is tests/sync's matter."""
    uid = new_id()
    with region.store.transaction() as conn:
        row = {"uid": uid, "kind": "council", "name": name, "areas": ",".join(areas), "status": status}
        conn.execute(schema.table_of(schema.OfficeRow).insert().values(row))
    return uid


def project(book: Book, *areas: str, budget: int | None = 45_000, council: bytes | None = None, **values: object) -> bytes:
    amount = None if budget is None else Decimal(budget).quantize(Decimal("0.01"))
    with book.write() as deed:
        return deed.put(
            "projects",
            None,
            {"title": "ก", "areas": tuple(sorted(areas)) or None, "budget": amount, **values},
            council=council,
            within=True,
        )


def line(lines: tuple[Line, ...], key: str) -> Line:
    return next(each for each in lines if each.key == key)


def article(region: Book) -> Figures:
    councils = {area: admit(region, f"สภา {area}", area) for area in COUNCILS}
    with region.write() as deed:
        for number, named in enumerate(PROJECTS, 1):
            values = {"title": f"โครงการ {number}", "fiscal_year": 2566, "areas": tuple(sorted(named)), "budget": Decimal("45000.00")}
            deed.put("projects", None, values, council=councils[named[0]])
    return figures(region)


def test_the_articles_figures_come_out(region: Book) -> None:
    found = article(region)
    assert (found.provinces, found.projects, found.areas, found.budget) == (13, 92, 95, Decimal("4140000.00"))
    assert found.councils == 95


def test_the_lines_of_the_provinces_add_up_to_the_articles_totals(region: Book) -> None:
    found = article(region)
    assert len(found.by_province) == 13
    assert sum(each.projects for each in found.by_province) == 92
    assert sum(each.areas for each in found.by_province) == 95
    assert sum(each.budget for each in found.by_province) == Decimal("4140000.00")
    assert sum(each.councils for each in found.by_province) == 95
    assert sum(each.projects for each in found.by_council) == 92


def test_a_project_over_two_areas_is_one_project_and_two_areas(council: Book) -> None:
    project(council, "210304", "210305")
    found = figures(council)
    assert (found.projects, found.areas, found.provinces, found.budget) == (1, 2, 1, Decimal(45_000))


def test_two_projects_in_one_area_are_two_projects_and_one_area(council: Book) -> None:
    project(council, "210304")
    project(council, "210304")
    found = figures(council)
    assert (found.projects, found.areas, found.budget) == (2, 1, Decimal(90_000))


def test_a_project_over_two_provinces_stands_in_its_councils_province_and_also_works_in_the_other(region: Book) -> None:
    home = admit(region, "สภา ก", "210304")
    project(region, "200101", "210304", council=home)
    found = figures(region)
    assert found.provinces == 2
    assert (line(found.by_province, "21").projects, line(found.by_province, "21").also) == (1, 0)
    assert (line(found.by_province, "20").projects, line(found.by_province, "20").also) == (0, 1)
    assert line(found.by_province, "20").areas == 1
    assert line(found.by_province, "20").budget == 0


def test_a_project_outside_its_councils_province_stands_where_its_first_area_is(region: Book) -> None:
    project(region, "200101", "220101", council=admit(region, "สภา ก", "210304"))
    found = figures(region)
    assert line(found.by_province, "20").projects == 1
    assert line(found.by_province, "21").projects == 0


def test_one_project_held_in_two_books_is_counted_once(region: Book, council: Book) -> None:
    shared = project(council, "210304")
    with region.write() as deed:
        deed.put("projects", shared, {"title": "ก", "areas": ("210304",), "budget": Decimal("45000.00")}, council=council.office.uid)
    found = figures(region, council)
    assert (found.projects, found.areas, found.budget, found.councils) == (1, 1, Decimal(45_000), 1)


def test_what_lies_in_the_bin_does_not_count(council: Book) -> None:
    project(council, "210305")
    council.delete("projects", [project(council, "210304")])
    assert (figures(council).projects, figures(council).areas) == (1, 1)


def test_a_cancelled_project_is_told_apart(council: Book) -> None:
    project(council, "210304", status="CANCELLED")
    project(council, "210305", status="DRAFT")
    found = figures(council)
    assert (found.projects, found.areas, found.budget, found.cancelled) == (1, 1, Decimal(45_000), 1)
    assert sorted(each.counted for each in found.listed) == [False, True]


def test_a_project_without_areas_or_budget_still_counts_in_its_councils_province(council: Book) -> None:
    project(council, budget=None)
    found = figures(council)
    assert (found.projects, found.areas, found.budget, found.provinces) == (1, 0, Decimal(0), 1)
    assert line(found.by_province, "21").projects == 1


def test_a_district_named_whole_is_one_area_unless_its_own_tambon_is_named(council: Book) -> None:
    project(council, "1001", "2103")
    assert figures(council).areas == 2
    project(council, "210304")
    assert figures(council).areas == 2, "2103 is covered by 210304 now"


def test_a_province_named_whole_is_a_province_and_no_area(council: Book) -> None:
    project(council, "22")
    assert (figures(council).areas, figures(council).provinces) == (0, 2)


def test_an_abolished_code_is_the_tambon_that_took_its_place(council: Book) -> None:
    from desktop.base.areas import areas

    old, new = next((old, new[0]) for old, new in areas().abolished.items() if len(old) == 6 and len(new) == 1 and areas().get(old) is None)
    project(council, old, new)
    assert figures(council).areas == 1


def test_a_fiscal_year_narrows_the_projects(council: Book) -> None:
    project(council, "210304", fiscal_year=2566)
    project(council, "210305", fiscal_year=2567)
    assert figures(council, fiscal_year=2566).projects == 1
    assert [(each.key, each.projects) for each in figures(council).by_year] == [("2566", 1), ("2567", 1)]


def test_councils_are_the_admitted_and_those_records_came_from(region: Book) -> None:
    admit(region, "มี", "210304")
    gone = admit(region, "เลิก", "200101", status="revoked")
    assert figures(region).councils == 1
    project(region, "200101", council=gone)
    found = figures(region)
    assert found.councils == 2
    assert {each.label_th for each in found.by_council} == {"มี", "เลิก"}


def test_a_regions_own_records_are_counted_but_make_no_council(region: Book) -> None:
    project(region, "210304")
    found = figures(region)
    assert (found.projects, found.councils) == (1, 0)
    assert [(each.label_th, each.councils, each.projects) for each in found.by_council] == [(region.office.name, 0, 1)]
    assert line(found.by_province, "21").projects == 1


def test_a_case_with_two_needs_is_one_case_and_stands_in_both_lines(council: Book) -> None:
    with council.write() as deed:
        house = deed.put("households", None, {"house_no": "1", "tambon_code": "210304"})
        deed.put("cases", None, {"household": house, "needs": ("N_HOUSE", "N_LAND"), "status": "C10"})
        deed.put("cases", None, {"household": house, "needs": ("N_HOUSE",), "status": "C90"}, within=True)
        deed.put("cases", None, {"household": house})
    found = figures(council)
    assert found.cases == 3
    assert (line(found.by_need, "N_HOUSE").cases, line(found.by_need, "N_HOUSE").households) == (2, 1)
    assert line(found.by_need, "N_LAND").cases == 1
    assert line(found.by_need, "").cases == 1
    assert [each.key for each in found.by_need][-1] == "", "not stated comes last"
    assert line(found.by_province, "21").needs == {"N_HOUSE": 2, "N_LAND": 1, "": 1}
    assert sum(each.cases for each in found.by_status) == 3
    assert (line(found.by_need, "N_HOUSE").label_th, line(found.by_need, "N_HOUSE").label_en) == ("ที่อยู่อาศัย", "Housing")


def test_a_case_stands_in_the_province_of_its_house_else_of_its_person_else_of_its_council(region: Book) -> None:
    uid = admit(region, "สภา", "210304")
    with region.write() as deed:
        house = deed.put("households", None, {"house_no": "1", "tambon_code": "200101"}, council=uid)
        person = deed.put("people", None, {"first_name": "ก", "tambon_code": "220101"}, council=uid)
        nowhere = deed.put("people", None, {"first_name": "ข"}, council=uid)
        for whose in ({"household": house, "person": person}, {"person": person}, {"person": nowhere}):
            deed.put("cases", None, whose, council=uid)
    found = figures(region)
    assert {each.key: each.cases for each in found.by_province} == {"20": 1, "21": 1, "22": 1}


def test_lines_are_named_in_the_language_in_use(council: Book) -> None:
    project(council, "210304")
    rayong = line(figures(council).by_province, "21")
    assert rayong.label == "Rayong"
    i18n.use("th")
    assert rayong.label == "ระยอง"


def test_an_empty_book_has_nothing_but_its_own_council(council: Book) -> None:
    found = figures(council)
    assert (found.provinces, found.councils, found.projects, found.areas, found.budget, found.cases) == (1, 1, 0, 0, Decimal(0), 0)


def test_a_person_known_to_be_in_two_councils_is_counted_once_in_the_total(books: Books) -> None:
    """However the answers go round: one, two and three are one person; the fourth is somebody else."""
    region = books("region", kind="region", office="ภาค", areas=("21",))
    councils = [new_id() for _council in range(4)]
    people = []
    with region.write() as deed:
        for council in councils:
            people.append(deed.put("people", None, {"first_name": "แก้ว", "last_name": "ใจดี"}, council=council))
    one, two, three, four = people
    for a, b in ((one, two), (two, three), (three, one)):
        region.answer("people", a, b, pairs.SAME)
    region.answer("people", three, four, pairs.NOT_SAME)
    found = figures(region)
    assert found.people == 2
    assert sum(line.people for line in found.by_council) == 4
    with region.write() as deed:
        deed.delete("people", two)
    assert figures(region).people == 2
