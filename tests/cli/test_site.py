"""`export site`: all pages or none, no folder but its own, the same bytes each time, and what goes wrong."""

from __future__ import annotations

import json
import os
import re
import resource
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rolepath.cli.site import check_folder, write_folder
from rolepath.errors import WrongUse

Ran = subprocess.CompletedProcess[str]
Cli = Callable[..., Ran]
Refused = Callable[..., None]
Tree = Callable[[Path], dict[str, str]]
Start = Callable[..., subprocess.Popen[str]]

ASK = ("export", "site", "--to", "pastry chef", "--role", "baker", "--role", "nothing")
PAGES = {
    "index.html", "graph.html", "baker-to-pastry-chef.html", "baker-and-pastry-chef.html", "nothing-to-pastry-chef.html",
}  # fmt: skip

INDEX_OF_TWO = '<script type="application/json" id="files">["index.html","a.html"]</script>'


def test_the_pages_are_written_and_the_index_opens(light: Cli, built: Path, tmp_path: Path) -> None:
    ran = light(*ASK, "-o", "pages", "--store", str(built))
    assert ran.returncode == 0, ran.stderr
    assert {path.name for path in (tmp_path / "pages").iterdir()} == PAGES
    assert ran.stdout.splitlines() == ["5 pages in pages", "Page: pages/index.html", (tmp_path / "pages" / "index.html").as_uri()]
    for part in ("1 of 2: the way from baker", "2 of 2: the way from nothing", "writing baker-to-pastry-chef.html", "writing index.html"):
        assert part in ran.stderr
    index = (tmp_path / "pages" / "index.html").read_text(encoding="utf-8")
    assert "How do I become a pastry chef?" in index
    assert oct((tmp_path / "pages").stat().st_mode & 0o777) == oct(0o777 & ~_umask())


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_the_same_question_gives_the_same_bytes_and_replaces_the_earlier_site(light: Cli, built: Path, tmp_path: Path, tree: Tree) -> None:
    for seed in ("1", "2"):
        ran = light(*ASK, "-q", "-o", "pages", "--store", str(built), env={"PYTHONHASHSEED": seed})
        assert ran.returncode == 0, ran.stderr
        (tmp_path / seed).mkdir()
        (tmp_path / seed / "tree").write_text(str(sorted(tree(tmp_path / "pages").items())))
    assert (tmp_path / "1" / "tree").read_text() == (tmp_path / "2" / "tree").read_text()
    ran = light(*ASK[:6], "-q", "-o", "pages", "--store", str(built))
    assert ran.returncode == 0, ran.stderr
    assert {path.name for path in (tmp_path / "pages").iterdir()} == PAGES - {"nothing-to-pastry-chef.html"}
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_without_roles_it_starts_from_what_sources_tell_of_and_from_nothing(light: Cli, built: Path, tmp_path: Path) -> None:
    ran = light("export", "site", "--to", "pastry chef", "-o", "pages", "--store", str(built), "-q")
    assert ran.returncode == 0, ran.stderr
    names = {path.name for path in (tmp_path / "pages").iterdir()}
    assert {"index.html", "graph.html", "nothing-to-pastry-chef.html"} <= names
    ranked = json.loads(light("feeders", "pastry chef", "--format", "json", "--store", str(built)).stdout)["roles"]
    assert len([name for name in names if "-and-" in name]) == min(len(ranked), 12) > 0


