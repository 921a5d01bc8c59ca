"""Random answers to `path` about what a network holds, by a seed: of the planner's shape, not of its sense."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from rolepath.evidence import Cited
from rolepath.planning.assumptions import NUMBERS, RANGES, SHARES
from rolepath.planning.network import Network
from rolepath.planning.result import (
    Answer,
    AssumptionNote,
    Closes,
    Constraints,
    Cost,
    CreditedBy,
    GapItem,
    Having,
    Hop,
    Money,
    Path,
    Question,
    Raises,
    Range,
    Readiness,
    Step,
    Thing,
)

HOSTILE = (
    'a "quoted" label',
    "back\\slash and\nline\r\nfeed\ttab",
    "<script>alert(1)</script> &amp; <http://evil.example/> .",
    '"@en . <x> <y> <z> .',
    "\x00\x01\x1b[31m\x7f",
    "\u202eright to left\u2066 \u0600\u0301 é 🎂 \ud800",
    "{{ }} }} @prefix : <http://x/> . #",
    " ",
    "日本語のラベル" * 20,
)


class Maker:
    """Draws answers about one network; the same seed gives the same answer in every process."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.roles = sorted(role for role, asked in network.requirements.items() if len(asked) >= 5)
        self.taught = sorted((t for found in network.teachings.values() for t in found), key=lambda t: t.id)
        self.programs = sorted(o for o, facts in network.offers.items() if facts.program_kind is not None)
        self.assumptions = [f"assumption/{name}" for name in (*SHARES, *NUMBERS, *RANGES)]
        self.capabilities = sorted(network.capabilities)

    def __call__(self, seed: int, hostile: bool = False) -> Answer:
        """One answer. hostile: texts that would break a format written by hand."""
        return _Draw(self, Random(seed), hostile).answer()


