"""A network straight from records, without a store: for tests that go through all occupations of the imported classifications."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from rolepath import model
from rolepath.catalog.crosswalk import open_crosswalk
from rolepath.catalog.esco import open_esco
from rolepath.catalog.onet import open_onet
from rolepath.planning.assumptions import Assumptions, Estimate
from rolepath.planning.derivation import Mapped, credits, known_in, standings, strengths, unit_strengths
from rolepath.planning.lexical import Match, label_matches
from rolepath.planning.network import Area, Ask, Credit, Holding, Member, Network, Requirement, Unit
from rolepath.planning.rated import Rated, rating_strengths
from rolepath.planning.result import Thing
from rolepath.rdf.compiled import from_rows
from rolepath.rdf.pools import pool
from rolepath.rdf.tables import origin
from rolepath.service.assemble import implied_holdings


def read_all(shared: Path) -> list[model.AnyRecord]:
    """The records of ESCO, O*NET and the crosswalk as they are published; about twenty seconds."""
    datasets = shared / "datasets"
    esco = open_esco(sorted((datasets / "esco-1.1.1").glob("*.zip")))
    onet = open_onet(sorted((datasets / "onet-29.3").glob("*.zip")))
    crosswalk = open_crosswalk(next((datasets / "crosswalk").glob("*.csv")))
    return [*esco.records(), *onet.records(), *crosswalk.records()]


def together(packaged: Iterable[model.AnyRecord], imported: Iterable[model.AnyRecord]) -> list[model.AnyRecord]:
    """All records, each once; mappings to something that isn't there are left out, as a build does."""
    every = {r.key: r for r in (*packaged, *imported)}
    return [r for r in every.values() if not isinstance(r, model.Mapping) or (r.subject in every and r.object in every)]


def make_network(records: Sequence[model.AnyRecord]) -> Network:
    """What planning works on: roles, units, requirements, holdings, credits, licences and job zones; nothing on offer, and no evidence."""
    assumptions = Assumptions(
        [Estimate(r.id, r.label, r.low, r.high, r.unit, r.reason) for r in records if isinstance(r, model.Assumption)]
    )
    capabilities, mapped = known_in(records)
    matched = [Mapped(m.subject, m.predicate, m.object) for m in matches(records)]
    roles = {r.id: r for r in records if isinstance(r, model.Role)}
    asked: dict[str, list[Requirement]] = defaultdict(list)
    held: dict[str, list[Holding]] = _holdings(records)
    for role, requirement, rule in _requirements(records, assumptions):
        asked[role].append(requirement)
        held[role] += implied_holdings(_rows(role, requirement, rule), assumptions)
    counted: dict[str, list[Credit]] = defaultdict(list)
    for credit in credits(capabilities, [*mapped, *matched], assumptions):
        counted[credit.towards].append(Credit(credit.held, _thousandths(credit.factor), credit.via))
    licences = licensed(records)
    units = {r.id: _unit(r, assumptions) for r in records if isinstance(r, model.Unit)}
    asks: dict[str, list[Ask]] = defaultdict(list)
    for u in unit_strengths(records, assumptions):
        asks[u.role].append(Ask(u.key, u.asks_unit, u.necessity, _thousandths(u.strength), u.claim_count, u.disputed))
    return Network(
        roles={r.id: Thing(r.id, r.label, "role", origin(r.id)) for r in roles.values()},
        capabilities={
            r.id: Thing(r.id, r.label, model.capability_kind(r), origin(r.id)) for r in records if isinstance(r, model.Capability)
        }
        | {u.id: Thing(u.id, u.label, "unit", "rolepath") for u in units.values()},
        units=units,
        areas={r.id: Area(r.id, r.label, r.order) for r in records if isinstance(r, model.Area)},
        requirements={role: tuple(sorted(found)) for role, found in asked.items()},
        asks={role: tuple(sorted(found)) for role, found in asks.items()},
        wider=_wider(roles),
        holdings={role: tuple(sorted(found, key=lambda h: (h.capability, h.id))) for role, found in held.items()},
        pool=_pools(records, roles.keys()),
        broader={r.id: tuple(sorted(r.broader)) for r in records if isinstance(r, model.Capability) and r.broader},
        credits={towards: tuple(sorted(found)) for towards, found in counted.items()},
        entries={},
        teachings={},
        offers={},
        resources={},
        transitions={},
        regulated=frozenset(r.id for r in roles.values() if r.regulated) | licences.keys(),
        licences=licences,
        zones={r.id: r.job_zone for r in roles.values() if r.job_zone is not None},
        assumptions=assumptions,
        evidence={},
    )


