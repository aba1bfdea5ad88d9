"""Each rule of the merge, in a council with two PCs and its region."""

from __future__ import annotations

import pytest

from desktop.store.versions import Version
from desktop.sync.cells import GONE, Value, field_of, set_after, set_changes, stated
from desktop.sync.merge import (
    Cell,
    Conflict,
    Op,
    Outcome,
    RecordState,
    Standing,
    Verdict,
    apply_op,
    conflicts,
    pack_versions,
    standing,
    unpack_versions,
)
from desktop.sync.vector import Causes

DESK, LAPTOP, REGION = 0, 1, 2
ORDER = (b"\x01" * 16, b"\x02" * 16, b"\x03" * 16)


class Office:
    """One record seen through the merge; each op names the op it has seen last of every other PC."""

    def __init__(self) -> None:
        self.causes = Causes()
        self.state = RecordState()
        self._epochs = 0

    def op(self, stream: int, seq: int, kind: str = "put", /, at: int = 0, seen: dict[int, int] | None = None, **fields: Value) -> Op:
        self._epochs += 1
        self.causes.learn(stream, self._epochs, seen or {})
        return Op(Version(at or seq, stream, seq, self._epochs), b"r" * 16, "people", kind, fields)

    def take(self, op: Op) -> Outcome:
        return apply_op(self.state, op, self.causes, ORDER)

    def put(self, stream: int, seq: int, kind: str = "put", /, at: int = 0, seen: dict[int, int] | None = None, **fields: Value) -> Outcome:
        return self.take(self.op(stream, seq, kind, at, seen, **fields))

    @property
    def conflicts(self) -> list[Conflict]:
        return conflicts(self.state, self.causes, ORDER)

    @property
    def standing(self) -> Standing:
        return standing(self.state, self.causes)


@pytest.fixture
def office() -> Office:
    """A record made on the desk PC."""
    made = Office()
    made.put(DESK, 1, first_name="สมชาย", last_name="ใจดี", house_no="12")
    return made


def test_a_first_put_makes_the_record_and_names_no_version_by_cell(office: Office) -> None:
    assert office.state.shown == {"first_name": "สมชาย", "last_name": "ใจดี", "house_no": "12"}
    assert office.state.cells == {}
    assert office.state.base == Version(1, DESK, 1, 1)


def test_an_edit_by_one_who_saw_the_value_replaces_it_without_a_question(office: Office) -> None:
    outcome = office.put(LAPTOP, 1, seen={DESK: 1}, house_no="14")
    assert outcome.kind is Verdict.APPLIED
    assert outcome.changed == {"house_no": "14"}
    assert office.state.value("house_no") == "14"
    assert office.conflicts == []


def test_an_edit_by_one_who_saw_the_value_wins_whatever_the_clock_says(office: Office) -> None:
    office.put(DESK, 2, at=900_000, house_no="13")
    office.put(LAPTOP, 1, at=5, seen={DESK: 2}, house_no="14")
    assert office.state.value("house_no") == "14"
    assert office.conflicts == []


def test_edits_of_different_fields_apart_ask_nobody(office: Office) -> None:
    office.put(DESK, 2, house_no="13")
    office.put(LAPTOP, 1, seen={DESK: 1}, last_name="ใจงาม")
    assert (office.state.value("house_no"), office.state.value("last_name")) == ("13", "ใจงาม")
    assert office.conflicts == []


def test_edits_of_one_field_apart_show_the_later_and_keep_the_other(office: Office) -> None:
    office.put(DESK, 2, at=50, house_no="13")
    outcome = office.put(LAPTOP, 1, at=60, seen={DESK: 1}, house_no="14")
    desk, laptop = Cell(Version(50, DESK, 2, 2), "13"), Cell(Version(60, LAPTOP, 1, 3), "14")
    assert outcome.changed == {"house_no": "14"}
    assert outcome.opened == [("house_no", desk)]
    assert office.conflicts == [Conflict("house_no", "14", (laptop, desk))]


