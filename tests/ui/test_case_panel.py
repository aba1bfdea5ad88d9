"""What stands beside a case's form, and a form of which much is settled."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.records.book import Book
from desktop.registers.cases.screen import CasePanel
from desktop.ui import words
from desktop.ui.form import Form
from desktop.ui.services import Services
from tests.factory import case, household
from tests.registers.cases.walking import WHY, at, do
from tests.ui.hands import settle, type_into

Show = Callable[[bytes | None], CasePanel]


@pytest.fixture
def show(council: Book, services: Services, qtbot: QtBot) -> Show:
    """Looks at a case."""
    panel = CasePanel(council, services)
    qtbot.addWidget(panel)
    panel.show()

    def look(record: bytes | None) -> CasePanel:
        panel.show_record(record)
        settle(qtbot, services)
        return panel

    return look


def test_it_says_where_the_case_stands_and_what_the_public_is_told(show: Show, council: Book) -> None:
    one, two = at(council, "C40"), at(council, "C40")
    assert show(two).stands.text() == "Ranked · For the public: Being prepared · Rank 2 of 2"
    do(council, "close_withdrawn", one, **WHY)
    assert show(one).stands.text() == "Withdrawn"
    assert show(two).stands.text().endswith("Rank 1 of 1")


def test_every_rule_is_shown_with_what_it_says_of_this_case(show: Show, council: Book) -> None:
    record = case(council, household=household(council, income_month=Decimal(100), member_count=4, house_condition="HC1"))
    panel = show(record)
    shown = panel.model.rows
    assert panel.standing is not None
    assert len(shown) == len(panel.standing.score.parts)
    assert {row[2] for row in shown} >= {"Holds", "Not known"}
    assert all(
        council.code_lists.label("score_rule", part.code) == row[0] for part, row in zip(panel.standing.score.parts, shown, strict=True)
    )
    assert f"Now: {panel.standing.score.total:f} points".removesuffix(".00") in panel.told.text().replace(".00", "")
    assert "No score is kept yet" in panel.told.text()


def test_a_score_that_is_kept_is_shown_only_where_it_is_another_today(show: Show, council: Book) -> None:
    home = household(council, income_month=Decimal(100), member_count=4)
    record = case(council, household=home)
    do(council, "score", record)
    assert "\n" not in show(record).told.text()
    with council.write() as deed:
        deed.put("households", home, {"income_month": Decimal(900_000)})
    assert "Kept when it was worked out" in show(record).told.text()


def test_the_bill_is_shown_to_the_satang(show: Show, council: Book) -> None:
    record = at(council, "C60")
    with council.write() as deed:
        deed.put("case_funds", None, {"case": record, "source": "OWNER", "form": "MONEY", "amount": Decimal("0.25")})
        deed.put("case_funds", None, {"case": record, "source": "COMMUNITY", "form": "LABOUR", "work_days": 6})
    do(council, "record_help", record, kind="FOOD", what="ข้าวสาร", value=Decimal(250))
    panel = show(record)
    assert {name: label.text() for name, label in panel.sums.items()} == {
        "budget": "20,000",
        "approved": "19,500",
        "contributed": "0.25",
        "work_days": "6",
        "missing": "499.75",
        "help": "250",
    }


def test_a_new_case_has_nothing_to_show_and_the_language_may_change(show: Show, council: Book, qapp: QApplication, qtbot: QtBot) -> None:
    panel = show(None)
    assert panel.stands.text() == "Save first: then it is worked out here."
    assert panel.model.rows == []
    show(case(council))
    words.speak(qapp, "th")
    qtbot.waitUntil(lambda: panel.stands.text().replace("\u200b", "").startswith("สำรวจแล้ว"))


def test_a_settled_case_is_shown_locked_but_for_the_follow_up(council: Book, services: Services, qtbot: QtBot) -> None:
    form = Form(council, council.registers["cases"], services)
    qtbot.addWidget(form)
    form.show()
    for state, typed in (("C80", {"outcome"}), ("C20", {"outcome", "problem"})):
        form.edit(council.draft("cases", at(council, state)))
        for name in ("outcome", "problem"):
            type_into(form.boxes[name].editor.inner, "ก")
        assert form.draft is not None
        assert set(form.draft.changed()) == typed, state
    form.drop()
