"""Broken stores, full and closed disks, and the wrong moment: exit code 3, 124 or 130, and nothing half-written."""

from __future__ import annotations

import ctypes
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import rolepath

Ran = subprocess.CompletedProcess[str]
Cli = Callable[..., Ran]
Refused = Callable[..., None]
Tree = Callable[[Path], dict[str, str]]
Start = Callable[..., subprocess.Popen[str]]

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def _rename_build(store: Path, name: str) -> Path:
    """The current build as if another key had named it."""
    build = store / "builds" / (store / "CURRENT").read_text().strip()
    (store / "CURRENT").write_text(name + "\n")
    return build.rename(build.with_name(name))


def _other_version(store: Path) -> None:
    manifest = _rename_build(store, "abcdef") / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "format": 99, "rolepath": "9.9.9"}))


def _same_key_other_version(store: Path) -> None:
    manifest = next(store.glob("builds/*/manifest.json"))
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "format": 99, "rolepath": "9.9.9"}))


def _manifest_cut_off(store: Path) -> None:
    manifest = next(store.glob("builds/*/manifest.json"))
    manifest.write_text(manifest.read_text()[:20])


def _current_is_nonsense(store: Path) -> None:
    (store / "CURRENT").write_bytes(b"\xff\xfe not a name")


def _current_leads_out(store: Path) -> None:
    (store / "CURRENT").write_text("../../elsewhere\n")


def _current_names_a_missing_build(store: Path) -> None:
    (store / "CURRENT").write_text("0123456789abcdef0123\n")


def _quads_are_gone(store: Path) -> None:
    shutil.rmtree(next(store.glob("builds/*/rdf")))


def _quads_are_cut_off(store: Path) -> None:
    for path in store.glob("builds/*/rdf/*"):
        path.write_bytes(path.read_bytes()[:7])


def _quads_are_garbled(store: Path) -> None:
    for path in store.glob("builds/*/rdf/*.sst"):
        content = path.read_bytes()
        path.write_bytes(content[:100] + bytes(len(content) - 200) + content[-100:])


def _tables_are_cut_off(store: Path) -> None:
    tables = next(store.glob("builds/*/tables.sqlite"))
    tables.write_bytes(tables.read_bytes()[:20])


BREAKS = (
    _other_version,
    _same_key_other_version,
    _manifest_cut_off,
    _current_is_nonsense,
    _current_leads_out,
    _current_names_a_missing_build,
    _quads_are_gone,
    _quads_are_cut_off,
    _quads_are_garbled,
    _tables_are_cut_off,
)


@pytest.fixture(scope="module")
def mended(light_at: Cli, built: Path, tree: Tree, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Ran, bool, Ran, str]]:
    """For each way to break a store: a question to it, whether the store was left alone, the build that is advised, a question again."""

    def run(break_: Callable[[Path], None], place: Path) -> tuple[Ran, bool, Ran, str]:
        store = Path(shutil.copytree(built, place / "store"))
        break_(store)
        before = tree(store)
        first = light_at(place, "gap", "baker", "pastry chef", "--store", "store")
        untouched = tree(store) == before
        return first, untouched, light_at(place, "build", "-q", "--store", "store"), rolepath.load(store=store).role("baker").label

    places = [tmp_path_factory.mktemp("broken") for _ in BREAKS]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(zip((b.__name__ for b in BREAKS), pool.map(run, BREAKS, places), strict=True))


@pytest.mark.parametrize("name", [b.__name__ for b in BREAKS])
def test_a_store_that_cannot_be_used_is_said_to_be_left_alone_and_mended_as_the_message_says(
    assert_refused: Refused, mended: dict[str, tuple[Ran, bool, Ran, str]], name: str
) -> None:
    first, untouched, build, again = mended[name]
    assert_refused(first, 3, "/store: ", "rolepath build")
    if "version" in name:
        assert "9.9.9" in first.stderr
    assert untouched
    assert (build.returncode, build.stderr) == (0, "")
    assert again == "baker"


@pytest.mark.parametrize("command", [("gap", "baker"), ("build",)], ids=["read", "build"])
@pytest.mark.parametrize("kind", ["other files", "a file", "below a file"])
def test_a_place_that_is_no_store_is_left_alone(
    assert_refused: Refused, light: Cli, tmp_path: Path, tree: Tree, kind: str, command: tuple[str, ...]
) -> None:
    place = tmp_path / "place"
    if kind == "other files":
        place.mkdir()
        (place / "letter.txt").write_text("Dear reader")
    else:
        place.write_text("Dear reader")
    before = tree(tmp_path)
    target = place / "store" if kind == "below a file" else place
    ran = light(*command, "-q", "--store", str(target))
    assert_refused(ran, 3, str(place), "--store")
    assert tree(tmp_path) == before


