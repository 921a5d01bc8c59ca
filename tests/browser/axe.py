"""axe-core from the npm registry, at test time only, and what it found in words."""

from __future__ import annotations

import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

VERSION = "4.10.3"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]


def fetch(npm: str, folder: Path) -> str:
    """The text of axe-core.

    Raises:
        RuntimeError: npm did not bring it; the message is npm's last line.
    """
    asked = [npm, "pack", "--silent", f"axe-core@{VERSION}"]
    ran = subprocess.run(asked, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    package = folder / f"axe-core-{VERSION}.tgz"
    if ran.returncode or not package.is_file():
        raise RuntimeError("npm did not bring axe-core: " + (ran.stderr.strip().splitlines() or ["it said nothing"])[-1])
    with tarfile.open(package) as archive:
        member = archive.extractfile("package/axe.min.js")
        assert member is not None
        return member.read().decode("utf-8")


@dataclass(frozen=True)
class Violations:
    """What axe-core found on a page, as it tells it."""

    found: list[dict[str, Any]]

    def serious(self) -> list[str]:
        """What is serious or critical, each in words."""
        return [_told(it) for it in self.found if it["impact"] in ("serious", "critical")]


def _told(violation: dict[str, Any]) -> str:
    """The rule, what it asks for, and the elements in short."""
    elements = [node["html"][:150] for node in violation["nodes"]]
    return f"{violation['id']} ({violation['impact']}): {violation['help']}: {' | '.join(elements[:4])} ({len(elements)} in all)"
