"""Schedules by hand; random ones are in `property/`."""

from __future__ import annotations

from fractions import Fraction

from rolepath.planning.schedule import Item, schedule


def times(*items: Item) -> list[tuple[float, float]]:
    return [(float(start), float(end)) for start, end in schedule(items)]


def test_study_alone_takes_its_minutes_one_after_another() -> None:
    assert times(Item("study", 30, 0), Item("study", 20, 0)) == [(0, 30), (30, 50)]


def test_nothing_takes_no_time() -> None:
    assert schedule([]) == []


def test_study_takes_what_a_program_leaves() -> None:
    """A program of 60 minutes over 120 leaves half: 30 minutes take 60."""
    assert times(Item("program", 60, 120), Item("study", 30, 0)) == [(0, 120), (0, 60)]


def test_study_goes_on_at_full_speed_after_a_program() -> None:
    assert times(Item("program", 60, 120), Item("study", 80, 0)) == [(0, 120), (0, 140)]


def test_study_has_a_break_where_programs_take_everything() -> None:
    """The second program takes all the time from 60 to 90; 60 minutes of study at half speed wait that long."""
    found = times(Item("program", 30, 60), Item("program", 30, 30, (0,)), Item("study", 40, 0))
    assert found == [(0, 60), (60, 90), (0, 100)]


def test_programs_run_side_by_side_as_far_as_there_is_time() -> None:
    assert times(Item("program", 30, 60), Item("program", 30, 60)) == [(0, 60), (0, 60)]
    assert times(Item("program", 40, 60), Item("program", 30, 60)) == [(0, 60), (60, 120)]


def test_a_program_finds_the_first_gap_that_is_long_enough() -> None:
    """Half of the time is free until 40 and after 80."""
    found = times(Item("program", 20, 40), Item("program", 40, 40, (0,)), Item("program", 15, 30), Item("program", 30, 60))
    assert found == [(0, 40), (40, 80), (0, 30), (80, 140)]


def test_what_is_waited_for_ends_before() -> None:
    assert times(Item("study", 30, 0), Item("program", 10, 50, (0,)), Item("study", 20, 0, (1,))) == [(0, 30), (30, 80), (80, 100)]


def test_what_a_program_waits_for_is_studied_first() -> None:
    """Otherwise the second study would begin only after the first."""
    assert times(Item("study", 30, 0), Item("study", 10, 0), Item("program", 10, 50, (1,))) == [(10, 47.5), (0, 10), (10, 60)]


def test_of_two_programs_the_one_that_waits_for_less_goes_first() -> None:
    found = times(Item("study", 40, 0), Item("study", 10, 0), Item("program", 5, 50, (0,)), Item("program", 5, 50, (1,)))
    assert found[1] == (0, 10)
    assert found[0][0] == 10


def test_tasks_are_done_one_after_another_beside_study() -> None:
    assert times(Item("task", 20, 40), Item("task", 10, 20), Item("study", 50, 0)) == [(0, 40), (40, 60), (0, 50)]


def test_the_task_that_can_begin_first_is_done_first() -> None:
    assert times(Item("study", 30, 0), Item("task", 10, 20, (0,)), Item("task", 10, 20)) == [(0, 30), (30, 50), (0, 20)]


def test_times_are_exact() -> None:
    assert schedule([Item("program", 1, 3), Item("study", 1, 0)])[1] == (Fraction(0), Fraction(3, 2))
