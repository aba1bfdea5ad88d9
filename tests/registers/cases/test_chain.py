"""The chain of states: every step by its deed, through its guard, with its line in the history."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest

from desktop.base import i18n
from desktop.base.errors import Refused
from desktop.records import bulk
from desktop.records.book import Book
from desktop.records.codes import shipped
from desktop.records.query import ListQuery
from desktop.registers import REGISTERS
from desktop.registers.cases.model import BACK, CHAIN, EXITS, GUARDS, NEXT, OPEN, PUBLIC, locked
from tests.factory import case, put, value
from tests.registers.cases.walking import PROGRAMME, WHY, at, do, photo, refused, resolution, status, steps, told


def test_the_states_of_the_chain_are_the_codes() -> None:
    assert {*CHAIN, *EXITS} == {code.code for code in shipped().entries("case_status")} == set(NEXT)
    assert set(GUARDS) == {*CHAIN[1:], *EXITS}
    assert set(PUBLIC) == set(CHAIN)
    assert len(set(PUBLIC.values())) == 4


def test_from_an_open_state_lead_the_next_one_and_every_exit_and_from_a_closed_one_nothing() -> None:
    for here, following in pairwise(CHAIN):
        assert NEXT[here] == {following} | (set(EXITS) if here in OPEN else set())
    assert not any(NEXT[state] for state in ("C90", *EXITS))
    assert all(following in NEXT[before] for following, before in BACK.items())


def test_a_new_case_has_its_first_step(book: Book) -> None:
    record = case(book)
    (first,) = steps(book, record)
    assert (first.values["state"], first.values["from_state"], first.values["on"], first.values["reason"]) == (
        "C10",
        None,
        "2026-01-15",
        None,
    )
    assert first.values["by"] == book.actor.name


def test_a_case_taken_over_from_earlier_books_says_so_in_its_first_step(book: Book) -> None:
    with book.write() as deed:
        record = deed.put("cases", None, {"household": bytes(16), "status": "C90", "closed_on": "2024-05-02"}, within=True)
    (first,) = steps(book, record)
    assert (first.values["state"], first.values["on"]) == ("C90", "2024-05-02")
    assert first.values["reason"] == "Taken over from earlier records."


def test_a_case_of_which_no_state_is_told_is_surveyed(book: Book) -> None:
    record = put(book, "cases", {"household": bytes(16)})
    assert (status(book, record), told(book, record)) == ("C10", [(None, "C10")])


def test_the_whole_chain_is_walked_by_deeds_and_told_in_full(book: Book) -> None:
    record = at(book, "C90")
    assert told(book, record) == [(None, "C10"), *pairwise(CHAIN)]
    row = book.row("cases", record).values
    assert (row["programme_code"], row["budget"], row["approved"]) == ("BPP", Decimal(20_000), Decimal(19_500))
    assert (row["outcome"], row["closed_on"]) == ("อยู่ได้แล้ว", book.clock.today().isoformat())


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_no_step_is_skipped(book: Book, language: str) -> None:
    i18n.use(language)
    record = case(book)
    for action in ("approve", "start_work", "finish", "close", "propose", "certify", "set_rank", "reopen", "step_back"):
        with pytest.raises(Refused) as caught:
            every = WHY | PROGRAMME | {"amount": Decimal(1), "outcome": "x", "resolution": bytes(16), "place": 1}
            do(book, action, record, **every)
        assert caught.value.code == "not_offered"
        assert caught.value.text()
    assert told(book, record) == [(None, "C10")]


def test_the_chain_is_guarded_below_the_menu_too(book: Book) -> None:
    """Whoever calls a deed's function passes by what the menu offers."""
    record = case(book)
    for action in REGISTERS["cases"].actions:
        if action.name in ("finish", "close", "reopen", "step_back", "start_work"):
            with pytest.raises(Refused) as caught, book.write() as deed:
                action.run(deed, [record], {"outcome": "x"} | WHY)
            assert caught.value.code == "not_next", action.name


def test_a_case_of_which_nothing_is_known_is_not_verified(book: Book) -> None:
    record = case(book, problem=None, needs=None)
    assert refused(book, "verify", record) == ("nothing_known", "problem")
    with book.write() as deed:
        deed.put("cases", record, {"needs": ("N_LAND",)})
    do(book, "verify", record)
    assert status(book, record) == "C20"


def test_certifying_needs_a_resolution_of_a_meeting_that_was_held(book: Book) -> None:
    record = at(book, "C20")
    planned, noted = resolution(book, meeting_status="PLANNED"), resolution(book, kind="ACKNOWLEDGE")
    assert refused(book, "certify", record, resolution=planned) == ("meeting_not_held", "resolution")
    assert refused(book, "certify", record, resolution=noted) == ("resolution_kind", "resolution")
    gone = resolution(book)
    book.delete("resolutions", [gone])
    assert refused(book, "certify", record, resolution=gone) == ("resolution_missing", "resolution")
    assert refused(book, "certify", record)[0] == "problems"


