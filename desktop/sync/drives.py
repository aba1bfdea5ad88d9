"""Which mounted drives are sticks and cards, told apart from the disks of the PC. Asks the system anew each time, writes nothing."""

from __future__ import annotations

import ctypes
import re
import string
import sys
from collections.abc import Iterator
from pathlib import Path

MOUNTS, BLOCKS = Path("/proc/self/mounts"), Path("/sys/class/block")
_REMOVABLE = 2  # Windows' DRIVE_REMOVABLE


def sticks() -> list[Path]:
    """Where each stick or card is mounted, in no promised order. A disk in a USB case counts on Linux; Windows calls it a disk."""
    if sys.platform == "win32":
        return list(_windows())
    if sys.platform == "darwin":
        return [path for path in Path("/Volumes").iterdir() if not path.is_symlink() and path.is_dir()]
    return list(mounted(MOUNTS, BLOCKS))


def mounted(mounts: Path, blocks: Path) -> Iterator[Path]:
    """Linux: of what `mounts` lists, that which lies on a removable device of `blocks`."""
    try:
        lines = mounts.read_text("utf-8", "replace").splitlines()
    except OSError:
        return
    seen: set[str] = set()
    for line in lines:
        device, place = [_unescaped(word) for word in line.split()[:2]] if line.count(" ") >= 2 else ("", "")
        if not device.startswith("/dev/") or device in seen or place in ("/", "/boot", "/boot/efi"):
            continue
        seen.add(device)  # the first place is the one people see; others are the same stick again
        if removable(blocks / Path(device).resolve().name):
            yield Path(place)


def removable(block: Path) -> bool:
    """Whether a block device is a stick, a card, or hangs on USB."""
    try:
        real = block.resolve(strict=True)
        disk = real.parent if (real / "partition").exists() else real
        flag = disk / "removable"
        if flag.exists() and flag.read_text().strip() == "1":
            return True
        kind = disk / "device" / "type"
        return any(part.startswith("usb") for part in real.parts) or (kind.exists() and kind.read_text().strip() == "SD")
    except OSError:
        return False  # pulled while we looked


def _unescaped(word: str) -> str:
    """Spaces and their kin stand as octal numbers in a list of mounts; other letters as they are."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), word)


def _windows() -> Iterator[Path]:
    if sys.platform == "win32":
        kernel = ctypes.windll.kernel32
        there = kernel.GetLogicalDrives()
        for number, letter in enumerate(string.ascii_uppercase):
            # A: and B: would set an old floppy drive whirring
            if number > 1 and there >> number & 1 and kernel.GetDriveTypeW(f"{letter}:\\") == _REMOVABLE:
                yield Path(f"{letter}:\\")
    yield from ()  # elsewhere too it is an iterator
