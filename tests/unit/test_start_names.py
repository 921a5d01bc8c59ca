"""What people call themselves finds the role they mean, in the packaged data."""

from __future__ import annotations

from collections import defaultdict

import pytest

from rolepath import model
from rolepath.catalog.folders import Located
from rolepath.rdf.labels import singular
from rolepath.service.graph import KnowledgeGraph

DATA_SCIENTIST = "esco:occupation/258e46f9-0075-4a2e-adae-1ff0477e0f30"
DATA_ANALYST = "esco:occupation/d3edb8f8-3a06-47a0-8fb9-9b212c006aa2"
SOFTWARE_DEVELOPER = "esco:occupation/f2b15a0e-e65a-438a-affb-29b9d50b77d1"
BUSINESS_ANALYST = "esco:occupation/60082a99-d8ef-4e84-9290-78902681b6ed"
ICT_BUSINESS_ANALYST = "esco:occupation/fe0fa514-b48d-4a53-9757-a283c0baacf0"
PROJECT_MANAGER = "esco:occupation/bea99fea-0383-4c63-b944-70d4799de2c5"
ICT_PROJECT_MANAGER = "esco:occupation/8b6388a4-4904-471b-9331-d3b1211f5525"
MARKETING_MANAGER = "esco:occupation/6fcf4638-e7c7-4978-9302-9a7b63a3d57c"

MEANT = {
    DATA_SCIENTIST: ("data scientist", "Data Scientists", "datascientist", "data science", "applied data scientist"),
    DATA_ANALYST: ("data analyst", "data analytics", "product analyst", "analytics analyst"),
    SOFTWARE_DEVELOPER: (
        "developer", "software developer", "software engineer", "SWE", "software dev", "programmer", "backend developer",
        "back-end engineer", "frontend developer", "front end engineer", "full-stack developer", "full stack engineer",
        "fullstack developer", "mobile developer",
    ),
    BUSINESS_ANALYST: ("business analyst", "BA", "requirements analyst"),
    ICT_BUSINESS_ANALYST: ("IT BA", "technical business analyst", "IT business analyst"),
    PROJECT_MANAGER: ("project manager", "project lead", "project mgr", "PMP"),
    ICT_PROJECT_MANAGER: ("technical project manager", "software project manager", "IT PM", "IT project manager"),
    MARKETING_MANAGER: ("marketing manager", "marketer", "marketing lead", "growth marketer"),
    "role/accountant": ("accountant", "CPA"),
    "role/associate-product-manager": ("APM", "associate product manager"),
    "role/delivery-manager": ("delivery manager",),
    "role/journalist": ("journalist", "reporter"),
    "role/lawyer": ("lawyer", "attorney"),
    "role/management-consultant": ("consultant", "management consultant"),
    "role/mba-student": ("MBA student",),
    "role/mechanical-engineer": ("mechanical engineer",),
    "role/ml-engineer": ("ML engineer", "machine learning engineer", "MLE", "AI engineer", "AI/ML engineer", "deep learning engineer"),
    "role/nurse": ("nurse", "registered nurse"),
    "role/product-manager": ("product manager", "PM"),
    "role/product-owner": ("product owner", "PO"),
    "role/researcher": (
        "researcher", "scientist", "academic", "postdoc", "postdoctoral researcher", "PhD student", "PhD candidate", "doctoral student",
    ),
    "role/scrum-master": ("scrum master",),
    "role/student": ("student",),
    "role/teacher": ("teacher", "secondary school teacher"),
    "role/user-researcher": ("user researcher", "UX researcher"),
    "role/ux-designer": ("UX designer", "UI/UX designer", "interaction designer"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "role"), [(name, role) for role, names in MEANT.items() for name in names])
def test_a_name_finds_the_role_that_a_person_means(kg: KnowledgeGraph, name: str, role: str) -> None:
    assert kg.role(name).id == role


def test_no_name_of_a_role_stands_for_two_of_ours(records: list[Located]) -> None:
    """Labels of our own roles and added ones; those that ESCO gives its occupations are ESCO's business."""
    owners = defaultdict(set)
    for record in (item.record for item in records):
        if isinstance(record, model.Names) or (isinstance(record, model.Role) and ":" not in record.id):
            for label in (*([record.label] if isinstance(record, model.Role) else []), *record.alt_labels, *record.hidden_labels):
                owners[singular(label)].add(record.id)
    assert {label: sorted(found) for label, found in owners.items() if len(found) > 1} == {}
