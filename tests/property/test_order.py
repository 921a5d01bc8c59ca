"""The same records give the same dataset and the same answers, whatever the order of files and records and whatever the hash seed."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import pyoxigraph as ox
import yaml

from rolepath import model
from rolepath.catalog.checks import check
from rolepath.catalog.folders import read_folders
from rolepath.catalog.inputs import packaged, yaml_files
from rolepath.planning.assumptions import Assumptions, Estimate
from rolepath.planning.derivation import credits, known_in, reaches, standings, strengths, unit_strengths
from rolepath.rdf.dataset import to_nquads, to_quads
from rolepath.rdf.terms import from_credits, from_records, from_unit_requirements
from rolepath.service.making import fitting


def dataset(folder: Path) -> bytes:
    """The sorted N-Quads of a folder that stands for the packaged one, made as a build makes them."""
    located = read_folders((folder,))
    check(located)
    records = fitting([item.record for item in located], ox.Store())
    known = Assumptions(Estimate(r.id, r.label, r.low, r.high, r.unit, r.reason) for r in records if isinstance(r, model.Assumption))
    nodes = from_records(records, strengths(records, known), reaches(records, known), standings(records))
    for graph, members in from_unit_requirements(unit_strengths(records, known)).graphs.items():
        nodes.graphs[graph] += members
    for graph, members in from_credits(credits(*known_in(records), known)).graphs.items():
        nodes.graphs[graph] += members
    return to_nquads(to_quads(nodes, packaged("ontology")))


def shuffled(folder: Path, into: Path, seed: int) -> Path:
    """Every record of a folder of data, spread over files of other names in another order."""
    loader, dumper = getattr(yaml, "CSafeLoader", yaml.SafeLoader), getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    bodies: list[tuple[str, dict]] = []
    for path in yaml_files(folder):
        for kind, records in yaml.load(path.read_text(encoding="utf-8"), loader).items():
            bodies += [(kind, body) for body in records]
    random = Random(seed)
    files: dict[str, dict[str, list[dict]]] = {f"{random.randrange(10**6)}/{number}.yaml": {} for number in range(7)}
    for kind, body in random.sample(bodies, len(bodies)):
        files[random.choice(list(files))].setdefault(kind, []).append(body)
    for name, content in files.items():
        (into / name).parent.mkdir(parents=True, exist_ok=True)
        mixed = {kind: content[kind] for kind in random.sample(sorted(content), len(content))}
        (into / name).write_text(yaml.dump(mixed, Dumper=dumper, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return into


def test_order_and_names_of_files_and_order_of_records_change_nothing(tmp_path: Path, quads: list[ox.Quad]) -> None:
    assert dataset(shuffled(packaged("data"), tmp_path, 7)) == to_nquads(quads)


def test_an_answer_is_the_same_bytes_under_another_hash_seed_and_from_files_in_another_order(
    cli: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path, root: Path
) -> None:
    data = root / "tests" / "golden" / "data"
    question = ("path", "baker", "pastry chef", "--have", "food safety certificate", "--alternatives", "2", "--start", "2026-01-01")

    def ask(seed: int) -> bytes:
        folder = shuffled(data, tmp_path / f"data-{seed}", seed) if seed else data
        options = ("--format", "json", "--in-memory", "--no-packaged", "--data", str(folder), "-o", str(tmp_path / f"{seed}.json"))
        done = cli(*question, *options, env={"PYTHONHASHSEED": str(seed)})
        assert done.returncode == 0, done.stderr
        return (tmp_path / f"{seed}.json").read_bytes()

    with ThreadPoolExecutor(2) as pool:
        first, *others = pool.map(ask, (0, 1, 2))
    assert b'"ways": [' in first
    assert set(others) == {first}


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
