"""The roles most like one, as blocks."""

from __future__ import annotations

from rolepath.planning.alike import Alike, AlikeIn, Similar
from rolepath.render.answer import closing, source_words
from rolepath.render.blocks import Block, Heading, Items, Table, Text
from rolepath.render.step_words import counted
from rolepath.render.words import percent

_HOW = {"same": "", "below": " (something below it)", "high": " (much of it)", "low": " (little of it)"}
_WHAT = {"competences": "skills", "subjects": "knowledge", "skills": "general skills"}


def similar_blocks(answer: Similar) -> list[Block]:
    """Each role with how like it is, and what both have, the kind of thing that counts most first."""
    origin = "" if answer.role.origin == "rolepath" else f" ({answer.role.origin})"
    blocks: list[Block] = [Heading(f"Roles like {answer.role.label}{origin}", 1)]
    blocks.append(
        Text(
            f"Compared with {counted(answer.of, 'role')} by what the sources say that they ask for, do and use; 100% is the same. Being"
            " alike is no move: `rolepath reach` says how ready you are for a role."
        )
    )
    if not answer.roles:
        return [*blocks, Text("Too little is known of it to compare it; `rolepath show` says what is.")]
    shown = f"the first {len(answer.roles)} of {answer.of}" if len(answer.roles) < answer.of else f"{answer.of}"
    blocks.append(Heading(f"Most alike first: {shown}"))
    blocks.append(Table("similar", ("role", "alike", "because of"), tuple(map(_row, answer.roles)), frozenset({"alike"})))
    titles = tuple(source_words(source) for source in answer.rests.sources)
    return [*blocks, *closing(answer.rests, [Items(titles)])]


def _row(alike: Alike) -> tuple[str, ...]:
    name = alike.role.label if alike.role.origin == "rolepath" else f"{alike.role.label} ({alike.role.origin})"
    return name, percent(max(0.0, alike.score)), "; ".join(_reason(reason) for reason in alike.reasons if reason.shared)


def _reason(reason: AlikeIn) -> str:
    shared = ", ".join(f"{label}{_HOW[how]}" for label, how in reason.shared[:3])
    return f"{_WHAT.get(reason.what, reason.what)} {percent(reason.part)}: {shared}"
