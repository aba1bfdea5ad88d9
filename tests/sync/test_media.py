"""Writing to a stick that fills up, lies, vanishes or is write-protected; finding parcels; copying them in."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from desktop.base.errors import Cancelled, Fault, Refused
from desktop.base.task import Progress
from desktop.sync import media

CONTENT = os.urandom(3_000_000)
NAME = "sapha-2105-ab12cd-7.parcel"
OLDER = "sapha-2105-ab12cd-6.parcel"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "made"
    path.write_bytes(CONTENT)
    return path


@pytest.fixture
def stick(tmp_path: Path) -> Iterator[Path]:
    """A stick with an earlier parcel on it, which must be the same afterwards."""
    folder = tmp_path / "stick"
    folder.mkdir()
    (folder / OLDER).write_bytes(b"earlier")
    yield folder
    assert (folder / OLDER).read_bytes() == b"earlier"


class Faulty(media.Disk):
    """A stick of which one operation fails, the first `times` times."""

    def __init__(self, operation: str, number: int, times: int = 10**9, kind: type[OSError] = OSError) -> None:
        self.operation, self.left = operation, times
        self.error = kind(number, os.strerror(number))
        self.done: list[str] = []

    def _now(self, operation: str) -> None:
        self.done.append(operation)
        if operation == self.operation and self.left > 0:
            self.left -= 1
            raise self.error

    def free(self, folder: Path) -> int:
        self._now("free")
        return super().free(folder)

    def create(self, path: Path, *, over: bool) -> BinaryIO:
        self._now("create")
        return super().create(path, over=over)

    def sync(self, file: BinaryIO) -> None:
        self._now("sync")
        super().sync(file)

    def reopen(self, path: Path) -> BinaryIO:
        self._now("reopen")
        return super().reopen(path)

    def rename(self, old: Path, new: Path) -> None:
        self._now("rename")
        super().rename(old, new)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def code_of(source: Path, stick: Path, disk: media.Disk | None = None) -> str:
    with pytest.raises(Fault) as caught:
        media.write_to_stick(source, stick, NAME, disk=disk, wait=lambda _seconds: None)
    assert caught.value.text() and str(stick) not in caught.value.text()
    return caught.value.code


def test_what_was_written_is_on_the_stick_and_its_hash_is_told(source: Path, stick: Path) -> None:
    written = media.write_to_stick(source, stick, NAME)
    assert (stick / NAME).read_bytes() == CONTENT
    assert written == media.Written(stick / NAME, len(CONTENT), hashlib.sha256(CONTENT).hexdigest())
    assert names(stick) == [OLDER, NAME]


def test_a_parcel_may_be_made_on_the_way(stick: Path) -> None:
    seen: list[Path] = []

    def make(path: Path) -> None:
        seen.append(path)
        path.write_bytes(CONTENT)

    assert media.write_to_stick(make, stick, NAME).size == len(CONTENT)
    assert not seen[0].exists() and seen[0].parent != stick, "made on the local disk, and tidied up"


def test_every_step_is_done_in_order(source: Path, stick: Path) -> None:
    disk = Faulty("none", 0)
    media.write_to_stick(source, stick, NAME, disk=disk)
    assert disk.done == ["free", "create", "sync", "reopen", "rename"]


def test_progress_goes_up_to_the_whole(source: Path, stick: Path) -> None:
    steps: list[tuple[int, int | None]] = []
    media.write_to_stick(source, stick, NAME, Progress(lambda done, total, _words: steps.append((done, total))))
    assert steps == sorted(steps) and steps[-1] == (len(CONTENT), len(CONTENT))


def test_the_same_file_again_is_already_written_and_another_one_is_not_overwritten(source: Path, stick: Path) -> None:
    first = media.write_to_stick(source, stick, NAME)
    assert media.write_to_stick(source, stick, NAME) == first
    source.write_bytes(b"something else")
    with pytest.raises(Refused) as caught:
        media.write_to_stick(source, stick, NAME)
    assert caught.value.code == "stick_name_taken"
    assert (stick / NAME).read_bytes() == CONTENT


def test_what_an_earlier_try_left_gives_way(source: Path, stick: Path) -> None:
    (stick / (NAME + ".part")).write_bytes(b"half")
    media.write_to_stick(source, stick, NAME)
    assert names(stick) == [OLDER, NAME]


def test_names_with_letters_a_stick_may_not_know_are_our_mistake(source: Path, stick: Path) -> None:
    for name in ("พัสดุ.parcel", "../x.parcel", "", "a/b", ".hidden", "a b"):
        with pytest.raises(ValueError):
            media.write_to_stick(source, stick, name)


# --- a stick that fails ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("operation", ["free", "create", "sync", "reopen"])
@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "stick_full"),
        (errno.EFBIG, "stick_full"),
        (errno.EROFS, "stick_read_only"),
        (errno.ENODEV, "stick_gone"),
        (errno.ENOENT, "stick_gone"),
        (errno.EIO, "stick_io"),
    ],
)
def test_each_failure_of_a_stick_has_its_name_and_leaves_no_half_file(
    source: Path, stick: Path, operation: str, number: int, code: str
) -> None:
    assert code_of(source, stick, Faulty(operation, number)) == code
    assert names(stick) == [OLDER]


def test_too_little_room_is_told_before_anything_is_written(source: Path, stick: Path) -> None:
    class Small(Faulty):
        def free(self, folder: Path) -> int:
            return len(CONTENT)

    disk = Small("none", 0)
    assert code_of(source, stick, disk) == "stick_full"
    assert disk.done == []


def test_a_stick_that_fills_up_while_writing_is_full(source: Path, stick: Path) -> None:
    """The system itself refuses here: no file may grow beyond a limit."""
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, 1_500_000))\n"
        "from pathlib import Path; from desktop.base.errors import Fault; from desktop.sync import media\n"
        "try: media.write_to_stick(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])\n"
        "except Fault as error: print(error.code)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(source), str(stick), NAME], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "stick_full"
    assert names(stick) == [OLDER]


def test_a_stick_that_reads_back_something_else_lies(source: Path, stick: Path) -> None:
    class Lying(media.Disk):
        def sync(self, file: BinaryIO) -> None:
            super().sync(file)
            file.seek(2_000_000)
            file.write(b"\0" * 16)
            super().sync(file)

    assert code_of(source, stick, Lying()) == "stick_lies"
    assert names(stick) == [OLDER]


def test_a_stick_that_keeps_only_half_lies(source: Path, stick: Path) -> None:
    class Short(media.Disk):
        def reopen(self, path: Path) -> BinaryIO:
            os.truncate(path, 1_000_000)
            return super().reopen(path)

    assert code_of(source, stick, Short()) == "stick_lies"
    assert names(stick) == [OLDER]


def test_a_stick_pulled_while_writing_is_gone(source: Path, tmp_path: Path) -> None:
    folder = tmp_path / "pulled"
    folder.mkdir()

    class Pulled(media.Disk):
        def reopen(self, path: Path) -> BinaryIO:
            path.unlink()
            folder.rmdir()
            return super().reopen(path)

    assert code_of(source, folder, Pulled()) == "stick_gone"
    assert code_of(source, folder) == "stick_gone"


@pytest.mark.parametrize("operation", ["create", "reopen", "rename"])
def test_a_file_held_by_a_virus_scanner_is_tried_again(source: Path, stick: Path, operation: str) -> None:
    waited: list[float] = []
    disk = Faulty(operation, errno.EACCES, times=3, kind=PermissionError)
    media.write_to_stick(source, stick, NAME, disk=disk, wait=waited.append)
    assert waited == [media.PAUSE] * 3
    assert (stick / NAME).read_bytes() == CONTENT


def test_a_write_protection_is_told_after_the_last_try(source: Path, stick: Path) -> None:
    disk = Faulty("create", errno.EACCES, kind=PermissionError)
    assert code_of(source, stick, disk) == "stick_read_only"
    assert disk.done.count("create") == media.TRIES


@pytest.mark.parametrize(("number", "kind"), [(errno.EACCES, PermissionError), (errno.EINVAL, OSError), (errno.EXDEV, OSError)])
def test_where_a_stick_cannot_rename_the_file_is_written_under_its_final_name(
    source: Path, stick: Path, number: int, kind: type[OSError]
) -> None:
    disk = Faulty("rename", number, kind=kind)
    written = media.write_to_stick(source, stick, NAME, disk=disk, wait=lambda _seconds: None)
    assert written.path.read_bytes() == CONTENT
    assert names(stick) == [OLDER, NAME]
    assert disk.done[-3:] == ["create", "sync", "reopen"], "and read back"


def test_a_failure_of_the_second_way_leaves_no_half_file_either(source: Path, stick: Path) -> None:
    class Worse(Faulty):
        def sync(self, file: BinaryIO) -> None:
            if "rename" in self.done:
                raise OSError(errno.EIO, "I/O error")
            super().sync(file)

    assert code_of(source, stick, Worse("rename", errno.EINVAL)) == "stick_io"
    assert names(stick) == [OLDER]


def test_a_rename_that_reports_an_error_but_was_done_counts(source: Path, stick: Path) -> None:
    class Odd(media.Disk):
        def rename(self, old: Path, new: Path) -> None:
            super().rename(old, new)
            raise OSError(errno.EIO, "I/O error")

    assert media.write_to_stick(source, stick, NAME, disk=Odd()).path.read_bytes() == CONTENT
    assert names(stick) == [OLDER, NAME]


@pytest.mark.skipif(os.name == "nt", reason="Windows opens no folders")
def test_a_folder_that_cannot_be_synced_is_no_failure(source: Path, stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.fsync

    def fsync(handle: int) -> None:
        if Path(f"/proc/self/fd/{handle}").is_dir():
            raise OSError(errno.EINVAL, "not here")
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    assert media.write_to_stick(source, stick, NAME).size == len(CONTENT)


def test_a_cancel_while_writing_leaves_no_half_file(source: Path, stick: Path) -> None:
    progress = Progress(lambda _done, _total, _words: progress.cancel())
    with pytest.raises(Cancelled):
        media.write_to_stick(source, stick, NAME, progress)
    assert names(stick) == [OLDER]


def test_a_source_that_cannot_be_read_is_not_the_sticks_fault(tmp_path: Path, stick: Path) -> None:
    assert code_of(tmp_path / "nothing", stick) == "source_unreadable"


def test_windows_says_more_than_its_errno() -> None:
    for winerror, code in ((19, "stick_read_only"), (21, "stick_gone"), (112, "stick_full"), (1167, "stick_gone")):
        error = OSError(errno.EACCES, "")
        with contextlib.suppress(AttributeError):
            error.winerror = winerror  # type: ignore[attr-defined]
        assert media.fault(error).code == code


# --- from a stick ------------------------------------------------------------------------------------------------------------------


def test_parcels_are_found_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    for name in ("sapha-a-10.parcel", "sapha-a-9.parcel", "SAPHA-A-2.PARCEL", "note.txt", "._sapha-a-9.parcel", "sapha-a-11.parcel.part"):
        (tmp_path / name).write_bytes(b"")
    for inner in ("March", "System Volume Information", ".Trash-1000", "$RECYCLE.BIN"):
        (tmp_path / inner).mkdir()
        (tmp_path / inner / "sapha-b-1.parcel").write_bytes(b"")
    (tmp_path / "folder.parcel").mkdir()
    found = [str(path.relative_to(tmp_path)) for path in media.parcels_in(tmp_path)]
    assert found == ["SAPHA-A-2.PARCEL", "sapha-a-9.parcel", "sapha-a-10.parcel", str(Path("March", "sapha-b-1.parcel"))]


def test_names_in_any_script_are_put_in_order(tmp_path: Path) -> None:
    for name in ("²-๓.parcel", "1.parcel", "พัสดุ ๑๒.parcel", "-.parcel"):
        (tmp_path / name).write_bytes(b"")
    assert len(media.parcels_in(tmp_path)) == 4


def test_a_file_named_by_hand_is_taken_whatever_it_is_called(tmp_path: Path) -> None:
    path = tmp_path / "from the council.bin"
    path.write_bytes(b"x")
    assert media.parcels_in(path) == [path]


def test_a_stick_that_is_not_there_is_gone(tmp_path: Path) -> None:
    for deed in (lambda: media.parcels_in(tmp_path / "no"), lambda: media.copy_in(tmp_path / "no", tmp_path)):
        with pytest.raises(Fault) as caught:
            deed()
        assert caught.value.code == "stick_gone"


def test_a_copy_is_whole_and_the_same_parcel_renamed_is_the_same_copy(tmp_path: Path, source: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    first = media.copy_in(source, inside)
    assert first.read_bytes() == CONTENT and first.suffix == ".parcel"
    assert media.copy_in(source.rename(tmp_path / "renamed by somebody"), inside) == first
    assert names(inside) == [first.name]


def test_a_file_bigger_than_any_parcel_is_refused_before_copying(tmp_path: Path) -> None:
    with (tmp_path / "huge").open("wb") as file:
        file.truncate(media.MAX_COPY + 1)  # sparse
    inside = tmp_path / "inside"
    inside.mkdir()
    with pytest.raises(Refused) as caught:
        media.copy_in(tmp_path / "huge", inside)
    assert caught.value.code == "parcel_too_big"
    assert names(inside) == []
