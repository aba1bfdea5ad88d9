"""Records whose name is a date, a code or an amount are called in words."""

from __future__ import annotations

from decimal import Decimal

from desktop.base import i18n
from desktop.registers import REGISTERS
from desktop.registers.people.spec import PEOPLE


def test_codes_dates_and_baht_are_worded_in_the_language_in_use() -> None:
    debt = {"source": "BAAC", "amount": Decimal("12000.00")}
    assert REGISTERS["household_debts"].name_of(debt) == "BAAC · 12,000"
    i18n.use("th")
    assert REGISTERS["household_debts"].name_of(debt) == "ธ.ก.ส. · 12,000"
    assert REGISTERS["council_assessments"].name_of({"assessed_on": "2026-02-01", "level": "LV2_WALK"}) == "1 ก.พ. 2569 · เดินได้"


def test_what_is_not_known_is_left_out() -> None:
    assert REGISTERS["household_debts"].name_of({"source": None, "amount": Decimal(5)}) == "5"


def test_a_room_s_own_way_of_calling_stays() -> None:
    assert REGISTERS["people"].called is PEOPLE.called
