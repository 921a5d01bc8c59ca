"""Planning on random small networks, against plain formulae and enumerations that someone else could have written."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import permutations
from random import Random

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rolepath.planning.examples import network as example
from rolepath.planning.network import Credit, Network, Requirement
from rolepath.planning.offers import WEEKS_PER_MONTH, self_study
from rolepath.planning.path import START, find_paths, role_graph
from rolepath.planning.profile import Profile, coverage, make_profile, role_levels
from rolepath.planning.readiness import Terms, gap_items, is_hireable, is_ready, known_enough, standing
from rolepath.planning.result import Path, Step, Thing

MANY = settings(derandomize=True, deadline=None, max_examples=150)
SOME = settings(derandomize=True, deadline=None, max_examples=150)
KINDS = ("knowledge", "competence", "tool", "credential")
LEVELS = (250, 500, 600, 750, 1000)
TARGET = "role/target"


def random_network(random: Random) -> Network:
    """A few capabilities, credit between any two, prerequisites without cycles, and a few roles with five to seven requirements.

    No role asks twice for the same capability, alone and in a set: then a path charges for it twice.
    """
    skills = [f"skill/{n}" for n in range(random.randint(8, 11))]
    factors = (1, 120, 300, 333, 600, 800, 1000)
    credits = {}
    for towards in skills:
        others = random.sample([s for s in skills if s != towards], random.randint(0, 2))
        credits[towards] = tuple(sorted([Credit(towards, 1000, "held"), *(Credit(o, random.choice(factors), "x") for o in others)]))
    prerequisites = {}
    for n, skill in enumerate(skills):
        needed = sorted(random.sample(skills[:n], min(n, random.choice((0, 0, 1, 1, 2)))))
        if needed:
            prerequisites[skill] = ((f"prerequisite/{skill}", tuple(needed)),)
    roles = [TARGET, *(f"role/{n}" for n in range(random.randint(1, 3)))]
    requirements = {}
    for role in roles:
        mixed = random.sample(skills, len(skills))
        sets = [
            tuple(sorted(mixed.pop() for _ in range(2 if len(mixed) > 7 - n and random.random() < 0.3 else 1)))
            for n in range(random.randint(5, 7))
        ]
        requirements[role] = tuple(
            Requirement(
                f"requirement/{role}/{'+'.join(members)}",
                members,
                random.choice(("essential", "optional", "optional")),
                random.choice(LEVELS),
                random.choice((1, random.randint(1, 1000), 1000)),
            )
            for members in sorted(sets)
        )
    documented = random.sample(list(permutations(roles, 2)), random.randint(0, 2))
    return replace(
        example,
        roles={role: Thing(role, role, "role", "rolepath") for role in roles},
        capabilities={s: Thing(s, s, random.choice(KINDS), "rolepath") for s in skills},
        requirements=requirements,
        credits=credits,
        prerequisites=prerequisites,
        transitions={(a, b): f"transition/{a}/{b}" for a, b in documented},
        also={},
        regulated=frozenset(random.sample(roles, random.choice((0, 0, 1)))),
    )


def networks() -> st.SearchStrategy[Network]:
    """Made by a generator of its own, ten times as fast as hypothesis' draws; the seed tells which one failed."""
    return st.integers(0, 2**32).map(lambda seed: random_network(Random(seed)))


def profiles(network: Network) -> st.SearchStrategy[Profile]:
    def profile(seed: int) -> Profile:
        random = Random(seed)
        held = random.sample(sorted(network.capabilities), random.randint(0, 6))
        return Profile({c: random.choice((random.randint(0, 1000), *LEVELS)) for c in held}, strict=random.random() < 0.3)

    return st.integers(0, 2**32).map(profile)


def terms(**changed: int) -> Terms:
    return replace(Terms(readiness=800, bridge_readiness=600, consider=400, max_bridges=2, hours_per_week=8.0), **changed)


def exact_coverage(network: Network, profile: Profile, requirement: Requirement) -> Fraction:
    """q(P, s) of PATHS.md: the largest κ · min(1, P(h) / need) over what is held; of a set the best member."""
    found = [Fraction(0)]
    for capability in requirement.capabilities:
        for credit in network.credits[capability]:
            kappa = Fraction(credit.factor, 1000)
            if kappa == 1 or not profile.strict:
                found.append(kappa * min(Fraction(1), Fraction(profile.levels.get(credit.held, 0), requirement.level)))
    return max(found)


