"""SHACL shapes as SPARQL queries: the part of SHACL core that `ontology/shapes.ttl` uses, read from the file.

The tables below name what can be translated, whichever shape says it; anything else in the file is an error, never
ignored. `rdf.shapes` runs the queries. They are fast because there are few of them, because the values of all properties of a
node are counted in one pass over its triples (on disk a look-up costs as much as reading fifty triples in a row), and because
each pattern inside an EXISTS is a single triple, so that the store looks it up by what is bound already.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Final, TypeAlias, cast

import pyoxigraph as ox

from rolepath import vocab
from rolepath.errors import InvalidData, Problem

Subclasses: TypeAlias = Mapping[str, frozenset[str]]
"""class IRI → the IRIs of all classes below it."""

_Node: TypeAlias = ox.NamedNode | ox.BlankNode
_Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal

_SH: Final = "http://www.w3.org/ns/shacl#"
_FIRST, _REST, _NIL = (vocab.RDF + name for name in ("first", "rest", "nil"))

_COMPARE: Final = {"minInclusive": (">=", "at least"), "minExclusive": (">", "more than"),
                   "maxInclusive": ("<=", "at most"), "maxExclusive": ("<", "less than")}  # fmt: skip
_PAIRS: Final = {"lessThan": ("<", "less than"), "lessThanOrEquals": ("<=", "at most")}
_KINDS: Final = {
    "IRI": ("ISIRI({0})", "an IRI"),
    "Literal": ("ISLITERAL({0})", "a literal"),
    "BlankNode": ("ISBLANK({0})", "a blank node"),
    "BlankNodeOrIRI": ("!ISLITERAL({0})", "an IRI or a blank node"),
    "BlankNodeOrLiteral": ("!ISIRI({0})", "a literal or a blank node"),
    "IRIOrLiteral": ("!ISBLANK({0})", "an IRI or a literal"),
}
_TEXTS: Final = frozenset({vocab.XSD + "string", vocab.RDF + "langString"})
_CASTS: Final = frozenset(vocab.XSD + name for name in ("boolean", "integer", "decimal", "double", "float", "date", "dateTime"))

_OF_VALUES: Final = ("datatype", "nodeKind", "class", "in", "pattern", *_COMPARE, "node", "or", "xone")
_ONCE: Final = frozenset({"path", "minCount", "maxCount", "datatype", "nodeKind", "in"})
_OF_NODE_SHAPES: Final = frozenset({*_OF_VALUES, "targetClass", "property", "message"})
_OF_PROPERTY_SHAPES: Final = frozenset({*_OF_VALUES, "path", "minCount", "maxCount", *_PAIRS, "disjoint", "message"})


@dataclass(frozen=True, order=True)
class Constraint:
    """One thing that a shape asks for: on which path ("" for the node itself), SHACL's name for it, in words."""

    path: str
    component: str
    message: str


@dataclass(frozen=True)
class Check:
    """A query for what breaks some constraints of a shape.

    Each row is `?focus`, `?value` (unbound where a constraint isn't about one value) and `?failed`: the positions in
    `constraints` of those that are broken, each followed by a space.
    """

    shape: str
    constraints: tuple[Constraint, ...]
    query: str = field(repr=False)


def compile_shapes(path: Path, subclasses: Subclasses | None = None) -> tuple[Check, ...]:
    """Translates a file of shapes into queries: for each target one for counts and the node itself, one per property for its values.

    Parameters:
        path: a Turtle file; the part of SHACL core that is known is what the tables above name.
        subclasses: as `subclasses` finds them in the store to be checked; by default, nodes name all of their types.

    Returns:
        The checks, in the order of the file.

    Raises:
        InvalidData: with all that is malformed or not known in the file; nothing is skipped.
    """
    graph: dict[_Node, dict[str, list[_Term]]] = {}
    try:
        for triple in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
            terms = graph.setdefault(cast(_Node, triple.subject), {})
            terms.setdefault(triple.predicate.value, []).append(cast(_Term, triple.object))
    except SyntaxError as error:
        raise InvalidData([Problem(str(path), error.lineno or 0, f"the shapes can't be read: {error.msg}")]) from error
    compiler = _Compiler(graph, subclasses or {})
    checks = tuple(compiler.checks())
    if compiler.faults:
        raise InvalidData([Problem(str(path), 0, fault) for fault in compiler.faults])
    return checks


@dataclass(frozen=True)
class _Test:
    """A constraint and the SPARQL expression that is true where it holds; the expression never ends in an error."""

    constraint: Constraint
    holds: str


