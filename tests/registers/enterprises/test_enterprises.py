"""Enterprises: the yearly renewal and when it is missed, and what an enterprise earned since it joined."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from desktop.base.clock import ScriptedClock
from desktop.base.errors import Refused
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.registers import REGISTERS
from desktop.registers.enterprises.model import missed, owed
from desktop.registers.enterprises.service import earnings, reminders
from tests.factory import partner, person, put, value
from tests.registers.rules import LINKED, errors, warnings

NAME = "วิสาหกิจชุมชนกล้วยฉาบตัวอย่าง"
REGISTERED: dict[str, Any] = {
    "name": NAME,
    "kind": "COMMUNITY",
    "state": "ACTIVE",
    "registration_no": "2-21-03-04/1-0001",
    "registered_on": "2024-05-20",
}


def enterprise(book: Book, **values: Any) -> bytes:
    return put(book, "enterprises", REGISTERED | values, within=True)


def due(book: Book, today: str) -> list[tuple[str, str, bool]]:
    with book.read() as reader:
        return [(each.message.format(**each.values), each.due, each.late) for each in reminders(reader, today)]


def test_an_enterprise_has_a_name_and_a_number_that_fits_the_certificate() -> None:
    assert errors("enterprises", {"name": NAME}) == set()
    assert ("name", "required") in errors("enterprises", {})
    assert warnings("enterprises", {"name": NAME, "registration_no": "1" * 26}) == {("registration_no", "number_long")}
    assert warnings("enterprises", {"name": NAME, "registration_no": "1" * 25}) == set()


def test_a_member_is_somebody_and_a_month_is_a_month() -> None:
    assert errors("enterprise_members", {"enterprise": LINKED}) == {("person", "person_missing")}
    assert errors("enterprise_months", {"enterprise": LINKED, "month": "2026"}) == {("month", "month_wanted")}
    assert errors("enterprise_months", {"enterprise": LINKED, "month": "2026-03", "cost": Decimal(-1)}) == {("cost", "negative")}


@pytest.mark.parametrize(
    ("today", "years", "late"),
    [
        ("2024-12-31", [], []),  # the year it was registered in
        ("2025-01-01", [2568], []),
        ("2025-01-30", [2568], []),
        ("2025-01-31", [2568], [2568]),
        ("2026-01-15", [2568, 2569], [2568]),
        ("2026-02-01", [2568, 2569], [2568, 2569]),
    ],
)
def test_a_registered_enterprise_renews_within_thirty_days_after_each_calendar_year(today: str, years: list[int], late: list[int]) -> None:
    assert (owed(REGISTERED, today), missed(REGISTERED, today)) == (years, late)


@pytest.mark.parametrize(
    "other", [{"kind": "OCCUPATION"}, {"kind": "COOPERATIVE"}, {"state": "ENDED"}, {"registration_no": None, "registered_on": None}]
)
def test_others_are_not_asked(other: dict[str, Any]) -> None:
    assert owed(REGISTERED | other, "2026-02-01") == []


def test_where_nobody_knows_since_when_only_this_year_is_asked_for() -> None:
    assert owed(REGISTERED | {"registered_on": None}, "2026-01-10") == [2569]


def test_the_words_grow_stronger_after_two_missed_years(book: Book) -> None:
    enterprise(book)
    assert due(book, "2024-12-31") == []
    assert due(book, "2025-01-02") == [(f"Renew the registration for 2568: {NAME}", "2025-01-30", False)]
    assert due(book, "2025-03-01") == [(f"The renewal for 2568 is late: {NAME}", "2025-01-30", True)]
    ((words, day, late),) = due(book, "2026-02-01")
    assert "Not renewed for 2 years" in words
    assert (day, late) == ("2025-01-30", True)


def test_the_form_says_what_was_missed(book: Book, clock: ScriptedClock) -> None:
    this = clock.today().year
    assert book.warnings("enterprises", None, REGISTERED | {"registered_on": f"{this}-01-01"}) == []
    (found,) = book.warnings("enterprises", None, REGISTERED | {"registered_on": f"{this - 3}-01-01"})
    assert (found.field, found.code, found.values["count"]) == (
        "renewed_year",
        "renewal_missed",
        2 + (clock.today().isoformat()[5:] > "01-30"),
    )
    assert "strike it off" in found.message


def test_renewing_settles_the_year_for_all_chosen(book: Book, clock: ScriptedClock) -> None:
    both = [enterprise(book, name=f"{NAME} {number}", registration_no=str(number)) for number in range(2)]
    this = clock.today().year + 543
    book.do("enterprises", "renew", both, {})
    assert {value(book, "enterprises", each, "renewed_year") for each in both} == {this}
    assert value(book, "enterprises", both[0], "renewed_on") == clock.today().isoformat()
    assert due(book, clock.today().isoformat()) == []
    with pytest.raises(Refused) as caught:
        book.do("enterprises", "renew", both[:1], {})
    assert caught.value.code == "renewed"
    book.undo()
    assert value(book, "enterprises", both[1], "renewed_year") is None


def test_nobody_renews_tomorrow_or_for_a_year_to_come(book: Book, clock: ScriptedClock) -> None:
    record = enterprise(book)
    today = clock.today()
    for values, code in (
        ({"on": f"{today.year + 1}-01-05"}, "future"),
        ({"year": today.year + 544}, "year_to_come"),
        ({"on": f"{today.year - 1}-01-05", "year": today.year + 543}, "year_to_come"),
    ):
        with pytest.raises(Refused) as caught:
            book.do("enterprises", "renew", [record], values)
        assert caught.value.code == code
    with pytest.raises(Refused) as caught:
        book.do("enterprises", "renew", [enterprise(book, kind="OCCUPATION", name="กลุ่มทอผ้า", registration_no="9")], {})
    assert caught.value.code == "not_offered"
    with pytest.raises(Refused) as caught, book.write() as deed:
        deed.put("enterprises", record, {"renewed_year": 2569})
    assert caught.value.code == "by_deed"


def test_what_is_not_renewed_is_a_list(book: Book) -> None:
    late, renewed = enterprise(book), enterprise(book, name="อื่น", registration_no="2")
    enterprise(book, name="เลิกแล้ว", registration_no="3", state="ENDED")
    book.do("enterprises", "renew", [renewed], {})
    view = next(each for each in REGISTERS["enterprises"].views if each.name == "not_renewed")
    assert book.ids(ListQuery("enterprises", filters=view.filters)) == [late]


def test_a_month_is_entered_once(book: Book) -> None:
    record = enterprise(book)
    first = put(book, "enterprise_months", {"enterprise": record, "month": "2026-01", "income": Decimal(100)})
    again = put(book, "enterprise_months", {"enterprise": record, "month": "2026-01", "income": Decimal(200)})
    assert first == again
    assert value(book, "enterprise_months", first, "income") == Decimal(200)


def test_earnings_are_added_up_by_year_and_since_it_joined(book: Book) -> None:
    record = enterprise(book, income_before=Decimal(1000))
    for month, income, cost in (("2025-12", 1000, 400), ("2026-01", 2000, 500), ("2026-02", 3000, "0.25")):
        put(book, "enterprise_months", {"enterprise": record, "month": month, "income": Decimal(income), "cost": Decimal(cost)})
    binned = put(book, "enterprise_months", {"enterprise": record, "month": "2026-03", "income": Decimal(99)})
    book.delete("enterprise_months", [binned])
    put(book, "enterprise_members", {"enterprise": record, "person": person(book), "since": "2025-01-01"})
    put(book, "enterprise_members", {"enterprise": record, "name": "ลาออกแล้ว", "until": "2025-06-01"})
    put(book, "enterprise_supports", {"enterprise": record, "topic": "บัญชี", "amount": Decimal(500), "partner": partner(book)})
    with book.read() as reader:
        found = earnings(reader, record, "2026-03-01")
    assert found is not None
    assert [month.month for month in found.months] == ["2026-02", "2026-01", "2025-12"]
    assert [(year.year, year.months, year.income, year.result) for year in found.years] == [
        (2569, 2, Decimal(5000), Decimal("4499.75")),
        (2568, 1, Decimal(1000), Decimal(600)),
    ]
    assert (found.whole.income, found.average, found.before) == (Decimal(6000), Decimal(2000), Decimal(1000))
    assert (found.members, found.support) == (1, Decimal(500))


def test_without_a_month_there_is_no_average(book: Book) -> None:
    record = enterprise(book)
    with book.read() as reader:
        found = earnings(reader, record, "2026-03-01")
        assert earnings(reader, LINKED, "2026-03-01") is None
    assert found is not None
    assert (found.average, found.years, found.whole.income) == (None, [], Decimal(0))
