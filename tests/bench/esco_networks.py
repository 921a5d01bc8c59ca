"""ESCO as a network of planning, straight from the publisher's zips, and networks several times as large made from it.

What it holds is what readiness needs: occupations, skills and skill groups, essential and optional links, what people in an occupation
hold, credits by hierarchy. Strengths, levels, shares and credits follow from the packaged assumptions by the rules of
`planning.derivation`.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

from rolepath import model, vocab
from rolepath.planning import derivation
from rolepath.planning.network import Credit, Holding, Network, Requirement
from rolepath.planning.result import Thing

SHARED_BY_COPIES = 0.3
"""Of the skills: how many are the same thing in every copy; the others are a new thing in each."""


def esco_network(folder: Path, like: Network) -> Network:
    """All of ESCO as a network. folder: that of the two zips; like: the network whose assumptions hold, and whose offers are kept out."""
    names = {vocab.identifier(row["conceptUri"]): row["preferredLabel"] for row in _rows(folder, "classification", "skills_en.csv")}
    names |= {vocab.identifier(row["conceptUri"]): row["preferredLabel"] for row in _rows(folder, "classification", "skillGroups_en.csv")}
    kinds = {vocab.identifier(row["conceptUri"]): row["skillType"] for row in _rows(folder, "classification", "skills_en.csv")}
    occupations = {
        vocab.identifier(row["conceptUri"]): row["preferredLabel"] for row in _rows(folder, "classification", "occupations_en.csv")
    }
    broader: dict[str, set[str]] = defaultdict(set)
    for row in _rows(folder, "relations", "broaderRelationsSkillPillar.csv"):
        pair = vocab.identifier(row["conceptUri"]), vocab.identifier(row["broaderUri"])
        if names.keys() >= set(pair):
            broader[pair[0]].add(pair[1])
    skills = [
        model.Skill.model_construct(id=skill, skill_kind=_kind(kinds.get(skill)), broader=tuple(sorted(broader[skill]))) for skill in names
    ]
    credits: dict[str, list[Credit]] = defaultdict(list)
    for credit in derivation.credits(*derivation.known_in(skills), like.assumptions):
        credits[credit.towards].append(Credit(credit.held, int(credit.factor * 1000), credit.via))
    assumed = like.assumptions
    asked: dict[str, list[Requirement]] = defaultdict(list)
    for row in _rows(folder, "relations", "occupationSkillRelations.csv"):
        role, skill, relation = vocab.identifier(row["occupationUri"]), vocab.identifier(row["skillUri"]), row["relationType"]
        if role in occupations and skill in names:
            weight, level = assumed.number(f"esco-{relation}"), assumed.thousandths(f"level-{_kind(kinds.get(skill))}")
            necessity = "essential" if weight >= assumed.number("essential-from") else "optional"
            asked[role].append(Requirement(f"requirement/{role}/{skill}", (skill,), necessity, level, int(weight * 1000)))
    shares = {necessity: assumed.thousandths(f"holding-esco-{necessity}") for necessity in ("essential", "optional")}
    requirements = {role: tuple(sorted(each)) for role, each in asked.items()}
    return replace(
        like,
        roles={role: Thing(role, label, "role", "ESCO") for role, label in occupations.items()},
        capabilities={skill: Thing(skill, label, _kind(kinds.get(skill)), "ESCO") for skill, label in names.items()},
        requirements=requirements,
        holdings={
            role: tuple(Holding(r.id, r.capabilities[0], shares[r.necessity], r.level, False, 1) for r in each)
            for role, each in requirements.items()
        },
        credits={skill: tuple(sorted(each)) for skill, each in credits.items()},
        broader={skill: tuple(sorted(above)) for skill, above in broader.items() if above},
        units={}, areas={}, asks={}, wider={}, pool={}, entries={}, teachings={}, offers={}, resources={}, transitions={},
        regulated=frozenset(), licences={}, leading=frozenset(), zones={}, evidence={}, asked={},
    )  # fmt: skip


def copies(network: Network, times: int, seed: int = 0) -> Network:
    """A network so many times as large: copies under new identifiers, in which a share of the skills is that of the first.

    Which skill stands for which is shuffled in every copy among those that count for about as much, so that the copies are like ESCO in
    all sizes and yet no two of their roles ask for the same.
    """
    random = Random(seed)
    capabilities, roles = dict(network.capabilities), dict(network.roles)
    credits: dict[str, set[Credit]] = {skill: set(each) for skill, each in network.credits.items()}
    requirements, holdings, broader = dict(network.requirements), dict(network.holdings), dict(network.broader)
    for number in range(1, times):
        new = _renamed(network, number, random)
        capabilities |= {new[skill]: replace(thing, id=new[skill]) for skill, thing in network.capabilities.items()}
        for skill, each in network.credits.items():
            credits.setdefault(new[skill], set()).update(replace(credit, held=new[credit.held]) for credit in each)
        for role, thing in network.roles.items():
            roles[f"{role}~{number}"] = replace(thing, id=f"{role}~{number}", label=f"{thing.label} {number}")
        for role, asked in network.requirements.items():
            requirements[f"{role}~{number}"] = tuple(
                sorted(replace(r, id=f"{r.id}~{number}", capabilities=tuple(new[c] for c in r.capabilities)) for r in asked)
            )
        for role, held in network.holdings.items():
            holdings[f"{role}~{number}"] = tuple(replace(h, id=f"{h.id}~{number}", capability=new[h.capability]) for h in held)
        for skill, above in network.broader.items():
            broader.setdefault(new[skill], tuple(new[each] for each in above))
    best = {skill: tuple(sorted(_largest(each))) for skill, each in credits.items()}
    return replace(
        network, capabilities=capabilities, roles=roles, credits=best, requirements=requirements, holdings=holdings, broader=broader,
        asked={},
    )  # fmt: skip


def _renamed(network: Network, number: int, random: Random) -> dict[str, str]:
    """Skill → what it is called in a copy. Shared skills change places among those that as many credits lead to."""
    shared, new = defaultdict(list), {}
    for skill in network.capabilities:
        if random.random() < SHARED_BY_COPIES:
            shared[len(network.credits.get(skill, ()))].append(skill)
        else:
            new[skill] = f"{skill}~{number}"
    for group in shared.values():
        new |= dict(zip(group, random.sample(group, len(group)), strict=True))
    return new


def _largest(credits: set[Credit]) -> list[Credit]:
    """Of several credits for holding the same thing the largest, as in a network that is derived."""
    best: dict[str, Credit] = {}
    for credit in sorted(credits, key=lambda c: (c.factor, c.via)):
        best[credit.held] = credit
    return list(best.values())


def _kind(skill_type: str | None) -> str:
    return "knowledge" if skill_type == "knowledge" else "competence"


def _rows(folder: Path, archive: str, name: str) -> Iterator[dict[str, str]]:
    """The rows of a table in the zip whose name begins so."""
    (path,) = folder.glob(f"{archive}*.zip")
    with zipfile.ZipFile(path) as packed:
        (member,) = (m for m in packed.namelist() if m.endswith(name))
        with packed.open(member) as raw:
            yield from csv.DictReader(io.TextIOWrapper(raw, "utf-8", newline=""))
