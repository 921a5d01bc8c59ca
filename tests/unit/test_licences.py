"""The reviewed licences: that what they name exists, whom they bar, and whom they don't."""

from __future__ import annotations

from random import Random

import pytest

from rolepath import model
from rolepath.catalog.folders import Located
from rolepath.planning.network import Network
from rolepath.planning.offers import Pace
from rolepath.planning.problem import Limits
from rolepath.planning.profile import make_profile
from rolepath.planning.readiness import Lines, stages
from rolepath.planning.units import known_enough
from rolepath.planning.ways import Ask, sequences

Classified = tuple[list[model.AnyRecord], Network]
shared_data = pytest.mark.shared

LICENSED = {
    "ESCO": (
        "general practitioner", "specialised doctor", "dental practitioner", "nurse responsible for general care", "specialist nurse",
        "midwife", "pharmacist", "hospital pharmacist", "general veterinarian", "physiotherapist", "optometrist", "psychologist",
        "clinical psychologist", "social worker", "lawyer", "prosecutor", "judge", "notary", "airline transport pilot",
        "helicopter pilot", "air traffic controller", "ship captain", "train driver", "bus driver", "secondary school teacher",
        "mathematics teacher at secondary school", "primary school teacher", "architect", "land surveyor", "shotfirer",
        "nuclear reactor operator", "police officer", "infantry soldier", "army captain", "member of parliament", "driving instructor",
    ),
    "O*NET": (
        "Family Medicine Physicians", "Psychiatrists", "Pediatric Surgeons", "Dentists, General", "Registered Nurses",
        "Nurse Practitioners", "Nurse Midwives", "Pharmacists", "Veterinarians", "Physical Therapists", "Optometrists",
        "Clinical and Counseling Psychologists", "Lawyers", "Judges, Magistrate Judges, and Magistrates", "Commercial Pilots",
        "Airline Pilots, Copilots, and Flight Engineers", "Air Traffic Controllers", "Captains, Mates, and Pilots of Water Vessels",
        "Locomotive Engineers", "Elementary School Teachers, Except Special Education", "Architects, Except Landscape and Naval",
        "Police and Sheriff's Patrol Officers", "Infantry", "Legislators",
    ),
}  # fmt: skip
FREE = {
    "ESCO": (
        "data scientist", "accountant", "chef", "journalist", "translator", "shop assistant", "mechanical engineer", "civil engineer",
        "university teaching assistant", "language school teacher", "legal consultant", "legal assistant", "data protection officer",
        "nurse assistant", "veterinary scientist", "polygraph examiner", "youth worker", "drone pilot", "airport operations officer",
        "adult literacy teacher", "museum director", "ICT product manager", "software developer", "interior architect", "flight attendant",
    ),
    "O*NET": (
        "Data Scientists", "Accountants and Auditors", "Chefs and Head Cooks", "News Analysts, Reporters, and Journalists",
        "Interpreters and Translators", "Retail Salespersons", "Mechanical Engineers", "Civil Engineers", "Paralegals and Legal Assistants",
        "Law Teachers, Postsecondary", "Nursing Instructors and Teachers, Postsecondary", "Industrial-Organizational Psychologists",
        "Medical and Health Services Managers", "Flight Attendants", "Software Developers", "Training and Development Specialists",
    ),
}  # fmt: skip


def named(network: Network, labels: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """label → role; each label has to be the one of a role of its classification."""
    of = {(thing.origin, thing.label): role for role, thing in network.roles.items()}
    wanted = [(origin, label) for origin, found in labels.items() for label in found]
    assert [each for each in wanted if each not in of] == []
    return {label: of[origin, label] for origin, label in wanted}


@shared_data
def test_everything_that_a_licence_names_exists(classified: Classified) -> None:
    records, _ = classified
    there = {r.id for r in records if isinstance(r, model.Role | model.RoleGroup)}
    assert [(r.id, each) for r in records if isinstance(r, model.Licence) for each in r.applies_to if each not in there] == []


@shared_data
def test_licensed_work_is_licensed_and_other_work_is_not(classified: Classified) -> None:
    _, network = classified
    assert [label for label, role in named(network, LICENSED).items() if role not in network.regulated] == []
    assert [label for label, role in named(network, FREE).items() if role in network.regulated] == []
    assert network.regulated == network.licences.keys()  # what ESCO marks as regulated stands among the licences by name too


@shared_data
def test_no_licensed_role_is_a_bridge_without_its_licence(classified: Classified) -> None:
    _, network = classified
    random = Random(4)
    known = [role for role in sorted(network.roles) if known_enough(network, role)]
    free = [role for role in known if role not in network.regulated]
    candidates = frozenset(random.sample(free, 150) + random.sample([role for role in known if role in network.regulated], 150))
    entered: set[str] = set()
    for start, target in zip(random.sample(free, 12), random.sample(free, 12), strict=True):
        profile = make_profile(network, [start], target)
        question = Ask(network, profile, target, Pace(8), Limits(), stages(network), Lines(600, 500), candidates, max_bridges=1)
        entered |= {role for way in sequences(question) for role in way[:-1]}
    assert len(entered) > 20
    assert entered.isdisjoint(network.regulated)


@shared_data
def test_whoever_holds_a_licence_may_go_through_the_role_that_asks_for_it(classified: Classified) -> None:
    _, network = classified
    role = named(network, LICENSED)
    nurse, target = role["nurse responsible for general care"], role["specialist nurse"]
    for licences, found in (([], False), ([nurse], True)):
        profile = make_profile(network, [], target, licences=licences)
        question = Ask(network, profile, target, Pace(8), Limits(), stages(network), Lines(600, 500), frozenset({nurse}), max_bridges=1)
        assert bool([*sequences(question)]) is found


@shared_data
def test_whoever_holds_a_licence_may_enter_every_role_that_asks_for_no_more(classified: Classified) -> None:
    _, network = classified
    role = named(network, LICENSED)
    held = make_profile(network, [], role["Registered Nurses"], licences=[role["nurse responsible for general care"]]).licences
    assert {role["Registered Nurses"], role["specialist nurse"]} <= held
    assert held.isdisjoint({role["Nurse Practitioners"], role["Nurse Midwives"], role["midwife"], role["general practitioner"]})
    both = make_profile(network, [], role["lawyer"], licences=[role["nurse responsible for general care"], role["Nurse Midwives"]]).licences
    assert {role["Nurse Practitioners"], role["midwife"]} <= both
    lawyer = make_profile(network, [role["lawyer"]], role["judge"]).licences
    assert {role["lawyer"], role["Lawyers"], role["prosecutor"]} <= lawyer
    assert lawyer.isdisjoint({role["judge"], role["notary"]})
    assert make_profile(network, [], role["judge"]).licences == frozenset()


def test_each_licence_has_a_reason(records: list[Located]) -> None:
    licences = [item.record for item in records if isinstance(item.record, model.Licence)]
    assert len(licences) > 40
    assert [r.id for r in licences if not all(isinstance(e, model.Reason) for e in r.evidence)] == []
