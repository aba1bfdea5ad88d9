"""The chain of a hardship case under any sequence of deeds, undo, redo, deleting and typing: no state is reached but through its guard."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, initialize, invariant, multiple, rule

from desktop.base.errors import Refused
from desktop.records.query import ListQuery
from tests.factory import put
from tests.properties.casebook import CHAIN, EXITS, FORWARD, MANY, WHY, Expected, Known, asked, needs_proof


class Cases(Expected):
    """A few cases of one household in one council."""

    cases: Bundle[bytes] = Bundle("cases")

    @initialize(target=cases)
    def begin(self) -> Any:
        self.open()
        return multiple(*self.state)

    # -- what is done

    @rule(target=cases)
    def new(self) -> Any:
        if len(self.state) == MANY:
            return multiple()
        record = put(self.book, "cases", {"household": self.made.home, "problem": "หลังคารั่ว"})
        self.became(self.state | {record: Known(len(self.state))})
        return record

    @rule(record=cases, action=st.sampled_from(sorted(FORWARD)), proof=st.sampled_from([True, True, False]))
    def forward(self, record: bytes, action: str, proof: bool) -> None:
        known, target = self.state[record], FORWARD[action]
        may = known.status == CHAIN[CHAIN.index(target) - 1] and not known.deleted and (proof or not needs_proof(action))
        becomes = self.moved(record, target) if may else None
        self.tried(action, [record], asked(action, proof=proof, made=self.made), becomes)

    @rule(record=cases, proof=st.booleans())
    def next_step(self, record: bytes, proof: bool) -> None:
        """The step that comes next, with what it needs or without."""
        status = self.state[record].status
        for action, target in FORWARD.items():
            if status in CHAIN[:8] and target == CHAIN[CHAIN.index(status) + 1]:
                self.forward(record, action, proof)
                return

    @rule(record=cases, steps=st.integers(1, 8))
    def further(self, record: bytes, steps: int) -> None:
        """Several steps along the chain, so that its end is reached often enough."""
        for _step in range(steps):
            for action, target in FORWARD.items():
                known = self.state[record]
                if known.deleted or known.status not in CHAIN[:8]:
                    return
                if known.status == "C30":
                    self.place(record, 2)
                elif target == CHAIN[CHAIN.index(known.status) + 1]:
                    self.forward(record, action, proof=True)

    @rule(record=cases, action=st.sampled_from(sorted(EXITS)), proof=st.booleans())
    def end(self, record: bytes, action: str, proof: bool) -> None:
        known = self.state[record]
        may = known.status in CHAIN[:7] and not known.deleted and (proof or not needs_proof(action))
        may = may and (action != "close_referred" or known.referred)
        self.tried(action, [record], asked(action, proof=proof, made=self.made), self.moved(record, EXITS[action]) if may else None)

    @rule(record=cases, closes=st.booleans())
    def refer(self, record: bytes, closes: bool) -> None:
        known = self.state[record]
        becomes = None
        if known.status in CHAIN[:7] and not known.deleted:
            status = "X10" if closes else known.status
            becomes = self.moved(record, status, referred=True) if closes else self.state | {record: replace(known, referred=True)}
        self.tried("refer", [record], {"partner": self.made.partner, "asked": "ช่วย", "closes": closes}, becomes)

    @rule(record=cases, other=cases)
    def duplicate(self, record: bytes, other: bytes) -> None:
        known, seen, there = self.state[record], set[bytes](), other
        while there not in seen and self.state[there].same_as is not None and there != record:
            seen.add(there)
            there = self.state[there].same_as or there
        may = known.status in CHAIN[:7] and not known.deleted and there != record
        self.tried("close_duplicate", [record], {"same_as": other}, self.moved(record, "X60", same_as=other) if may else None)

    @rule(record=cases, proof=st.sampled_from([True, True, False]))
    def step_back(self, record: bytes, proof: bool) -> None:
        known = self.state[record]
        may = known.status in CHAIN[1:8] and not known.deleted and proof
        becomes = self.moved(record, CHAIN[CHAIN.index(known.status) - 1]) if may else None
        self.tried("step_back", [record], WHY if proof else {}, becomes)

    @rule(record=cases)
    def reopen(self, record: bytes) -> None:
        known = self.state[record]
        closed = known.status == "C90" or known.status.startswith("X")
        more: dict[str, Any] = {"same_as": None} if known.status == "X60" else {}
        self.tried("reopen", [record], WHY, self.moved(record, known.came, **more) if closed and not known.deleted else None)

    @rule(record=cases, place=st.integers(1, 5))
    def place(self, record: bytes, place: int) -> None:
        known, becomes = self.state[record], None
        if known.status in ("C30", "C40") and not known.deleted:
            becomes = self.state | {record: replace(known, status="C40")}
            order = [each for each in self.order(becomes) if each != record]
            order.insert(min(place, len(order) + 1) - 1, record)
            becomes = self.numbered(becomes, order)
        self.tried("set_rank", [record], {"place": place} | WHY, becomes)

    @rule(one=cases, other=cases)
    def by_score(self, one: bytes, other: bytes) -> None:
        """All have the same score here, so that they stand in the order of their numbers."""
        chosen = list(dict.fromkeys((one, other)))
        becomes = None
        if all(self.state[each].status in ("C30", "C40") and not self.state[each].deleted for each in chosen):
            ranked = self.state | {each: replace(self.state[each], status="C40") for each in chosen}
            becomes = self.numbered(ranked, sorted(self.order(ranked), key=lambda each: ranked[each].number))
        self.tried("rank_by_score", chosen, {}, becomes)

    @rule(record=cases, up=st.booleans())
    def nudge(self, record: bytes, up: bool) -> None:
        order, becomes = self.order(self.state), None
        if record in order:
            at = order.index(record)
            to = at + (-1 if up else 1)
            if 0 <= to < len(order):
                order[at], order[to] = order[to], order[at]
                becomes = self.numbered(self.state, order)
        self.tried("move_up" if up else "move_down", [record], {}, becomes)

    @rule(record=cases)
    def delete(self, record: bytes) -> None:
        known = self.state[record]
        if not known.deleted:
            self.book.delete("cases", [record])
            self.became(self.numbered(self.state | {record: replace(known, deleted=True)}))

    @rule(record=cases)
    def restore(self, record: bytes) -> None:
        known = self.state[record]
        if not known.deleted:
            return
        self.book.restore("cases", [record])
        state = self.state | {record: replace(known, deleted=False)}
        order = [each for each in self.order(state) if each != record]
        if known.status == "C40":
            order.insert((known.rank or 999) - 1, record)
        self.became(self.numbered(state, order))

    @rule(record=cases, name=st.sampled_from(["status", "rank", "closed_on", "approved"]), state=st.sampled_from(CHAIN))
    def typed(self, record: bytes, name: str, state: str) -> None:
        value: Any = {"status": state, "rank": 77, "closed_on": "2026-01-01", "approved": Decimal(1)}[name]
        if name == "status" and state == self.state[record].status:
            return
        try:
            with self.book.write() as deed:
                deed.put("cases", record, {name: value})
        except Refused as refused:
            assert refused.code == "by_deed"
        else:
            raise AssertionError(name)

    @rule()
    def undo(self) -> None:
        assert bool(self.book.undo()) == bool(self.done)
        if self.done:
            before, after = self.done.pop()
            self.undone.append((before, after))
            new = {record: replace(known, deleted=True) for record, known in after.items() if record not in before}
            self.state = self.state | new | before

    @rule()
    def redo(self) -> None:
        assert bool(self.book.redo()) == bool(self.undone)
        if self.undone:
            before, after = self.undone.pop()
            self.done.append((before, after))
            self.state = self.state | after

    # -- what always holds

    @invariant()
    def every_case_stands_where_its_deeds_led_it(self) -> None:
        if not hasattr(self, "book"):
            return
        for record, row in zip(self.state, self.book.rows("cases", list(self.state)), strict=True):
            known = self.state[record]
            assert row is not None
            assert (row.values["status"], row.deleted) == (known.status, known.deleted)
            assert row.values["same_as"] == known.same_as
            assert (row.values["closed_on"] is not None) == (known.status == "C90" or known.status.startswith("X"))

    @invariant()
    def ranks_run_from_one_without_a_gap(self) -> None:
        if not hasattr(self, "book"):
            return
        rows = [row for row in self.book.rows("cases", list(self.state)) if row is not None and not row.deleted]
        ranks = {row.id: row.values["rank"] for row in rows if row.values["rank"] is not None}
        assert sorted(ranks, key=lambda each: int(ranks[each])) == self.order(self.state)
        assert sorted(ranks.values()) == list(range(1, len(ranks) + 1))

    @invariant()
    def the_history_only_grows_is_unbroken_and_ends_where_the_case_stands(self) -> None:
        if not hasattr(self, "book"):
            return
        live = self.book.rows("case_steps", sorted(self.book.ids(ListQuery("case_steps"))))
        count = len(live) + len(self.book.ids(ListQuery("case_steps", deleted=True)))
        assert count >= self.steps
        self.steps = count
        told: dict[bytes, list[tuple[str | None, str]]] = {record: [] for record in self.state}
        for step in live:
            assert step is not None
            told[step.values["case"]].append((step.values["from_state"], step.values["state"]))
        for record, known in self.state.items():
            if known.deleted and not told[record]:
                continue  # its making was undone
            before = None
            for came_from, state in told[record]:
                assert came_from == before
                before = state
            assert before == known.status


TestCases = Cases.TestCase
TestCases.settings = settings(
    max_examples=40,
    stateful_step_count=30,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking would take longer than reading
    suppress_health_check=[HealthCheck.too_slow],
)
