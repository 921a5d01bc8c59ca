"""The text of a SPARQL query: its tokens, its form, and where and why the parser refuses it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Final

import pyoxigraph

from rolepath import vocab
from rolepath.errors import QuerySyntax

_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_START = _BASE + "_"
_VARIABLE = _START + "0-9\u00b7\u0300-\u036f\u203f-\u2040"
_INNER = _VARIABLE + r"\-"
_ESCAPE = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"

_LOCAL = rf"(?:[{_START}:0-9]|{_ESCAPE})(?:(?:[{_INNER}.:]|{_ESCAPE})*(?:[{_INNER}:]|{_ESCAPE}))?"
_TOKEN = re.compile(
    rf"""
      (?P<space>   (?: [\x20\t\r\n] | \#[^\r\n]* )++ )
    | (?P<string>  \'\'\'(?:[^'\\]|\\.|'(?!''))*+\'\'\' | \"\"\"(?:[^"\\]|\\.|"(?!""))*+\"\"\"
                 | '(?:[^'\\\r\n]|\\[^\r\n])*+' | "(?:[^"\\\r\n]|\\[^\r\n])*+" )
    | (?P<iri>     <(?:[^\x00-\x20<>"{{}}|^`\\]|\\[uU][0-9A-Fa-f]+)*+> )
    | (?P<variable>[?$][{_START}0-9][{_VARIABLE}]*+ )
    | (?P<blank>   _:[{_START}0-9](?:[{_INNER}.]*[{_INNER}])? )
    | (?P<language>@[A-Za-z]+(?:--?[A-Za-z0-9]+)*+ )
    | (?P<number>  (?:[0-9]++(?:\.[0-9]++)?|\.[0-9]++)(?:\.?[eE][+\-]?[0-9]++)? )
    | (?P<name>    (?:[{_BASE}][{_INNER}.]*+(?<!\.))?:(?:{_LOCAL})? )
    | (?P<word>    [{_START}][{_START}0-9]*+ )
    | (?P<mark>    \^\^ | . )
    """,
    re.VERBOSE | re.DOTALL,
)

FORMS: Final = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_GAP: Final = 32  # longer than any keyword of SPARQL
_REASON: Final = re.compile(r"\\?[A-Za-z][\w*]*(?: [\w*.'\\-]+){2,}")
_WITH_SLASHES: Final = ("id:", "graph:", "esco:", "onet:")  # prefixes whose names have slashes in them
_BRACKETS: Final = frozenset("{}()[];,")


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its kind (a group of the grammar below), its text, and where it starts."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    def is_word(self, *words: str) -> bool:
        """Whether it is one of these keywords, which SPARQL writes in any case."""
        return self.kind == "word" and self.text.upper() in words


def tokenize(text: str) -> list[Token]:
    """Split a query into its tokens, by SPARQL's own rules, without white space and comments.

    The longest token wins, as the recommendation says, so `?a<?b&&?c>?d` holds an IRI; a quote that is never closed
    is a `mark`.

    >>> [token.text for token in tokenize("ASK { ?s rdf:type <http://e/#x> } # all of it")]
    ['ASK', '{', '?s', 'rdf:type', '<http://e/#x>', '}']
    """
    matches = _TOKEN.finditer(text)
    return [Token(match.lastgroup or "", match[0], match.start()) for match in matches if match.lastgroup != "space"]


def operation(tokens: Sequence[Token]) -> Token | None:
    """The first token after the prologue: SELECT, or INSERT, or whatever stands in its place."""
    rest = iter(tokens)
    for token in rest:
        if token.is_word("PREFIX"):
            next(rest, None)
            next(rest, None)
        elif token.is_word("BASE", "VERSION"):
            next(rest, None)
        else:
            return token
    return None


def form(text: str) -> str:
    """The form of a query, to know its formats before it runs: one of `FORMS`, or "" if it isn't a query.

    >>> form("PREFIX e: <http://e/> select ?x { ?x a e:Role }")
    'SELECT'
    """
    first = operation(tokenize(text))
    return first.text.upper() if first is not None and first.is_word(*FORMS) else ""


def parse_problem(text: str) -> str | None:
    """What Oxigraph's parser says against a query, or None; nothing of the store is read.

    >>> parse_problem("ASK {}") is None
    True
    """
    try:
        pyoxigraph.Store().query(text, prefixes=vocab.PREFIXES)
    except SyntaxError as error:
        return str(error)
    except (RuntimeError, OSError):
        return None  # it was parsed, and refused only afterwards
    return None


def explain(text: str, shown: str | None = None) -> QuerySyntax:
    """The error for a query that doesn't parse, at the token where it goes wrong.

    Parameters
    ----------
    text: the query.
    shown: what the user wrote, if that isn't `text`; both have the same tokens at the same places.

    Notes
    -----
    Oxigraph reports the furthest place that any rule looked at, which is off by the length of the keyword it looked
    for, and lists what it hoped for there (`error at 1:31: expected OPTIONAL`). So the query is parsed a second time
    with wide gaps between its tokens: then that place can't pass the wrong token.

    >>> print(explain("ASK { ?s ?p }"))
    the query can't be read: line 1, column 13: unexpected “}”
      ASK { ?s ?p }
                  ^
    """
    shown = text if shown is None else shown
    tokens = tokenize(shown)
    offset, message = _open_string(tokens) or _undeclared_prefix(tokens) or _relative_iri(tokens) or _wrong_token(text, tokens)
    line, column = position(text, offset)
    return QuerySyntax(message, line, column, shown)


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 1, of an offset.

    >>> position("ab\\ncd", 4)
    (2, 2)
    """
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _open_string(tokens: Sequence[Token]) -> tuple[int, str] | None:
    quote = next((token for token in tokens if token.text in ("'", '"')), None)
    return (quote.start, "this string is never closed") if quote is not None else None


def _undeclared_prefix(tokens: Sequence[Token]) -> tuple[int, str] | None:
    declared = set(vocab.PREFIXES)
    declared.update(name.text.partition(":")[0] for word, name in pairwise(tokens) if word.is_word("PREFIX"))
    for before, token in pairwise(tokens):
        prefix = token.text.partition(":")[0]
        if token.kind == "name" and prefix not in declared:
            if before.text == "<" and before.end == token.start:
                return before.start, "this IRI is never closed, or holds a character that no IRI may hold"
            return token.start, f"the prefix “{prefix}:” isn't declared; known without a declaration: {', '.join(vocab.PREFIXES)}"
    return None


def _relative_iri(tokens: Sequence[Token]) -> tuple[int, str] | None:
    if any(token.is_word("BASE") for token in tokens):
        return None
    for token in tokens:
        if token.kind == "iri" and "\\" not in token.text and not _is_absolute(token.text[1:-1]):
            return token.start, f"{token.text} isn't an absolute IRI"
    return None


def _is_absolute(iri: str) -> bool:
    try:
        pyoxigraph.NamedNode(iri)
    except ValueError:
        return False
    return True


def _wrong_token(text: str, tokens: Sequence[Token]) -> tuple[int, str]:
    chunks = _chunks(text, tokens)
    spaced = "".join(chunk + " " * _GAP for _, chunk in chunks)
    report = parse_problem(spaced) or parse_problem(text) or ""
    furthest, reason = _furthest(spaced, report), _reason(report)
    ends = accumulate(len(chunk) + _GAP for _, chunk in chunks)
    offset = next((offset for (offset, _), end in zip(chunks, ends, strict=True) if furthest < end), tokens[-1].end if tokens else 0)
    wrong = next((token for token in tokens if token.start >= offset), None)
    if reason:
        return offset, reason
    if wrong is None:
        return offset, "the query ends too early" if tokens else "the query is empty"
    if wrong.text.startswith(_WITH_SLASHES) and text.startswith("/", wrong.end):
        return offset, f"“{wrong.text}/…”: a prefixed name writes a slash as \\/, or the whole IRI stands in <…>"
    return offset, f"unexpected “{wrong.text}”"


def _furthest(text: str, report: str) -> int:
    """The offset in Oxigraph's `error at line:column`; it counts characters, and lines by their line feeds."""
    found = re.match(r"error at (\d+):(\d+)", report)
    if found is None:
        return len(text)
    return sum(len(line) + 1 for line in text.split("\n")[: int(found[1]) - 1]) + int(found[2]) - 1


def _reason(report: str) -> str:
    """The rule that was broken, where Oxigraph names one among the tokens it hoped for; else ""."""
    found = _REASON.search(report.partition("expected ")[2].removeprefix("one of "))
    return found[0] if found else ""


def _chunks(text: str, tokens: Sequence[Token]) -> list[tuple[int, str]]:
    """The query cut where white space may stand for sure, without comments: the offset and the text of each piece."""
    firsts = [0] if tokens else []
    firsts += [index for index, (before, after) in enumerate(pairwise(tokens), 1) if _may_part(before, after)]
    lasts = [*(first - 1 for first in firsts[1:]), len(tokens) - 1]
    return [(tokens[first].start, text[tokens[first].start : tokens[last].end]) for first, last in zip(firsts, lasts, strict=False)]


def _may_part(before: Token, after: Token) -> bool:
    if before.end < after.start:
        return True
    plain = all(token.kind != "mark" or token.text in _BRACKETS for token in (before, after))
    return plain and (before.text in _BRACKETS or after.text in _BRACKETS)
