"""What a parcel is too big for is split over several, each a parcel of its own number: FAT32 holds no file of 4 GiB, and half a gigabyte copied
in vain is enough. Each part can be taken when those before it were; in whatever order they come, one that came too early waits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from desktop.sync.files import Filed

MOST = 500 << 20  # bytes of segments and files in one parcel, before encryption
MOST_CHANGES = 5_000_000  # in one parcel: readers refuse more, before they look at any
_BESIDES = 300  # bytes of a segment or file besides its content


class SegmentAt(NamedTuple):
    """A sealed segment of the log that goes, without its payload: local stream number, span, bytes of the payload."""

    stream: int
    seq_from: int
    seq_to: int
    size: int

    @property
    def changes(self) -> int:
        """How many it holds."""
        return self.seq_to - self.seq_from + 1


@dataclass(slots=True)
class Part:
    """What one parcel takes: segments in the order of their streams, then files."""

    segments: list[SegmentAt] = field(default_factory=list)
    files: list[Filed] = field(default_factory=list)
    size: int = 0
    changes: int = 0


def split(
    segments: Sequence[SegmentAt],
    files: Sequence[Filed],
    last_hlc: Callable[[SegmentAt], int],
    most: int = MOST,
    most_changes: int = MOST_CHANGES,
) -> list[Part]:
    """At least one part. `segments` come by stream and number; `last_hlc` gives the logical time of a segment's last change and is asked only
    where they have to be split.

    A change is later than all its author had seen, so segments ordered by their last change build on earlier ones only: whoever cuts was
    sealed before it was known to others. That holds across streams, and so each part stands on those before it."""
    whole = sum(each.size + _BESIDES for each in segments) + sum(each.size + _BESIDES for each in files)
    changes = sum(each.changes for each in segments)
    if whole <= most and changes <= most_changes:
        return [Part([*segments], [*files], whole, changes)]
    # Two streams of one PC (before and after its book was restored) may agree in time: their own numbers then keep the order.
    when: dict[SegmentAt, tuple[int, int, int]] = {each: (last_hlc(each), each.stream, each.seq_from) for each in segments}
    parts = [Part()]
    for each in sorted(segments, key=when.__getitem__):
        part = _room(parts, each.size, most, most_changes - each.changes)
        part.segments.append(each)
        part.changes += each.changes
    for file in files:
        _room(parts, file.size, most, most_changes).files.append(file)
    for part in parts:
        part.segments.sort(key=lambda each: (each.stream, each.seq_from))
    return parts


def _room(parts: list[Part], size: int, most: int, changes: int) -> Part:
    if parts[-1].size and (parts[-1].size + size + _BESIDES > most or parts[-1].changes > changes):
        parts.append(Part())
    parts[-1].size += size + _BESIDES
    return parts[-1]