def test_the_earlier_of_two_edits_apart_changes_nothing_shown_but_is_kept(office: Office) -> None:
    office.put(DESK, 2, at=60, house_no="13")
    outcome = office.put(LAPTOP, 1, at=50, seen={DESK: 1}, house_no="14")
    assert outcome.kind is Verdict.APPLIED
    assert outcome.changed == {}
    assert [(cell, loser.value) for cell, loser in outcome.opened] == [("house_no", "14")]


def test_at_the_same_logical_time_the_larger_replica_id_is_shown(office: Office) -> None:
    office.put(LAPTOP, 1, at=50, seen={DESK: 1}, house_no="14")
    office.put(DESK, 2, at=50, house_no="13")
    assert office.state.value("house_no") == "14"


def test_equal_values_are_no_conflict_but_stay_heads(office: Office) -> None:
    office.put(DESK, 2, at=50, house_no="13")
    office.put(LAPTOP, 1, at=60, seen={DESK: 1}, house_no="13")
    assert office.conflicts == []
    office.put(DESK, 3, at=70, house_no="15")  # the desk still hasn't seen the laptop's 13
    assert {head.value for head in office.conflicts[0].heads} == {"15", "13"}


def test_a_blank_is_a_value(office: Office) -> None:
    office.put(DESK, 2, at=60, house_no=None)
    office.put(LAPTOP, 1, at=50, seen={DESK: 1}, house_no="14")
    assert office.state.value("house_no") is None
    assert [head.value for head in office.conflicts[0].heads] == [None, "14"]


def test_a_decision_by_one_who_saw_all_closes_the_conflict(office: Office) -> None:
    office.put(DESK, 2, at=50, house_no="13")
    office.put(LAPTOP, 1, at=60, seen={DESK: 1}, house_no="14")
    outcome = office.put(REGION, 1, "resolve", seen={DESK: 2, LAPTOP: 1}, house_no="13")
    assert outcome.changed == {"house_no": "13"}
    assert outcome.closed == [("house_no", Version(50, DESK, 2, 2))]
    assert office.conflicts == []


def test_an_edit_by_one_who_saw_only_the_shown_value_leaves_the_conflict_open(office: Office) -> None:
    office.put(DESK, 2, at=50, house_no="13")
    office.put(LAPTOP, 1, at=60, seen={DESK: 1}, house_no="14")
    office.put(LAPTOP, 2, at=70, seen={DESK: 1}, house_no="16")
    assert [head.value for head in office.conflicts[0].heads] == ["16", "13"]


def test_a_kept_value_is_shown_again_when_the_shown_one_was_replaced_under_a_slower_clock(office: Office) -> None:
    office.put(DESK, 2, at=50, house_no="13")
    office.put(LAPTOP, 1, at=60, seen={DESK: 1}, house_no="14")
    outcome = office.put(LAPTOP, 2, at=40, seen={DESK: 1}, house_no="16")
    assert outcome.changed == {"house_no": "13"}
    assert outcome.closed == [("house_no", Version(50, DESK, 2, 2))]
    assert [cell for cell, _ in outcome.opened] == ["house_no"]


def test_two_decisions_apart_are_a_conflict_of_their_own(office: Office) -> None:
    office.put(DESK, 2, at=50, house_no="13")
    office.put(LAPTOP, 1, at=60, seen={DESK: 1}, house_no="14")
    office.put(REGION, 1, "resolve", seen={DESK: 2, LAPTOP: 1}, house_no="13")
    office.put(DESK, 3, "resolve", seen={LAPTOP: 1}, house_no="14")
    assert {head.value for head in office.conflicts[0].heads} == {"13", "14"}


def test_an_op_that_was_overtaken_is_history_only(office: Office) -> None:
    late = office.op(DESK, 2, house_no="13")
    office.put(LAPTOP, 1, seen={DESK: 2}, house_no="14")
    outcome = office.take(late)
    assert outcome.kind is Verdict.OLDER
    assert (outcome.changed, office.state.value("house_no")) == ({}, "14")


def test_an_op_twice_is_the_same(office: Office) -> None:
    op = office.op(LAPTOP, 1, seen={DESK: 1}, house_no="14", last_name=None)
    office.take(op)
    outcome = office.take(op)
    assert outcome.kind is Verdict.SAME
    assert (outcome.changed, outcome.opened, outcome.closed) == ({}, [], [])


