"""What every page shares: text made safe, data embedded, the drawing by pyvis, one file that asks nothing of the network."""

from __future__ import annotations

import base64
import hashlib
import importlib.resources
import importlib.util
import json
import re
import textwrap
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from jinja2 import Environment

_VIS_FOLDER = "vis-9.1.2"
_BIDI = [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]
_CONTROLS = (
    dict.fromkeys([*range(0x20), 0x7F, *range(0x80, 0xA0), 0x2028, 0x2029], " ")
    | dict.fromkeys(_BIDI, "")
    | dict.fromkeys([0xFFFE, 0xFFFF], "\ufffd")
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_FOR_SCRIPT = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def plain(text: str) -> str:
    """The text as one line that can't reorder or break what stands around it.

    Control characters and line ends become spaces, characters that override the direction of writing
    are dropped, and halves of surrogate pairs and what is no character, which no file or drawing can hold, become U+FFFD.

    >>> plain("a\\nb\\u202ec")
    'a bc'
    """
    return _SURROGATE.sub("\ufffd", text).translate(_CONTROLS)


def shorten(text: str, limit: int) -> str:
    """The text, cut to `limit` characters with an ellipsis where it is longer.

    >>> shorten("prompt engineering", 8)
    'prompt …'
    """
    text = plain(text)
    return text if len(text) <= limit else text[: limit - 1].rstrip() + " …"


def wrap(text: str, width: int, rows: int) -> str:
    """The text as at most `rows` lines of about `width` characters, for a label in a drawing.

    >>> wrap("model evaluation and monitoring", 12, 2)
    'model\\nevaluation …'
    """
    lines = textwrap.wrap(shorten(text, 4 * width * rows), width) or [""]
    return "\n".join(lines if len(lines) <= rows else [*lines[: rows - 1], lines[rows - 1][: width - 2].rstrip() + " …"])


def safe_url(text: str | None) -> str | None:
    """The text if it is an http or https address and nothing else; only that becomes a link.

    >>> safe_url("https://esco.ec.europa.eu")
    'https://esco.ec.europa.eu'
    >>> safe_url("javascript:alert(1)") is None
    True
    """
    if text is None or plain(text) != text or re.search(r"\s", text):
        return None
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return text if parts.scheme in ("http", "https") and parts.hostname else None


def page_link(text: str) -> str | None:
    """The text if it names a page in the same folder (a file name ending in .html, maybe with a #fragment) or is on the web.

    >>> page_link("path.html#way-2"), page_link("graph.html#thing=role%2Fbaker")
    ('path.html#way-2', 'graph.html#thing=role%2Fbaker')
    >>> page_link("../secret.html") is None, page_link("javascript:alert(1)//.html") is None
    (True, True)
    """
    return text if re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]*\.html(#[A-Za-z0-9._~%=&+,/-]*)?", text) else safe_url(text)


def embed_json(data: object) -> str:
    """Data as JSON that can stand inside a script element: no `<`, `>`, `&`, U+2028, U+2029; every string made plain.

    >>> embed_json({"label": "</script>"})
    '{"label":"\\\\u003c/script\\\\u003e"}'
    """
    return json.dumps(_plain_all(data), ensure_ascii=False, separators=(",", ":")).translate(_FOR_SCRIPT)


def _plain_all(data: object) -> object:
    if isinstance(data, str):
        return plain(data)
    if isinstance(data, Mapping):
        return {plain(str(key)): _plain_all(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_plain_all(value) for value in data]
    return data


def asset(name: str) -> str:
    """The text of a template, stylesheet or script of this package."""
    return (importlib.resources.files(__package__) / "assets" / name).read_text(encoding="utf-8")


@cache
def vis_script() -> str:
    """The text of vis-network as pyvis ships it, without the pointer to its source map.

    Its stylesheet is left out: 220 kB of pictures for buttons that these pages don't have.
    Found without importing pyvis, which takes half a second.

    Raises:
        FileNotFoundError: the installed pyvis doesn't ship this version of vis-network.
    """
    spec = importlib.util.find_spec("pyvis")
    folders = (spec.submodule_search_locations if spec else None) or []
    for folder in folders:
        for file in (Path(folder) / part / _VIS_FOLDER / "vis-network.min.js" for part in ("templates/lib", "lib")):
            if file.is_file():
                return re.sub(r"\n//# sourceMappingURL=\S*", "", file.read_text(encoding="utf-8"))
    raise FileNotFoundError(f"pyvis ships no {_VIS_FOLDER}/vis-network.min.js; install pyvis 0.3.2")


def drawing_json(nodes: Sequence[Mapping[str, Any]], edges: Sequence[Mapping[str, Any]], options: Mapping[str, Any]) -> str:
    """A drawing as vis-network reads it, built by pyvis through a template of our own; safe inside a script element.

    Args:
        nodes: keyword arguments of pyvis' `add_node`, `n_id` an integer, `label` from `wrap`.
        edges: keyword arguments of pyvis' `add_edge`: `source` and `to` are integers of nodes.
        options: vis-network's options; constants of ours, never data.

    Returns:
        One JSON object with `nodes`, `edges` and `options`.
    """
    from pyvis.network import Network

    with importlib.resources.as_file(importlib.resources.files(__package__) / "assets") as folder:
        network = Network(directed=True)
        network.set_template((folder / "drawing.json").as_posix())
        network.options = dict(options)
        for node in nodes:
            network.add_node(**node)
        for edge in edges:
            network.add_edge(**edge)
        return str(network.generate_html())


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    def finalize(value: object) -> object:
        return plain(value) if type(value) is str else value

    env = Environment(
        loader=FunctionLoader(asset), autoescape=True, undefined=StrictUndefined, finalize=finalize, trim_blocks=True, lstrip_blocks=True
    )
    env.filters["shorten"] = shorten
    env.filters["safe_url"] = safe_url
    env.filters["page_link"] = page_link
    env.filters["quantity"] = lambda value: f"{value:,g}"
    return env


def render_page(template: str, *, styles: Sequence[str], scripts: Sequence[str], data: Mapping[str, str], **context: Any) -> str:
    """A whole page from a template that extends `page.html`.

    Args:
        template: name of the template among the assets.
        styles: stylesheets among the assets, in order; they become one style element.
        scripts: texts of scripts, in order.
        data: JSON texts from `embed_json` or `drawing_json`, by the id of the element that holds each.
        context: what the template reads; text is escaped.

    Returns:
        The page. Its policy names each script and the style by hash and forbids everything else, images in the page aside.
    """
    from markupsafe import Markup

    style = _fits("style", "\n".join(asset(name) for name in styles))
    texts = [_fits("script", text) for text in scripts]
    policy = "; ".join(
        [
            "default-src 'none'",
            "script-src " + (" ".join(_hash(text) for text in texts) or "'none'"),
            "style-src " + _hash(style),
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
    return (
        _environment()
        .get_template(template)
        .render(
            policy=policy,
            style=Markup(style),
            scripts=[Markup(text) for text in texts],
            data=[(name, Markup(_fits("script", text))) for name, text in data.items()],
            **context,
        )
    )


def _fits(element: str, text: str) -> str:
    """The text, if the element that it is put into ends where it should."""
    if re.search(rf"</{element}|<!--", text, re.IGNORECASE):
        raise ValueError(f"text with “</{element}” or “<!--” can't stand inside a {element} element")
    return text


def _hash(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"