# --- coverage and readiness ---------------------------------------------------------------------------


@MANY
@given(st.data())
def test_coverage_is_the_formula_cut_to_thousandths(data: st.DataObject) -> None:
    network = data.draw(networks())
    profile = data.draw(profiles(network))
    for requirement in network.requirements[TARGET]:
        found, credited = coverage(network, profile, requirement)
        exact = exact_coverage(network, profile, requirement) * 1000
        assert 0 <= exact - found < 2
        assert (found == 1000) is (exact == 1000)  # met means met
        assert (credited is None) is (found == 0)
        if credited is not None:  # what is named as the reason earns that much by itself
            alone = Profile({credited.id: profile.levels[credited.id]}, strict=profile.strict)
            assert coverage(network, alone, requirement)[0] == found
            assert credited.level == profile.levels[credited.id] / 1000


@MANY
@given(st.data())
def test_readiness_is_the_weighted_mean_of_coverage(data: st.DataObject) -> None:
    network = data.draw(networks())
    profile = data.draw(profiles(network))
    asked = network.requirements[TARGET]
    covered = [Fraction(coverage(network, profile, r)[0], 1000) for r in asked]
    exact = sum(r.weight * q for r, q in zip(asked, covered, strict=True)) / sum(r.weight for r in asked)
    stand = standing(network, profile, TARGET)
    assert stand.readiness == float(exact)
    for share in (0, 399, 400, 600, 799, 800, 1000, int(exact * 1000)):
        assert stand.at_least(share) is (exact >= Fraction(share, 1000))
        essential = [q for r, q in zip(asked, covered, strict=True) if r.necessity == "essential"]
        assert is_ready(stand, share) is (all(q == 1 for q in essential) and exact >= Fraction(share, 1000))
        assert is_hireable(stand, share) is (all(q >= Fraction(1, 2) for q in essential) and exact >= Fraction(share, 1000))


@MANY
@given(st.data())
def test_holding_more_never_lowers_coverage_or_readiness(data: st.DataObject) -> None:
    network = data.draw(networks())
    profile = data.draw(profiles(network))
    capability = data.draw(st.sampled_from(sorted(network.capabilities)))
    more = profile.raised({capability: data.draw(st.integers(0, 1000))})
    for role in network.roles:
        before, after = standing(network, profile, role), standing(network, more, role)
        assert all(a <= b for a, b in zip(before.covered, after.covered, strict=True))
        assert before.readiness <= after.readiness
        for share in (400, 600, 800):
            assert is_ready(before, share) <= is_ready(after, share)
            assert is_hireable(before, share) <= is_hireable(after, share)


@MANY
@given(st.data())
def test_strictness_never_raises_coverage(data: st.DataObject) -> None:
    network = data.draw(networks())
    profile = replace(data.draw(profiles(network)), strict=False)
    loose, strict = (standing(network, p, TARGET).covered for p in (profile, replace(profile, strict=True)))
    assert all(a <= b for a, b in zip(strict, loose, strict=True))