def test_an_op_partly_overtaken_changes_only_the_rest(office: Office) -> None:
    late = office.op(DESK, 2, house_no="13", last_name="ใจงาม")
    office.put(LAPTOP, 1, seen={DESK: 2}, house_no="14")
    outcome = office.take(late)
    assert outcome.kind is Verdict.APPLIED
    assert outcome.changed == {"last_name": "ใจงาม"}


# Deleting


def test_a_delete_by_one_who_saw_everything_deletes(office: Office) -> None:
    office.put(DESK, 2, house_no="13")
    outcome = office.put(LAPTOP, 1, "delete", seen={DESK: 2})
    assert (outcome.standing, outcome.changed) == (Standing.DELETED, {})
    assert office.conflicts == []


def test_an_edit_the_delete_had_not_seen_keeps_the_record_and_asks(office: Office) -> None:
    office.put(LAPTOP, 1, "delete", seen={DESK: 1})
    outcome = office.put(DESK, 2, house_no="13")
    assert outcome.standing is Standing.DISPUTED
    assert office.state.value("house_no") == "13"
    assert [(conflict.cell, conflict.shown) for conflict in office.conflicts] == [(GONE, False)]


def test_a_delete_that_had_not_seen_an_edit_keeps_the_record_and_asks(office: Office) -> None:
    office.put(DESK, 2, house_no="13")
    assert office.put(LAPTOP, 1, "delete", seen={DESK: 1}).standing is Standing.DISPUTED


@pytest.mark.parametrize(("gone", "expected"), [(True, Standing.DELETED), (False, Standing.ALIVE)])
def test_a_decision_about_a_delete_closes_it_either_way(office: Office, gone: bool, expected: Standing) -> None:
    office.put(LAPTOP, 1, "delete", seen={DESK: 1})
    office.put(DESK, 2, house_no="13")
    office.take(office.op(REGION, 1, "resolve", seen={DESK: 2, LAPTOP: 1})._replace(fields={GONE: gone}))
    assert (office.standing, office.conflicts) == (expected, [])


def test_two_deletes_apart_delete_when_one_of_them_had_seen_the_edit(office: Office) -> None:
    office.put(DESK, 2, house_no="13")
    office.put(DESK, 3, "delete", at=10)
    office.put(LAPTOP, 1, "delete", at=90, seen={DESK: 1})
    assert office.standing is Standing.DELETED


def test_a_delete_that_comes_before_what_it_deletes_still_deletes() -> None:
    office = Office()
    made = office.op(DESK, 1, first_name="สมชาย")
    assert office.put(LAPTOP, 1, "delete", seen={DESK: 1}).standing is Standing.DELETED
    assert office.take(made).standing is Standing.DELETED
    assert office.state.value("first_name") == "สมชาย"


def test_a_restore_brings_the_record_back_as_it_was(office: Office) -> None:
    office.put(DESK, 2, "delete")
    outcome = office.put(LAPTOP, 1, "restore", seen={DESK: 2})
    assert outcome.standing is Standing.ALIVE
    assert office.state.value("house_no") == "12"


def test_a_delete_against_a_restore_keeps_the_record_and_asks(office: Office) -> None:
    office.put(DESK, 2, "delete")
    office.put(LAPTOP, 1, "restore", seen={DESK: 2}, at=5)
    office.put(REGION, 1, "delete", seen={DESK: 1}, at=90)
    assert office.standing is Standing.DISPUTED
    assert {head.value for head in office.conflicts[0].heads} == {True, False}


# Sets


def test_elements_added_apart_are_all_in_the_set(office: Office) -> None:
    office.take(office.op(DESK, 2)._replace(fields=set_changes("needs", (), ("house",))))
    outcome = office.take(office.op(LAPTOP, 1, seen={DESK: 1})._replace(fields=set_changes("needs", (), ("income",))))
    assert set_after("needs", ("house",), outcome.changed) == ("house", "income")
    assert office.conflicts == []


