"""The timeline of a path: parts follow one another, inside the axis, whatever their lengths."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from rolepath.planning.result import Range
from rolepath.render.path_timeline import timeline
from rolepath.render.path_view import Amount, Block, HopView, PathView, StepView

LENGTHS = st.tuples(st.floats(0, 60), st.floats(0, 60)).map(lambda ends: Range(round(min(ends), 2), round(max(ends), 2)))


def a_path(lengths: list[tuple[bool, Range]]) -> PathView:
    """One step per length, each a part of its own; after some of them a year in the job."""
    hops, now = [], Range(0, 0)
    for number, (stays, months) in enumerate(lengths):
        begins, now = now, now + months
        hours = Amount("1 hour")
        takes = (hours, Range(1, 1), (hours,))
        step = StepView(
            f"step-{number}", number, False, "Project", f"Step {number}", "groundwork", False, *takes, "", (), None, (), (), 0.1, 0.2,
            begins, now, (), (),
        )  # fmt: skip
        stay = now
        now = now + Range(12, 24) if stays else now
        ends = (Amount("12–24 months"), stay, now) if stays else (None, None, None)
        hops.append(HopView(f"job-{number}", f"Job {number}", False, (), (Block(False, (step,), hours),), *ends, (), 0.1, 0.2))
    return PathView("way-1", "A way", "Now", tuple(hops), (), now, "")


@settings(derandomize=True, deadline=None)
@given(st.lists(st.tuples(st.booleans(), LENGTHS), max_size=12))
def test_parts_follow_one_another_inside_the_axis(lengths: list[tuple[bool, Range]]) -> None:
    path = a_path(lengths)
    line = timeline(path)
    if not path.months.high:
        assert line.rows == line.ticks == ()
        return
    assert len(line.rows) == len(lengths) + sum(stays for stays, _ in lengths)
    assert [row.job for row in line.rows] == [row.label.startswith("Work as") for row in line.rows]
    for row in line.rows:
        assert 0 <= row.earliest <= row.start <= row.end <= row.latest <= 100
    for before, after in zip(line.rows, line.rows[1:], strict=False):
        assert before.end == after.start
    assert line.rows[-1].latest == 100
    assert 1 <= len(line.ticks) <= 8
    assert line.ticks[0] == (0, 0)
    assert all(0 <= place <= 100 for place, _ in line.ticks)
