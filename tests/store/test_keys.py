"""The vault and its recovery code. Names and uids are invented."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.base.errors import Fault, Refused
from desktop.store import keys, recovery
from desktop.store.keys import KdfCost, Unlocked

CHEAP = KdfCost(passes=1, memory=1 << 20)
ANAN, BUSABA = b"A" * 16, b"B" * 16
NAME = "อนันต์ ตัวอย่าง"


def made(folder: Path, password: str = "กุญแจ-1") -> tuple[bytes, str]:
    folder.mkdir(exist_ok=True)
    _vault, key, code = keys.create_vault(folder, password, ANAN, NAME, CHEAP)
    return key, code


def refused(folder: Path, password: str) -> str:
    with pytest.raises(Refused) as caught:
        keys.open_vault(folder, password)
    return caught.value.code


def rewritten(folder: Path, change: object) -> None:
    """The file with a change inside its body and the sum made right again, as a hostile hand would."""
    path = folder / keys.NAME
    whole = json.loads(path.read_text())
    change(whole["body"])  # type: ignore[operator]
    body = msgspec.convert(whole["body"], keys._Body)
    whole["sum"] = keys._sum(body)
    path.write_text(json.dumps(whole))


def test_the_password_opens_the_vault_and_says_whose_it_is(tmp_path: Path) -> None:
    key, _code = made(tmp_path)
    assert keys.open_vault(tmp_path, "กุญแจ-1") == Unlocked(key, ANAN, NAME)
    assert len(key) == 32


def test_a_wrong_password_is_refused(tmp_path: Path) -> None:
    made(tmp_path)
    assert refused(tmp_path, "กุญแจ-2") == "wrong_password"
    assert refused(tmp_path, "") == "wrong_password"


def test_a_wrong_password_costs_the_work_of_all_slots_and_so_does_a_right_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key, _code = made(tmp_path)
    keys.add_user(tmp_path, Unlocked(key, ANAN), "two", BUSABA, cost=CHEAP)
    derived: list[int] = []
    real = keys._password_key

    def counting(password: str, slot: keys._Slot) -> bytes:
        derived.append(slot.memory)
        return real(password, slot)

    monkeypatch.setattr(keys, "_password_key", counting)
    keys.open_vault(tmp_path, "กุญแจ-1")
    first = len(derived)
    refused(tmp_path, "neither")
    assert (first, len(derived) - first) == (2, 2)


def test_nothing_about_people_is_clear_in_the_file(tmp_path: Path) -> None:
    key, code = made(tmp_path)
    raw = (tmp_path / keys.NAME).read_bytes()
    assert NAME.encode() not in raw and json.dumps(NAME).encode() not in raw
    assert key.hex().encode() not in raw and code.encode() not in raw
    slots = json.loads(raw)["body"]["slots"]
    assert {len(slot["wrap"]) for slot in slots} == {2 * (32 + 512 + 16)}, "a longer name must not show"


def test_a_password_is_the_same_however_its_characters_are_composed(tmp_path: Path) -> None:
    made(tmp_path, "cafe\u0301")
    assert keys.open_vault(tmp_path, "caf\u00e9").user_uid == ANAN


def test_changing_a_password_keeps_the_key(tmp_path: Path) -> None:
    key, code = made(tmp_path)
    keys.change_password(tmp_path, "กุญแจ-1", "กุญแจใหม่", CHEAP)
    assert keys.open_vault(tmp_path, "กุญแจใหม่") == Unlocked(key, ANAN, NAME)
    assert refused(tmp_path, "กุญแจ-1") == "wrong_password"
    assert keys.open_with_recovery(tmp_path, code).key == key


def test_changing_with_a_wrong_old_password_changes_nothing(tmp_path: Path) -> None:
    made(tmp_path)
    before = (tmp_path / keys.NAME).read_bytes()
    with pytest.raises(Refused):
        keys.change_password(tmp_path, "wrong", "new", CHEAP)
    assert (tmp_path / keys.NAME).read_bytes() == before


def test_a_changed_password_is_as_strong_as_a_new_one_however_weak_the_file_was(tmp_path: Path) -> None:
    made(tmp_path)
    keys.change_password(tmp_path, "กุญแจ-1", "new")
    slots = json.loads((tmp_path / keys.NAME).read_text())["body"]["slots"]
    assert [(slot["passes"], slot["memory"]) for slot in slots if slot["kind"] == "user"] == [(3, 64 << 20)]


def test_two_users_open_the_same_book_each_with_their_own_password(tmp_path: Path) -> None:
    key, _code = made(tmp_path)
    vault = keys.add_user(tmp_path, Unlocked(key, ANAN), "two", BUSABA, "บุษบา", CHEAP)
    assert vault.users == (ANAN, BUSABA)
    assert keys.open_vault(tmp_path, "two") == Unlocked(key, BUSABA, "บุษบา")
    assert keys.open_vault(tmp_path, "กุญแจ-1").user_uid == ANAN


def test_a_password_that_opens_for_another_user_is_refused(tmp_path: Path) -> None:
    key, _code = made(tmp_path)
    with pytest.raises(Refused) as caught:
        keys.add_user(tmp_path, Unlocked(key, ANAN), "กุญแจ-1", BUSABA, cost=CHEAP)
    assert caught.value.code == "password_taken"
    keys.set_password(tmp_path, Unlocked(key, ANAN), ANAN, "กุญแจ-1", NAME, CHEAP)  # one's own again is fine


def test_a_user_is_added_once(tmp_path: Path) -> None:
    key, _code = made(tmp_path)
    with pytest.raises(Refused) as caught:
        keys.add_user(tmp_path, Unlocked(key, ANAN), "two", ANAN, cost=CHEAP)
    assert caught.value.code == "user_exists"


def test_an_empty_password_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        keys.create_vault(tmp_path, "", ANAN, cost=CHEAP)
    assert caught.value.code == "password_empty"
    assert not (tmp_path / keys.NAME).exists()


def test_a_removed_user_no_longer_opens_the_book_and_the_last_stays(tmp_path: Path) -> None:
    key, _code = made(tmp_path)
    keys.add_user(tmp_path, Unlocked(key, ANAN), "two", BUSABA, cost=CHEAP)
    keys.remove_user(tmp_path, Unlocked(key, BUSABA), ANAN)
    assert refused(tmp_path, "กุญแจ-1") == "wrong_password"
    with pytest.raises(Refused) as caught:
        keys.remove_user(tmp_path, Unlocked(key, BUSABA), BUSABA)
    assert caught.value.code == "last_user"


def test_the_recovery_code_opens_the_book_and_a_new_password_can_be_set(tmp_path: Path) -> None:
    key, code = made(tmp_path)
    unlocked = keys.open_with_recovery(tmp_path, code.lower().replace("-", " "))
    assert unlocked == Unlocked(key, b"")
    keys.set_password(tmp_path, unlocked, ANAN, "found again", NAME, CHEAP)
    assert keys.open_vault(tmp_path, "found again") == Unlocked(key, ANAN, NAME)
    assert refused(tmp_path, "กุญแจ-1") == "wrong_password"


def test_a_renewed_recovery_code_retires_the_old_sheet(tmp_path: Path) -> None:
    key, code = made(tmp_path)
    newer = keys.renew_recovery(tmp_path, Unlocked(key, ANAN))
    assert keys.open_with_recovery(tmp_path, newer).key == key
    with pytest.raises(Refused) as caught:
        keys.open_with_recovery(tmp_path, code)
    assert caught.value.code == "wrong_recovery_code"


def test_a_key_of_another_book_may_not_change_this_vault(tmp_path: Path) -> None:
    made(tmp_path / "a")
    other, _code = made(tmp_path / "b")
    with pytest.raises(Refused) as caught:
        keys.add_user(tmp_path / "a", Unlocked(other, ANAN), "two", BUSABA, cost=CHEAP)
    assert caught.value.code == "vault_of_another_book"


def test_a_book_is_never_given_a_second_vault(tmp_path: Path) -> None:
    made(tmp_path)
    with pytest.raises(Refused) as caught:
        made(tmp_path)
    assert caught.value.code == "vault_exists"


def test_a_missing_vault_is_named_as_such(tmp_path: Path) -> None:
    assert refused(tmp_path, "x") == "vault_missing"


def test_a_vault_of_a_newer_program_asks_for_the_update(tmp_path: Path) -> None:
    (tmp_path / keys.NAME).write_text('{"v": 2, "something": "else"}')
    assert refused(tmp_path, "x") == "vault_newer"


@pytest.mark.parametrize(
    "raw", [b"", b"{}", b"[1]", b"{" * 5000, b"\xff\xfe", b'{"v":1,"body":{"check":"","slots":[]},"sum":"00"}', b"0" * (2 << 20)]
)
def test_rubbish_in_place_of_a_vault_is_damage(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / keys.NAME).write_bytes(raw)
    assert refused(tmp_path, "x") == "vault_damaged"


def test_any_damaged_byte_is_damage_and_not_a_wrong_password(tmp_path: Path) -> None:
    made(tmp_path)
    path = tmp_path / keys.NAME
    whole = path.read_bytes()
    for place in range(len(whole)):
        for bit in (1, 2, 16):
            path.write_bytes(whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :])
            try:
                keys.read_vault(tmp_path)
            except Refused as error:
                assert error.code in ("vault_damaged", "vault_newer")
            else:
                # white space between the values is nobody's
                assert json.loads(path.read_bytes()) == json.loads(whole)


@pytest.mark.parametrize(("passes", "memory"), [(1, 8192), (0, 1 << 20), (3, 2 << 30), (1000, 1 << 20), (-1, 1 << 20)])
def test_a_hostile_cost_is_refused_before_any_work(tmp_path: Path, passes: int, memory: int) -> None:
    made(tmp_path)
    rewritten(tmp_path, lambda body: body["slots"][0].update(passes=passes, memory=memory))
    assert refused(tmp_path, "กุญแจ-1") == "vault_cost"


def test_a_slot_can_be_moved_neither_to_another_user_nor_to_another_cost(tmp_path: Path) -> None:
    made(tmp_path)
    whole = (tmp_path / keys.NAME).read_bytes()
    for change in ({"uid": BUSABA.hex()}, {"passes": 2}, {"kind": "recovery"}):
        (tmp_path / keys.NAME).write_bytes(whole)
        rewritten(tmp_path, lambda body, change=change: body["slots"][0].update(change))
        assert refused(tmp_path, "กุญแจ-1") == "wrong_password"


def test_a_slot_of_the_wrong_length_is_damage(tmp_path: Path) -> None:
    made(tmp_path)
    rewritten(tmp_path, lambda body: body["slots"][0].update(salt="00"))
    assert refused(tmp_path, "กุญแจ-1") == "vault_damaged"


@pytest.mark.skipif(os.name == "nt", reason="POSIX rights")
def test_the_vault_is_for_its_owners_eyes(tmp_path: Path) -> None:
    made(tmp_path)
    assert stat.S_IMODE((tmp_path / keys.NAME).stat().st_mode) == 0o600


def test_a_failed_write_leaves_the_old_vault_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key, _code = made(tmp_path)

    def failing(_handle: int) -> None:
        raise OSError(5, "I/O error")

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", failing)
        with pytest.raises(Fault) as caught:
            keys.set_password(tmp_path, Unlocked(key, ANAN), ANAN, "new", NAME, CHEAP)
    assert caught.value.code == "vault_unwritable"
    assert [path.name for path in tmp_path.iterdir()] == [keys.NAME]
    assert keys.open_vault(tmp_path, "กุญแจ-1").key == key


def test_secrets_do_not_show_when_printed(tmp_path: Path) -> None:
    key, _code = made(tmp_path)
    assert key.hex() not in repr(Unlocked(key, ANAN, NAME)) and repr(key) not in repr(Unlocked(key, ANAN, NAME))
    assert NAME not in repr(Unlocked(key, ANAN, NAME))


# --- the recovery code as typed ----------------------------------------------------------------------------------------------------

secrets16 = st.binary(min_size=16, max_size=16)


def typed_wrong(code: str) -> Refused:
    with pytest.raises(Refused) as caught:
        recovery.from_code(code)
    return caught.value


@given(secrets16)
def test_a_recovery_code_reads_back(secret: bytes) -> None:
    code = recovery.to_code(secret)
    assert recovery.from_code(code) == secret
    assert [len(group) for group in code.split("-")] == [4] * 7
    assert not set(code) & set("ILOU")


@given(secrets16)
def test_a_recovery_code_may_be_typed_loosely(secret: bytes) -> None:
    code = recovery.to_code(secret)
    loose = code.lower().replace("-", " \u2013 ").replace("0", "o").replace("1", "l").replace("7", "๗")
    assert recovery.from_code(loose) == secret


@settings(deadline=None)
@given(secrets16, st.integers(0, 27), st.integers(1, 31))
def test_one_wrong_letter_is_found_and_its_group_named(secret: bytes, place: int, by: int) -> None:
    letters = recovery.to_code(secret).replace("-", "")
    wrong = recovery.ALPHABET[(recovery.ALPHABET.index(letters[place]) + by) % 32]
    error = typed_wrong(letters[:place] + wrong + letters[place + 1 :])
    assert (error.code, error.values["group"]) == ("recovery_typo", place // 4 + 1)


@given(secrets16, st.integers(0, 26))
def test_two_swapped_letters_are_found(secret: bytes, place: int) -> None:
    letters = list(recovery.to_code(secret).replace("-", ""))
    if letters[place] != letters[place + 1]:
        letters[place : place + 2] = letters[place + 1], letters[place]
        assert typed_wrong("".join(letters)).code == "recovery_typo"


@given(st.text(max_size=40))
def test_anything_typed_is_a_code_or_refused(text: str) -> None:
    try:
        recovery.from_code(text)
    except Refused as error:
        assert error.code in ("recovery_typo", "recovery_length")
        error.text()


def test_a_missing_letter_is_counted() -> None:
    error = typed_wrong(recovery.to_code(bytes(16))[:-1])
    assert (error.code, error.values["given"]) == ("recovery_length", 27)


def test_a_foreign_letter_names_its_group() -> None:
    assert typed_wrong("U" + recovery.to_code(bytes(16))[1:]).values["group"] == 1
