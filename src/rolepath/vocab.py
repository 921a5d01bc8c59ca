"""Namespaces and terms, as named constants; the ontology in `ontology/rolepath.ttl` defines them."""

from typing import Final

VERSION: Final = "0.1.0"
"""The version of rolepath, of which the store keeps a note; the package and its metadata take it from here."""

COSTS: Final = ("months", "hours", "money", "steps")
"""What a plan can have least of; the first unless another is asked for."""

RP: Final = "https://w3id.org/rolepath/ontology#"
ID: Final = "https://w3id.org/rolepath/id/"
GRAPH: Final = "https://w3id.org/rolepath/graph/"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
ESCO: Final = "http://data.europa.eu/esco/"
ONET: Final = "https://w3id.org/rolepath/onet/"

PREFIXES: Final[dict[str, str]] = {
    "rp": RP,
    "id": ID,
    "graph": GRAPH,
    "rdf": RDF,
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": XSD,
    "skos": SKOS,
    "schema": "https://schema.org/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "dcterms": "http://purl.org/dc/terms/",
    "ceterms": "https://purl.org/ctdl/terms/",
    "sssom": "https://w3id.org/sssom/",
    "semapv": "https://w3id.org/semapv/vocab/",
    "esco": ESCO,
    "onet": ONET,
}

CATALOG: Final = GRAPH + "catalog"
STATEMENTS: Final = GRAPH + "statements"
ASSUMPTIONS: Final = GRAPH + "assumptions"
MAPPINGS: Final = GRAPH + "mappings"
ONTOLOGY: Final = GRAPH + "ontology"
ANSWERS: Final = GRAPH + "answers"
SOURCE_GRAPHS: Final = GRAPH + "source/"

TYPE: Final = RDF + "type"
PREF_LABEL: Final = SKOS + "prefLabel"

AI_PRODUCT_MANAGER: Final = "role/ai-product-manager"


def iri(identifier: str) -> str:
    """The IRI of an identifier as data files write it.

    >>> iri("role/ai-product-manager")
    'https://w3id.org/rolepath/id/role/ai-product-manager'
    >>> iri("esco:skill/1234")
    'http://data.europa.eu/esco/skill/1234'
    """
    if identifier.startswith("esco:"):
        return ESCO + identifier[5:]
    if identifier.startswith("onet:"):
        return ONET + identifier[5:]
    return identifier if identifier.startswith(("http://", "https://")) else ID + identifier


def identifier(iri_: str) -> str:
    """The inverse of `iri`: the shortest name that data files and the command line take.

    >>> identifier("https://w3id.org/rolepath/id/role/ai-product-manager")
    'role/ai-product-manager'
    """
    for namespace, prefix in ((ID, ""), (ESCO, "esco:"), (ONET, "onet:")):
        if iri_.startswith(namespace):
            return prefix + iri_[len(namespace) :]
    return iri_


def source_graph(identifier_: str) -> str:
    """The named graph of a source's evidence and observations."""
    return SOURCE_GRAPHS + identifier_.removeprefix("source/")
