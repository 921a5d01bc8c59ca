"""Random answers to `path` about what a network holds, by a seed: of the planner's shape, not of its sense."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from rolepath.evidence import Cited
from rolepath.planning.assumptions import NUMBERS, RANGES, SHARES
from rolepath.planning.network import AskedUnit, Network
from rolepath.planning.result import (
    Answer,
    AreaItem,
    Assumed,
    AssumptionNote,
    CapabilityItem,
    Closes,
    Considered,
    Constraints,
    Cost,
    CreditedBy,
    Gives,
    Having,
    Hop,
    MemberItem,
    Money,
    Question,
    QuestionItem,
    Range,
    Readiness,
    ResourceItem,
    Step,
    Thing,
    UnitItem,
    Way,
    WithinLimits,
    WouldDo,
)
from rolepath.planning.units import asked_units

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


KINDS = ("best", "direct", "self-study", "on the job", "program-led", "degree-led")


class Maker:
    """Draws answers about one network; the same seed gives the same answer in every process."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.roles = sorted(role for role, asked in network.asks.items() if len(asked) >= 5)
        self.taught = sorted(offer for offer, found in network.teachings.items() if found and offer in network.offers)
        self.programs = sorted(o for o, facts in network.offers.items() if facts.program_kind is not None)
        self.assumptions = [f"assumption/{name}" for name in (*SHARES, *NUMBERS, *RANGES)]
        self.capabilities = sorted(network.capabilities)
        self.units = sorted(network.units)

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

    def shares(self, count: int) -> list[float]:
        return sorted(self.share() for _ in range(count))

    def range(self, most: float) -> Range:
        low, high = sorted(round(self.random.uniform(0, most), self.random.choice((0, 1, 2))) for _ in range(2))
        return Range(low, high)

    def stage(self) -> str:
        return self.random.choice(("not yet", "nearly", "ready"))

    def money(self) -> Money:
        found = self.range(20_000)
        return Money(found.low, found.high, self.random.choice(("USD", "EUR")))

    def cited(self, *names: str) -> tuple[Cited, ...]:
        return tuple(dict.fromkeys(e for name in names for e in self.network.evidence.get(name, ())))

    def unit(self, asked: AskedUnit) -> UnitItem:
        random = self.random
        members = []
        for member in asked.members:
            things = tuple(self.thing(self.network.capabilities[c]) for c in member.capabilities)
            credited = CreditedBy(things[0].id, things[0].label, 0.6, self.text("narrower"), 0.5, random.choice(("said", "assumed")))
            any_of = things if len(things) > 1 else ()
            label = " or ".join(t.label for t in things)
            members.append(MemberItem(things[0].id, label, any_of, self.share(), random.choice((credited, None))))
        inherited = random.choice((None, self.thing(self.network.roles[random.choice(self.of.roles)])))
        return UnitItem(
            asked.id, self.text(asked.label), asked.area, asked.necessity, self.share(), asked.need / 1000, self.share(),
            random.random() < 0.5, inherited, asked.disputed, tuple(members), self.share(), self.cited(*asked.requirements),
        )  # fmt: skip

    def resource(self, unit: str) -> tuple[ResourceItem, ...]:
        return tuple(
            ResourceItem(r.id, self.text(r.label), r.kind, self.text(r.provider), r.url, r.hours, None, r.licence)
            for r in self.network.resources.get(unit, ())[:3]
        )

    def step(self, role: str, begin: float, strengthen: bool) -> Step:
        random = self.random
        if random.random() < 0.5 and not strengthen:
            offer = random.choice(self.of.taught)
            taught = self.network.teachings[offer]
            thing, unit = self.network.offers[offer].thing, None
            kind, raised, names = thing.kind, [t.capability for t in taught], [t.id for t in taught]
        else:
            unit = random.choice(self.of.units)
            thing, kind, raised, names = self.network.capabilities[unit], "module", [unit], []
        asked = asked_units(self.network, role)
        closed = random.sample(asked, random.randint(0, min(3, len(asked))))
        low, high = self.shares(2)
        months = self.range(12)
        return Step(
            offer=self.thing(thing),
            kind=kind,
            label=self.text(thing.label),
            area=random.choice((None, *sorted(self.network.areas))),
            resources=self.resource(unit) if unit else (),
            deliverable=random.choice((None, self.text("A page"))),
            closes=tuple(Closes(u.id, self.text(u.label), u.necessity, low, high) for u in closed),
            gives=tuple(Gives(self.thing(self.network.capabilities[c]), self.share()) for c in raised),
            in_any_case=None if strengthen else random.choice((None, True, False)),
            readiness_after=self.share(),
            stage_after=None if strengthen else random.choice((None, "nearly", "ready")),
            strengthen=strengthen,
            hours=self.range(300),
            months=months,
            money=self.money(),
            start=0.0 if strengthen else begin,
            end=0.0 if strengthen else round(begin + months.mid, 2),
            because=self.text("It closes most."),
            evidence=self.cited(*names, *(r for u in closed for r in u.requirements)),
            assumptions=tuple(random.sample(self.of.assumptions, 2)),
        )

    def way(self, kind: str, target: str) -> Way:
        random = self.random
        bridges = random.sample([r for r in self.of.roles if r != target], random.randint(0, 2))
        hops: list[Hop] = []
        now = 0.0
        for role in [*bridges, target]:
            steps = [self.step(role, now, False) for _ in range(random.randint(0, 4))]
            if role == target and random.random() < 0.5:
                steps.append(self.step(role, now, True))
            moves = [name for (_, to), name in sorted(self.network.transitions.items()) if to == role]
            tenure = None if role == target else self.range(24)
            now = round(max([now, *(step.end for step in steps)]) + (tenure.mid if tenure else 0), 2)
            thing = self.thing(self.network.roles[role])
            hops.append(Hop(thing, random.random() < 0.5, self.share(), self.share(), tenure, tuple(steps), self.cited(*moves[:1])))
        cost = Cost(self.range(900), self.range(90), self.range(60), self.money(), random.randint(0, 20))
        return Way(kind, tuple(hops), cost, random.random() < 0.8, self.range(60).high, random.choice((None, self.range(60).low)))

    def person(self, held: tuple[Thing, ...]) -> Having:
        random, network = self.random, self.network
        have = tuple(f"{c}={self.share():g}" if random.random() < 0.5 else c for c in random.sample(self.of.capabilities, 2))
        return Having(
            roles=held,
            taken_for=tuple(self.thing(network.roles[r]) for r in random.sample(self.of.roles, 1)),
            have=have,
            lack=tuple(random.sample(self.of.capabilities, 1)),
            programs=tuple(self.thing(network.offers[p].thing) for p in random.sample(self.of.programs, 1)),
            degrees=(self.text("bachelor"),),
            years=random.choice((0.0, 2.5)),
            licences=tuple(self.thing(network.roles[r]) for r in random.sample(self.of.roles, 1)),
        )

    def asked(self) -> Constraints:
        random, network = self.random, self.network
        return Constraints(
            strict=random.random() < 0.5, readiness=0.8, max_bridges=2, hours_per_week=random.choice((8.0, 7.3)),
            minimise=random.choice(("months", "hours")), currency="USD", budget=random.choice((None, 500.0)),
            deadline=random.choice((None, 18.5)), deadline_date=random.choice((None, "2029-01-01")), optimistic=False,
            avoid=tuple(self.thing(network.offers[p].thing) for p in random.sample(self.of.programs, 1)),
            must=tuple(self.thing(network.roles[r]) for r in random.sample(self.of.roles, 1)),
            alternatives=2, draws=50, time_limit=random.choice((None, 3.0)),
        )  # fmt: skip

    def within(self, target: str) -> WithinLimits:
        left = tuple(self.thing(self.network.capabilities[u]) for u in self.random.sample(self.of.units, 2))
        stage = self.random.choice(("not yet", "nearly"))
        return WithinLimits(self.way("best", target), stage, self.share(), left, WouldDo(self.random.choice((None, 500.0)), None, 12.0))

    def answer(self) -> Answer:
        random, network = self.random, self.network
        target = random.choice(self.of.roles)
        start = random.choice([*self.of.roles, None])
        held = (self.thing(network.roles[start]),) if start else ()
        units = tuple(self.unit(asked) for asked in asked_units(network, target))
        ways = [self.way(kind, target) for kind in KINDS[: random.randint(0, len(KINDS))]]
        if ways and random.random() < 0.5:
            ways.append(replace(ways[0], kind="self-study"))
        within = self.within(target) if not ways and random.random() < 0.5 else None
        low, typical, high = self.shares(3)
        capability = self.thing(network.capabilities[random.choice(self.of.capabilities)])
        return Answer(
            question=Question(held[0] if held else None, self.thing(network.roles[target]), self.person(held), self.asked(), "2026-01-01"),
            readiness=Readiness(low, typical, high, self.share() if ways else None, self.stage(), (capability,), 9, 3),
            areas=tuple(
                AreaItem(area, self.text(network.areas[area].label if area in network.areas else area), self.share(), self.share())
                for area in dict.fromkeys(unit.area for unit in units)
            ),
            units=units,
            capabilities=(CapabilityItem(capability.id, capability.label, self.share(), random.random() < 0.5),),
            assumed=(Assumed(capability, self.share(), self.cited(*sorted(network.evidence)[:1])),),
            questions=(QuestionItem(self.text("Do you?"), capability, self.share(), self.share(), 12.0),),
            ways=tuple(ways),
            best_within_limits=within,
            alternatives=tuple(self.way("alternative", target) for _ in range(random.randint(0, 2))) if ways else (),
            considered=(Considered(self.thing(network.roles[random.choice(self.of.roles)]), self.text("It gives little.")),),
            stability=None,
            found=bool(ways or within),
            reason=None if ways else self.text("No path: nothing helps."),
            notes=(self.text("A note."),),
            assumptions=tuple(
                AssumptionNote(name, self.text(name), 1, 2, "hours", self.text("A guess."))
                for name in random.sample(self.of.assumptions, 3)
            ),
            sources=(),
            organizations=(),
            licences=(),
        )