def test_pace_and_budget_reach_the_pages(light: Cli, built: Path, tmp_path: Path) -> None:
    ran = light(*ASK, "-q", "-o", "pages", "--store", str(built), "--hours-per-week", "20", "--budget", "50 EUR")
    assert ran.returncode == 0, ran.stderr
    assert "20\u00a0hours of study a week" in (tmp_path / "pages" / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--to", "pastry chef", "--role", "bkaer"), ("no role is called “bkaer”", "Did you mean")),
        (("--to", "nobody at all"), ("no role is called “nobody at all”",)),
        (("--to", "pastry chef", "--role", "pastry chef"), ("is the role to get to", "--role")),
        (("--to", "pastry chef", "--role", "baker", "--budget", "much"), ("much",)),
        (("--to", "pastry chef", "--role", "baker", "--hours-per-week", "-1"), ("hours",)),
        (("--to", "pastry chef", "-o", "-"), ("-o DIR",)),
        (("--around", "baker"), ("--around can't go with site",)),
    ],
)
def test_what_cannot_be_is_refused(
    light: Cli, built: Path, tmp_path: Path, assert_refused: Refused, args: tuple[str, ...], words: tuple[str, ...]
) -> None:
    assert_refused(light("export", "site", "-q", "--store", str(built), *(("-o", "pages") if "-o" not in args else ()), *args), 2, *words)
    assert not (tmp_path / "pages").exists()


@pytest.mark.parametrize(("option", "value"), [("--to", "baker"), ("--role", "baker"), ("--hours-per-week", "5"), ("--budget", "5")])
def test_its_options_are_refused_for_other_formats(light: Cli, built: Path, assert_refused: Refused, option: str, value: str) -> None:
    assert_refused(light("export", "graphml", option, value, "--store", str(built)), 2, f"{option} goes with site")


def test_too_little_known_of_the_target_is_no_answer(light: Cli, built: Path, assert_refused: Refused) -> None:
    assert_refused(light("export", "site", "-q", "--to", "kitchen help", "--store", str(built)), 1, "not enough is known")


def test_the_index_counts_what_its_answers_rest_on(light: Cli, built: Path, tmp_path: Path) -> None:
    ran = light(*ASK, "-q", "-o", "pages", "--store", str(built))
    assert ran.returncode == 0, ran.stderr
    index = (tmp_path / "pages" / "index.html").read_text(encoding="utf-8")
    listed = re.findall(r"<li>(?:(?!</li>).)*?: ([\d,]+) passages? (?:or|and) records?\. Licence", index, re.DOTALL)
    whole = {each["title"]: each["evidence"] for each in json.loads(light("sources", "--format", "json", "--store", str(built)).stdout)}
    assert 0 < len(listed) <= len(whole)
    counts = [int(count) for count in listed]
    assert 0 < sum(counts) < sum(whole.values()), "the store holds more than these answers need"
    assert f"the answers rest on {len(counts)} source" in index
    assert re.search(rf"{sum(counts):,} passages and records\. These files", index)


# --- folders --------------------------------------------------------------------------------------


def test_a_file_in_the_way_stays(light: Cli, built: Path, tmp_path: Path, assert_refused: Refused) -> None:
    (tmp_path / "pages").write_text("mine")
    assert_refused(light(*ASK, "-q", "-o", "pages", "--store", str(built)), 2, "is a file", "-o DIR")
    assert (tmp_path / "pages").read_text() == "mine"


@pytest.mark.parametrize("earlier", [False, True])
def test_a_folder_with_anything_else_stays(
    light: Cli, built: Path, tmp_path: Path, tree: Tree, assert_refused: Refused, earlier: bool
) -> None:
    if earlier:
        assert light(*ASK, "-q", "-o", "pages", "--store", str(built)).returncode == 0
    (tmp_path / "pages" / "notes").mkdir(parents=True)
    (tmp_path / "pages" / "letter.txt").write_text("mine")
    before = tree(tmp_path)
    ran = light(*ASK, "-q", "-o", "pages", "--store", str(built))
    assert_refused(ran, 2, "no page of a site (letter.txt, notes)", "new or empty folder")
    assert tree(tmp_path) == before


def test_a_folder_named_like_a_page_is_not_taken_for_one(light: Cli, built: Path, tmp_path: Path, assert_refused: Refused) -> None:
    assert light(*ASK, "-q", "-o", "pages", "--store", str(built)).returncode == 0
    (tmp_path / "pages" / "graph.html").unlink()
    (tmp_path / "pages" / "graph.html").mkdir()
    (tmp_path / "pages" / "graph.html" / "letter.txt").write_text("mine")
    assert_refused(light(*ASK, "-q", "-o", "pages", "--store", str(built)), 2, "graph.html")
    assert (tmp_path / "pages" / "graph.html" / "letter.txt").read_text() == "mine"


