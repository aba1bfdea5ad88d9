"""Offices meet by file: an invitation, a card, an admission, and one short code that both see."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from nacl.signing import SigningKey

from desktop.base.clock import ScriptedClock
from desktop.base.errors import Fault, Refused
from desktop.records.book import Book
from desktop.registers import REGISTERS
from desktop.store.devices import fingerprint
from desktop.sync import age, enrol, exchange
from tests.conftest import Books
from tests.factory import AREA, CHEAP, PASSWORD, person
from tests.sync.offices import make, meet, send, take
from tests.sync.parcels import refused

DAY_MS = 86_400_000


@pytest.fixture
def host(books: Books) -> Book:
    return books("region", kind="region", office="ภาคตะวันออก", areas=("21",))


@pytest.fixture
def guest(books: Books) -> Book:
    return books("council")


def test_both_sides_see_the_same_code_and_each_others_name(host: Book, guest: Book, tmp_path: Path) -> None:
    enrol.invite(host, tmp_path / "invitation")
    here = enrol.accept(guest, tmp_path / "invitation", tmp_path / "card")
    there = enrol.admit(host, tmp_path / "card")
    assert here.code == there.code
    assert len(here.code.split()) == 6
    assert (here.office, there.office) == (host.office.name, guest.office.name)
    assert host.offices()[guest.office.uid].areas == guest.office.areas


def test_one_invitation_serves_many_councils(host: Book, books: Books, tmp_path: Path) -> None:
    enrol.invite(host, tmp_path / "invitation")
    codes = set()
    for number in range(3):
        council = books(f"council{number}")
        enrol.accept(council, tmp_path / "invitation", tmp_path / f"card{number}")
        codes.add(enrol.admit(host, tmp_path / f"card{number}").code)
    assert len(codes) == 3
    assert len(host.offices()) == 4


def test_work_may_begin_before_enrolling_but_there_is_nobody_to_hand_over_to(guest: Book, stick: Path) -> None:
    person(guest)
    assert refused(exchange.make, guest, stick) == "not_enrolled"
    assert not list(stick.iterdir())


def test_a_region_without_councils_has_nobody_to_answer(host: Book, stick: Path) -> None:
    assert refused(exchange.make, host, stick) == "not_enrolled"


def test_a_parcel_is_taken_only_after_the_region_admitted_the_council(host: Book, guest: Book, stick: Path, tmp_path: Path) -> None:
    person(guest)
    enrol.invite(host, tmp_path / "invitation")
    enrol.accept(guest, tmp_path / "invitation", tmp_path / "card")
    parcel = make(guest, stick)
    result = take(host, parcel)
    assert (result.status, result.code) == ("refused", "unknown_office")
    assert "admitted" in result.reason
    enrol.admit(host, tmp_path / "card")
    assert take(host, parcel).status == "applied"


def test_what_was_typed_before_enrolling_travels_too(host: Book, guest: Book, stick: Path, tmp_path: Path) -> None:
    record = person(guest, first_name="ก่อนหน้า")
    meet(guest, host, tmp_path)
    send(guest, host, stick)
    assert host.row("people", record).values["first_name"] == "ก่อนหน้า"


def test_nobody_accepts_his_own_invitation(guest: Book, tmp_path: Path) -> None:
    enrol.invite(guest, tmp_path / "invitation")
    assert refused(enrol.accept, guest, tmp_path / "invitation", tmp_path / "card") == "own_invitation"


def test_a_region_does_not_accept(host: Book, books: Books, tmp_path: Path) -> None:
    enrol.invite(books("other", kind="region"), tmp_path / "invitation")
    assert refused(enrol.accept, host, tmp_path / "invitation", tmp_path / "card") == "region_accepts"
    assert not (tmp_path / "card").exists()


def test_an_invitation_is_good_for_ninety_days(host: Book, guest: Book, clock: ScriptedClock, tmp_path: Path) -> None:
    enrol.invite(host, tmp_path / "invitation")
    clock.advance(90 * DAY_MS - 60_000)
    enrol.accept(guest, tmp_path / "invitation", tmp_path / "card")
    clock.advance(2 * 60_000)
    assert refused(enrol.accept, guest, tmp_path / "invitation", tmp_path / "card") == "invitation_expired"


def test_a_card_for_another_region_is_refused(host: Book, guest: Book, books: Books, tmp_path: Path) -> None:
    enrol.invite(host, tmp_path / "invitation")
    enrol.accept(guest, tmp_path / "invitation", tmp_path / "card")
    other = books("other", kind="region")
    assert refused(enrol.admit, other, tmp_path / "card") == "card_other_office"
    assert guest.office.uid not in other.offices()


def test_a_card_that_answers_a_forgotten_invitation_is_refused(host: Book, guest: Book, clock: ScriptedClock, tmp_path: Path) -> None:
    enrol.invite(host, tmp_path / "invitation")
    enrol.accept(guest, tmp_path / "invitation", tmp_path / "card")
    clock.advance(91 * DAY_MS)
    enrol.invite(host, tmp_path / "a later one")
    assert refused(enrol.admit, host, tmp_path / "card") == "invitation_unknown"


def test_admitting_twice_changes_nothing(host: Book, guest: Book, tmp_path: Path) -> None:
    first = meet(guest, host, tmp_path)
    again = enrol.admit(host, tmp_path / f"{guest.store.fingerprint}.card")
    assert again == first
    assert len(host.offices()) == 2


def test_a_practice_book_and_a_real_one_keep_apart(host: Book, tmp_path: Path) -> None:
    practice, _code = Book.create(
        tmp_path / "practice", REGISTERS, kind="council", name="x", areas=(AREA,), person="x", password=PASSWORD, practice=True, cost=CHEAP
    )
    try:
        enrol.invite(host, tmp_path / "invitation")
        assert refused(enrol.accept, practice, tmp_path / "invitation", tmp_path / "card") == "practice_and_real"
    finally:
        practice.close()


def test_any_changed_byte_of_either_file_is_noticed(host: Book, guest: Book, books: Books, tmp_path: Path) -> None:
    enrol.invite(host, tmp_path / "invitation")
    enrol.accept(guest, tmp_path / "invitation", tmp_path / "card")
    other = books("other")
    for name, taken in (
        ("invitation", lambda file: enrol.accept(other, file, tmp_path / "x")),
        ("card", lambda file: enrol.admit(host, file)),
    ):
        raw = (tmp_path / name).read_bytes()
        for place in range(len(raw)):
            (tmp_path / "changed").write_bytes(raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :])
            assert refused(taken, tmp_path / "changed") in ("enrol_wrong_file", "enrol_altered", "card_other_office")
        for length in range(0, len(raw), 7):
            (tmp_path / "changed").write_bytes(raw[:length])
            refused(taken, tmp_path / "changed")
    assert set(host.offices()) == {host.office.uid}
    assert set(other.offices()) == {other.office.uid}


def test_another_file_and_no_file_are_told_apart(host: Book, guest: Book, tmp_path: Path) -> None:
    (tmp_path / "letter.docx").write_bytes(b"PK\3\4" + bytes(200_000))
    assert refused(enrol.accept, guest, tmp_path / "letter.docx", tmp_path / "card") == "enrol_wrong_file"
    with pytest.raises(Fault) as caught:
        enrol.admit(host, tmp_path / "missing")
    assert caught.value.code == "file_unreadable"
    with pytest.raises(Fault) as caught:
        enrol.invite(host, tmp_path / "no such folder" / "invitation")
    assert caught.value.code == "file_unwritable"


def test_a_letter_that_nests_without_end_is_an_alteration(guest: Book, tmp_path: Path) -> None:
    key = SigningKey.generate()
    deep = b"\x91" * 100_000 + b"\xc0"
    for inside in (deep[-50_000:], b"\x9b" + deep[-50_000:]):
        (tmp_path / "deep").write_bytes(b"SAPHAIN1" + key.sign(inside).signature + inside)
        assert refused(enrol.accept, guest, tmp_path / "deep", tmp_path / "card") == "enrol_altered"


def test_a_card_can_be_read_by_the_inviting_office_alone(host: Book, guest: Book, tmp_path: Path) -> None:
    enrol.invite(host, tmp_path / "invitation")
    enrol.accept(guest, tmp_path / "invitation", tmp_path / "card")
    raw = (tmp_path / "card").read_bytes()
    assert guest.office.name.encode() not in raw
    assert guest.office.uid not in raw


def forged_card(book: Book, invitation: Path, card: Path, **changes: object) -> None:
    """A card such as only a hostile program writes: whole and signed, but saying something else."""
    letter = msgspec.msgpack.decode(invitation.read_bytes()[8 + 64 :], type=enrol._Body)
    body = enrol._self(book, letter.token, fingerprint(letter.sign_public, letter.age_public))
    sealed = age.encrypt(enrol._signed(book, msgspec.structs.replace(body, **changes)), [letter.age_public])
    card.write_bytes(b"SAPHACD1" + sealed)


@pytest.mark.parametrize("changes", [{"kind": "region"}, {"kind": "nation"}, {"uid": b"short"}])
def test_nobody_becomes_a_region_by_answering_an_invitation(host: Book, guest: Book, tmp_path: Path, changes: dict[str, object]) -> None:
    enrol.invite(host, tmp_path / "invitation")
    forged_card(guest, tmp_path / "invitation", tmp_path / "card", **changes)
    assert refused(enrol.admit, host, tmp_path / "card") in ("card_wrong_office", "enrol_altered")
    assert set(host.offices()) == {host.office.uid}


def test_a_council_admits_only_its_own_second_pc(guest: Book, books: Books, tmp_path: Path) -> None:
    stranger = books("stranger", kind="council", office="อีกสภา")
    enrol.invite(guest, tmp_path / "invitation")
    forged_card(stranger, tmp_path / "invitation", tmp_path / "card")
    assert refused(enrol.admit, guest, tmp_path / "card") == "card_wrong_office"
    assert set(guest.offices()) == {guest.office.uid}


def test_a_second_pc_takes_over_the_councils_identity(guest: Book, books: Books, tmp_path: Path) -> None:
    second = books("second", office="ชื่อที่พิมพ์ผิด", areas=("21",))
    slip = meet(second, guest, tmp_path)
    assert second.office == guest.office
    assert slip.office == guest.office.name
    assert second.replica != guest.replica
    reopened = books.again(second)
    assert reopened.office == guest.office


def test_a_pc_with_records_of_its_own_does_not_join(guest: Book, books: Books, tmp_path: Path) -> None:
    second = books("second")
    record = person(second)
    second.delete("people", [record])
    enrol.invite(guest, tmp_path / "invitation")
    office = second.office
    with pytest.raises(Refused) as caught:
        enrol.accept(second, tmp_path / "invitation", tmp_path / "card")
    assert caught.value.code == "book_not_empty"
    assert second.office == office
    assert not (tmp_path / "card").exists()


def test_accepting_again_after_joining_writes_another_card(guest: Book, books: Books, tmp_path: Path) -> None:
    second = books("second")
    meet(second, guest, tmp_path)
    person(second)
    enrol.accept(second, tmp_path / f"{guest.store.fingerprint}.invitation", tmp_path / "again")
    assert enrol.admit(guest, tmp_path / "again").code