def _unit(r: model.Unit, assumptions: Assumptions) -> Unit:
    usual = assumptions.thousandths("enough-exchangeable" if r.exchangeable else "enough")
    members = tuple(Member(m.capabilities, m.part) for m in r.members)
    enough = usual if r.enough is None else _thousandths(r.enough)
    return Unit(r.id, r.label, r.area, r.order, r.size, enough, r.exchangeable, members, tuple(sorted(r.after)), r.deliverable)


def _wider(roles: Mapping[str, model.Role]) -> dict[str, tuple[tuple[str, bool], ...]]:
    """Only roles of our own inherit, and only from such."""
    found = {
        r.id: tuple(sorted((b, r.seniority is not None) for b in r.broader if b in roles and ":" not in b))
        for r in roles.values()
        if ":" not in r.id
    }
    return {role: wider for role, wider in found.items() if wider}


def _pools(records: Iterable[model.AnyRecord], roles: Collection[str]) -> dict[str, tuple[str, ...]]:
    rows = [
        {"role": a, "twin": b}
        for r in records
        if isinstance(r, model.Mapping) and r.predicate in ("exactMatch", "closeMatch") and {r.subject, r.object} <= set(roles)
        for a, b in ((r.subject, r.object), (r.object, r.subject))
    ]
    read = from_rows({"twins": rows})
    return {role: pool(read, role) for role in sorted({row["role"] for row in rows})}


def _holdings(records: Sequence[model.AnyRecord]) -> dict[str, list[Holding]]:
    found: dict[str, list[Holding]] = defaultdict(list)
    rests = standings(records)
    for r in records:
        if isinstance(r, model.Holding):
            level = None if r.level is None else _thousandths(r.level)
            found[r.role].append(
                Holding(r.key, r.capability, _thousandths(r.share), level, rests[r.key].is_counted, rests[r.key].source_count)
            )
    return found


def _rows(role: str, requirement: Requirement, rule: str) -> list[dict[str, str]]:
    """A requirement as the tables of a store have it."""
    shares = {"level": str(Decimal(requirement.level) / 1000), "weight": str(Decimal(requirement.weight) / 1000)}
    row = {"role": role, "id": requirement.id, "necessity": requirement.necessity, "rule": rule, **shares}
    return [] if requirement.signal else [row | {"capability": c} for c in requirement.capabilities]


def matches(records: Iterable[model.AnyRecord]) -> list[Match]:
    """The mappings by label between the capabilities of records."""
    reviewed = {frozenset((r.subject, r.object)) for r in records if isinstance(r, model.Mapping)}
    known = [r for r in records if isinstance(r, model.Capability)]
    labels = [(r.id, label, label == r.label) for r in known for label in (r.label, *r.alt_labels)]
    return label_matches(labels, reviewed)


def licensed(records: Iterable[model.AnyRecord]) -> dict[str, tuple[str, ...]]:
    """role → the licences that it asks for: those that name it, or a group that it is in."""
    applies: dict[str, set[str]] = defaultdict(set)
    above: dict[str, tuple[str, ...]] = {}
    roles: set[str] = set()
    for record in records:
        if isinstance(record, model.Licence):
            for identifier in record.applies_to:
                applies[identifier].add(record.id)
        elif isinstance(record, model.Role | model.RoleGroup):
            above[record.id] = record.broader
            roles |= {record.id} if isinstance(record, model.Role) else set()

    def groups(identifier: str) -> frozenset[str]:
        found = above.get(identifier, ())
        return frozenset(each for each in found if each not in roles).union(*map(groups, found))

    asked = {role: {licence for each in (role, *groups(role)) for licence in applies.get(each, ())} for role in sorted(roles)}
    return {role: tuple(sorted(found)) for role, found in asked.items() if found}


def _requirements(records: Sequence[model.AnyRecord], assumptions: Assumptions) -> Iterator[tuple[str, Requirement, str]]:
    strong = strengths(records, assumptions)
    for r in records:
        if isinstance(r, model.Requirement):
            yield r.role, _requirement(r.key, r.capabilities, strong[r.key]), strong[r.key].rule
    kinds: Mapping[str, str] = {r.id: r.KIND for r in records if isinstance(r, model.Entity)}
    rated = [
        Rated(r.key, r.role, r.element, Decimal(r.importance), Decimal(r.rated_level))
        for r in records
        if isinstance(r, model.Rating) and r.importance is not None and r.rated_level is not None and kinds.get(r.element) == "skills"
    ]
    for each, found in rating_strengths(sorted(rated, key=lambda each: each.id), assumptions):
        yield each.role, _requirement(model.requirement_key(each.role, (each.element,)), (each.element,), found), found.rule


def _requirement(identifier: str, capabilities: tuple[str, ...], found: model.Strength) -> Requirement:
    weight = found.weight or Decimal(0)
    return Requirement(identifier, capabilities, found.necessity, _thousandths(found.level), _thousandths(weight), not weight)


def _thousandths(share: Decimal) -> int:
    return int(share * 1000)
