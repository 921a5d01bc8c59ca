"""What answers say of roles that ask for a licence: the bakery of the golden tests, where a chef has to be licensed."""

from __future__ import annotations

from rolepath.service.graph import KnowledgeGraph
from rolepath.service.resolved import Resolved

CHEF = "role/pastry-chef"


def test_a_target_that_asks_for_a_licence_says_so_with_its_reason(guild: KnowledgeGraph, bakery: KnowledgeGraph) -> None:
    for answer in (guild.gap("baker", "pastry chef"), guild.path("baker", "pastry chef")):
        (note,) = (note for note in answer.notes if "licence" in note)
        assert "asks for a licence (Kitchen licence), which study alone doesn't give" in note
        assert note.endswith("The guild licenses its chefs.")
        assert "source/rolepath-editors" in {source.id for source in answer.sources}
    assert [note for note in bakery.gap("baker", "pastry chef").notes if "licence" in note] == []


def test_whoever_holds_the_licence_or_the_role_is_told_nothing_of_it(guild: KnowledgeGraph) -> None:
    answer = guild.gap("baker", "pastry chef", profile=Resolved(licences=(CHEF,)))
    assert [note for note in answer.notes if "asks for a licence" in note] == []
    assert [note for note in guild.gap("pastry chef", "pastry chef").notes if "asks for a licence" in note] == []


def test_reach_shows_why_a_licence_is_needed_and_who_holds_it(guild: KnowledgeGraph) -> None:
    near = {each.role.id: each for each in guild.reach("baker").roles}
    assert near[CHEF].licence == "needed"
    assert near[CHEF].stage == "not yet"
    assert [cited.reason for cited in near[CHEF].licence_evidence] == ["The guild licenses its chefs."]
    assert {each.licence for role, each in near.items() if role != CHEF} == {None}


def test_a_group_stands_for_all_roles_in_it_and_a_role_for_itself_alone(guild: KnowledgeGraph) -> None:
    network = guild.planning
    licensed = {role for role, licences in network.licences.items() if "licence/oven" in licences}
    assert licensed == {"role/oven-keeper", "role/oven-master", "role/night-master"}
    assert network.regulated == {*licensed, CHEF}
    assert network.allowed(["role/oven-master"]) == licensed
