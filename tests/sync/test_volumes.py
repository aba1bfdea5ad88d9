"""How a parcel that is too big is split: nothing lost, nothing twice, and no part builds on a later one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.sync.files import Filed
from desktop.sync.volumes import SegmentAt, split

SIZES = st.integers(1, 2_000)


@st.composite
def logs(draw: st.DrawFn) -> tuple[list[SegmentAt], dict[SegmentAt, int], dict[SegmentAt, set[SegmentAt]]]:
    """Segments of up to three streams in the order they were sealed, when their last change was made, and what each had seen."""
    sealed: list[SegmentAt] = []
    when: dict[SegmentAt, int] = {}
    seen: dict[SegmentAt, set[SegmentAt]] = {}
    ends = dict.fromkeys(range(3), 0)
    now = 0
    for stream in draw(st.lists(st.integers(0, 2), max_size=20)):
        count = draw(st.integers(1, 5))
        each = SegmentAt(stream, ends[stream] + 1, ends[stream] + count, draw(SIZES))
        ends[stream] += count
        now += draw(st.integers(1, 3))
        own = [one for one in sealed if one.stream == stream]
        others = draw(st.sets(st.sampled_from(sealed), max_size=3)) if sealed else set()
        seen[each] = {*own, *others}
        for other in others:
            seen[each] |= seen[other]
        when[each] = now
        sealed.append(each)
    return sorted(sealed), when, seen


@given(
    logs(),
    st.lists(st.builds(Filed, st.text("abcdef0123456789", min_size=64, max_size=64), SIZES), max_size=10),
    st.integers(1, 9_000),
    st.integers(1, 30),
)
def test_each_part_stands_on_those_before_it_and_all_goes_once(
    log: tuple[list[SegmentAt], dict[SegmentAt, int], dict[SegmentAt, set[SegmentAt]]], files: list[Filed], most: int, changes: int
) -> None:
    segments, when, seen = log
    parts = split(segments, files, when.__getitem__, most, changes)
    assert sorted(each for part in parts for each in part.segments) == segments
    assert [each for part in parts for each in part.files] == files
    had: set[SegmentAt] = set()
    for part in parts:
        had |= set(part.segments)
        assert all(seen[each] <= had for each in part.segments)
        assert part.segments == sorted(part.segments)
        assert part.size <= most or len(part.segments) + len(part.files) == 1
        assert part.changes == sum(each.seq_to - each.seq_from + 1 for each in part.segments)
        assert part.changes <= changes or len(part.segments) == 1


def test_what_fits_is_not_looked_into() -> None:
    segments = [SegmentAt(1, 1, 10, 500), SegmentAt(2, 1, 3, 500)]
    (part,) = split(segments, [], lambda each: 1 // 0, most=2_000)
    assert part.segments == segments


def test_nothing_is_one_empty_part() -> None:
    (part,) = split([], [], lambda each: 1 // 0)
    assert (part.segments, part.files, part.size) == ([], [], 0)
