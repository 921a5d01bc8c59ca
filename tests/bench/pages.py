"""The explorer in a browser, packaged and as a map of a classification: `python tests/bench/pages.py --store DIR [--write]`.

Makes the map with `rolepath export html --all` in a process of its own, then opens it in headless Chromium without a graphics processor,
as on an office machine, and does the same with the plain page that pyvis makes of the same things, links and places (physics off).
Frames are what the browser draws while the mouse drags the picture to and fro. Prints a table; `--write` puts it into README.md;
`--pictures` takes the map's pictures for exports/.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parents[1] / "src"
MARKS = ("<!-- pages -->", "<!-- /pages -->")
MB = 1e6
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run"]
FIRST = """() => {
  const frame = (then) => requestAnimationFrame(then);
  addEventListener("load", () => frame(() => frame(() => { window.firstPicture = performance.now(); })));
}"""
FRAMES = """() => {
  window.frameTimes = [];
  (function next(now) { window.frameTimes.push(now); window.asked = requestAnimationFrame(next); })(performance.now());
}"""


def make(store: str | None, only: str, target: Path) -> dict[str, float]:
    """The map, by the command line: seconds and megabytes of the process."""
    import resource

    where = ["--store", store, "--no-imports"] if store else []
    begun = time.perf_counter()
    command = [sys.executable, "-m", "rolepath", "export", "html", "--all", "--only", only, "-o", str(target), *where]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONPATH": str(SOURCE)}, stdout=subprocess.DEVNULL)
    return {"made": time.perf_counter() - begun, "maker": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 / MB}


def packaged(target: Path, rounds: int = 9) -> dict[str, float]:
    """The explorer of the packaged graph: megabytes, and the median of when it takes a click, in seconds from the start."""
    from playwright.sync_api import sync_playwright

    command = [sys.executable, "-m", "rolepath", "export", "html", "-o", str(target), "--quiet"]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONPATH": str(SOURCE)}, stdout=subprocess.DEVNULL)
    ready = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for _ in range(rounds):
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto(target.as_uri(), wait_until="load")
            ready.append(page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd") / 1000)
            page.close()
        browser.close()
    return {"size": target.stat().st_size / MB, "ready": statistics.median(ready)}


def chromium() -> str:
    """The system's Chromium."""
    found = next((p for name in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(name))), None)
    if found is None:
        raise SystemExit("no Chromium on the PATH")
    return found


def take_pictures(map_file: Path) -> None:
    """The map at three widths, light and dark, into exports/."""
    from playwright.sync_api import sync_playwright

    sys.path.insert(0, str(HERE.parent / "browser"))
    import png

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for width, height in ((390, 844), (1280, 900), (1920, 900)):
            page = browser.new_page(viewport={"width": width, "height": height}, reduced_motion="reduce")
            page.goto(map_file.as_uri())
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                page.wait_for_timeout(1000)
                page.locator("canvas[data-links=drawn]").wait_for()
                target = HERE.parents[1] / "exports" / f"map-{width}-{scheme}.png"
                target.write_bytes(png.with_palette(page.screenshot()))
            page.close()
        browser.close()


def held(page: str, name: str) -> Any:
    """The data that a page of ours holds under that name."""
    found = re.search(rf'<script[^>]*id="{name}"[^>]*>(.*?)</script>', page, re.DOTALL)
    if found is None:
        raise SystemExit(f"the page holds no data called {name}")
    return json.loads(found[1])


def plain_page(page: str, target: Path) -> dict[str, float]:
    """What pyvis makes of the things, links and places of a map by itself."""
    from pyvis.network import Network

    drawing, links = held(page, "drawing"), held(page, "details")["links"]
    begun = time.perf_counter()
    network = Network(height="750px", width="100%", directed=True, cdn_resources="in_line")
    network.toggle_physics(False)
    for i, node in enumerate(drawing["nodes"]):
        network.add_node(i, label=" ".join(node["label"]), x=node["x"], y=node["y"], size=node["size"], shape="dot", physics=False)
    # add_edge looks every end up in a list of all nodes, which takes hours; what it adds is this
    network.edges = [{"from": a, "to": b, "arrows": "to"} for a, b in zip(links["from"], links["to"], strict=True)]
    target.write_text(network.generate_html(), encoding="utf-8")
    return {"made": time.perf_counter() - begun}


def measure(path: Path, holder: str, seconds: float, patience: float) -> dict[str, Any]:
    """A page opened and dragged; without “frames” where it wasn't done in time."""
    import psutil
    from playwright.sync_api import Error, sync_playwright

    found: dict[str, Any] = {"size": path.stat().st_size / MB}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(patience * 1000)
        page.route(re.compile("^https?:"), lambda route: route.abort())
        page.add_init_script(f"({FIRST})()")
        try:
            page.goto(path.as_uri(), wait_until="load")
            begun = time.monotonic()
            while (first := page.evaluate("() => window.firstPicture")) is None:
                if time.monotonic() - begun > patience:
                    raise Error("no picture in time")
                page.wait_for_timeout(50)
            found["first"] = first / 1000
            if page.locator("canvas[data-links]").count():
                page.locator("canvas[data-links=drawn]").wait_for()
                found["links"] = page.evaluate("performance.now()") / 1000
            page.wait_for_timeout(1000)
            found["far"] = drag(page, holder, seconds)
            box = page.locator(holder).bounding_box()
            assert box is not None
            page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
            for _ in range(4):
                page.mouse.wheel(0, -300)
                page.wait_for_timeout(100)
            page.wait_for_timeout(1500)
            found["near"] = drag(page, holder, seconds)
        except Error as problem:
            found["problem"] = str(problem).splitlines()[0]
        family = psutil.Process().children(recursive=True)
        shown = [child for child in family if "--type=renderer" in " ".join(child.cmdline())]
        found["memory"] = max((child.memory_info().rss / MB for child in shown), default=math.nan)
        browser.close()
    return found


