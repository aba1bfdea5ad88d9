"""A welfare fund of 5,000 members with five years of contributions: what stands beside its form, read as the panels read it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from desktop.registers.welfare_funds import service
from tests.bench import books
from tests.bench.measure import Figure, median, seconds

MEMBERS = 5_000
YEARS = range(2021, 2026)


def figures(folder: Path) -> list[Figure]:
    """The counts for matching money, and who has not paid for a year (half of them)."""
    book = books.council(folder / "book")
    with book.write() as deed:
        fund = deed.put("welfare_funds", None, {"name": "กองทุน", "founded_on": "2010", "villages": 12, "opening_balance": Decimal(1000)})
        for number in range(MEMBERS):
            person = deed.put("people", None, books.person(number))
            joined = {"joined_on": f"{2012 + number % 12}-05-01", "kind": "GENERAL", "moo": 1 + number % 12, "member_no": f"{number:05}"}
            member = deed.put("fund_members", None, joined | {"fund": fund, "person": person})
            for year in YEARS:
                paid = {"source": "MEMBER", "member": member, "on": f"{year}-02-01", "period": str(year), "amount": Decimal(365)}
                if year != YEARS[-1] or number % 2:
                    deed.put("fund_receipts", None, {"fund": fund} | paid)
            if number % 5 == 0:
                asked = {"kind": "WK02", "asked_on": "2025-01-05", "status": "PAID", "paid_on": "2025-01-09", "amount": Decimal(300)}
                deed.put("fund_claims", None, {"fund": fund, "member": member} | asked, within=True)

    def matching() -> None:
        with book.read() as reader:
            assert service.matching(reader, fund, "2025-09-30").now == MEMBERS

    def dues() -> None:
        with book.read() as reader:
            service.periods(reader, fund)
            assert len(service.owing(reader, fund, str(YEARS[-1]))) == MEMBERS // 2

    counted = median(lambda run: seconds(matching), 5) * 1000
    owed = median(lambda run: seconds(dues), 5) * 1000
    book.close()
    return [
        Figure("matching money, a fund of 5,000 members", counted, "ms", "<= 300", counted <= 300),
        Figure("who has not paid, a fund of 5,000 members", owed, "ms", "<= 300", owed <= 300),
    ]