def test_a_whole_selection_is_certified_at_once_on_the_day_of_the_meeting(book: Book) -> None:
    cases, certifying = [at(book, "C20"), at(book, "C20")], resolution(book, held_on="2026-04-09")
    do(book, "certify", *cases, resolution=certifying)
    for record in cases:
        step = steps(book, record)[-1].values
        assert (step["state"], step["on"], step["resolution"]) == ("C30", "2026-04-09", certifying)
    book.undo()
    assert [status(book, record) for record in cases] == ["C20", "C20"]
    assert [told(book, record)[-1] for record in cases] == [("C10", "C20")] * 2


def test_one_case_that_can_not_be_certified_keeps_all_of_them_back(book: Book) -> None:
    cases = [at(book, "C20"), at(book, "C30")]
    assert refused(book, "certify", *cases, resolution=resolution(book))[0] == "not_offered"


def test_more_than_the_ceiling_is_proposed_and_approved_only_with_a_reason(book: Book) -> None:
    record = at(book, "C40")
    above = PROGRAMME | {"budget": Decimal("20000.01")}
    assert refused(book, "propose", record, **above) == ("above_ceiling", "reason")
    do(book, "propose", record, **above, reason="ผู้พิการสองคน")
    assert steps(book, record)[-1].values["reason"] == "ผู้พิการสองคน"
    assert refused(book, "approve", record, amount=Decimal(20_001)) == ("above_ceiling", "reason")
    assert refused(book, "approve", record, amount=Decimal(-1)) == ("amount_missing", "amount")
    do(book, "approve", record, amount=Decimal(20_000))
    assert value(book, "cases", record, "approved") == Decimal(20_000)


def test_the_ceiling_is_that_of_the_programme_and_year(book: Book) -> None:
    record = at(book, "C40")
    assert refused(book, "propose", record, programme_code="BPP", programme_year=2561, budget=Decimal(18_001))[0] == "above_ceiling"
    do(book, "propose", record, programme_code="BMK_RURAL", programme_year=2569, budget=Decimal(40_000))
    other = at(book, "C40")
    do(book, "propose", other, programme_code="LOCAL", programme_year=2569, budget=Decimal(900_000))
    assert (status(book, record), status(book, other)) == ("C50", "C50")


def test_work_begins_with_a_photo_from_before_or_a_reason(book: Book) -> None:
    record, other = at(book, "C60"), at(book, "C60")
    photo(book, record, "AFTER")
    assert refused(book, "start_work", record) == ("photo_missing", "reason")
    before = photo(book, record, "BEFORE")
    do(book, "start_work", record)
    do(book, "start_work", other, reason="กล้องเสีย")
    assert steps(book, record)[-1].values["picture"] == before
    assert steps(book, other)[-1].values["reason"] == "กล้องเสีย"


def test_done_needs_a_photo_from_after_or_a_reason(book: Book) -> None:
    record = at(book, "C70")
    photo(book, record, "BEFORE")
    gone = photo(book, record, "AFTER")
    book.delete("attachments", [gone])
    assert refused(book, "finish", record) == ("photo_missing", "reason")
    after = photo(book, record, "AFTER")
    do(book, "finish", record, on="2026-10-01")
    assert (steps(book, record)[-1].values["picture"], steps(book, record)[-1].values["on"]) == (after, "2026-10-01")


def test_a_step_is_not_taken_on_a_day_to_come(book: Book) -> None:
    assert refused(book, "finish", at(book, "C70"), on="2099-01-01", **WHY) == ("future", "on")


def test_a_case_is_not_closed_before_it_was_opened(book: Book) -> None:
    record = at(book, "C80")
    assert refused(book, "close", record, outcome="x", on="2020-01-01")[0] == "problems"


@pytest.mark.parametrize(
    ("action", "state"),
    [("close_solved", "X20"), ("close_ineligible", "X30"), ("close_withdrawn", "X40"), ("close_moved", "X50")],
)
def test_an_open_case_ends_by_a_side_exit_and_goes_on_from_where_it_was_when_reopened(book: Book, action: str, state: str) -> None:
    for before in sorted(OPEN):
        record = at(book, before)
        if state != "X20":
            assert refused(book, action, record)[0] == "problems", "a reason is asked for"
        do(book, action, record, on="2026-09-30", **WHY)
        assert (status(book, record), value(book, "cases", record, "closed_on")) == (state, "2026-09-30")
        do(book, "reopen", record, **WHY)
        assert (status(book, record), value(book, "cases", record, "closed_on")) == (before, None)
        assert told(book, record)[-2:] == [(before, state), (state, before)]


def test_a_case_ends_as_referred_only_when_it_was_referred(book: Book) -> None:
    record = at(book, "C20")
    assert refused(book, "close_referred", record) == ("referral_missing", None)
    partner = put(book, "partners", {"name": "โรงพยาบาลตัวอย่าง"})
    do(book, "refer", record, partner=partner, asked="เยี่ยมบ้าน")
    assert status(book, record) == "C20"
    do(book, "close_referred", record)
    assert status(book, record) == "X10"


