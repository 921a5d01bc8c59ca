"""Names of files from labels."""

from __future__ import annotations

import re

_LONGEST = 80
"""Characters of each part; a file system takes 255 bytes in all."""


def slug(*parts: str) -> str:
    """A file name from labels.

    >>> slug("Data Scientist", "AI Product Manager")
    'data-scientist-to-ai-product-manager'
    """
    return "-to-".join(re.sub(r"[^a-z0-9]+", "-", part.casefold()).strip("-")[:_LONGEST].strip("-") or "x" for part in parts)
