"""Help, referrals, consent, school, meetings and levels, each thing once."""

from __future__ import annotations

from decimal import Decimal

import pytest

from desktop.base.clock import ScriptedClock
from desktop.records import codes, invented
from desktop.records.book import Book
from desktop.registers.cases.model import CHAIN, EXITS, PUBLIC
from desktop.reports.figures import figures
from desktop.reports.lines import Line
from tests.conftest import Books
from tests.factory import AREA, assessment, case, consent, household, meeting, partner, person, referral, resident, support


def amounts(lines: tuple[Line, ...]) -> dict[str, Decimal]:
    return {line.key: line.value for line in lines if line.given}


def test_the_public_is_told_of_every_state_in_the_words_of_the_room() -> None:
    groups = {entry.code: entry.group for entry in codes.shipped().entries("case_status")}
    assert {state: codes.shipped().label("case_public", groups[state], "en") for state in CHAIN} == dict(PUBLIC)
    assert {groups[state] for state in EXITS} == {"ENDED"}


def test_cases_stand_in_the_four_words_for_the_public(book: Book) -> None:
    for status in ("C10", "C20", "C50", "C70", "C90", "X20"):
        case(book, status=status)
    assert {line.key: line.cases for line in figures(book).by_public} == {
        "NOT_YET": 1,
        "PREPARING": 2,
        "UNDER_WAY": 1,
        "SUCCEEDED": 1,
        "ENDED": 1,
    }


def test_help_is_summed_by_year_giver_and_kind_and_each_adds_up(book: Book) -> None:
    office = partner(book, kind="LAO")
    support(book, given_on="2025-09-30", value=Decimal("1000.25"), kind="FOOD", partner=office)
    support(book, given_on="2025-10-01", value=Decimal("2000.50"), kind="MONEY")
    support(book, given_on="2026-02-01", value=None, kind="FOOD", partner=office)
    gone = support(book, value=Decimal(9999))
    book.delete("help", [gone])
    found = figures(book)
    assert (found.given, found.value) == (3, Decimal("3000.75"))
    assert amounts(found.by_help_year) == {"2568": Decimal("1000.25"), "2569": Decimal("2000.50")}
    assert amounts(found.by_help_giver) == {"LAO": Decimal("1000.25"), "": Decimal("2000.50")}
    assert amounts(found.by_help_kind) == {"FOOD": Decimal("1000.25"), "MONEY": Decimal("2000.50")}
    assert found.by_council[0].value == found.value and found.by_province[0].given == 3


def test_a_referral_stands_by_its_result_or_by_what_became_of_it(book: Book) -> None:
    referral(book)
    referral(book, state="WITHDRAWN")
    referral(book, state="ANSWERED", result="HELPED")
    found = figures(book)
    assert {line.key: line.referrals for line in found.by_referral if line.referrals} == {"HELPED": 1, "SENT": 1, "WITHDRAWN": 1}
    assert found.referrals == 3 == sum(line.referrals for line in found.by_referral)


def test_a_household_agreed_when_somebody_in_it_agreed_last_and_did_not_withdraw(book: Book) -> None:
    asked: dict[str, list[tuple[str, str | None]]]
    asked = {"agreed": [("GIVEN", None)], "refused": [("REFUSED", None)], "withdrew": [("GIVEN", "2026-02-01")], "never": []}
    asked["changed their mind"] = [("REFUSED", None), ("GIVEN", None)]
    for answers in asked.values():
        head = person(book)
        household(book, head=head)
        for number, (answer, withdrawn) in enumerate(answers):
            consent(book, person=head, answer=answer, given_on=f"2026-01-1{number}", withdrawn_on=withdrawn)
    home, left = household(book), household(book)
    consent(book, person=(child := person(book)))
    resident(book, home, person=child, since="2026-01-01")
    resident(book, left, person=child, until="2026-01-01")
    found = figures(book)
    assert (found.households, found.agreed) == (7, 3)


@pytest.mark.parametrize(
    ("born", "status", "died", "counted"),
    [
        ("2015-06-01", "OUT", None, True),
        ("2015-06-01", "NEVER", None, True),
        ("2015-06-01", "IN", None, False),
        ("2015-06-01", "OUT", "2026-01-01", False),
        ("2008-03-09", "OUT", None, False),
        ("2008-03-11", "OUT", None, True),
        ("2008", "OUT", None, True),
        ("2007", "OUT", None, False),
        (None, "OUT", None, True),
    ],
)
def test_a_child_out_of_school_lives_and_is_not_known_to_be_18(
    books: Books, born: str | None, status: str, died: str | None, counted: bool
) -> None:
    book = books(clock=ScriptedClock(1_773_130_000_000))  # 10 March 2026
    person(book, birth_date=born, school_status=status, died_on=died)
    assert figures(book).out_of_school == int(counted)


def test_children_out_of_school_stand_in_their_own_province(book: Book) -> None:
    person(book, birth_date="2015", school_status="OUT", tambon_code="200101")
    person(book, birth_date="2015", school_status="OUT", tambon_code=None)
    found = figures(book)
    assert {line.key: line.out_of_school for line in found.by_province} == {"20": 1, "21": 1}
    assert found.by_council[0].out_of_school == 2


def test_ordinary_meetings_held_this_year_are_counted_for_each_council(book: Book) -> None:
    year = book.clock.today().year
    for month in (1, 2, 3):
        meeting(book, held_on=f"{year}-0{month}-05")
    meeting(book, held_on=f"{year - 1}-12-05")
    meeting(book, held_on=f"{year}-01-06", kind="EXTRA")
    meeting(book, held_on=f"{year}-01-07", status="PLANNED", present_count=None, roll_count=None, quorum=None)
    assert (figures(book).met, figures(book).by_council[0].meetings) == (0, 3)
    meeting(book, held_on=f"{year}-01-08")
    assert figures(book).met == 1


def test_a_council_stands_at_the_level_it_was_found_at_last(book: Book) -> None:
    assert {line.key: line.councils for line in figures(book).by_level if line.councils} == {"": 1}
    assessment(book, assessed_on="2026-01-31", level="LV2_WALK")
    assessment(book, assessed_on="2024-01-31", level="LV1_LEARN")
    found = figures(book)
    assert {line.key: line.councils for line in found.by_level if line.councils} == {"LV2_WALK": 1}
    assert found.by_council[0].level == "LV2_WALK"


def test_what_two_books_hold_is_counted_once_and_the_lines_add_up(books: Books) -> None:
    one, other = books("one"), books("other", areas=("200101",))
    invented.fill(one, AREA, 1, members=12, households=20, meetings=4)
    invented.fill(other, "200101", 1, members=12, households=20, meetings=4)
    apart = [figures(one), figures(other)]
    both = figures(one, other, one)
    for name in ("given", "value", "referrals", "agreed", "out_of_school", "cases"):
        assert getattr(both, name) == sum(getattr(each, name) for each in apart)
    for lines in (both.by_help_year, both.by_help_giver, both.by_help_kind, both.by_province, both.by_council):
        assert (sum(line.given for line in lines), sum(line.value for line in lines)) == (both.given, both.value)
    for lines in (both.by_referral, both.by_province, both.by_council):
        assert sum(line.referrals for line in lines) == both.referrals
    for lines in (both.by_province, both.by_council):
        assert sum(line.out_of_school for line in lines) == both.out_of_school
        assert sum(line.agreed for line in lines) == both.agreed
    assert sum(line.cases for line in both.by_public) == both.cases