def test_an_empty_folder_and_one_behind_a_link_are_filled(light: Cli, built: Path, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    assert light(*ASK, "-q", "-o", "link", "--store", str(built)).returncode == 0
    assert (tmp_path / "link").is_symlink()
    assert {path.name for path in (tmp_path / "real").iterdir()} == PAGES


def test_the_folder_one_is_in_is_not_replaced(light_at: Cli, built: Path, tmp_path: Path, assert_refused: Refused) -> None:
    (tmp_path / "here").mkdir()
    assert_refused(light_at(tmp_path / "here", *ASK, "-q", "-o", ".", "--store", str(built)), 2, "the folder you are in")


def _small_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))


def test_a_disk_that_refuses_leaves_the_earlier_site(start: Start, light: Cli, built: Path, tmp_path: Path, tree: Tree) -> None:
    assert light(*ASK, "-q", "-o", "pages", "--store", str(built)).returncode == 0
    before = tree(tmp_path)
    running = start(*ASK, "-q", "-o", "pages", "--store", str(built), preexec_fn=_small_files)
    out, err = running.communicate()
    assert (running.returncode, out) == (3, "")
    assert re.fullmatch(r"Error: pages: .+\n", err)
    assert tree(tmp_path) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_closed_folder_is_our_failure(light: Cli, built: Path, tmp_path: Path, assert_refused: Refused) -> None:
    (tmp_path / "closed").mkdir(mode=0o555)
    assert_refused(light(*ASK, "-q", "-o", "closed/pages", "--store", str(built)), 3, "closed/pages")


def test_ctrl_c_leaves_nothing(start: Start, built: Path, tmp_path: Path) -> None:
    running = start(*ASK, "-o", "pages", "--store", str(built))
    assert running.stderr is not None
    # with the first way still to be worked out and all pages to be made, the process can't be done before the signal
    assert any("1 of 2" in line for line in running.stderr)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate()
    assert running.returncode == 130, err
    assert list(tmp_path.iterdir()) == []


class _Broken(dict[str, str]):
    """Pages of which only the first can be had."""

    def items(self) -> Any:
        yield next(iter(super().items()))
        raise KeyboardInterrupt


def test_ctrl_c_between_two_pages_leaves_the_earlier_site(tmp_path: Path, tree: Tree) -> None:
    index = '<script type="application/json" id="files">["index.html","b.html"]</script>'
    write_folder(tmp_path / "pages", {"index.html": index, "b.html": "earlier"})
    before = tree(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        write_folder(tmp_path / "pages", _Broken({"index.html": "new", "b.html": "new"}))
    assert tree(tmp_path) == before


def test_an_index_that_is_no_text_is_no_site(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "index.html").write_bytes(b"\xff\xfe mine")
    with pytest.raises(WrongUse, match="no page of a site"):
        write_folder(tmp_path / "pages", {"index.html": "new"})
    assert (tmp_path / "pages" / "index.html").read_bytes() == b"\xff\xfe mine"


@pytest.mark.parametrize("at", ["the old one is away", "the new one is there"])
def test_ctrl_c_between_the_folders_leaves_one_of_them_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: str) -> None:
    folder = tmp_path / "site"
    write_folder(folder, {"index.html": INDEX_OF_TWO, "a.html": "old"})
    replace, calls = Path.replace, []

    def interrupted(self: Path, target: Path) -> Path:
        done = replace(self, target)
        calls.append(target)
        if len(calls) == (1 if at == "the old one is away" else 2):
            os.kill(os.getpid(), signal.SIGINT)
        return done

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_folder(folder, {"index.html": INDEX_OF_TWO, "a.html": "new"})
    assert (folder / "a.html").read_text() == "new"
    assert [each.name for each in tmp_path.iterdir()] == ["site"]


def test_a_link_to_itself_is_refused_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(OSError, match="loop"):
        check_folder(tmp_path / "loop")
