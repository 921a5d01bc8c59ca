"""Readiness between all occupations of O*NET, as the graph has it, from the publisher's files and the packaged assumptions."""

from __future__ import annotations

import sys
from pathlib import Path

from classifications import datasets

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from classified import make_network, together  # beside the tests
from rolepath.catalog.onet import open_onet
from rolepath.planning.arrays import Arrays
from rolepath.planning.features import Floats
from rolepath.planning.pairs import all_pairs
from rolepath.service.making import read_located
from rolepath.service.place import Place


def readiness() -> tuple[tuple[str, ...], Floats]:
    """(codes, R) with R[a, b] the readiness for b of someone who holds only a, of every occupation of which enough is known."""
    packaged = [item.record for item in read_located(Place(with_packaged=True))]
    onet = open_onet(sorted((datasets() / "onet-29.3").glob("*.zip")))
    network = make_network(together(packaged, onet.records()))
    pairs = all_pairs(Arrays(network, [role for role in network.roles if role.startswith("onet:")]))
    rows = [pairs.holders.index(role) for role in pairs.targets]
    return tuple(role.removeprefix("onet:") for role in pairs.targets), pairs.readiness[rows]
