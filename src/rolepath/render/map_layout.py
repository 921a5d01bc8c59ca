"""Where things stand on the map of a whole classification: tens of thousands of them, in seconds.

The exact forces of `layout` grow with the square of the number of things. Here the push of all on all is computed on a grid: the
things are laid onto it as mass, the forces are convolutions by FFT and are read back where the things stand, as FIt-SNE does
(Linderman et al. 2019). Push and pull are those of t-SNE with stronger pull (Böhm, Berens and Kobak 2022), on the links
themselves instead of on near neighbours, which draws fields apart into regions where springs alone would give one tangle.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

_SEED = 20260101
_GRID = 192
_DIFFUSIONS = 60
_SCHEDULE = ((50, 8.0), (40, 4.0), (130, 1.6))
"""(rounds, how much stronger the pull is than in t-SNE): first whole regions find their places, then the things in them"""

_Floats = NDArray[np.float64]
_Numbers = NDArray[np.intp]


def map_layout(pulls: Iterable[tuple[str, str, float]], radii: Mapping[str, float]) -> dict[str, tuple[float, float]]:
    """A place for each thing so that linked ones lie near each other, fields as regions, and none covers another.

    Args:
        pulls: (one, other, strength > 0); their order and direction don't matter. Ends that have no radius pull as well but get no
            place: groups that hold their members together. Several pulls between two things add up; one on itself is ignored.
        radii: the things to place, each with the radius that it is drawn with.

    Returns:
        Identifier → (x, y), whole numbers, y downwards, the middle at 0. Things that nothing pulls stand in rows below.

    Notes:
        The same things give the same places: the start is drawn from a fixed seed over the sorted identifiers. A link counts for
        less the more links its ends have (by the root of their product), so that what everybody needs doesn't glue all together.
        17,000 things with 150,000 links take about 15 s and 0.2 GB; both grow in proportion.

    >>> places = map_layout([("a", "b", 1.0), ("b", "c", 1.0)], {"a": 5, "b": 5, "c": 5, "d": 5})
    >>> sorted(places) == ["a", "b", "c", "d"], len(set(places.values()))
    (True, 4)
    """
    names, ends, strength = _numbered(pulls, radii)
    size = np.array([radii.get(name, 0.0) for name in names])
    xy = np.zeros((len(names), 2))
    if len(ends):
        strength = _damped(len(names), ends, strength)
        xy = _settled(_start(len(names), ends, strength), ends, strength)
    drawn = np.flatnonzero(size > 0) if len(names) else np.zeros(0, np.intp)
    apart = _apart(_scaled(xy[drawn], size[drawn]), size[drawn])
    places = {names[i]: place for i, place in zip(drawn, _whole(apart), strict=True)}
    return places | _rows({name: r for name, r in radii.items() if name not in places}, apart)


def _numbered(pulls: Iterable[tuple[str, str, float]], radii: Mapping[str, float]) -> tuple[list[str], _Numbers, _Floats]:
    """The things that something pulls, in order, and each pair once with the sum of its pulls."""
    found = sorted((min(a, b), max(a, b), pull) for a, b, pull in pulls if a != b)
    names = sorted({end for a, b, _ in found for end in (a, b)})
    position = {name: i for i, name in enumerate(names)}
    summed: dict[tuple[int, int], float] = {}
    for a, b, pull in found:
        pair = (position[a], position[b])
        summed[pair] = summed.get(pair, 0.0) + pull
    return names, np.array(list(summed), dtype=np.intp).reshape(-1, 2), np.array(list(summed.values()))


def _damped(count: int, ends: _Numbers, strength: _Floats) -> _Floats:
    """Pulls by the root of what their ends have in all; together they make one half."""
    total = _per_end(count, ends, strength)
    damped: _Floats = strength / np.sqrt(total[ends[:, 0]] * total[ends[:, 1]])
    damped /= 2 * damped.sum()
    return damped


def _per_end(count: int, ends: _Numbers, values: _Floats) -> _Floats:
    summed: _Floats = np.bincount(ends.ravel(), np.repeat(values, 2), count).astype(np.float64)
    return summed


def _start(count: int, ends: _Numbers, pull: _Floats) -> _Floats:
    """Places by the slowest ways in which heat would spread along the links: the large regions in their order."""
    share = _per_end(count, ends, pull)
    root = np.sqrt(share)
    first, second = ends.T
    walk = pull / (root[first] * root[second])
    flow = np.random.default_rng(_SEED).standard_normal((count, 4))
    even = root / np.linalg.norm(root)
    for _ in range(_DIFFUSIONS):
        spread = [np.bincount(first, walk * column[second], count) + np.bincount(second, walk * column[first], count) for column in flow.T]
        flow = np.stack(spread, axis=1) + 0.5 * flow
        flow -= np.outer(even, even @ flow)
        for k in range(4):  # Gram and Schmidt by hand: the same digits whatever the library of linear algebra
            for earlier in range(k):
                flow[:, k] -= (flow[:, earlier] @ flow[:, k]) * flow[:, earlier]
            flow[:, k] /= max(float(np.linalg.norm(flow[:, k])), 1e-12)
    slow = flow[:, :2] / root[:, None]
    slow /= np.maximum(np.abs(slow).std(axis=0), 1e-12)
    # a little noise keeps things apart that have the very same links
    noise = np.random.default_rng(_SEED + 1).standard_normal((count, 2))
    started: _Floats = 8.0 * np.tanh(slow / 2) + 0.05 * noise
    return started


def _settled(xy: _Floats, ends: _Numbers, pull: _Floats) -> _Floats:
    """Places after pull and push have come to rest."""
    count = len(xy)
    first, second = ends.T
    # each thing moves by the measure of what holds it, else hubs swing to and fro
    held = np.maximum(_per_end(count, ends, pull), 0.1 / count)[:, None]
    speed = np.zeros_like(xy)
    grid = _Push()
    for rounds, stronger in _SCHEDULE:
        for _ in range(rounds):
            along = xy[first] - xy[second]
            along *= (pull / (1 + (along**2).sum(axis=1)))[:, None]
            drawn = np.stack([np.bincount(second, c, count) - np.bincount(first, c, count) for c in along.T], axis=1)
            speed = 0.8 * speed + 0.5 * (stronger * drawn + grid.push(xy)) / (stronger * held)
            limit = 0.02 * max(float(np.ptp(xy, axis=0).max()), 1.0)
            speed *= np.minimum(1.0, limit / np.maximum(np.linalg.norm(speed, axis=1), 1e-12))[:, None]
            xy = xy + speed
            xy -= xy.mean(axis=0)
    return xy


class _Push:
    """What all push all away with, on a grid; the transforms of its kernels are kept while the width of the grid fits."""

    def __init__(self) -> None:
        self._step = 0.0
        self._kernels: list[NDArray[Any]] = []

    def push(self, xy: _Floats) -> _Floats:
        """The sum of (own - other) / (1 + distance²)² over all others, over the sum of 1 / (1 + distance²) over all pairs."""
        low = xy.min(axis=0)
        needed = max(float((xy.max(axis=0) - low).max()), 1.0) * 1.001 / (_GRID - 2)
        if not needed <= self._step <= 1.15 * needed:
            self._step = 1.05 * needed
            self._kernels = _kernels(self._step)
        cell = (xy - low) / self._step
        corner = cell.astype(np.intp)
        part = cell - corner
        at = corner[:, 0] * _GRID + corner[:, 1]
        corners = np.stack([at, at + _GRID, at + 1, at + _GRID + 1])
        x, y = part.T
        weights = np.stack([(1 - x) * (1 - y), x * (1 - y), (1 - x) * y, x * y])
        mass = np.bincount(corners.ravel(), weights.ravel(), _GRID * _GRID).reshape(_GRID, _GRID).astype(np.float32)
        waves = np.fft.rfft2(mass, (2 * _GRID, 2 * _GRID))
        near, across, down = (
            (np.fft.irfft2(waves * kernel)[:_GRID, :_GRID].ravel()[corners] * weights).sum(axis=0) for kernel in self._kernels
        )
        pairs = max(float(near.sum()) - len(xy), 1e-9)
        pushed: _Floats = np.stack([across, down], axis=1) / pairs
        return pushed


def _kernels(step: float) -> list[NDArray[Any]]:
    """The transforms of 1 / (1 + d²) and of both parts of d / (1 + d²)² on a grid twice as wide, so that nothing wraps around."""
    number = np.arange(2 * _GRID)
    signed = (np.where(number < _GRID, number, number - 2 * _GRID) * step).astype(np.float32)
    near = 1 / (1 + signed[:, None] ** 2 + signed[None, :] ** 2)
    return [np.fft.rfft2(kernel) for kernel in (near, signed[:, None] * near**2, signed[None, :] * near**2)]


def _scaled(xy: _Floats, radii: _Floats) -> _Floats:
    """Drawn together at the far edges, and as large as the things need: about an eighth of the ground is covered by them."""
    if not len(xy):
        return xy
    centred = xy - np.median(xy, axis=0)
    far = np.linalg.norm(centred, axis=1)
    usual = max(float(np.quantile(far, 0.93)), 1e-9)
    edge = usual * (1 + 0.2 * np.tanh(np.maximum(far / usual - 1, 0.0)))
    centred *= np.where(far > usual, edge / np.maximum(far, 1e-9), 1.0)[:, None]
    centred *= (1.12, 0.89)  # windows are wider than high
    area = float(np.prod(np.maximum(np.quantile(centred, 0.98, axis=0) - np.quantile(centred, 0.02, axis=0), 1e-9)))
    scaled: _Floats = centred * (8 * np.pi * float((radii**2).sum()) / area) ** 0.5
    return scaled


def _apart(xy: _Floats, radii: _Floats) -> _Floats:
    """Pushes apart what overlaps: in strips, once across and once down, each thing is compared with the next few in its strip."""
    xy = xy.copy()
    if len(xy) < 2:
        return xy
    strip = 3.0 * float(np.median(radii))
    for turn in range(80):
        along, across = (0, 1) if turn % 2 else (1, 0)
        strips = np.floor(xy[:, across] / strip + (turn // 2 % 2) * 0.5)
        order = np.lexsort((xy[:, along], strips))
        moved = np.zeros_like(xy)
        for gap in range(1, min(len(xy), 7)):
            a, b = order[:-gap], order[gap:]
            delta = xy[b] - xy[a]
            distance = np.hypot(delta[:, 0], delta[:, 1])
            wanted = (radii[a] + radii[b]) * 1.15
            close = distance < wanted
            a, b, delta, distance, wanted = a[close], b[close], delta[close], distance[close], wanted[close]
            # what stands on one spot parts in directions all around
            same = distance < 1e-6
            delta[same] = np.stack([np.cos(2.4 * a[same]), np.sin(2.4 * a[same])], axis=1)
            shift = delta * ((wanted - distance) / (2.5 * np.maximum(distance, 1.0)))[:, None]
            for k in (0, 1):
                moved[:, k] += np.bincount(b, shift[:, k], len(xy)) - np.bincount(a, shift[:, k], len(xy))
        xy += np.clip(moved, -strip, strip)
        if float(np.abs(moved).max(initial=0.0)) < 0.5:
            break
    return xy


def _whole(xy: _Floats) -> list[tuple[float, float]]:
    """Whole numbers around the middle."""
    if not len(xy):
        return []
    return [(float(x), float(y)) for x, y in np.round(xy - (xy.max(axis=0) + xy.min(axis=0)) / 2)]


def _rows(radii: Mapping[str, float], placed: _Floats) -> dict[str, tuple[float, float]]:
    """Rows below what is placed, for what nothing pulls."""
    if not radii:
        return {}
    step = 3.0 * max(radii.values())
    width, height = np.ptp(placed, axis=0) if len(placed) else (0.0, 0.0)
    columns = max(1, int(width / step), int(len(radii) ** 0.5))
    names: Sequence[str] = sorted(radii)
    across = min(columns, len(names))
    return {
        name: (float(round((i % columns - (across - 1) / 2) * step)), float(round(height / 2 + (i // columns + 2) * step)))
        for i, name in enumerate(names)
    }
