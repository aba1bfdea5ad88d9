"""Who has seen what, and in which order ops may be applied."""

from __future__ import annotations

import pytest

from desktop.store.versions import Version
from desktop.sync.vector import Causes, Run, holds, in_causal_order, joined, missing

NOBODY: dict[str, int] = {}


def test_an_op_covers_earlier_ones_of_its_own_stream() -> None:
    causes = Causes()
    assert causes.covers(Version(1, 0, 2, 0), Version(9, 0, 1, 0))
    assert not causes.covers(Version(1, 0, 2, 0), Version(1, 0, 2, 0))


def test_an_op_covers_what_its_author_held_and_no_more() -> None:
    causes = Causes({(1, 1): {0: 5}})
    assert causes.covers(Version(1, 1, 1, 1), Version(9, 0, 5, 0))
    assert not causes.covers(Version(9, 1, 1, 1), Version(1, 0, 6, 0))


def test_an_epoch_never_learnt_is_not_guessed() -> None:
    causes = Causes()
    with pytest.raises(KeyError):
        causes.seen(1, 3)
    assert causes.seen(1, 0) == {}


def test_a_vector_that_contradicts_the_known_one_is_not_taken() -> None:
    causes = Causes()
    assert causes.learn(1, 1, {0: 5})
    assert causes.learn(1, 1, {0: 5, 2: 0})
    assert not causes.learn(1, 1, {0: 6})
    assert causes.seen(1, 1) == {0: 5}


def test_vectors_join_compare_and_name_what_is_missing() -> None:
    assert joined({"a": 1, "b": 5}, {"a": 3, "c": 1}) == {"a": 3, "b": 5, "c": 1}
    assert holds({"a": 3}, {"a": 3, "c": 0})
    assert not holds({"a": 3}, {"a": 4})
    assert missing({"a": 3}, {"a": 5, "b": 2, "c": 0}) == {"a": (4, 5), "b": (1, 2)}


def test_runs_come_after_all_their_authors_had_seen() -> None:
    seen = {("a", 1): {"b": 4}, ("b", 1): {"a": 2}}
    runs = [Run("a", 0, 1, 2), Run("a", 1, 3, 9), Run("b", 0, 1, 3), Run("b", 1, 4, 4)]
    ordered, waiting = in_causal_order(NOBODY, runs, lambda stream, ctx: seen.get((stream, ctx), {}))
    assert ordered == [Run("a", 0, 1, 2), Run("b", 0, 1, 3), Run("b", 1, 4, 4), Run("a", 1, 3, 9)]
    assert waiting == []


def test_a_run_behind_a_gap_waits() -> None:
    ordered, waiting = in_causal_order({"a": 3}, [Run("a", 0, 5, 6), Run("b", 0, 1, 1)], lambda stream, ctx: {})
    assert (ordered, waiting) == ([Run("b", 0, 1, 1)], [Run("a", 0, 5, 6)])


def test_a_run_whose_author_had_seen_more_than_we_hold_waits_and_so_does_all_after_it() -> None:
    runs = [Run("a", 1, 1, 1), Run("a", 1, 2, 3)]
    assert in_causal_order(NOBODY, runs, lambda stream, ctx: {"b": 1}) == ([], runs)


def test_a_run_of_an_epoch_nobody_told_us_waits() -> None:
    runs = [Run(7, 2, 1, 1)]
    assert in_causal_order({}, runs, Causes().seen) == ([], runs)


def test_what_is_held_is_left_out_and_a_run_partly_held_is_cut() -> None:
    runs = [Run("a", 0, 1, 3), Run("a", 0, 2, 6), Run("a", 0, 1, 9)]
    ordered, waiting = in_causal_order({"a": 4}, runs, lambda stream, ctx: {})
    assert sum(run.last - run.first + 1 for run in ordered) == 5
    assert ordered[0].first == 5
    assert ordered[-1].last == 9
    assert waiting == []
