"""Small data for tests of the service: the bakery of the golden tests, alone and with more on offer."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rolepath.rdf.compiled import from_store
from rolepath.service import builds
from rolepath.service.graph import KnowledgeGraph

MORE = """
programs:
  - id: program/crash-course
    label: Crash course
    program_kind: course
    evidence: [{reason: 'It is short and dear, unlike the diploma.'}]
  - id: program/guild-course
    label: Guild course
    program_kind: course
    evidence: [{reason: 'It is paid in shillings, for which there is no rate.'}]
observations:
  - {id: observation/crash-duration, label: Length, about: program/crash-course, measure: duration, low: 2, high: 2, unit: months,
     evidence: [{reason: An example.}]}
  - {id: observation/crash-effort, label: Hours, about: program/crash-course, measure: effort, low: 40, high: 50, unit: hours,
     evidence: [{reason: An example.}]}
  - {id: observation/crash-price, label: Price, about: program/crash-course, measure: price, low: 20000, high: 20000, unit: USD,
     evidence: [{reason: An example.}]}
  - {id: observation/guild-price, label: Price, about: program/guild-course, measure: price, low: 10, high: 10, unit: KES,
     evidence: [{reason: An example.}]}
teachings:
  - {offer: program/crash-course, capability: skill/food-safety-certificate, evidence: [{reason: An example.}]}
  - {offer: program/crash-course, capability: skill/laminated-dough, level: 0.9, evidence: [{reason: An example.}]}
  - {offer: program/guild-course, capability: skill/food-safety-certificate, evidence: [{reason: An example.}]}
"""

LICENSED = """
licences:
  - id: licence/kitchen
    label: Kitchen licence
    applies_to: [role/pastry-chef]
    evidence: [{reason: The guild licenses its chefs.}]
  - id: licence/oven
    label: Oven licence
    applies_to: [group/oven-masters, role/oven-keeper]
    evidence: [{reason: Ovens are dangerous.}]
role_groups:
  - {id: group/masters, label: Masters, evidence: [{reason: An example.}]}
  - {id: group/oven-masters, label: Oven masters, broader: [group/masters], evidence: [{reason: An example., 'on': broader}]}
roles:
  - {id: role/oven-keeper, label: Oven keeper, evidence: [{reason: An example.}]}
  - {id: role/oven-master, label: Oven master, broader: [group/oven-masters], evidence: [{reason: An example., 'on': broader}]}
  - {id: role/night-master, label: Night master, broader: [role/oven-master], evidence: [{reason: An example., 'on': broader}]}
  - {id: role/oven-help, label: Oven help, broader: [role/oven-keeper], evidence: [{reason: An example., 'on': broader}]}
"""


def opened(place: builds.Place) -> KnowledgeGraph:
    made = builds.make_checked(place)
    return KnowledgeGraph(builds.Opened(made.store, from_store(made.store)))


@pytest.fixture(scope="session")
def bakery(root: Path) -> KnowledgeGraph:
    """The small data of the golden tests: baker → pastry cook → pastry chef, where only the diploma gives a certificate."""
    return opened(builds.Place((root / "tests" / "golden" / "data",), with_packaged=False))


@pytest.fixture(scope="session")
def market(root: Path, tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """The bakery where the certificate is essential, with a second way to it, fast and dear, and a third whose price has no rate."""
    folder = tmp_path_factory.mktemp("more") / "data"
    shutil.copytree(root / "tests" / "golden" / "data", folder)
    asked = (folder / "requirements.yaml").read_text(encoding="utf-8").splitlines(keepends=True)
    (place,) = (n for n, line in enumerate(asked) if "certificate in food safety is a must" in line)
    asked.insert(place, "      - {reason: The law asks for it., modality: must}\n")
    (folder / "requirements.yaml").write_text("".join(asked), encoding="utf-8")
    (folder / "more.yaml").write_text(MORE, encoding="utf-8")
    return opened(builds.Place((folder,), with_packaged=False))


@pytest.fixture(scope="session")
def guild(root: Path, tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """The bakery where a chef has to be licensed."""
    folder = tmp_path_factory.mktemp("licensed")
    (folder / "licences.yaml").write_text(LICENSED, encoding="utf-8")
    return opened(builds.Place((root / "tests" / "golden" / "data", folder), with_packaged=False))