def _without_special_rights() -> None:
    """Lets file permissions bind root as well: drops CAP_DAC_OVERRIDE for the program that is started next."""
    ctypes.CDLL(None).prctl(24, 1, 0, 0, 0)


@pytest.fixture
def read_only(store: Path) -> Iterator[Path]:
    """The store as a folder that nobody may write, and one that everybody may again afterwards."""
    paths = [store, *(p for p in store.rglob("*") if p.is_dir())]
    for path in paths:
        path.chmod(0o555)
    yield store
    for path in paths:
        path.chmod(0o755)


def test_a_store_in_a_read_only_place_is_read_and_a_build_into_it_is_refused(
    start: Start, read_only: Path, data_folder: Callable[[dict[str, str]], Path], tree: Tree
) -> None:
    before = tree(read_only)
    reading = start("gap", "baker", "pastry chef", "--store", str(read_only), preexec_fn=_without_special_rights)
    out, err = reading.communicate()
    assert (reading.returncode, err) == (0, "")
    assert out.startswith("Gap: baker")
    more = data_folder({"a.yaml": "industries:\n  - {id: industry/new, label: New, evidence: [{reason: An example.}]}\n"})
    building = start("build", "-q", "--data", str(more), "--store", str(read_only), preexec_fn=_without_special_rights)
    out, err = building.communicate()
    assert (building.returncode, out) == (3, "")
    assert re.fullmatch(rf"Error: {read_only}: can't be written: no permission\. .*--store.*--in-memory.*\n", err)
    assert tree(read_only) == before


@pytest.mark.parametrize("target", ["closed/answer.json", "file/answer.json", "folder"])
def test_an_answer_that_cannot_be_written_leaves_the_place_as_it_was(
    start: Start, store: Path, tmp_path: Path, tree: Tree, target: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("old")
    (tmp_path / "closed").mkdir()
    (tmp_path / "closed" / "answer.json").write_text("old")
    (tmp_path / "closed").chmod(0o555)
    before = tree(tmp_path)
    running = start(
        "gap", "baker", "pastry chef", "--format", "json", "-o", target, "--store", str(store), preexec_fn=_without_special_rights
    )
    out, err = running.communicate()
    (tmp_path / "closed").chmod(0o755)
    assert (running.returncode, out) == (3, "")
    assert re.fullmatch(rf"Error: .*/{target.split('/')[0]}.*\n", err), err
    assert "/." not in err  # the file that was asked for, not one on the way to it
    assert tree(tmp_path) == before


def _small_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))


def test_a_limit_on_the_size_of_files_stops_a_build_and_the_store_is_as_it_was(start: Start, store: Path, tree: Tree) -> None:
    _rename_build(store, "abcdef")
    before = tree(store)
    running = start("build", "-q", "--store", str(store), preexec_fn=_small_files)
    out, err = running.communicate()
    assert (running.returncode, out) == (3, ""), err
    assert re.fullmatch(rf"Error: {store}: can't be written: .*--store.*--in-memory.*\n", err), err
    assert tree(store) == before


def test_a_limit_on_the_size_of_files_stops_an_export_and_the_old_file_stays(start: Start, store: Path, tmp_path: Path, tree: Tree) -> None:
    (tmp_path / "graph.nq").write_text("old")
    before = tree(tmp_path)
    running = start("export", "nquads", "-o", "graph.nq", "--store", str(store), preexec_fn=_small_files)
    out, err = running.communicate()
    assert (running.returncode, out) == (3, "")
    assert err.startswith("Error: ")
    assert err.count("\n") == 1
    assert tree(tmp_path) == before


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system with room for 64 kB, where this machine lets us mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)], capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(f"no file system can be mounted here: {mounted.stderr.strip()}; the limit on the size of files stands in for it")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_stops_a_build_and_an_export_and_keeps_what_was_there(
    assert_refused: Refused, light: Cli, store: Path, full_disk: Path, tree: Tree
) -> None:
    (full_disk / "answer.txt").write_text("old")
    before = tree(full_disk)
    ran = light("build", "-q", "--store", str(full_disk / "store"))
    assert_refused(ran, 3, "no room on the disk", "--store", "--in-memory")
    assert not any(path.is_file() for path in (full_disk / "store").rglob("*"))
    shutil.rmtree(full_disk / "store", ignore_errors=True)
    assert_refused(light("export", "nquads", "-o", str(full_disk / "answer.txt"), "--store", str(store)), 3, "No space left")
    assert tree(full_disk) == before


