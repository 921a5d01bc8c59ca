"""The store: whole at any moment, shared by builders, built when it has to be and only then."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import rolepath
from rolepath.rdf import store as stores

Ran = subprocess.CompletedProcess[str]
Cli = Callable[..., Ran]
Tree = Callable[[Path], dict[str, str]]
Start = Callable[..., subprocess.Popen[str]]

INDUSTRY = "industries:\n  - {{id: industry/{0}, label: {0}, evidence: [{{reason: An example.}}]}}\n"
MOMENTS = 10

# Runs in a process of its own: builds once, then forks a builder for each line of `rolepath.rdf.store` that a build executes,
# kills it before that line, and says which build the store names then and whether that build can be read.
KILLED_AT_EACH_LINE = """
import json, os, shutil, signal, sys
from pathlib import Path
from rolepath.rdf import store
from rolepath.service import builds

folder, old, new = Path(sys.argv[1]), "0" * 20, "1" * 20
quads = builds.make_checked(builds.Place()).quads


def forked(work):
    out, into = os.pipe()
    child = os.fork()
    if not child:
        os.close(out)
        os.write(into, json.dumps(work()).encode())
        os._exit(0)
    os.close(into)
    said = os.read(out, 65536)
    os.close(out)
    return os.waitpid(child, 0)[1], json.loads(said) if said else None


def write(name, count, lines):
    def killed(frame, event, argument):
        if event == "call":
            return killed if frame.f_code.co_filename == store.__file__ else None
        lines[0] += event == "line"
        if lines[0] == count:
            os.kill(os.getpid(), signal.SIGKILL)
        return killed

    sys.settrace(killed)
    store.write_build(folder, name, lambda empty: store.extend(empty, quads[: 500 if name == old else 900]) or {})
    sys.settrace(None)
    return lines[0]


def content(build):
    return {str(path): path.read_bytes() for path in sorted((folder / "builds" / build).rglob("*")) if path.is_file()}


def read():
    name = store.current(folder)
    if name == old:
        return [old, content(old) == kept]  # byte for byte what it was
    return [name, len(store.open_build(folder, name)) == 900 and store.is_whole(folder, name)]


forked(lambda: write(old, -1, [0]))
kept = content(old)
count, moments = 0, []
while True:
    count += 1
    status, finished = forked(lambda: write(new, count, [0]))
    if finished is not None:
        break
    assert status == signal.SIGKILL, status
    moments.append(read() if store.current(folder) == old else forked(read)[1])
    (folder / "CURRENT").write_text(old)
    for left in (folder / "builds").iterdir():
        if left.name != old:
            shutil.rmtree(left)