class _Draw:
    def __init__(self, maker: Maker, random: Random, hostile: bool) -> None:
        self.of, self.network, self.random, self.hostile = maker, maker.network, random, hostile

    def text(self, text: str) -> str:
        return self.random.choice(HOSTILE) if self.hostile else text

    def thing(self, thing: Thing) -> Thing:
        return replace(thing, label=self.text(thing.label))

    def share(self) -> float:
        return self.random.randint(0, 1000) / 1000

    def range(self, most: float) -> Range:
        low, high = sorted(round(self.random.uniform(0, most), self.random.choice((0, 1, 2))) for _ in range(2))
        return Range(low, high)

    def money(self) -> Money:
        found = self.range(20_000)
        return Money(found.low, found.high, self.random.choice(("USD", "EUR")))

    def cited(self, *names: str) -> tuple[Cited, ...]:
        return tuple(dict.fromkeys(e for name in names for e in self.network.evidence.get(name, ())))

    def gap(self, role: str) -> tuple[GapItem, ...]:
        items = []
        for requirement in self.network.requirements[role]:
            things = tuple(self.thing(self.network.capabilities[c]) for c in requirement.capabilities)
            credited = CreditedBy(things[0].id, things[0].label, 0.6, self.text("narrower"), 0.5, False)
            items.append(
                GapItem(
                    requirement.id, " or ".join(t.label for t in things), things, requirement.level / 1000, self.share(),
                    self.random.choice((credited, None)), requirement.weight / 1000, self.share(), requirement.necessity,
                    self.cited(requirement.id),
                )
            )  # fmt: skip
        return tuple(items)

    def step(self, role: str, later: tuple[Thing, ...]) -> Step:
        if self.random.random() < 0.5:
            offer = self.random.choice(self.of.taught).offer
            taught = [t for t in self.of.taught if t.offer == offer]
            kind = "program" if offer in self.of.programs else "project"
            thing, raised, names = self.network.offers[offer].thing, [t.capability for t in taught], [t.id for t in taught]
        else:
            capability = self.random.choice(self.of.capabilities)
            thing, raised = self.network.capabilities[capability], [capability]
            kind = "tool practice" if thing.kind == "tool" else "self-study"
            names = [name for name, *_ in self.network.prerequisites.get(capability, ())]
        asked = self.random.sample(self.network.requirements[role], self.random.randint(0, 3))
        low, high = sorted((self.share(), self.share()))
        return Step(
            offer=self.thing(thing),
            kind=kind,
            raises=tuple(Raises(self.network.capabilities[c], low, high) for c in raised),
            closes=tuple(Closes(r.id, self.text(r.id), r.necessity, low, high, self.text("held")) for r in asked),
            needed_for=tuple(self.random.sample(later, self.random.randint(0, min(2, len(later))))),
            readiness_after=self.share(),
            hours=self.range(300),
            months=self.range(12),
            money=self.money(),
            forced=self.random.random() < 0.3,
            because=self.text("It closes most."),
            evidence=self.cited(*names, *(r.id for r in asked)),
            assumptions=tuple(self.random.sample(self.of.assumptions, 2)),
        )

    def path(self, target: str) -> Path:
        bridges = self.random.sample([r for r in self.of.roles if r != target], self.random.randint(0, 2))
        hops: list[Hop] = []
        later: tuple[Thing, ...] = ()
        for role in reversed([*bridges, target]):
            steps: tuple[Step, ...] = ()
            for _ in range(self.random.randint(0, 4)):
                steps = (self.step(role, later), *steps)
                later += (steps[0].offer,)
            moves = [name for (_, to), name in sorted(self.network.transitions.items()) if to == role]
            tenure = None if role == target else self.range(24)
            thing = self.thing(self.network.roles[role])
            documented = self.random.random() < 0.5
            hop = Hop(thing, documented, self.share(), self.share(), self.random.randint(0, 9), tenure, steps, self.cited(*moves[:1]))
            hops.insert(0, hop)
        cost = Cost(self.range(900), self.range(60), self.money(), self.random.randint(0, 20))
        return Path(tuple(hops), cost, self.random.random() < 0.8, self.range(60).high)

    def answer(self) -> Answer:
        random, network = self.random, self.network
        target = random.choice(self.of.roles)
        start = random.choice([*self.of.roles, None])
        gap = self.gap(target)
        cut = random.randint(0, len(gap))
        paths = tuple(self.path(target) for _ in range(random.randint(0, 3)))
        direct = random.choice((None, *paths[:1], self.path(target))) if paths else None
        held = (self.thing(network.roles[start]),) if start else ()
        have = tuple(f"{c}={self.share():g}" if random.random() < 0.5 else c for c in random.sample(self.of.capabilities, 2))
        profile = Having(
            held, have, tuple(random.sample(self.of.capabilities, 1)),
            tuple(self.thing(network.offers[p].thing) for p in random.sample(self.of.programs, 1)), (self.text("bachelor"),),
            random.choice((0.0, 2.5)), tuple(self.thing(network.roles[r]) for r in random.sample(self.of.roles, 1)),
        )  # fmt: skip
        constraints = Constraints(
            strict=random.random() < 0.5, readiness=0.8, bridge_readiness=0.6, max_bridges=2, hours_per_week=random.choice((8.0, 7.3)),
            minimise=random.choice(("months", "hours")), currency="USD", budget=random.choice((None, 500.0)),
            deadline=random.choice((None, 18.5)), deadline_date=random.choice((None, "2029-01-01")), optimistic=False,
            avoid=tuple(self.thing(network.offers[p].thing) for p in random.sample(self.of.programs, 1)),
            must=tuple(self.thing(network.roles[r]) for r in random.sample(self.of.roles, 1)),
            alternatives=2, time_limit=random.choice((None, 3.0)),
        )  # fmt: skip
        return Answer(
            question=Question(held[0] if held else None, self.thing(network.roles[target]), profile, constraints, "2026-01-01"),
            readiness=Readiness(self.share(), self.share() if paths else None, 9, 3, False),
            gap=gap[:cut],
            met=gap[cut:],
            paths=paths,
            direct=direct,
            direct_reason=None,
            alternatives=tuple(self.path(target) for _ in range(random.randint(0, 2))) if paths else (),
            alternatives_reason=None,
            considered=(),
            left_out=(),
            found=bool(paths),
            reason=None if paths else self.text("No path: nothing offers it."),
            notes=(),
            assumptions=tuple(AssumptionNote(name, name, 1, 2, "hours", "A guess.") for name in random.sample(self.of.assumptions, 5)),
            sources=(),
            organizations=(),
            licences=(),
        )
