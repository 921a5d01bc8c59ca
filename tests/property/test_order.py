"""The same records give the same dataset, whatever the order of files and records and whatever the hash seed."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import pyoxigraph as ox
import pytest
import yaml

from rolepath import model
from rolepath.catalog.checks import check
from rolepath.catalog.folders import read_folders
from rolepath.catalog.inputs import packaged, yaml_files
from rolepath.planning.assumptions import Assumptions, Estimate
from rolepath.planning.derivation import credits, reaches, strengths
from rolepath.rdf.dataset import to_nquads, to_quads
from rolepath.rdf.terms import from_records


def dataset(folder: Path) -> bytes:
    """The sorted N-Quads of a folder that stands for the packaged one, made as a build makes them."""
    located = read_folders((folder,))
    check(located)
    records = [item.record for item in located]
    known = Assumptions(
        Estimate(r.id, r.label, r.low, r.high, r.unit, r.reason, r.applies_to) for r in records if isinstance(r, model.Assumption)
    )
    nodes = from_records(records, strengths(records, known), reaches(records, known), credits(records, known))
    return to_nquads(to_quads(nodes, packaged("ontology")))


@pytest.fixture(scope="module")
def bodies() -> list[tuple[str, dict]]:
    """Every packaged record as it stands in its file, with its kind."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found = []
    for path in yaml_files(packaged("data")):
        for kind, records in yaml.load(path.read_text(encoding="utf-8"), loader).items():
            found += [(kind, body) for body in records]
    return found


def test_order_and_names_of_files_and_order_of_records_change_nothing(
    tmp_path: Path, quads: list[ox.Quad], bodies: list[tuple[str, dict]]
) -> None:
    random = Random(7)
    files: dict[str, dict[str, list[dict]]] = {f"{random.randrange(10**6)}/{number}.yaml": {} for number in range(7)}
    for kind, body in random.sample(bodies, len(bodies)):
        files[random.choice(list(files))].setdefault(kind, []).append(body)
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shuffled = {kind: content[kind] for kind in random.sample(sorted(content), len(content))}
        (tmp_path / name).write_text(yaml.dump(shuffled, Dumper=dumper, allow_unicode=True, sort_keys=False), encoding="utf-8")
    assert dataset(tmp_path) == to_nquads(quads)


def test_the_dataset_is_the_same_under_another_hash_seed_and_is_what_is_exported(
    cli: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path, quads: list[ox.Quad]
) -> None:
    def export(seed: str) -> bytes:
        done = cli("export", "nquads", "--in-memory", "-o", str(tmp_path / f"{seed}.nq"), env={"PYTHONHASHSEED": seed})
        assert done.returncode == 0, done.stderr
        return (tmp_path / f"{seed}.nq").read_bytes()

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(export, ("1", "2"))
    assert hashlib.sha256(first).hexdigest() == hashlib.sha256(second).hexdigest()
    lines = first.decode().splitlines()
    assert lines == sorted(lines)
    made = ox.Store()
    made.extend(quads)  # a store keeps numbers by value, 1.0 as 1
    assert set(ox.parse(first, format=ox.RdfFormat.N_QUADS)) == set(made)
