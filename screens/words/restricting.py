"""A restricted record in words: what it does, what it does not protect."""

from __future__ import annotations

from collections.abc import Sequence

from iass_tui.services.restricting_views import Restricted, RestrictedLine, RestrictionPreview, Standing

KINDS_OUT = "Space marks. Managers and safeguarding leads cannot be shut out: they keep keys that open it"
DOES_NOT_PROTECT = (
    "What it does not protect: what they have read already, noted or printed, and copies of the files that were made "
    "before, together with a copy of the machine's host folder. What stands about this family in other people's files "
    "stays there."
)
LIFT_WORDS = (
    "Every officer opens it again, with all that was written meanwhile. The audit keeps who lifted it, when and why."
)


def what_goes_along(seen: RestrictionPreview) -> str:
    """Whose records are restricted, and whose stay open."""
    lines = [f"Restricted: {', '.join(seen.people)}" + (f" ({', '.join(seen.cases)})" if seen.cases else "")]
    if seen.stay_open:
        lines.append(f"Stays open, since another child of theirs is on file: {', '.join(seen.stay_open)}")
    return "\n".join(lines) + "\n"


def says_what_happens(seen: RestrictionPreview, names: Sequence[str]) -> str:
    """What is done, in a few sentences."""
    who = ", ".join(names)
    given = ""
    if seen.held_cases or seen.held_tasks:
        cases, tasks = seen.held_cases, seen.held_tasks
        given = (
            f" {cases} case{'s' * (cases != 1)} and {tasks} task{'s' * (tasks != 1)} of theirs go to whom you chose."
        )
    return (
        f"From this moment the keys of {who} do not open it: they cannot find, open or count it, nor read what the "
        f"audit says of it. Everything in it gets new keys; copies of it that wait in the outbox go.{given}\n\n"
        f"{DOES_NOT_PROTECT}"
    )


def done_lines(done: Restricted) -> tuple[str, ...]:
    """What was done."""
    lines = [f"{done.people} record{'s' * (done.people != 1)}, {done.rows:,} entries in them sealed anew."]
    if done.closed:
        lines.append(f"{done.closed} did not open before either and were left as they are. Run `iass check --deep`.")
    return tuple(lines)


def standing_words(standing: Standing | None) -> str:
    """Who is shut out, for those who are not; "" where nobody is."""
    if standing is None:
        return ""
    names = ", ".join(one.card.name for one in standing.shut_out) or "Nobody"
    verb = "are" if len(standing.shut_out) > 1 else "is"
    why = f": {standing.reason}" if standing.reason else ""
    return f"{names} {verb} shut out{why}. Do not speak of it with them."


NOT_YOURS = "There is a restricted record that your keys do not open. Nothing more of it is shown to you"
CUT_OFF = (
    "Placing or lifting this was cut off half way. Nothing of it is open to whoever is shut out; it is finished now, "
    "as it would be when a manager next signs in."
)


def which_words(one: RestrictedLine) -> str:
    """Which record a line is about: its references, or that there is one."""
    if one.subject_id is None:
        return "NOT FINISHED" if one.is_cut_off else "A record"
    return ", ".join(one.references) or "no case"


def every_words(one: RestrictedLine) -> str:
    """All that the list says of one record."""
    if one.is_cut_off and one.subject_id is None:
        return CUT_OFF
    if one.subject_id is None:
        return f"{NOT_YOURS}."
    out = ", ".join(each.card.name for each in one.shut_out) or "nobody"
    inside = ", ".join(each.card.name for each in one.inside) or "nobody"
    lines = [f"Shut out: {out}", f"Opens it: {inside}"]
    if one.placed is None:
        lines.append("What was written of why does not open. Run `iass check --deep`.")
    elif one.placed.reason:
        lines.append(f"Why: {one.placed.reason}")
    return "\n".join([*lines, CUT_OFF] if one.is_cut_off else lines)