def test_an_element_removed_apart_from_another_added_is_gone(office: Office) -> None:
    office.take(office.op(DESK, 2)._replace(fields=set_changes("needs", (), ("house",))))
    office.take(office.op(DESK, 3)._replace(fields=set_changes("needs", ("house",), ("debt",))))
    outcome = office.take(office.op(LAPTOP, 1, seen={DESK: 2})._replace(fields=set_changes("needs", ("house",), ("house", "income"))))
    assert set_after("needs", ("debt",), outcome.changed) == ("debt", "income")
    assert office.conflicts == []


def test_set_cells_name_their_field_and_element() -> None:
    assert set_changes("needs", ("a", "b"), ("b", "c")) == {"needs+a": False, "needs+c": True}
    assert field_of("needs+c+d") == ("needs", "c+d")
    assert field_of("house_no") == ("house_no", None)
    assert set_after("needs", ("a",), {"needs+a": False, "other+x": True, "house_no": "1"}) == ()


# One record made twice


def test_a_record_made_apart_by_two_offices_joins_and_only_differing_values_ask(office: Office) -> None:
    office.put(LAPTOP, 1, at=90, first_name="สมชาย", house_no="14", phones="0000000000")
    assert office.state.value("phones") == "0000000000"
    assert office.state.value("last_name") == "ใจดี"
    assert [conflict.cell for conflict in office.conflicts] == ["house_no"]


def test_a_first_put_leaves_its_blanks_unsaid() -> None:
    assert stated({"house_no": "1", "note": None, "needs+house": False, "needs+debt": True, "poor": False}) == {
        "house_no": "1",
        "needs+debt": True,
        "poor": False,
    }


def test_an_edit_of_one_who_saw_only_the_other_making_disputes_ours(office: Office) -> None:
    office.put(LAPTOP, 1, at=90, first_name="สมชาย")
    office.put(LAPTOP, 2, at=91, house_no="14")
    assert [head.value for head in office.conflicts[0].heads] == ["14", "12"]


def test_a_delete_of_one_who_saw_only_the_other_making_takes_nothing_of_ours(office: Office) -> None:
    office.put(LAPTOP, 1, first_name="สมชาย")
    assert office.put(LAPTOP, 2, "delete").standing is Standing.DISPUTED


# Storing


def stored_again(office: Office) -> RecordState:
    row = {cell: value for cell, value in office.state.shown.items() if cell != GONE}
    return unpack_versions(pack_versions(office.state), office.state.losers, current=row.get)


def test_versions_survive_storing_with_losers_and_a_delete(office: Office) -> None:
    office.put(DESK, 2, at=50, house_no="13")
    office.put(LAPTOP, 1, at=60, seen={DESK: 1}, house_no="14")
    office.put(LAPTOP, 2, "delete", seen={DESK: 1})
    before = (office.standing, office.conflicts)
    office.state = stored_again(office)
    assert (office.standing, office.conflicts) == before
    assert office.standing is Standing.DISPUTED


def test_the_row_is_asked_only_where_statements_are_concurrent(office: Office) -> None:
    asked: list[str] = []

    def current(cell: str) -> Value:
        asked.append(cell)
        return "12"

    office.state = unpack_versions(pack_versions(office.state), current=current)
    office.put(LAPTOP, 1, seen={DESK: 1}, first_name="สมหญิง")
    assert asked == []
    office.put(LAPTOP, 2, house_no="14")
    assert asked == ["house_no"]


def test_an_untouched_record_packs_into_few_bytes(office: Office) -> None:
    assert len(pack_versions(office.state)) < 16


def test_a_record_nobody_made_can_not_be_packed() -> None:
    with pytest.raises(ValueError, match="nobody made"):
        pack_versions(RecordState())


def test_an_op_naming_no_cell_says_that_the_record_lives(office: Office) -> None:
    office.put(DESK, 2, "delete")
    assert office.put(DESK, 3).standing is Standing.ALIVE
    empty = Office()
    assert empty.put(DESK, 1).standing is Standing.ALIVE
    assert empty.put(LAPTOP, 1, "delete").standing is Standing.DISPUTED
