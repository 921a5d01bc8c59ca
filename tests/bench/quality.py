"""How well roles are compared: `python tests/bench/quality.py [--write]` prints tables; `--write` puts them into README.md too.

Truth is O*NET's Related Occupations: twenty for each of 923 occupations, reviewed by experts. Occupations are split into halves by a hash
of their code: what can be tuned is tuned on the first, and the second is what is reported. What is measured:

- O*NET: each occupation ranks all others. nDCG@20 with gain 3 for a short-listed primary one, 2 for another primary one, 1 for a
  supplemental one, and log2 discount; recall@10 of the ten primary ones. Means over occupations.
- ESCO through the crosswalk: each of its occupations there ranks the others there. The crosswalk is coarser than the tiers (up to 29
  occupations of ESCO on one code), so relevant, with gain 1, are those on the same code and those on a related one. An occupation is in
  the half of its code. recall@10 is of at most ten relevant ones.
- ESCO as codes: one role for each O*NET code, with the mean of what the ESCO occupations on it have, ranked as O*NET is, by its gains.

Ties go to the identifier. Then the direction report: of related pairs whose job zones differ by two or more, how often the way up has the
lower readiness.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
for folder in (HERE.parents[1] / "src", HERE):
    sys.path.insert(0, str(folder))

from classifications import ESSENTIAL, crosswalk, esco_features, job_zones, onet_features, related  # noqa: E402
from onet_readiness import readiness  # noqa: E402

from rolepath.planning.features import Block, Features, Floats, make_block, spread  # noqa: E402
from rolepath.planning.similar import Similarity  # noqa: E402

MARKS = ("<!-- quality -->", "<!-- /quality -->")
DEPTH, FIRST = 20, 10
TARGETS = {"O*NET": (0.63, 0.47), "ESCO through the crosswalk": (0.58, None)}
HALVES = ("tuned on", "reported")


def half(code: str) -> int:
    """The half of an occupation, the same for ever: 0 to tune on, 1 to report."""
    return hashlib.sha256(code.encode()).digest()[0] % 2


class Task:
    """Roles to rank against each other, the gain of each pair, which pairs count for recall, and the half of each role that is asked about.

    halves: 0 or 1, or -1 for a role with nothing to find, which is ranked but not asked about.
    """

    def __init__(self, roles: Sequence[str], codes: Sequence[str], gain: Callable[[str, str], tuple[int, bool]]) -> None:
        self.roles = tuple(roles)
        pairs = [[gain(a, b) for b in codes] for a in codes]
        self.gains = np.array([[g for g, _ in row] for row in pairs], dtype=np.float64)
        self.first = np.array([[f for _, f in row] for row in pairs], dtype=bool)
        for table in (self.gains, self.first):
            np.fill_diagonal(table, 0)
        self.halves = np.where(self.gains.any(axis=1), [half(code) for code in codes], -1)

    def measured(self, scores: Floats) -> list[tuple[float, float]]:
        """(nDCG@20, recall@10) of each half, by scores roles × roles."""
        ranked = np.round(scores, 9)
        np.fill_diagonal(ranked, -np.inf)
        top = np.argsort(-ranked, axis=1, kind="stable")[:, :DEPTH]  # roles are in order of identifier
        discount = 1 / np.log2(np.arange(2, DEPTH + 2))
        got = np.take_along_axis(self.gains, top, axis=1) @ discount[: top.shape[1]]
        ideal = -np.sort(-self.gains, axis=1)[:, :DEPTH] @ discount[: top.shape[1]]
        hits = np.take_along_axis(self.first, top[:, :FIRST], axis=1).sum(axis=1)
        wanted = np.minimum(self.first.sum(axis=1), FIRST)
        found = []
        for number in (0, 1):
            asked, some = self.halves == number, (self.halves == number) & (wanted > 0)
            found.append((float((got[asked] / ideal[asked]).mean()), float((hits[some] / wanted[some]).mean())))
        return found


def onet_gain(a: str, b: str) -> tuple[int, bool]:
    """The gain of a pair of codes by its index in Related Occupations, and whether it is primary."""
    index = related().get((a, b), 0)
    return (0 if not index else 3 if index <= 5 else 2 if index <= 10 else 1), 0 < index <= 10


def same_or_related(a: str, b: str) -> tuple[int, bool]:
    """For ESCO occupations by their codes: whether they share one or theirs are related."""
    relevant = a == b or (a, b) in related()
    return int(relevant), relevant


def described_codes() -> set[str]:
    """The codes that the truth knows."""
    return {a for a, _ in related()}


def as_codes(features: Features, code: dict[str, str]) -> Features:
    """One role for each code, with the mean of what the roles on it have."""
    codes = tuple(sorted(set(code.values())))
    number = {each: list(code.values()).count(each) for each in codes}
    blocks = []
    for block in features.blocks:
        broader = [(block.elements[e], block.elements[p]) for e, p in zip(_rows(block.parent_starts), block.parents.tolist(), strict=True)]
        held = [
            (code[features.roles[r]], block.elements[e], value / number[code[features.roles[r]]])
            for r, e, value in zip(_rows(block.starts), block.places.tolist(), block.values.tolist(), strict=True)
            if features.roles[r] in code
        ]
        blocks.append(make_block(block.name, block.kind, block.weight, codes, held, broader))
    return Features(codes, tuple(blocks))


def _rows(starts: np.ndarray) -> list[int]:
    return np.repeat(np.arange(len(starts) - 1), np.diff(starts)).tolist()


# The baselines: each a matrix of scores roles × roles, a row for the role that is asked about.


def held(block: Block, least: float = 0.0) -> Floats:
    """Which roles have which elements at that value or more, as zeros and ones."""
    table = np.zeros((len(block.starts) - 1, len(block.elements)), dtype=np.float32)
    enough = block.values >= least
    table[np.array(_rows(block.starts), dtype=np.int64)[enough], block.places[enough]] = 1
    return table


def essentials(features: Features) -> Floats:
    """What is essential: knowledge and skills of importance 3.5 and above; ESCO's essential links.

    Where ESCO is merged into codes: what has at least three quarters of an essential link in the mean of its occupations.
    """
    blocks = [block for block in features.blocks if block.name in ("knowledge", "skills", "competences", "subjects")]
    return np.hstack([held(block, 3.5 if block.kind == "rated" else (ESSENTIAL + 0.5) / 2) for block in blocks])


def coverage(features: Features) -> Floats:
    """The share of what is essential to the other role that is essential to this one as well."""
    table = essentials(features)
    return table @ table.T / np.maximum(table.sum(axis=1), 1)


def jaccard(features: Features) -> Floats:
    """Shared elements by all elements of both: what is essential among those rated, and all that are counted."""
    counted = [held(block) for block in features.blocks if block.kind == "counted"]
    rated = [held(block, 3.5) for block in features.blocks if block.kind == "rated" and block.name != "interests"]
    table = np.hstack(counted + rated)
    both, number = table @ table.T, table.sum(axis=1)
    return both / np.maximum(number[:, np.newaxis] + number - both, 1)


def idf_cosine(features: Features, decay: float = 0.5) -> Floats:
    """The cosine of all counted elements and what is broader, each step up halved, by ln(n / df)."""
    tables = []
    for block in features.blocks:
        if block.kind == "counted":
            row, column, mass = spread(block)
            table = np.zeros((len(features.roles), len(block.elements)), dtype=np.float32)
            table[row, column] = mass * decay ** _steps(block)[column]
            tables.append(table * np.log(max(int(table.any(axis=1).sum()), 1) / np.maximum((table > 0).sum(axis=0), 1)))
    return cosine(np.hstack(tables))


def _steps(block: Block) -> Floats:
    """How far each element is above the nearest one that some role has."""
    steps = np.full(len(block.elements), np.inf)
    steps[np.unique(block.places)] = 0
    child = np.array(_rows(block.parent_starts), dtype=np.int64)
    while True:
        nearer = steps.copy()
        np.minimum.at(nearer, block.parents, steps[child] + 1)
        if (nearer == steps).all():
            return steps
        steps = nearer


def cosine(table: Floats) -> Floats:
    """The cosine of each row with each; 0 where one is zero."""
    length = np.linalg.norm(table, axis=1, keepdims=True)
    unit = np.divide(table, length, out=np.zeros_like(table), where=length > 0)
    return unit @ unit.T


def z_cosine(features: Features) -> Floats:
    """The cosine of the importance of knowledge and skills as standard scores; a missing value is the mean."""
    tables = []
    for block in features.blocks:
        if block.name in ("knowledge", "skills"):
            table = np.full((len(features.roles), len(block.elements)), np.nan)
            table[_rows(block.starts), block.places] = block.values
            tables.append(np.nan_to_num((table - np.nanmean(table, axis=0)) / np.nanstd(table, axis=0)))
    return cosine(np.hstack(tables))


def ours(features: Features) -> Floats:
    """The measure of `rolepath similar`."""
    return Similarity(features).matrix()


MEASURES: dict[str, Callable[[Features], Floats]] = {
    "`rolepath similar`": ours,
    "coverage of essential skills": coverage,
    "Jaccard": jaccard,
    "idf cosine with the hierarchy": idf_cosine,
    "z-scored knowledge and skill importance cosine": z_cosine,
}


def tasks() -> dict[str, tuple[Task, Features]]:
    """What is ranked, and by which features; roles of the features that are not in the task are left out after scoring."""
    onet, esco = onet_features(), esco_features()
    code = {role: each for role, each in sorted(crosswalk().items()) if each in described_codes() and role in set(esco.roles)}
    merged = as_codes(esco, code)
    return {
        "O*NET": (Task(onet.roles, onet.roles, onet_gain), onet),
        "ESCO through the crosswalk": (Task(tuple(code), tuple(code.values()), same_or_related), esco),
        "ESCO as codes": (Task(merged.roles, merged.roles, onet_gain), merged),
    }


def table() -> str:
    """Every measure in every task: nDCG and recall of each half and of both."""
    heads = [f"{what}, {each}" for what in ("nDCG@20", "recall@10") for each in (*HALVES, "both")]
    lines = [f"| what is ranked | measure | {' | '.join(heads)} | target, met |", "|---|---|" + "---:|" * 6 + "---|"]
    sizes = []
    for what, (task, features) in tasks().items():
        place = {role: n for n, role in enumerate(features.roles)}
        chosen = [place[role] for role in task.roles]
        number = [int((task.halves == each).sum()) for each in (0, 1)]
        sizes.append(f"{what}: {len(task.roles):,} roles, of which {number[0]} {HALVES[0]} and {number[1]} {HALVES[1]}")
        for name, measure in MEASURES.items():
            if measure is z_cosine and "knowledge" not in {block.name for block in features.blocks}:
                continue
            found = task.measured(measure(features)[np.ix_(chosen, chosen)].astype(np.float64))
            both = np.average(found, axis=0, weights=number)
            shown = [f"{value:.3f}" for n in (0, 1) for value in (found[0][n], found[1][n], both[n])]
            target = _target(what, *found[1]) if measure is ours else "–"
            lines.append(f"| {what} | {name} | {' | '.join(shown)} | {target} |")
            sys.stderr.write(lines[-1] + "\n")
    return "\n".join(lines) + "\n\n" + "; ".join(sizes) + ".\n"


def _target(what: str, ndcg: float, recall: float) -> str:
    """Whether the figures of the reported half reach their targets."""
    if what not in TARGETS:
        return "–"
    wanted = [(name, got, least) for name, got, least in zip(("nDCG", "recall"), (ndcg, recall), TARGETS[what], strict=True) if least]
    return "; ".join(f"{name} ≥ {least}: {'yes' if got >= least else '**no**'}" for name, got, least in wanted)


def direction(roles: Sequence[str], readiness: Floats) -> str:
    """Of related pairs whose job zones differ by two or more: how often the way to the higher zone has the lower readiness.

    readiness[a, b]: of someone who holds a, for b. Pairs are counted once, whichever way they are listed.
    """
    place, zone = {role: n for n, role in enumerate(roles)}, job_zones()
    pairs = {tuple(sorted(pair, key=lambda code: zone[code])) for pair in related() if all(code in zone and code in place for code in pair)}
    lines = [
        "| zones apart | related pairs | way up has the lower readiness | the same | mean up | mean down |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name, far in (("2 or more", lambda n: n >= 2), ("2", lambda n: n == 2), ("3 or more", lambda n: n >= 3)):
        chosen = [(place[low], place[high]) for low, high in sorted(pairs) if far(zone[high] - zone[low])]
        up = np.array([readiness[low, high] for low, high in chosen])
        down = np.array([readiness[high, low] for low, high in chosen])
        figures = f"{(up < down).mean():.1%} | {(up == down).mean():.1%} | {up.mean():.3f} | {down.mean():.3f}"
        lines.append(f"| {name} | {len(chosen)} | {figures} |")
    return "\n".join(lines) + "\n"


def tune() -> None:
    """Looks for weights of O*NET's blocks on the first half: each in turn by a half, a quarter and a tenth up or down while that helps."""
    task, features = tasks()["O*NET"]
    weights = {block.name: 1.0 for block in features.blocks}

    def worth(weights: dict[str, float]) -> float:
        blocks = tuple(replace(block, weight=weights[block.name]) for block in features.blocks)
        return sum(task.measured(Similarity(replace(features, blocks=blocks), lengths).matrix())[0])

    lengths = Similarity(features).lengths
    best = worth(weights)
    for step in (0.5, 0.25, 0.1):
        better = True
        while better:
            better = False
            for name in weights:
                for factor in (1 + step, 1 / (1 + step)):
                    tried = {**weights, name: weights[name] * factor}
                    value = worth(tried)
                    if value > best + 2e-4:
                        best, weights, better = value, tried, True
    for name, weight in sorted(weights.items(), key=lambda each: -each[1]):
        sys.stdout.write(f"{name} {weight / sum(weights.values()):.3f}\n")


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="also put the tables into README.md beside this file")
    parser.add_argument("--tune", action="store_true", help="instead, look for weights of O*NET's blocks on the half to tune on (minutes)")
    given = parser.parse_args()
    if given.tune:
        tune()
        return
    text = table() + "\nDirection, by readiness:\n\n" + direction(*readiness())
    sys.stdout.write(text)
    if given.write:
        readme = HERE / "README.md"
        before, _, rest = readme.read_text(encoding="utf-8").partition(MARKS[0])
        readme.write_text(f"{before}{MARKS[0]}\n\n{text}\n{MARKS[1]}{rest.partition(MARKS[1])[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
