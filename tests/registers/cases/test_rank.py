"""The rank list of a council: by score, by hand, and without gaps whatever happens."""

from __future__ import annotations

from decimal import Decimal

import pytest

from desktop.base.errors import Refused
from desktop.records.book import Book
from desktop.registers.cases.model import by_score, placed
from tests.conftest import Books
from tests.factory import case, household, value
from tests.registers.cases.walking import PROGRAMME, WHY, at, do, ranks, refused, status, steps


def listed(book: Book, count: int) -> list[bytes]:
    """Ranked cases in order of their rank."""
    return [at(book, "C40") for _each in range(count)]


def test_cases_are_ranked_in_the_order_in_which_they_come(book: Book) -> None:
    assert ranks(book, *listed(book, 3)) == [1, 2, 3]


def test_by_score_the_poorest_comes_first_and_what_is_equal_by_urgency_then_by_waiting(book: Book) -> None:
    poor = household(book, income_month=Decimal(500), member_count=5)
    rich = household(book, income_month=Decimal(90_000), member_count=1)
    later = at(book, "C30", household=rich, urgency="U3", opened_on="2026-02-01")
    sooner = at(book, "C30", household=rich, urgency="U3", opened_on="2026-01-01")
    urgent = at(book, "C30", household=rich, urgency="U1", opened_on="2026-03-01")
    poorest = at(book, "C30", household=poor, urgency="U3", opened_on="2026-03-01")
    do(book, "rank_by_score", later, sooner, urgent, poorest)
    assert ranks(book, poorest, urgent, sooner, later) == [1, 2, 3, 4]
    assert {status(book, each) for each in (later, sooner, urgent, poorest)} == {"C40"}
    assert value(book, "cases", poorest, "score") > value(book, "cases", urgent, "score")
    assert len(value(book, "cases", poorest, "score_version")) == 6


def test_ranking_by_score_orders_the_whole_list_of_the_council(book: Book) -> None:
    before = listed(book, 2)
    poor = at(book, "C30", household=household(book, income_month=Decimal(1), member_count=9, house_condition="HC1"))
    do(book, "rank_by_score", poor)
    assert ranks(book, poor, *before) == [1, 2, 3]


def test_the_order_by_score_is_the_same_whatever_order_they_are_given_in() -> None:
    cases = [
        (bytes([number]), {"score": score, "urgency": urgency, "opened_on": opened, "number": f"N{number}"})
        for number, (score, urgency, opened) in enumerate(
            [(5, "U2", None), (5, "U2", "2026-01-01"), (5, None, "2025-01-01"), (None, "U1", None), (9, None, None), (5, "U1", None)]
        )
    ]
    wanted = [bytes([number]) for number in (4, 5, 1, 0, 2, 3)]
    assert by_score(cases, ["U1", "U2", "U3"]) == wanted == by_score(cases[::-1], ["U1", "U2", "U3"])


def test_a_place_given_by_hand_makes_the_others_give_way_and_keeps_its_reason(book: Book) -> None:
    one, two, three = listed(book, 3)
    do(book, "set_rank", three, place=1, reason="บ้านพังแล้ว")
    assert ranks(book, three, one, two) == [1, 2, 3]
    last = steps(book, three)[-1].values
    assert (last["from_state"], last["state"], last["reason"]) == ("C40", "C40", "บ้านพังแล้ว")
    do(book, "set_rank", three, place=99, **WHY)
    assert ranks(book, one, two, three) == [1, 2, 3]
    assert refused(book, "set_rank", one, place=2)[0] == "problems", "a reason is asked for"
    book.undo()
    assert ranks(book, three, one, two) == [1, 2, 3]


def test_a_certified_case_may_be_put_at_a_place_at_once_and_its_score_is_kept(book: Book) -> None:
    one, two = listed(book, 2)
    new = at(book, "C30")
    do(book, "set_rank", new, place=2, **WHY)
    assert ranks(book, one, new, two) == [1, 2, 3]
    assert value(book, "cases", new, "score") is not None


def test_a_case_is_moved_up_and_down_by_one_place_and_not_off_the_list(book: Book) -> None:
    one, two, three = listed(book, 3)
    do(book, "move_up", three)
    assert ranks(book, one, three, two) == [1, 2, 3]
    do(book, "move_down", one)
    assert ranks(book, three, one, two) == [1, 2, 3]
    assert refused(book, "move_up", three) == ("at_the_end", None)
    assert refused(book, "move_down", two) == ("at_the_end", None)


def test_the_list_closes_up_behind_a_case_that_goes_on(book: Book) -> None:
    one, two, three = listed(book, 3)
    do(book, "propose", one, **PROGRAMME)
    assert ranks(book, one, two, three) == [None, 1, 2]
    do(book, "step_back", one, **WHY)
    assert ranks(book, two, three, one) == [1, 2, 3]
    do(book, "close_withdrawn", three, **WHY)
    assert ranks(book, two, one, three) == [1, 2, None]
    do(book, "reopen", three, **WHY)
    do(book, "step_back", two, **WHY)
    assert ranks(book, one, three, two) == [1, 2, None]


def test_several_leave_the_list_in_one_deed(book: Book) -> None:
    one, two, three, four = listed(book, 4)
    do(book, "propose", one, three, **PROGRAMME)
    assert ranks(book, two, four) == [1, 2]
    book.undo()
    assert ranks(book, one, two, three, four) == [1, 2, 3, 4]
    book.redo()
    assert ranks(book, one, two, three, four) == [None, 1, None, 2]


def test_a_deleted_case_leaves_no_gap_and_comes_back_to_its_place(book: Book) -> None:
    one, two, three = listed(book, 3)
    book.delete("cases", [two])
    assert ranks(book, one, three) == [1, 2]
    book.restore("cases", [two])
    assert ranks(book, one, two, three) == [1, 2, 3]
    book.delete("cases", [one])
    book.undo()
    assert ranks(book, one, two, three) == [1, 2, 3]


def test_a_rank_list_of_earlier_books_is_taken_over_in_its_order(book: Book) -> None:
    with book.write() as deed:
        taken = [deed.put("cases", None, {"household": bytes(16), "status": "C40", "rank": rank}, within=True) for rank in (1, 2, 3, None)]
    assert ranks(book, *taken) == [1, 2, 3, 4]


def test_every_council_of_a_region_has_a_list_of_its_own(books: Books) -> None:
    region = books("region", kind="region", areas=("21",))
    mine: dict[bytes, list[bytes]] = {}
    with region.write() as deed:
        for council in (b"\x01" * 16, b"\x02" * 16):
            values = {"household": bytes(16), "problem": "หลังคารั่ว", "status": "C30"}
            mine[council] = [deed.put("cases", None, values, council=council, within=True) for _each in range(2)]
    first, second = mine.values()
    do(region, "rank_by_score", *first, *second)
    assert ranks(region, *first, *second) == [1, 2, 1, 2]
    assert all(step.council == council for council, cases in mine.items() for each in cases for step in steps(region, each))


def test_a_place_below_one_is_the_first() -> None:
    order = [b"a", b"b", b"c"]
    assert placed(order, b"c", 0) == placed(order, b"c", 1) == [b"c", b"a", b"b"]
    assert placed(order, b"d", 2) == [b"a", b"d", b"b", b"c"]
    assert placed(order, b"a", 9) == [b"b", b"c", b"a"]


def test_nobody_types_a_rank(book: Book) -> None:
    record = case(book)
    with pytest.raises(Refused) as caught, book.write() as deed:
        deed.put("cases", record, {"rank": 1})
    assert (caught.value.code, caught.value.field) == ("by_deed", "rank")