@MANY
@given(st.data())
def test_the_gap_lists_every_requirement_largest_share_first(data: st.DataObject) -> None:
    network = data.draw(networks())
    profile = data.draw(profiles(network))
    items = gap_items(network, profile, TARGET)
    by_id = {r.id: r for r in network.requirements[TARGET]}
    assert sorted(item.id for item in items) == sorted(by_id)
    missing = {r.id: r.weight * (1000 - coverage(network, profile, r)[0]) for r in by_id.values()}
    total = sum(missing.values())
    for item in items:
        share = Fraction(missing[item.id], total) if total else Fraction(0)
        assert abs(item.share - share) <= Fraction(1, 20000)
        assert (item.coverage, item.need, item.weight) == tuple(
            n / 1000 for n in (1000 - missing[item.id] // by_id[item.id].weight, by_id[item.id].level, by_id[item.id].weight)
        )
    assert [item.share for item in items] == sorted((item.share for item in items), reverse=True)


# --- profiles -----------------------------------------------------------------------------------------


@MANY
@given(st.data())
def test_a_role_gives_what_it_asks_for(data: st.DataObject) -> None:
    network = data.draw(networks())
    role = data.draw(st.sampled_from(sorted(network.roles)))
    held = make_profile(network, role, TARGET).levels
    expected: dict[str, int] = {}
    for requirement in network.requirements[role]:
        share = 1 if requirement.necessity == "essential" else Fraction(3, 10)
        for capability in requirement.capabilities:
            expected[capability] = max(expected.get(capability, 0), int(requirement.level * share))
    assert held == expected
    assert standing(network, make_profile(network, role, TARGET), role).readiness == 1


@MANY
@given(st.data())
def test_claims_add_and_denials_take_away(data: st.DataObject) -> None:
    network = data.draw(networks())
    role = data.draw(st.sampled_from(sorted(network.roles)))
    names = sorted(network.capabilities)
    lack = data.draw(st.lists(st.sampled_from(names), max_size=3, unique=True))
    have = data.draw(st.dictionaries(st.sampled_from([n for n in names if n not in lack]), st.none() | st.integers(1, 1000), max_size=3))
    found = make_profile(network, role, TARGET, have, lack)
    asked: dict[str, int] = {}
    for requirement in network.requirements[TARGET]:
        for capability in requirement.capabilities:
            asked[capability] = max(asked.get(capability, 0), requirement.level)
    lost = set(lack) | {c.held for name in lack for c in network.credits[name] if c.factor == 1000}
    expected = {name: level for name, level in role_levels(network, role).items() if name not in lost}
    for name, level in have.items():
        expected[name] = max(expected.get(name, 0), asked.get(name, 1000) if level is None else level)
    assert found.levels == expected
    assert found.claimed == set(have)


# --- paths --------------------------------------------------------------------------------------------


def is_bridge(network: Network, profile: Profile, role: str) -> bool:
    return role != TARGET and role not in profile.roles and role not in network.regulated and known_enough(network, role)


def expected_edges(network: Network, profile: Profile, asked: Terms) -> dict[tuple[str, str], bool]:
    """Every pair of roles that may follow each other, and whether a source documents it; also those nobody can reach."""
    found = {(START, TARGET): any((role, TARGET) in network.transitions for role in profile.roles)}
    bridges = [role for role in network.roles if is_bridge(network, profile, role)]
    for first in (START, *bridges):
        held = dict(profile.levels)
        if first != START:
            for capability, level in role_levels(network, first).items():
                held[capability] = max(held.get(capability, 0), level)
        out_of = profile.roles if first == START else {first}
        for second in (*bridges, TARGET):
            if second != first:
                documented = any((role, second) in network.transitions for role in out_of)
                near = standing(network, replace(profile, levels=held), second).readiness >= asked.consider / 1000
                if documented or near:
                    found[first, second] = documented
    return found


def starts(data: st.DataObject) -> tuple[Network, Profile]:
    """A network, and someone in one of its roles but the target, or in none."""
    network = data.draw(networks())
    role = data.draw(st.none() | st.sampled_from([r for r in sorted(network.roles) if r != TARGET]))
    profile = make_profile(network, role, TARGET, strict=data.draw(st.booleans()))
    return network, profile


@SOME
@given(st.data())
def test_the_graph_of_roles_is_what_the_enumeration_of_pairs_gives(data: st.DataObject) -> None:
    network, profile = starts(data)
    asked = terms(consider=data.draw(st.sampled_from((200, 400))))
    expected = expected_edges(network, profile, asked)
    reached = {START}
    for _ in network.roles:
        reached |= {b for a, b in expected if a in reached and b != TARGET}
    found = {(a, b): documented for a, b, documented in role_graph(network, profile, TARGET, asked).edges(data="documented")}
    assert found == {(a, b): documented for (a, b), documented in expected.items() if a in reached}


def sequences(edges: dict[tuple[str, str], bool], most: int) -> list[tuple[str, ...]]:
    """Every way from the start to the target over at most so many roles, none twice."""
    between = sorted({b for _, b in edges if b != TARGET})
    ways = [chain for length in range(most + 1) for chain in permutations(between, length)]
    return [(*chain, TARGET) for chain in ways if all(pair in edges for pair in zip((START, *chain), (*chain, TARGET), strict=True))]


def missing_of(network: Network, held: Profile, capability: str, level: int) -> int:
    """How much of a level is missing of one capability, in thousandths; what is missing at all is never nothing."""
    covered = coverage(network, held, Requirement("", (capability,), "essential", level, 1000))[0]
    return max(1, level * (1000 - covered) // 1000) if covered < 1000 else 0


def cheapest(network: Network, held: Profile, requirement: Requirement) -> tuple[str, int]:
    """The member of a set that takes the fewest hours, and what is missing of it."""
    missing = {c: missing_of(network, held, c, requirement.level) for c in requirement.capabilities}
    chosen = min(missing, key=lambda c: (hours_of(network, c, missing[c])[2], c))
    return chosen, missing[chosen]


def plain_costs(network: Network, profile: Profile, roles: tuple[str, ...], asked: Terms) -> tuple[float, float] | None:
    """(months, hours) at the middle of the estimates, of learning alone what each role along the way needs, in turn.

    None where a credential is needed, which nothing in these networks offers.
    """
    low = high = 0.0
    held = profile
    for role in roles:
        bridge = role != roles[-1]
        floor, enough = (500, asked.bridge_readiness) if bridge else (1000, asked.readiness)
        stand = standing(network, held, role)
        open_ = [(r, q) for r, q in zip(stand.requirements, stand.covered, strict=True) if q < 1000]
        open_.sort(key=lambda row: (not (row[0].essential and row[1] < floor), -row[0].weight * (1000 - row[1]), row[0].id))
        learned: dict[str, int] = {}
        optional: dict[str, tuple[int, int]] = {}
        charged: list[tuple[str, int]] = []
        score = stand.score
        for requirement, covered in open_:
            chosen, missing = cheapest(network, held, requirement)
            if (requirement.essential and covered < floor) or score < enough * stand.weight:
                score += requirement.weight * (1000 - covered)
                learned[chosen] = max(requirement.level, learned.get(chosen, 0))
                charged.append((chosen, missing))
            else:
                optional[chosen] = (requirement.level, missing)
        waiting = list(learned)
        while waiting:
            for _, needed in network.prerequisites.get(waiting.pop(0), ()):
                for other in needed:
                    if other in learned:
                        continue
                    if other in optional:
                        level, missing = optional[other]
                    else:
                        level = network.assumptions.thousandths(f"level-{network.capabilities[other].kind}")
                        missing = missing_of(network, held, other, level)
                        if not missing:
                            continue
                    learned[other] = level
                    charged.append((other, missing))
                    waiting.append(other)
        if any(network.capabilities[capability].kind == "credential" for capability, _ in charged):
            return None
        for capability, missing in charged:
            low += hours_of(network, capability, missing)[0]
            high += hours_of(network, capability, missing)[1]
        held = held.raised(learned)
        if bridge:
            held = held.raised(role_levels(network, role), (role,))
    tenure = network.assumptions.range("bridge-tenure").middle * (len(roles) - 1)
    return (low + high) / 2 / asked.hours_per_week / WEEKS_PER_MONTH + tenure, (low + high) / 2


def hours_of(network: Network, capability: str, missing: int) -> tuple[float, float, float]:
    """(low, high, middle) of studying alone; for what can't be studied nothing is charged, and it is chosen last."""
    if network.capabilities[capability].kind == "credential":
        return 0.0, 0.0, float("inf")
    low, high = (round(hours * missing / 1000 * 1.3, 1) for hours in (10, 20))
    return low, high, (low + high) / 2


@SOME
@given(st.data())
def test_the_paths_are_those_that_no_other_sequence_of_roles_beats(data: st.DataObject) -> None:
    network, profile = starts(data)
    asked = terms(consider=data.draw(st.sampled_from((200, 400))), max_bridges=data.draw(st.integers(0, 2)))
    assume(not is_ready(standing(network, profile, TARGET), asked.readiness))
    ways = sequences(expected_edges(network, profile, asked), asked.max_bridges)
    costs = {roles: cost for roles in ways if (cost := plain_costs(network, profile, roles, asked)) is not None}
    answer = find_paths(network, profile, TARGET, asked)
    direct, paths, beaten = answer.direct, answer.paths, answer.considered

    def names(path: Path) -> tuple[str, ...]:
        return tuple(hop.role.id for hop in path.hops)

    if (TARGET,) not in costs:  # what the target itself needs and nothing offers, no way to it brings
        assert (direct, paths, beaten) == (None, (), ())
        assert {network.capabilities[thing.id].kind for thing in answer.blocked} == {"credential"}
        return
    assert direct is not None
    assert answer.blocked == ()
    assert names(direct) == (TARGET,)
    for path in (direct, *paths):
        months, hours = costs[names(path)]
        assert abs(path.cost.hours.middle - hours) < 0.01
        assert abs(path.cost.months.middle - months) <= 0.1  # the answer rounds months to a tenth
    found = {names(path) for path in paths}
    assert len(found) == len(paths) <= 4
    rounded = {roles: (round(months, 1), round(hours, 4)) for roles, (months, hours) in costs.items()}
    for roles in found:  # nobody is clearly better in both
        assert not [r for r, (m, h) in rounded.items() if m < rounded[roles][0] - 0.1 and h < rounded[roles][1]]
    least = min(hours for _, hours in rounded.values())
    if len(paths) < 4:
        assert least in {rounded[roles][1] for roles in found}
    assert min(m for m, _ in rounded.values()) >= min(rounded[roles][0] for roles in found) - 0.1
    assert [p.cost.months.middle for p in paths] == sorted(p.cost.months.middle for p in paths)
    assert {tuple(t.id for t in c.roles) for c in beaten} <= set(costs) - found


def closed(network: Network, before: Profile, step: Step, role: str) -> tuple[Requirement, str]:
    """What a step closes, a requirement of the role or else a prerequisite, and what is learned for it: of a set what takes least."""
    members = tuple(thing.id for thing in step.closes)
    level = network.assumptions.thousandths(f"level-{network.capabilities[members[0]].kind}")
    asked = [r for r in network.requirements[role] if r.capabilities == members and coverage(network, before, r)[0] < 1000]
    requirement = (*asked, Requirement("", members, "essential", level, 1000))[0]
    return requirement, cheapest(network, before, requirement)[0]


@SOME
@given(st.data())
def test_a_path_can_be_followed_step_by_step(data: st.DataObject) -> None:
    """Prerequisites come first, nothing that is covered is taught, bridges are entered hireable, and at the end one is ready."""
    network, profile = starts(data)
    asked = terms(consider=200)
    assume(not is_ready(standing(network, profile, TARGET), asked.readiness))
    answer = find_paths(network, profile, TARGET, asked)
    direct, paths, _ = answer.direct, answer.paths, answer.considered
    assume(direct is not None)
    for path in (direct, *paths):
        held = profile
        for hop in path.hops:
            role = hop.role.id
            bridge = hop is not path.hops[-1]
            assert abs(hop.readiness_on_entry - standing(network, held, role).readiness) <= 0.0005
            fit = is_hireable(standing(network, held, role), 600) if bridge else is_ready(standing(network, held, role), 800)
            assert hop.fit_on_entry is fit
            follow_hop(network, held, hop.steps, role)
            before = held
            for step in hop.steps:
                if step.required:
                    requirement, taught = closed(network, before, step, role)
                    held = held.raised({taught: requirement.level})
            stand = standing(network, held, role)
            assert is_hireable(stand, 600) if bridge else is_ready(stand, 800)
            if bridge:
                assert is_bridge(network, profile, role)
                held = held.raised(role_levels(network, role), (role,))


def follow_hop(network: Network, held: Profile, steps: tuple[Step, ...], role: str) -> None:
    assert [s.required for s in steps] == sorted((s.required for s in steps), reverse=True)
    rising = [s.readiness_after for s in steps]
    assert rising == sorted(rising)
    learned: set[str] = set()
    for step in steps:
        requirement, taught = closed(network, held, step, role)
        covered = coverage(network, held, requirement)[0]
        assert covered < 1000  # nothing that is covered is taught
        for other in {c for _, needed in network.prerequisites.get(taught, ()) for c in needed} if step.required else ():
            level = network.assumptions.thousandths(f"level-{network.capabilities[other].kind}")
            met = coverage(network, held, Requirement("", (other,), "essential", level, 1000))[0] == 1000
            assert other in learned or met
        learned.add(taught)
        study = self_study(network, taught, missing_of(network, held, taught, requirement.level))
        assert step.hours == (study.hours if study else None)