def test_an_output_that_is_full_or_closed_is_our_failure_without_a_traceback(start: Start, store: Path) -> None:
    with Path("/dev/full").open("w") as full:
        running = start("sources", "--store", str(store), stdout=full)
        _, err = running.communicate()
    assert (running.returncode, err) == (3, "Error: No space left on device\n")
    closed = start("sources", "--store", str(store), stdout=None, preexec_fn=lambda: os.close(1))
    _, err = closed.communicate()
    assert "Traceback" not in err
    assert closed.returncode in (0, 3)


def test_output_goes_into_a_device_or_pipe_and_through_a_link_instead_of_replacing_it(start: Start, store: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "target.txt").write_text("old")
    (tmp_path / "link.txt").symlink_to("target.txt")
    reader = subprocess.Popen(["timeout", "20", "cat", "pipe"], cwd=tmp_path, stdout=subprocess.PIPE, text=True)
    assert start("sources", "-o", "pipe", "--store", str(store)).wait() == 0
    is_pipe = (tmp_path / "pipe").is_fifo()
    if not is_pipe:
        reader.kill()
    assert is_pipe, "the pipe was replaced by a file; as root the same happens to /dev/null"
    assert reader.communicate()[0].startswith("title")
    assert start("sources", "-o", "link.txt", "--store", str(store)).wait() == 0
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "target.txt").read_text().startswith("title")


# --- the moment -------------------------------------------------------------------------------------------------------


def test_ctrl_c_ends_a_build_and_the_store_is_as_it_was(start: Start, store: Path, tree: Tree) -> None:
    _rename_build(store, "abcdef")
    before = tree(store)
    for stage in ("deriving", "making", "checking", "writing"):
        running = start("build", "--store", str(store))
        assert running.stderr is not None
        seen = ""
        for line in running.stderr:
            seen += line
            if stage in line:
                running.send_signal(signal.SIGINT)
                break
        out, err = running.communicate()
        if running.returncode == 0:
            pytest.fail(f"the build finished although it was interrupted while {stage}")
        assert (running.returncode, out) == (130, ""), seen + err
        assert err.splitlines()[-1] == "Interrupted."
        assert "Traceback" not in err
        assert tree(store) == before


def _began(process: subprocess.Popen[str]) -> None:
    """Waits until a process has used processor time for longer than it takes to start and open a store."""
    ticks = os.sysconf("SC_CLK_TCK")
    while process.poll() is None:
        fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
        if (int(fields[11]) + int(fields[12])) / ticks > 1.5:
            return
        time.sleep(0.02)


def test_ctrl_c_ends_a_slow_query(start: Start, store: Path, tree: Tree) -> None:
    before = tree(store)
    running = start("query", SLOW, "--timeout", "1000", "--store", str(store))
    _began(running)
    assert running.poll() is None, "the query was meant to be slow"
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=20)
    assert (running.returncode, out) == (130, "")
    assert err.lower().startswith("interrupted")
    assert err.count("\n") == 1
    assert tree(store) == before


def test_a_query_that_takes_too_long_is_stopped(light: Cli, store: Path, tmp_path: Path, tree: Tree) -> None:
    before = tree(tmp_path)
    ran = light("query", SLOW, "--timeout", "0.3", "-o", "answer.txt", "--store", str(store))
    assert (ran.returncode, ran.stdout) == (124, "")
    assert "stopped after 0.3 s" in ran.stderr
    assert "--timeout" in ran.stderr
    assert ran.stderr.count("\n") == 1
    assert tree(tmp_path) == before


@pytest.mark.parametrize(
    "args", [("export", "nquads"), ("path", "baker", "pastry chef", "--format", "json"), ("query", "SELECT * { ?s ?p ?o }")]
)
def test_a_reader_that_has_seen_enough_ends_the_command_quietly(start: Start, store: Path, args: tuple[str, ...]) -> None:
    running = start(*args, "--store", str(store))
    assert running.stdout is not None
    assert running.stdout.readline()
    running.stdout.close()
    assert running.stderr is not None
    assert running.stderr.read() == ""
    assert running.wait() == 0