def test_referring_may_end_the_case_in_the_same_deed(book: Book) -> None:
    record = at(book, "C20", responsible="สมศรี")
    partner = put(book, "partners", {"name": "กสศ."})
    do(book, "refer", record, partner=partner, asked="ทุนการศึกษา", due_on="2027-01-10", closes=True)
    (referral,) = book.ids(ListQuery("referrals", filters={"case": record}))
    values = book.row("referrals", referral).values
    assert status(book, record) == "X10"
    assert (values["state"], values["due_on"], values["responsible"], values["sent_on"]) == (
        *("SENT", "2027-01-10", "สมศรี"),
        book.clock.today().isoformat(),
    )
    assert values["number"].endswith("0001")
    book.undo()
    assert (status(book, record), book.ids(ListQuery("referrals"))) == ("C20", [])


def test_a_duplicate_names_another_case_and_never_leads_back_to_itself(book: Book) -> None:
    one, two, three = case(book), case(book), case(book)
    assert refused(book, "close_duplicate", one, same_as=one) == ("same_as_itself", "same_as")
    do(book, "close_duplicate", one, same_as=two)
    do(book, "close_duplicate", two, same_as=three)
    assert refused(book, "close_duplicate", three, same_as=one) == ("same_as_itself", "same_as")
    do(book, "reopen", one, **WHY)
    assert value(book, "cases", one, "same_as") is None
    do(book, "close_duplicate", three, same_as=one)
    assert status(book, three) == "X60"


def test_a_step_taken_by_mistake_is_mended_and_both_stay_on_record(book: Book) -> None:
    record = at(book, "C60")
    assert refused(book, "step_back", record)[0] == "problems"
    do(book, "step_back", record, reason="อนุมัติผิดราย")
    assert (status(book, record), value(book, "cases", record, "approved")) == ("C50", None)
    assert told(book, record)[-2:] == [("C50", "C60"), ("C60", "C50")]
    assert steps(book, record)[-1].values["reason"] == "อนุมัติผิดราย"


def test_a_closed_case_of_earlier_books_is_reopened_to_what_must_have_been(book: Book) -> None:
    for closed, before in (("C90", "C80"), ("X30", "C10")):
        with book.write() as deed:
            record = deed.put("cases", None, {"household": bytes(16), "status": closed}, within=True)
        do(book, "reopen", record, **WHY)
        assert status(book, record) == before


def test_what_is_done_is_locked_but_for_the_follow_up(book: Book) -> None:
    for state in ("C80", "C90"):
        record = at(book, state)
        for name, new in (("problem", "อื่น"), ("household", None), ("budget", Decimal(1)), ("needs", ("N_LAND",))):
            with pytest.raises(Refused) as caught, book.write() as deed:
                deed.put("cases", record, {name: new})
            assert (caught.value.code, caught.value.field) == ("locked", name)
        with book.write() as deed:
            deed.put("cases", record, {"next_visit_on": "2027-01-05", "outcome": "ยังอยู่ดี", "responsible": "ป้าแดง"})
    do(book, "step_back", at(book, "C80"), **WHY)


def test_what_was_proposed_is_not_typed_over(book: Book) -> None:
    record = at(book, "C50")
    with pytest.raises(Refused) as caught, book.write() as deed:
        deed.put("cases", record, {"budget": Decimal(90_000)})
    assert caught.value.code == "locked"
    with book.write() as deed:
        deed.put("cases", record, {"budget": Decimal(20_000), "wish": "หลังคาใหม่"})
    assert value(book, "cases", record, "wish") == "หลังคาใหม่"


def test_a_change_of_many_at_once_leaves_the_settled_ones_out(book: Book) -> None:
    open_one, settled = at(book, "C20"), at(book, "C80")
    planned = bulk.plan(book, "cases", [open_one, settled], "urgency", bulk.Change(bulk.How.SET, "U1"))
    assert [row.id for row in planned.refused] == [settled]
    assert bulk.apply(book, planned).changed == 1
    assert (value(book, "cases", open_one, "urgency"), value(book, "cases", settled, "urgency")) == ("U1", "U2")


def test_all_that_is_typed_is_locked_in_a_settled_case() -> None:
    typed = {field.name for field in REGISTERS["cases"].fields if not field.by_deed}
    assert typed - locked({"status": "C90"}) == {"next_visit_on", "outcome", "responsible"}
    assert locked({"status": "C90"}) <= typed


def test_undo_puts_the_step_into_the_bin_and_redo_takes_it_out_again(book: Book) -> None:
    record = at(book, "C20")
    book.undo()
    assert (status(book, record), told(book, record)) == ("C10", [(None, "C10")])
    assert len(book.ids(ListQuery("case_steps", parent=record, deleted=True))) == 1
    book.redo()
    assert (status(book, record), told(book, record)) == ("C20", [(None, "C10"), ("C10", "C20")])