print(json.dumps({"lines": finished, "moments": moments, "after": forked(read)[1]}))
"""


def _readiness(store: Path) -> float:
    """Asks a store a question, in this process."""
    return rolepath.load(store=store).gap("baker", "pastry chef").readiness.typical


def test_a_build_killed_before_any_line_leaves_the_old_build_or_the_new_one(environment: dict[str, str], tmp_path: Path) -> None:
    shared_memory = Path("/dev/shm")
    place = Path(tempfile.mkdtemp(dir=shared_memory if shared_memory.is_dir() else tmp_path))  # a disk would take half a minute
    try:
        _kill_before_each_line(environment, place / "store")
    finally:
        shutil.rmtree(place)


def _kill_before_each_line(environment: dict[str, str], store: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", KILLED_AT_EACH_LINE, str(store)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    said = json.loads(ran.stdout)
    old, new = ["0" * 20, True], ["1" * 20, True]
    assert said["lines"] == len(said["moments"]) > 20
    assert all(moment in (old, new) for moment in said["moments"])
    assert said["moments"][0] == old
    assert said["after"] == new
    turned = said["moments"].index(new) if new in said["moments"] else None
    assert turned is None or all(moment == new for moment in said["moments"][turned:]), "once the new build is current it stays so"


def test_a_build_killed_at_random_moments_leaves_a_store_that_answers_and_can_be_built(
    start: Start, light: Cli, store: Path, data_folder: Callable[[dict[str, str]], Path]
) -> None:
    more = str(data_folder({"new.yaml": INDUSTRY.format("new")}))
    before = _readiness(store)
    began = time.monotonic()
    assert light("build", "-q", "--data", more, "--store", str(store.with_name("other"))).returncode == 0
    whole = time.monotonic() - began
    moments = random.Random(7)
    for _ in range(MOMENTS):
        building = start("build", "-q", "--data", more, "--store", str(store))
        time.sleep(moments.uniform(0, whole))
        building.send_signal(signal.SIGKILL)
        building.wait()
        assert _readiness(store) == before
    ran = light("build", "-q", "--data", more, "--store", str(store))
    assert (ran.returncode, ran.stderr) == (0, "")
    assert light("show", "industry/new", "--store", str(store)).returncode == 0
    assert _readiness(store) == before


def test_builds_at_the_same_time_into_one_store_all_succeed_and_leave_a_good_store(
    start: Start, tmp_path: Path, data_folder: Callable[[dict[str, str]], Path]
) -> None:
    store = tmp_path / "store"
    more = str(data_folder({"new.yaml": INDUSTRY.format("new")}))
    running = [start("build", "-q", *data, "--store", str(store)) for data in ((), (), ("--data", more), ("--data", more))]
    for process in running:
        out, err = process.communicate()
        assert (process.returncode, err) == (0, "")
        assert re.match(r"(Built|Already built): ", out)
    names = sorted(path.name for path in (store / "builds").iterdir())
    assert len(names) == 2, "one build for each data, and nothing unfinished"
    assert not any(name.startswith(".") for name in names)
    assert (store / "CURRENT").read_text().strip() in names
    for name in names:
        assert len(stores.open_build(store, name)) == stores.manifest(store, name)["quads"]
    assert _readiness(store) > 0


def test_a_question_beside_a_build_is_answered(start: Start, store: Path, data_folder: Callable[[dict[str, str]], Path]) -> None:
    building = start("build", "-q", "--data", str(data_folder({"new.yaml": INDUSTRY.format("new")})), "--store", str(store))
    answers = 0
    while building.poll() is None:
        assert _readiness(store) > 0
        answers += 1
    assert building.returncode == 0
    assert answers > 0


def test_a_store_is_used_as_it_is_without_the_data_that_went_into_it(
    light: Cli, tmp_path: Path, tree: Tree, data_folder: Callable[[dict[str, str]], Path]
) -> None:
    more = data_folder({"new.yaml": INDUSTRY.format("new")})
    assert light("build", "-q", "--data", str(more), "--store", "store").returncode == 0
    shutil.rmtree(more)
    before = tree(tmp_path)
    ran = light("show", "industry/new", "--store", "store")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert tree(tmp_path) == before
    assert light("show", "industry/new").returncode == 2, "the store in the cache is another one"


def test_in_memory_writes_nothing_anywhere(light: Cli, tmp_path: Path, tree: Tree, checkout: Path) -> None:
    (tmp_path / "home" / "tmp").mkdir(parents=True)
    names = ("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")
    env = {name: str(tmp_path / "home" / name.lower()) for name in names}
    env |= {"TMPDIR": str(tmp_path / "home" / "tmp"), "PYTHONDONTWRITEBYTECODE": "1"}
    before = tree(tmp_path), tree(checkout)
    for args in (("gap", "baker", "pastry chef"), ("export", "graphml")):
        ran = light(*args, "--in-memory", "-q", env=env)
        assert (ran.returncode, ran.stderr) == (0, "")
    assert (tree(tmp_path), tree(checkout)) == before
    assert light("gap", "baker", "pastry chef", "-q", env=env).returncode == 0
    assert tree(tmp_path) != before[0], "without --in-memory the store would be written here"


def test_in_memory_and_store_give_the_same_answer(light: Cli, store: Path) -> None:
    answers = [
        light("path", "baker", "pastry chef", "-q", "--format", "json", *place) for place in (("--in-memory",), ("--store", str(store)))
    ]
    assert answers[0].stdout == answers[1].stdout != ""


def test_the_cache_is_shown_used_and_cleared(light: Cli, tmp_path: Path, tree: Tree) -> None:
    env = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    folder = Path(light("cache", "path", env=env).stdout.strip())
    assert folder.is_relative_to(tmp_path / "cache")
    assert not folder.exists()
    assert light("cache", "clear", env=env).stdout.startswith("Removed 0 builds")
    assert light("gap", "baker", "pastry chef", "-q", env=env).returncode == 0
    assert len(list(folder.rglob("manifest.json"))) == 1
    (folder / "letter.txt").write_text("Dear reader")
    cleared = light("cache", "clear", env=env)
    assert (cleared.returncode, cleared.stderr) == (0, "")
    assert cleared.stdout.startswith("Removed 1 build")
    assert tree(folder) == {"letter.txt": tree(folder)["letter.txt"]}, "what is not the store's is left alone"


def test_a_store_is_built_once_and_again_when_a_file_changes(
    light: Cli, tmp_path: Path, data_folder: Callable[[dict[str, str]], Path]
) -> None:
    env = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    data = data_folder({"new.yaml": INDUSTRY.format("new")})

    def built(*args: str, data: Path = data) -> bool:
        ran = light(*args, "--data", str(data), env=env)
        assert ran.returncode == 0, ran.stderr
        assert ran.stderr == "" or "writing the store" in ran.stderr
        return ran.stderr != ""

    assert built("show", "industry/new"), "first use"
    files = {path: path.stat().st_mtime_ns for path in (tmp_path / "cache").rglob("*")}
    assert not built("show", "industry/new"), "second use"
    os.utime(data / "new.yaml", (1, 1))
    moved = data.rename(tmp_path / "elsewhere")
    assert not built("show", "industry/new", data=moved), "neither the time of a file nor the place of its folder counts"
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "cache").rglob("*")} == files
    (moved / "new.yaml").write_text(INDUSTRY.format("newer"))
    assert built("show", "industry/newer", data=moved), "other content"
    (moved / "new.yaml").rename(moved / "renamed.yaml")
    assert built("show", "industry/newer", data=moved), "another name"
    (moved / "notes.txt").write_text("no records")
    assert not built("show", "industry/newer", data=moved), "a file that is not read"


def test_the_same_data_gives_the_same_dataset_in_every_process(light: Cli, tmp_path: Path) -> None:
    written = []
    for seed in ("1", "2"):
        ran = light("export", "nquads", "-q", "--in-memory", "-o", f"{seed}.nq", env={"PYTHONHASHSEED": seed})
        assert ran.returncode == 0, ran.stderr
        written.append((tmp_path / f"{seed}.nq").read_bytes())
    lines = written[0].splitlines()
    assert written[0] == written[1]
    assert lines == sorted(set(lines))
    assert not any(b"_:" in line.replace(b"\\", b"").split(b'"')[0] for line in lines), "no blank node"


def test_only_what_nobody_can_be_using_any_more_is_cleared_away(tmp_path: Path) -> None:
    """A build clears leftovers and builds that are older than an hour, but for the current one and the newest three others."""
    builds = tmp_path / "builds"
    now = time.time()
    ages = {"a1": 9, "a2": 8, "a3": 7, "a4": 6, "a5": 5, ".new-old": 2, ".new-now": 0}
    for name, hours in ages.items():
        (builds / name).mkdir(parents=True)
        (builds / name / "manifest.json").write_text("{}")
        os.utime(builds / name, (now - 3600 * hours, now - 3600 * hours))
    stores.write_build(tmp_path, "a1", lambda _: {})
    assert {path.name for path in builds.iterdir()} == {"a1", "a3", "a4", "a5", ".new-now"}
    assert stores.current(tmp_path) == "a1"
