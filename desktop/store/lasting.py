"""Files and names that outlast a power cut: synced to the medium, with the folder that names them."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Make names last; Windows can't open a folder and needs no such thing."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_file(path: Path) -> None:
    """Make the content of a finished file last."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def start_writing(handle: int) -> None:
    """Have a file's content on its way to the medium without waiting for it, where the system has a way to say so; others begin within
    seconds by themselves."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)


def make_folder(folder: Path) -> None:
    """Make a folder that is missing, and those above it; each lasts."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)


def put(path: Path, raw: bytes, temporary: Path) -> None:
    """Write a small file that only its owner may read: the old one or the new one, never half of one, and then the new one for good."""
    with open(temporary, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)
    sync_folder(path.parent)


def copy(source: Path, path: Path) -> None:
    """Copy a file into a folder, made if it is missing: whole under its name, or not at all."""
    make_folder(path.parent)
    part = path.with_suffix(".part")
    shutil.copyfile(source, part)
    sync_file(part)
    part.replace(path)
    sync_folder(path.parent)
