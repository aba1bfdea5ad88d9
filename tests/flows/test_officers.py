"""Two officers of a region work on one server, one of them at the real window."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.records.joining import join
from desktop.records.query import ListQuery
from desktop.registers import REGISTERS
from tests import postgres
from tests.factory import person, value
from tests.flows.conftest import PASSWORD
from tests.flows.test_corrections import office, opened
from tests.flows.window import Hands, play

pytestmark = [
    pytest.mark.flow,
    pytest.mark.timeout(240),
    pytest.mark.skipif(not postgres.is_there(), reason="needs a server: .ci/postgres"),
]


def test_what_one_officer_saves_is_seen_at_the_other_s_window_and_edited_there(tmp_path: Path) -> None:
    region = office(tmp_path / "region" / "book", "region", "Region East")
    woman = person(region, village="Baan Nuea")
    region.close()
    other = join(tmp_path / "other" / "book", postgres.address_of(region.folder), REGISTERS, PASSWORD)

    def work(hands: Hands) -> None:
        opened(hands, "people")
        with other.write() as deed:
            deed.put("people", woman, {"village": "Baan Tai"})
        form = hands.screen().pane.form
        hands.wait(lambda: form.boxes["village"].editor.value() == "Baan Tai", "what the other officer saved")
        man = person(other, first_name="Somchai")
        hands.wait(lambda: hands.rows_shown() == 2, "whom the other officer added")
        hands.to("occupation")
        hands.type("Weaver")
        hands.save()
        assert value(other, "people", woman, "occupation") == "Weaver"
        hands.to("occupation")
        hands.press("End")
        hands.type("s")
        hands.wait(lambda: form.dirty, "what was typed")
        other.delete("people", [man])
        hands.wait(lambda: hands.rows_shown() == 1, "the list without him")
        hands.save()
        assert value(other, "people", woman, "occupation") == "Weavers"

    try:
        play(region.folder, PASSWORD, "th", work)
        assert other.ids(ListQuery("people")) == [woman]
    finally:
        other.close()
        postgres.drop_all()
