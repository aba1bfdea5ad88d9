"""What a region decides with keys only: the same field on both sides, who is there twice, a round that is frozen and looked behind."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from desktop.base.i18n import _
from desktop.records import pairs
from desktop.records.book import Book
from desktop.records.query import ListQuery
from desktop.reports import rounds
from desktop.ui.behind import BehindDialog
from desktop.ui.report import ReportPage
from desktop.ui.samequeue import SameQueuePage
from tests.factory import case, national_id, person, project, value
from tests.flows.conftest import PASSWORD
from tests.flows.offices import hand_over, office, take_in, two
from tests.flows.test_corrections import carry
from tests.flows.window import Hands, play, play_offices
from tests.sync.offices import meet

pytestmark = [pytest.mark.flow, pytest.mark.timeout(300)]
TWICE = {"first_name": "บุญมี", "last_name": "ใจดี", "birth_date": "1960-05-01"}


@pytest.mark.parametrize("language", ["th", "en"])
def test_a_round_is_frozen_and_its_figures_stay_although_a_parcel_comes(language: str, tmp_path: Path) -> None:
    council_book, region_book = two(tmp_path)
    first = project(council_book, title="Repair 12 homes", budget=Decimal(45_000))
    for book in (council_book, region_book):
        book.close()
    carry(council_book.folder, region_book.folder, tmp_path / "1")
    file = tmp_path / "round.xlsx"

    def day(both: list[Hands]) -> None:
        council, region = both
        region.go("report")
        page = region.window.pages["report"]
        assert isinstance(page, ReportPage)
        region.wait(lambda: page.figures is not None and page.figures.projects == 1, "the figures")
        region.click(page.rounds.freeze)
        region.dialog("FreezeDialog")
        region.press("ctrl+a")
        region.type("Round 2/2566")
        region.press("F9")
        region.wait(lambda: page.rounds.round is not None, "the frozen round")
        (frozen,) = rounds.listed(region.book)
        content = rounds.file(region.book, frozen.uid)

        # The data move on: a second project, and the first one costs more.
        council.see(lambda: project(council.book, title="Dig a pond", budget=Decimal(5_000)))
        council.see(lambda: dear(council.book, first))
        hand_over(council, tmp_path / "STICK")
        take_in(region, tmp_path / "STICK")
        region.go("report")
        region.wait(lambda: page.rounds.words() != "" and page.rounds.round is not None and page.rounds.round.since > 0, "what came since")
        assert page.figures is not None
        assert (page.figures.projects, int(page.figures.budget)) == (1, 45_000)
        assert rounds.file(region.book, frozen.uid) == content
        rounds.save(region.book, frozen.uid, file)
        assert file.read_bytes() == content

        # Behind the budget stands the project as it was counted, and that it changed; Enter opens it.
        behind_budget(region, page)
        dialog = region.dialog("BehindDialog")
        assert isinstance(dialog, BehindDialog)
        said = region.see(region.told)
        assert "Repair 12 homes" in said and "45,000.00" in said and region.see(lambda: _("changed since")) in said
        region.press("Return")
        region.wait(lambda: region.screen_shown() == first, "the project")

        # Today's figures are others; deleting the round asks first.
        region.go("report")
        region.click(page.rounds.delete)
        region.dialog("QMessageBox")
        region.press("Escape")
        region.wait(lambda: region.over() == "", "the end of the question")
        assert len(rounds.listed(region.book)) == 1
        region.to_widget(page.rounds.which)
        region.press("Home")
        region.wait(lambda: page.figures is not None and page.figures.budget == 55_000, "today's figures")

    play_offices([council_book.folder, region_book.folder], PASSWORD, language, day)


def dear(book: Book, record: bytes) -> None:
    with book.write() as deed:
        deed.put("projects", record, {"budget": Decimal(50_000)})


def behind_budget(region: Hands, page: ReportPage) -> None:
    """Go to the table of the whole, down to the budget, and ask what is behind it."""
    region.to_widget(page.whole)
    region.press("ctrl+Home", "Right")
    for _step in range(30):
        if region.see(lambda: str(page.whole.currentIndex().siblingAtColumn(0).data())) == region.see(lambda: _("Budget (baht)")):
            break
        region.press("Down")
    region.press("Return")


def test_who_is_there_twice_is_answered_with_keys_and_never_asked_again(tmp_path: Path) -> None:
    council_book, region_book = two(tmp_path)
    other = office(tmp_path / "other" / "book", "council", "สภาอีกแห่ง", "210101")
    meet(other, region_book, tmp_path / "letters")
    for book in (council_book, other):
        person(book, **TWICE, national_id=national_id(71), tambon_code="210304")
        person(book, first_name="สมหมาย", last_name="แสนสุข", birth_date="1971-01-01", national_id=None, house_no="5", phones=())
    for book in (council_book, other, region_book):
        book.close()
    for number, book in enumerate((council_book, other)):
        carry(book.folder, region_book.folder, tmp_path / str(number))

    def review(region: Hands) -> None:
        page = queue(region, 2)
        first = region.see(lambda: page.pairs[0].ids)
        region.press("1")
        region.wait(lambda: len(page.pairs) == 1, "the next pair")
        second = region.see(lambda: page.pairs[0].ids)
        region.press("2")
        region.wait(lambda: page.pairs == [] and not region.window.services.tasks.busy, "the end of the queue")
        with region.book.read() as reader:
            assert [each.answer for each in pairs.answered(reader, first[0])] == [pairs.SAME]
            assert [each.answer for each in pairs.answered(reader, second[0])] == [pairs.NOT_SAME]
        region.press("F5")
        region.wait(lambda: not region.window.services.tasks.busy, "the queue, read again")
        assert page.pairs == []

    play(region_book.folder, PASSWORD, "th", review)


def queue(hands: Hands, count: int) -> SameQueuePage:
    hands.go("same")
    page = hands.window.pages["same"]
    assert isinstance(page, SameQueuePage)
    hands.wait(lambda: len(page.pairs) == count and page.table.hasFocus(), "the queue")
    return page


@pytest.mark.parametrize("language", ["th", "en"])
def test_two_are_merged_with_two_keys_and_un_merged_with_all_links(language: str, tmp_path: Path) -> None:
    council_book, region_book = two(tmp_path)
    poor = person(council_book, **TWICE, national_id=national_id(72), house_no=None)
    rich = person(council_book, **TWICE, national_id=national_id(72), occupation="ทำนา")
    of_poor = case(council_book, person=poor)
    council_book.close()
    region_book.close()

    def merge(council: Hands) -> None:
        page = queue(council, 1)
        council.press("1")
        council.wait(lambda: page.question.choosing, "which one stays")
        council.press("Return")
        council.wait(lambda: council.book.counts()["people"] == 1, "the merged person")
        assert value(council.book, "cases", of_poor, "person") == rich
        council.go("merges")
        council.wait(lambda: council.rows_shown() == 1, "what was merged")
        council.press("Return")
        council.wait(lambda: council.screen_shown() is not None, "the merge")
        council.deed("Un-merge")
        council.dialog("QMessageBox")
        council.press("Tab", "Return")
        council.wait(lambda: council.book.counts()["people"] == 2, "both people")
        assert value(council.book, "cases", of_poor, "person") == poor
        assert set(council.book.ids(ListQuery("people"))) == {poor, rich}

    play(council_book.folder, PASSWORD, language, merge)


@pytest.mark.parametrize("language", ["th", "en"])
def test_a_field_set_on_both_sides_is_decided_with_keys_and_the_decision_travels(language: str, tmp_path: Path) -> None:
    council_book, region_book = two(tmp_path)
    woman = person(council_book, occupation="Rice")
    for book in (council_book, region_book):
        book.close()
    carry(council_book.folder, region_book.folder, tmp_path / "1")

    def decide(both: list[Hands]) -> None:
        council, region = both
        for hands, words in ((council, "Garden"), (region, "Trade")):
            hands.see(lambda hands=hands, words=words: work(hands.book, woman, words))  # type: ignore[misc]
        hand_over(region, tmp_path / "STICK")
        take_in(council, tmp_path / "STICK")
        council.go("conflicts")
        page = council.window.pages["conflicts"]
        council.wait(lambda: len(page.conflicts) == 1, "the conflict")  # type: ignore[attr-defined]
        (conflict,) = council.see(council.book.conflicts)
        wanted = next(number for number, head in enumerate(conflict.values, start=1) if head.value == "Garden")
        council.press(str(wanted))
        council.wait(lambda: council.book.conflicts() == [], "the decision")
        hand_over(council, tmp_path / "STICK")
        take_in(region, tmp_path / "STICK")
        for hands in both:
            assert value(hands.book, "people", woman, "occupation") == "Garden"
            assert hands.book.conflicts() == []
            assert len(hands.book.ids(ListQuery("people"))) == 1

    play_offices([council_book.folder, region_book.folder], PASSWORD, language, decide)


def work(book: Book, record: bytes, words: str) -> None:
    """As a parcel of this office would bring it: a region itself only proposes it."""
    with book.write() as deed:
        deed.put("people", record, {"occupation": words})