class _Compiler:
    """Walks a graph of shapes; what it can't translate is collected in `faults`."""

    def __init__(self, graph: Mapping[_Node, Mapping[str, list[_Term]]], subclasses: Subclasses) -> None:
        self.faults: list[str] = []
        self._graph, self._subclasses = graph, subclasses
        self._reached: set[_Term] = set()
        self._above: list[_Term] = []  # the shapes that are being translated, outermost first
        self._numbers = count(1)
        self._counts: dict[str, str] = {}  # property → the variable that holds how many values of it the focus node has

    # --- from shapes to queries ---------------------------------------------------------------

    def checks(self) -> Iterator[Check]:
        for node in self._graph:
            for target in self._values(node, "targetClass"):
                yield from self._checks_of(node, self._iri(node, "targetClass", target))
        for node in self._graph:
            if node not in self._reached:
                self._fault(node, "isn't part of a shape with an sh:targetClass")

    def _checks_of(self, shape: _Node, target: str) -> Iterator[Check]:
        focus = "?focus"
        members = self._is_a(focus, target)
        self._counts = {}
        self._enter(shape, _OF_NODE_SHAPES)
        own = self._value_tests(shape, focus)
        of_values = []
        for prop in self._values(shape, "property"):
            self._enter(prop, _OF_PROPERTY_SHAPES)
            own += self._count_tests(prop, focus)
            tests = self._value_tests(prop, "?value") + self._pair_tests(prop, focus, "?value")
            of_values.append((self._step(prop, focus, "?value"), tests))
            self._above.pop()
        self._above.pop()
        for pattern, tests in [(self._counted(focus, members), own), *((f"{members} {step}", tests) for step, tests in of_values)]:
            if tests:
                failed = ", ".join(f'IF({test.holds}, "", "{position} ")' for position, test in enumerate(tests))
                query = f'SELECT ?focus ?value ?failed WHERE {{ {pattern} BIND(CONCAT({failed}) AS ?failed) FILTER(?failed != "") }}'
                yield Check(text(shape), tuple(test.constraint for test in tests), query)

    def _counted(self, focus: str, members: str) -> str:
        """The focus nodes, each once, with the number of triples of every property that a test of theirs counts.

        A triple that stands in several graphs is counted for each of them: so a number is an upper bound, and exact where it is 0 or 1.
        """
        nodes = f"{{ SELECT DISTINCT {focus} {{ {members} }} }}"
        if not self._counts:
            return nodes
        counts = " ".join(f"(SUM(IF(SAMETERM(?property, <{iri}>), 1, 0)) AS {name})" for iri, name in self._counts.items())
        return f"{{ SELECT {focus} {counts} {{ {nodes} {focus} ?property ?object }} GROUP BY {focus} }}"

    def _tests(self, shape: _Term, focus: str) -> list[_Test]:
        """All that a nested shape asks of a node, the values of its properties included."""
        if shape in self._above:
            self._fault(shape, "refers to itself")
            return []
        if not self._values(shape, "path"):
            self._enter(shape, _OF_NODE_SHAPES)
            tests = self._value_tests(shape, focus)
            for prop in self._values(shape, "property"):
                tests += self._tests(prop, focus)
        else:
            self._enter(shape, _OF_PROPERTY_SHAPES)
            tests = self._count_tests(shape, focus)
            value = self._variable()
            for test in self._value_tests(shape, value) + self._pair_tests(shape, focus, value):
                tests.append(_Test(test.constraint, f"NOT EXISTS {{ {self._step(shape, focus, value)} FILTER(!({test.holds})) }}"))
        self._above.pop()
        return tests

    def _count_tests(self, prop: _Term, focus: str) -> list[_Test]:
        tests = []
        for name in ("minCount", "maxCount"):
            for value in self._values(prop, name):
                if not (isinstance(value, ox.Literal) and value.datatype.value == vocab.XSD + "integer" and value.value.isdecimal()):
                    self._fault(prop, f"sh:{name} needs a whole number")
                    continue
                number = int(value.value)
                if name == "minCount":
                    holds = self._has(prop, focus, number)
                    message = "needs a value" if number == 1 else f"needs at least {number} values"
                else:
                    holds = f"!({self._has(prop, focus, number + 1)})"
                    message = {0: "takes no value", 1: "takes one value, not several"}.get(number, f"takes at most {number} values")
                tests.append(self._test(prop, name, holds, message))
        return tests

    def _has(self, prop: _Term, focus: str, number: int) -> str:
        """Whether a node has that many values. One triple per pattern: a join inside EXISTS can be planned from its far end."""
        iri, backwards = self._path(prop)
        enough = ""
        if focus == "?focus" and not backwards:
            if iri not in self._counts:
                self._counts[iri] = self._variable()
            enough = f"{self._counts[iri]} >= {number}"
            if number <= 1:
                return enough
        names = [self._variable() for _ in range(number)]
        holds = "true"
        for position in reversed(range(number)):
            conditions = [f"!SAMETERM({names[position]}, {other})" for other in names[:position]]
            conditions += [] if holds == "true" else [holds]
            only = f" FILTER({' && '.join(conditions)})" if conditions else ""
            holds = f"EXISTS {{ {self._step(prop, focus, names[position])}{only} }}"
        return f"IF({enough}, {holds}, false)" if enough else holds

    def _pair_tests(self, prop: _Term, focus: str, value: str) -> list[_Test]:
        tests = []
        for name, (sign, words) in _PAIRS.items():
            for term in self._values(prop, name):
                iri, other = self._iri(prop, name, term), self._variable()
                holds = f"NOT EXISTS {{ {focus} <{iri}> {other} FILTER(!COALESCE({value} {sign} {other}, false)) }}"
                tests.append(self._test(prop, name, holds, f"must be {words} {short(iri)}"))
        for term in self._values(prop, "disjoint"):
            iri = self._iri(prop, "disjoint", term)
            tests.append(self._test(prop, "disjoint", f"NOT EXISTS {{ {focus} <{iri}> {value} }}", f"must differ from {short(iri)}"))
        return tests

    def _value_tests(self, shape: _Term, value: str) -> list[_Test]:
        tests = []
        for name in _OF_VALUES:
            for term in self._values(shape, name):
                holds, message = self._value_test(shape, name, term, value)
                tests.append(self._test(shape, name, holds, message))
        return tests

    def _value_test(self, shape: _Term, name: str, term: _Term, value: str) -> tuple[str, str]:
        """The expression and the words for one parameter of a shape."""
        match name:
            case "datatype":
                iri = self._iri(shape, name, term)
                if iri not in _TEXTS | _CASTS:
                    self._fault(shape, f"sh:datatype {short(iri)} isn't supported")
                well_formed = f" && ISLITERAL(<{iri}>({value}))" if iri in _CASTS else ""
                return f"COALESCE(DATATYPE({value}) = <{iri}>{well_formed}, false)", f"must be of type {short(iri)}"
            case "nodeKind":
                kind = self._iri(shape, name, term).removeprefix(_SH)
                if kind not in _KINDS:
                    self._fault(shape, f"sh:nodeKind {kind} isn't one of SHACL's")
                form, words = _KINDS.get(kind, ("true", ""))
                return form.format(value), f"must be {words}"
            case "class":
                iri = self._iri(shape, name, term)
                return f"EXISTS {{ {self._is_a(value, iri)} }}", f"must be of class {short(iri)}"
            case "in":
                members = self._list(shape, name, term)
                words = ", ".join(short(text(member)) for member in members)
                return " || ".join(f"SAMETERM({value}, {member})" for member in members) or "false", f"must be one of {words}"
            case "pattern":
                pattern = self._literal(shape, name, term)
                known = 'ASK {{ BIND(REGEX("", {}) AS ?x) FILTER(BOUND(?x)) }}'
                if isinstance(term, ox.Literal) and not ox.Store().query(known.format(pattern)):
                    self._fault(shape, f"this sh:pattern isn't supported: {text(term)}")
                return f"COALESCE(REGEX(STR({value}), {pattern}), false)", f"must match {text(term)}"
            case "node":
                if self._values(term, "path"):
                    self._fault(shape, "sh:node needs a node shape")
                tests = self._tests(term, value)
                return _all(tests), _words(tests)
            case "or" | "xone":
                branches = [self._tests(member, value) for member in self._list(shape, name, term)]
                words = "; ".join(_words(branch) for branch in branches)
                if name == "or":
                    return " || ".join(_all(branch) for branch in branches) or "false", f"must meet at least one of these: {words}"
                total = " + ".join(f"IF({_all(branch)}, 1, 0)" for branch in branches) or "0"
                return f"({total}) = 1", f"must meet exactly one of these: {words}"
            case _:
                sign, words = _COMPARE[name]
                holds = f"COALESCE({value} {sign} {self._literal(shape, name, term)}, false)"
                return holds, f"must be {words} {text(term)}"

    def _test(self, shape: _Term, component: str, holds: str, message: str) -> _Test:
        own = "; ".join(text(term) for term in self._values(shape, "message"))
        return _Test(Constraint(self._path_in_words(shape), component, own or message), holds)

    # --- pieces of SPARQL ---------------------------------------------------------------------

    def _variable(self) -> str:
        return f"?v{next(self._numbers)}"

    def _is_a(self, node: str, class_: str) -> str:
        classes = sorted({class_} | self._subclasses.get(class_, frozenset()))
        if len(classes) == 1:
            return f"{node} a <{class_}> ."
        name = self._variable()
        return f"{node} a {name} FILTER({name} IN ({', '.join(f'<{c}>' for c in classes)}))"

    def _path(self, prop: _Term) -> tuple[str, bool]:
        """The property that a path follows, and whether backwards."""
        for path in self._values(prop, "path"):
            if isinstance(path, ox.NamedNode):
                return path.value, False
            inner = self._values(path, "inversePath")
            alone = isinstance(path, ox.BlankNode) and len(self._graph.get(path, {})) == 1 == len(inner)
            if alone and isinstance(inner[0], ox.NamedNode):
                self._reached.add(path)
                return inner[0].value, True
            self._fault(prop, "this kind of sh:path isn't supported")
        return vocab.RP, False

    def _path_in_words(self, shape: _Term) -> str:
        if not self._values(shape, "path"):
            return ""
        iri, backwards = self._path(shape)
        return ("^" if backwards else "") + short(iri)

    def _step(self, prop: _Term, focus: str, value: str) -> str:
        iri, backwards = self._path(prop)
        return f"{value} <{iri}> {focus} ." if backwards else f"{focus} <{iri}> {value} ."

    # --- reading the graph of shapes ------------------------------------------------------------

    def _enter(self, shape: _Term, known: frozenset[str]) -> None:
        """Begins a shape: what it says must be known, and as often as SHACL allows. Its end is `self._above.pop()`."""
        self._above.append(shape)
        self._reached.add(shape)
        if isinstance(shape, ox.Literal) or shape not in self._graph:
            self._fault(shape, "isn't a shape")
            return
        for name, values in self._graph[shape].items():
            if name == vocab.TYPE:
                wrong = [v for v in values if text(v) not in (_SH + "NodeShape", _SH + "PropertyShape")]
                if wrong:
                    self._fault(shape, f"the type {short(text(wrong[0]))} isn't supported")
            elif not name.startswith(_SH) or name.removeprefix(_SH) not in known:
                self._fault(shape, f"{short(name)} isn't supported here")
            elif name.removeprefix(_SH) in _ONCE and len(values) > 1:
                self._fault(shape, f"{short(name)} stands there more than once")
        if known is _OF_PROPERTY_SHAPES and not self._values(shape, "path"):
            self._fault(shape, "needs an sh:path")

    def _values(self, node: _Term, name: str) -> list[_Term]:
        return [] if isinstance(node, ox.Literal) else self._graph.get(node, {}).get(_SH + name, [])

    def _iri(self, shape: _Term, name: str, term: _Term) -> str:
        if not isinstance(term, ox.NamedNode):
            self._fault(shape, f"sh:{name} needs an IRI")
        return text(term)

    def _literal(self, shape: _Term, name: str, term: _Term) -> str:
        """A literal as SPARQL writes it."""
        if not isinstance(term, ox.Literal):
            self._fault(shape, f"sh:{name} needs a literal")
        return str(term)

    def _list(self, shape: _Term, name: str, head: _Term) -> list[_Term]:
        members: list[_Term] = []
        seen: set[_Term] = set()
        while text(head) != _NIL:
            cell = {} if isinstance(head, ox.Literal) else self._graph.get(head, {})
            if head in seen or {key: len(values) for key, values in cell.items()} != {_FIRST: 1, _REST: 1}:
                self._fault(shape, f"sh:{name} needs a list")
                break
            seen.add(head)
            members += cell[_FIRST]
            head = cell[_REST][0]
        self._reached |= seen
        return members

    def _fault(self, shape: _Term, message: str) -> None:
        named = [term for term in (*self._above, shape) if isinstance(term, ox.NamedNode)]
        place = named[-1].value if named else "an unnamed shape"
        fault = f"{place}: {message}"
        if fault not in self.faults:
            self.faults.append(fault)


def _all(tests: list[_Test]) -> str:
    return "(" + (" && ".join(f"({test.holds})" for test in tests) or "true") + ")"


def _words(tests: list[_Test]) -> str:
    """What several tests ask for, each message once."""
    said = [f"{test.constraint.path} {test.constraint.message}".strip() for test in tests]
    return " and ".join(dict.fromkeys(said))


def text(term: object) -> str:
    """The IRI or the lexical form of a term."""
    return str(term.value) if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


def short(iri: str) -> str:
    """An IRI as a person writes it: an identifier, or with a prefix."""
    for prefix, namespace in {**vocab.PREFIXES, "sh": _SH}.items():
        if iri.startswith(namespace) and prefix != "id":
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return vocab.identifier(iri)
