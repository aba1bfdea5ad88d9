"""People entered twice, over a whole book: what is found and how surely, what is found again after a change, and answers that stay."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.base.errors import Cancelled
from desktop.base.ids import new_id
from desktop.base.task import Progress
from desktop.records import blocks, matching, pairs
from desktop.records.book import Book
from desktop.records.evidence import LEVELS, weigh
from desktop.records.matchwords import WORDS, worded
from desktop.records.traits import Traits, fields
from desktop.registers import REGISTERS
from tests.conftest import Books
from tests.factory import national_id, person
from tests.records.doubles import People, people

PEOPLE = REGISTERS["people"]
BUNMEE: dict[str, Any] = {"prefix": "นาย", "first_name": "บุญมี", "last_name": "ใจดี", "sex": "M"}
KNOWN: dict[str, Any] = BUNMEE | {"national_id": national_id(41), "birth_date": "1960-05-01", "phones": ("0812345678",)}


def filled(book: Book, made: People) -> dict[bytes, int]:
    """Put them into the book of a region, each under its council; gives the number of each by its id."""
    councils = [new_id() for _council in range(max(made.councils) + 1)]
    with book.write() as deed:
        return {
            deed.put("people", None, values, council=councils[council]): number
            for number, (values, council) in enumerate(zip(made.values, made.councils, strict=True))
        }


def queue(book: Book) -> list[pairs.Pair]:
    with book.read() as reader:
        return pairs.listed(reader, book.registers, 1_000_000)


def caught_up(book: Book) -> list[pairs.Pair]:
    matching.catch_up(book.store, book.registers, Progress())
    return queue(book)


def weighed(one: dict[str, Any], other: dict[str, Any], *, elsewhere: bool = False) -> float:
    traits = Traits(PEOPLE)
    for number, values in enumerate((one, other)):
        traits.add(
            [bytes([number]) * 16, b"elsewhere" if elsewhere and number else b"here", *(values.get(name) for name in fields(PEOPLE))]
        )
    return weigh(traits, 0, 1)[0]


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_nearly_all_who_are_there_twice_are_asked_about_and_nobody_else_is_proposed(books: Books, seed: int) -> None:
    book = books("region", kind="region")
    made = people(seed)
    number_of = filled(book, made)
    matching.afresh(book.store, PEOPLE, Progress())
    found = {tuple(sorted((number_of[pair.a], number_of[pair.b]))): pair for pair in queue(book)}
    proposed = {both for both, pair in found.items() if pair.sure}
    assert len(found.keys() & made.same) / len(made.same) >= 0.97
    assert len(proposed & made.same) / len(proposed) >= 0.99
    assert len(proposed & made.same) / len(made.same) >= 0.9
    assert len(found) <= len(made.same) * 1.1


def test_what_is_found_after_each_change_is_what_is_found_anew(books: Books) -> None:
    book = books("region", kind="region")
    made = people(5, councils=2, each=200)
    filled(book, People(made.values[:250], made.councils[:250]))
    caught_up(book)
    filled(book, People(made.values[250:], made.councils[250:]))
    little_by_little = {(pair.a, pair.b, pair.score) for pair in caught_up(book)}
    matching.afresh(book.store, PEOPLE, Progress())
    assert little_by_little == {(pair.a, pair.b, pair.score) for pair in queue(book)} != set()


@pytest.mark.parametrize("elsewhere", [False, True])
@pytest.mark.parametrize("more", [{}, {"house_no": None}, {"sex": None, "prefix": None}])
def test_a_name_alone_is_never_proposed(more: dict[str, Any], elsewhere: bool) -> None:
    assert weighed(BUNMEE | more, BUNMEE | more, elsewhere=elsewhere) < LEVELS.suggest


def test_a_namesake_of_the_same_council_is_asked_about_one_of_another_council_is_not() -> None:
    assert weighed(BUNMEE, BUNMEE) >= LEVELS.queue > weighed(BUNMEE, BUNMEE, elsewhere=True)


@pytest.mark.parametrize(
    "other",
    [
        KNOWN | {"last_name": "ทองแท้"},  # married
        KNOWN | {"first_name": "นายบุญมี", "prefix": None},
        KNOWN | {"first_name": "บุญมี (เล็ก)"},
        KNOWN | {"national_id": None, "phones": None},
        KNOWN | {"national_id": None, "birth_date": None},
        KNOWN | {"national_id": "1" + national_id(41)[1:], "phones": None},
    ],
)
def test_the_same_person_typed_otherwise_is_proposed(other: dict[str, Any]) -> None:
    assert weighed(KNOWN, other) >= LEVELS.suggest


@pytest.mark.parametrize(
    "other",
    [
        KNOWN | {"national_id": national_id(977), "birth_date": "1999-01-31"},  # father and son
        KNOWN | {"national_id": national_id(977), "first_name": "บุญมา"},  # twins
        KNOWN | {"national_id": None, "birth_date": "1935-01-31", "phones": None},
        KNOWN | {"national_id": None, "sex": "F", "prefix": "นาง", "first_name": "สมศรี"},  # married, one telephone, one day
    ],
)
def test_others_of_the_house_are_not_proposed(other: dict[str, Any]) -> None:
    assert weighed(KNOWN, other) < LEVELS.suggest


def test_who_goes_into_the_bin_leaves_the_queue_and_comes_back_with_being_restored(book: Book) -> None:
    one, _other = person(book, **KNOWN), person(book, **KNOWN)
    assert len(caught_up(book)) == 1
    book.delete("people", [one])
    assert queue(book) == [] == caught_up(book)
    book.restore("people", [one])
    assert len(caught_up(book)) == 1


def test_a_change_that_tells_two_apart_takes_them_out(book: Book) -> None:
    one, _other = person(book, **KNOWN), person(book, **KNOWN)
    assert caught_up(book)[0].sure
    with book.write() as deed:
        deed.put("people", one, {"national_id": national_id(977), "birth_date": "1999-01-31"})
    assert caught_up(book) == []


@pytest.mark.parametrize("said", [pairs.SAME, pairs.NOT_SAME])
def test_an_answer_stays_whatever_changes_and_over_nights(books: Books, said: str) -> None:
    book = books()
    one, other = person(book, **KNOWN), person(book, **KNOWN)
    (pair,) = caught_up(book)
    pairs.answer(book.store, book.actor, "people", other, one, said)
    assert queue(book) == []
    book = books.again(book)
    with book.write() as deed:
        deed.put("people", one, {"occupation": "ทำนา"})
    assert caught_up(book) == []
    matching.afresh(book.store, PEOPLE, Progress())
    assert queue(book) == []
    with book.read() as reader:
        (answer,) = pairs.answered(reader, one)
    assert (answer.a, answer.b, answer.answer, answer.actor) == (pair.a, pair.b, said, book.actor.uid)
    assert pairs.answer(book.store, book.actor, "people", one, other, None).before == said
    matching.afresh(book.store, PEOPLE, Progress())
    assert len(queue(book)) == 1


def test_what_is_put_off_is_asked_last_the_longest_ago_first(book: Book) -> None:
    for number in (41, 43, 45):
        for _twice in range(2):
            person(book, **KNOWN | {"national_id": national_id(number), "birth_date": f"19{number}-05-01", "phones": None})
    first, second, third = caught_up(book)
    for pair in (first, second):
        pairs.answer(book.store, book.actor, "people", pair.a, pair.b, pairs.LATER)
    assert [(pair.a, pair.later) for pair in queue(book)] == [(third.a, False), (first.a, True), (second.a, True)]


def test_a_block_of_very_many_is_cut_down_and_always_in_the_same_way() -> None:
    def found(order: list[int]) -> set[tuple[bytes, bytes]]:
        traits = Traits(PEOPLE)
        for number in order:
            traits.add(
                [
                    bytes([number % 256, number // 256]) * 8,
                    b"here",
                    *((BUNMEE | {"birth_date": "1960-01-01"}).get(name) for name in fields(PEOPLE)),
                ]
            )
        return {tuple(sorted((traits.id(one), traits.id(two)))) for one, two in blocks.pairs(traits, blocks.KEYS["birth"])}  # type: ignore[misc]

    together = found(list(range(300)))
    assert len(together) < 300 * blocks.NEAREST
    assert together == found(list(reversed(range(300))))


def test_looking_may_be_cancelled_and_is_made_up_for(book: Book) -> None:
    person(book, **KNOWN), person(book, **KNOWN)
    stopped = Progress()
    stopped.cancel()
    with pytest.raises(Cancelled):
        matching.catch_up(book.store, book.registers, stopped)
    assert len(caught_up(book)) == 1


def test_an_answer_is_undone_and_given_again_like_any_deed(book: Book) -> None:
    one, other = person(book, **KNOWN), person(book, **KNOWN)
    assert len(caught_up(book)) == 1
    book.answer("people", one, other, pairs.NOT_SAME)
    assert queue(book) == []
    assert book.undo() == "The answer was taken back; the two are asked about again."
    assert len(queue(book)) == 1
    book.redo()
    matching.afresh(book.store, PEOPLE, Progress())
    assert queue(book) == []
    book.undo()
    assert len(caught_up(book)) == 1, "asked about again whatever was looked for meanwhile"
    book.undo()
    assert book.row("people", other).deleted, "and then what was done before it"


def test_every_reason_has_its_words_and_says_on_which_side_it_stands() -> None:
    made = people(6, councils=2, each=300)
    traits = Traits(PEOPLE)
    for number, (values, council) in enumerate(zip(made.values, made.councils, strict=True)):
        traits.add([number.to_bytes(16, "big"), bytes([council]), *(values.get(name) for name in fields(PEOPLE))])
    codes = {code for one in range(len(traits) - 7) for two in (one + 1, one + 7) for code, _number in weigh(traits, one, two)[1]}
    codes |= {code for one, two in made.same for code, _number in weigh(traits, one, two)[1]}
    assert codes <= set(WORDS) and len(codes) >= 15
    assert worded([("exact_same", 0), ("first_near", 83), ("birth_differs", 0), ("of_a_newer_program", 1)]) == (
        ["same national ID", "first name alike (83 %)"],
        ["birth date differs"],
    )