def drag(page: Page, holder: str, seconds: float) -> tuple[float, float, float]:
    """While the mouse drags the picture: frames a second, median and 95th percentile of the time between two of them in ms."""
    box = page.locator(holder).bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 20, y)
    page.evaluate(FRAMES)
    begun, steps = time.monotonic(), 0
    while time.monotonic() - begun < seconds:
        steps += 1
        page.mouse.move(x + 250 * math.sin(steps / 12), y + 120 * math.sin(steps / 17))
    frames = page.evaluate("() => { cancelAnimationFrame(window.asked); return window.frameTimes; }")
    page.mouse.up()
    gaps = sorted(b - a for a, b in itertools.pairwise(frames)) or [seconds * 1000]
    return 1000 * len(gaps) / sum(gaps), statistics.median(gaps), gaps[min(len(gaps) - 1, int(0.95 * len(gaps)))]


def table(small: dict[str, float], ours: dict[str, Any], plain: dict[str, Any], patience: float) -> list[str]:
    """The rows of the table."""

    def said(found: dict[str, Any], key: str, unit: str, digits: int = 1) -> str:
        return f"{found[key]:,.{digits}f} {unit}" if key in found else f"not within {patience:g} s"

    def frames(found: dict[str, Any], key: str) -> str:
        if key not in found:
            return f"not within {patience:g} s"
        rate, median, slow = found[key]
        return f"{rate:.1f} a second; between two {median:,.0f} ms, 95th percentile {slow:,.0f} ms"

    def met(value: float | None, most: float) -> str:
        return "yes" if value is not None and value < most else "**no**"

    def quick(key: str) -> str:
        return "yes" if key in ours and min(ours[key][0], 1000 / ours[key][1]) >= 20 else "**no**"

    def row(what: str, mine: str, theirs: str, target: str = "–", reached: str = "–") -> str:
        return f"| {what} | {mine} | {theirs} | {target} | {reached} |"

    def both(key: str, unit: str, digits: int = 1) -> tuple[str, str]:
        return said(ours, key, unit, digits), said(plain, key, unit, digits)

    return [
        "| what | the map | plain pyvis | target | met |",
        "|---|---:|---:|---|---|",
        row("the file", *both("size", "MB"), "< 15 MB", met(ours["size"], 15)),
        row("first picture", *both("first", "s", 2), "< 3 s", met(ours.get("first"), 3)),
        row("all links drawn", said(ours, "links", "s", 2), "with the first picture"),
        row("dragging, from afar", frames(ours, "far"), frames(plain, "far"), "≥ 20 a second", quick("far")),
        row("dragging, near", frames(ours, "near"), frames(plain, "near"), "≥ 20 a second", quick("near")),
        row("memory of the page", *both("memory", "MB", 0), "< 1,000 MB", met(ours["memory"], 1000)),
        row("making it, time", said(ours, "made", "s", 0), f"{said(plain, 'made', 's', 0)}, without reading the store"),
        row("making it, memory", said(ours, "maker", "MB", 0), "–", "< 1,000 MB", met(ours["maker"], 1000)),
        row("the packaged graph: the file", f"{small['size']:.2f} MB", "–", "< 1.5 MB", met(small["size"], 1.5)),
        row("the packaged graph: takes a click after", f"{small['ready']:.2f} s, median of 9", "–", "< 1 s", met(small["ready"], 1)),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", help="a store that holds the classification; else what is imported is used")
    parser.add_argument("--only", default="esco", choices=("esco", "onet"))
    parser.add_argument("--seconds", type=float, default=5.0, help="of dragging")
    parser.add_argument("--patience", type=float, default=120.0, help="seconds after which a page is given up")
    parser.add_argument("--write", action="store_true", help="put the table into README.md")
    parser.add_argument("--pictures", action="store_true", help="take the map's pictures for exports/")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        map_file, plain_file = Path(folder) / "map.html", Path(folder) / "plain.html"
        small = packaged(Path(folder) / "graph.html")
        ours = make(given.store, given.only, map_file)
        if given.pictures:
            take_pictures(map_file)
        page = map_file.read_text(encoding="utf-8")
        counts = len(held(page, "drawing")["nodes"]), len(held(page, "details")["links"]["from"])
        plain = plain_page(page, plain_file)
        del page
        ours |= measure(map_file, "#picture", given.seconds, given.patience)
        plain |= measure(plain_file, "#mynetwork", given.seconds, given.patience)
    lines = table(small, ours, plain, given.patience)
    where = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    lines += ["", f"{counts[0]:,} things, {counts[1]:,} links; window of 1280 × 900; {where}; single runs."]
    print("\n".join(lines))
    if given.write:
        readme = HERE / "README.md"
        before, _, rest = readme.read_text(encoding="utf-8").partition(MARKS[0])
        after = rest.partition(MARKS[1])[2]
        readme.write_text("".join((before, MARKS[0], "\n\n", "\n".join(lines), "\n\n", MARKS[1], after)), encoding="utf-8")


if __name__ == "__main__":
    main()
