"""Photos and papers beside the book: sealed, kept once, whole or told to be damaged."""

from __future__ import annotations

import errno
import hashlib
import os
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.base.errors import Fault, Refused
from desktop.store import attachments
from desktop.store.attachments import FOLDER, MAX_BYTES, Attachments, name_of
from tests.conftest import Books

KEY = bytes(range(32))
ROOF = b"a picture of a roof in Noen Kho, as bytes " * 50


def files(folder: Path) -> list[Path]:
    return sorted(path for path in (folder / FOLDER).rglob("*") if path.is_file())


@pytest.fixture
def kept(tmp_path: Path) -> Attachments:
    return Attachments(tmp_path, KEY)


def test_what_was_put_comes_back_by_its_name(kept: Attachments, tmp_path: Path) -> None:
    name = kept.put(ROOF)
    assert name == hashlib.sha256(ROOF).hexdigest()
    assert kept.get(name) == ROOF
    assert (kept.has(name), kept.size(name), list(kept.names())) == (True, len(ROOF), [name])
    assert Attachments(tmp_path, KEY).get(name) == ROOF


@settings(max_examples=25)
@given(content=st.binary(max_size=5_000))
def test_any_content_comes_back(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    kept = Attachments(tmp_path_factory.mktemp("any"), KEY)
    assert kept.get(kept.put(content)) == content
    assert kept.size(name_of(content)) == len(content)


def test_the_same_content_is_kept_once(kept: Attachments, tmp_path: Path) -> None:
    assert kept.put(ROOF) == kept.put(ROOF)
    (only,) = files(tmp_path)
    before = only.read_bytes()
    kept.put(ROOF)
    assert only.read_bytes() == before, "a sound file is left as it is"
    kept.put(b"another")
    assert len(files(tmp_path)) == 2


def test_nothing_of_a_picture_is_clear_on_disk_not_even_its_name(kept: Attachments, tmp_path: Path) -> None:
    name = kept.put(ROOF)
    (file,) = files(tmp_path)
    raw, spoken = file.read_bytes(), file.relative_to(tmp_path).as_posix()
    assert ROOF[:16] not in raw and bytes.fromhex(name) not in raw and name.encode() not in raw
    assert name[:8] not in spoken
    # The same picture lies under another name in another book: neither its hash nor a list from elsewhere tells that it is here.
    other = Attachments(tmp_path / "other", bytes(32))
    other.put(ROOF)
    assert files(tmp_path / "other")[0].name != file.name


def test_only_the_owner_may_read_the_file(kept: Attachments, tmp_path: Path) -> None:
    kept.put(ROOF)
    assert files(tmp_path)[0].stat().st_mode & 0o077 in (0, 0o066), "on Windows the folder's rights count"


@pytest.mark.parametrize("damage", ["first byte", "in the head", "in the middle", "last byte", "cut", "longer", "empty"])
def test_a_damaged_file_is_told_and_mended_by_the_same_content(kept: Attachments, tmp_path: Path, damage: str) -> None:
    name = kept.put(ROOF)
    (file,) = files(tmp_path)
    raw = bytearray(file.read_bytes())
    place = {"first byte": 0, "in the head": 50, "in the middle": len(raw) // 2, "last byte": -1}.get(damage)
    if place is not None:
        raw[place] ^= 1
    file.write_bytes({"cut": bytes(raw[:-9]), "longer": bytes(raw) + b"x", "empty": b""}.get(damage, bytes(raw)))
    with pytest.raises(Fault) as caught:
        kept.get(name)
    assert caught.value.code == "file_damaged"
    assert kept.put(ROOF) == name
    assert kept.get(name) == ROOF


def test_a_file_put_in_the_place_of_another_is_told(kept: Attachments, tmp_path: Path) -> None:
    one, two = kept.put(b"one"), kept.put(b"two")
    by_name = {name: kept._path(name) for name in (one, two)}
    os.replace(by_name[one], by_name[two])
    with pytest.raises(Fault) as caught:
        kept.get(two)
    assert caught.value.code == "file_damaged"
    assert list(kept.names()) == []


def test_a_picture_at_the_other_office_is_told_as_missing(kept: Attachments) -> None:
    name = name_of(ROOF)
    assert (kept.has(name), kept.size(name)) == (False, 0)
    with pytest.raises(Refused) as caught:
        kept.get(name)
    assert caught.value.code == "file_missing"


def test_another_books_files_do_not_open(kept: Attachments, tmp_path: Path) -> None:
    name = kept.put(ROOF)
    other = Attachments(tmp_path, bytes(32))
    assert list(other.names()) == []
    assert not other.has(name)
    other._path(name).parent.mkdir(exist_ok=True)
    os.replace(kept._path(name), other._path(name))
    with pytest.raises(Fault) as caught:
        other.get(name)
    assert caught.value.code == "file_damaged"


@pytest.mark.parametrize("name", ["", "../../vault.json", "ab" * 31, "AB" * 32, " ".join(["ab"] * 32), "zz" * 32])
def test_a_name_that_is_none_never_becomes_a_path(kept: Attachments, name: str) -> None:
    for ask in (kept.get, kept.has, kept.size):
        with pytest.raises(Refused) as caught:
            ask(name)
        assert caught.value.code == "bad_file_name"


def test_a_file_too_large_is_refused_before_anything_is_written(kept: Attachments, tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        kept.put(bytes(MAX_BYTES + 1))
    assert (caught.value.code, caught.value.text()) == ("file_too_large", "The file is too large: at most 30 MB.")
    assert files(tmp_path) == []


def test_the_largest_file_goes_in_and_out(kept: Attachments) -> None:
    content = random.Random(1).randbytes(MAX_BYTES)
    assert kept.get(kept.put(content)) == content


@pytest.mark.parametrize(("number", "code"), [(errno.ENOSPC, "disk_full"), (errno.EFBIG, "disk_full"), (errno.EROFS, "disk_io")])
def test_a_full_or_read_only_disk_is_a_fault_that_leaves_nothing_and_the_next_try_works(
    kept: Attachments, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    def failing(descriptor: int) -> None:
        raise OSError(number, "the disk says no")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", failing)
        with pytest.raises(Fault) as caught:
            kept.put(ROOF)
    assert caught.value.code == code
    assert files(tmp_path) == []
    assert kept.get(kept.put(ROOF)) == ROOF


def test_a_folder_that_can_not_be_made_is_a_fault(kept: Attachments, tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("a file where the folder should be", "utf-8")
    with pytest.raises(Fault) as caught:
        kept.put(ROOF)
    assert caught.value.code == "disk_io"
    with pytest.raises(Fault) as unreadable:
        kept.get(name_of(ROOF))
    assert unreadable.value.code == "file_unreadable"


def test_what_a_power_cut_left_half_written_is_swept_away_and_is_nobodys(kept: Attachments, tmp_path: Path) -> None:
    name = kept.put(ROOF)
    half = tmp_path / FOLDER / (attachments._NEW + "0123")
    half.write_bytes(b"half")
    assert list(kept.names()) == [name]
    assert list(Attachments(tmp_path, KEY).names()) == [name]
    assert not half.exists()


def test_a_book_has_its_files_beside_it_and_they_open_after_a_night(books: Books) -> None:
    book = books()
    name = book.attachments.put(ROOF)
    assert files(book.folder)
    assert books.again(book).attachments.get(name) == ROOF
