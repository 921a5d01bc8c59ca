"""Answers about all roles as blocks: which are near, which lead to a target, and what each skill is worth."""

from __future__ import annotations

from collections.abc import Iterator

from rolepath.planning.explored import Near, Opened, Opens, Reach
from rolepath.planning.result import Thing
from rolepath.render.answer import closing, source_words
from rolepath.render.blocks import Block, Heading, Items, Table, Text
from rolepath.render.step_words import counted
from rolepath.render.supposing import STAGES, marks, notes_on
from rolepath.render.words import Notes, around, number, percent


def opens_blocks(answer: Opens) -> list[Block]:
    """Each capability with what is lost without it."""
    notes = notes_on(answer.rests)
    blocks: list[Block] = [Heading(f"What your skills open: {_named(answer.start) if answer.start else 'nothing'}", 1)]
    blocks += [Text(note) for note in answer.notes]
    blocks.append(
        Text(
            f"Looked at: the {counted(answer.roles, 'role')} of which enough is known and that you don't hold. “Roles” counts those that"
            " you would be less ready for without it; “lost” is how many points of readiness, of a hundred for each role, you would lose"
            " over all of them together. A unit stands for everything that you have of it."
            f" {_bars(answer)}"
        )
    )
    if answer.opens:
        shown = f"the first {len(answer.opens)} of {answer.total}" if len(answer.opens) < answer.total else f"{answer.total}"
        blocks.append(Heading(f"Most readiness lost first: {shown}"))
        columns = ("unit or skill", "level", "says", "roles", "lost", "what you would no longer be")
        blocks.append(Table("opens", columns, tuple(map(_opened_row, answer.opens)), frozenset({"level", "roles", "lost"})))
    else:
        blocks.append(Text("You hold nothing that any role asks for; say what you have with --have."))
    return [*blocks, *_closing(answer, notes)]


def _closing(answer: Opens | Reach, notes: Notes) -> Iterator[Block]:
    titles = tuple(source_words(source) for source in answer.rests.sources)
    yield from closing(answer.rests, [Items(notes.texts, numbered=True), Items(titles)])


def _named(thing: Thing) -> str:
    return thing.label if thing.origin == "rolepath" else f"{thing.label} ({thing.origin})"


def _bars(answer: Opens | Reach) -> str:
    bars = answer.bars
    return (
        f"Ready means {percent(bars.ready)} and every essential unit covered; nearly ready, fit to apply for a junior grade,"
        f" {percent(bars.nearly)} and every essential unit at least half covered; neither while a licence or credential is lacking."
    )


def _opened_row(opened: Opened) -> tuple[str, ...]:
    parts = f" ({', '.join(_named(thing) for thing in opened.with_)})" if opened.with_ else ""
    worse = (("ready for", opened.not_ready), ("nearly ready for", opened.not_nearly))
    return (
        f"{opened.thing.label}{parts}",
        percent(opened.level),
        "you" if opened.said else "assumed",
        str(opened.roles),
        number(round(opened.lost * 100, 1)),
        "; ".join(f"{what} {', '.join(_named(thing) for thing in roles)}" for what, roles in worse if roles),
    )


def reach_blocks(answer: Reach) -> list[Block]:
    """Roles near someone, or near a target."""
    notes = notes_on(answer.rests)
    if answer.target is None:
        title = f"Within reach: {_named(answer.start) if answer.start else 'nothing'}"
        what = "how ready you are for it now"
    else:
        title = f"Starting roles for {answer.target.label}"
        what = f"how ready for {answer.target.label} someone is who holds it and nothing else"
    blocks: list[Block] = [Heading(title, 1), *(Text(note) for note in answer.notes)]
    order = "by the fewest hours until ready, with no role in between" if answer.by == "hours" else "by readiness"
    middle_of = " Hours are the middle of their range, which stands in brackets." if answer.by == "hours" else ""
    blocks.append(Text(f"For each role: {what}, how many essential units are covered, and what that makes. {_bars(answer)}{middle_of}"))
    if answer.strict:
        blocks.append(Text("Nothing is assumed of the people in your role; only what you say counts (--strict)."))
    if answer.roles:
        shown = f"the first {len(answer.roles)} of {answer.total}" if len(answer.roles) < answer.total else f"{answer.total}"
        blocks.append(Heading(f"Roles {order}: {shown}"))
        blocks.append(_roles(answer, notes))
    else:
        blocks.append(Text("There is no other role of which enough is known."))
    blocks += _around(answer, notes)
    return [*blocks, *_closing(answer, notes)]


def _roles(answer: Reach, notes: Notes) -> Table:
    hours = ("hours until ready",) if answer.by == "hours" else ()
    columns = ("role", "readiness", "essentials", "now", *hours, "documented", "sources")
    rows = tuple(_role_row(near, answer.by == "hours", notes) for near in answer.roles)
    return Table("roles", columns, rows, frozenset({"readiness", "essentials", "hours until ready"}))


def _role_row(near: Near, hours: bool, notes: Notes) -> tuple[str, ...]:
    now = [STAGES[near.stage]]
    now += [f"licence {near.licence}"] if near.licence else []
    return (
        _named(near.role),
        percent(near.readiness),
        f"{near.essentials_met} of {near.essentials}",
        ", ".join(part for part in now if part),
        *((_hours(near),) if hours else ()),
        "yes" if near.documented else "",
        marks(notes, near.evidence),
    )


def _hours(near: Near) -> str:
    if near.study is None:
        return f"no path: {near.no_path}"
    return ("" if near.proven else "at most ") + around(near.study.hours)


def _around(answer: Reach, notes: Notes) -> Iterator[Block]:
    """What isn't in the ranking, and what a licence means."""
    needed = [near for near in answer.roles if near.licence == "needed"]
    if needed and answer.target is not None:
        named = f"{answer.target.label} {marks(notes, needed[0].licence_evidence)}".strip()
        yield Text(f"A licence is needed for {named}, which none of these roles brings.")
    elif needed:
        named = ", ".join(f"{_named(near.role)} {marks(notes, near.licence_evidence)}".strip() for near in needed)
        yield Text(f"A licence is needed for {named}, which readiness doesn't include; if you hold it, say so in a profile (licences).")
    if answer.unknown and not answer.unranked:
        yield Text(f"Not ranked: {counted(answer.unknown, 'role')} of which too little is known.")
    if answer.unranked:
        yield Heading("Not ranked")
        yield Text(f"Too little is known of {counted(answer.unknown, 'role')}; sources tell of moves from or to these:")
        rows = tuple(
            (_named(each.role), str(each.known), ", ".join(map(_named, each.parts)), marks(notes, each.evidence))
            for each in answer.unranked
        )
        columns = ("role", "known units", "known roles that are narrower", "sources")
        yield Table("not ranked", columns, rows, frozenset({"known units"}))
