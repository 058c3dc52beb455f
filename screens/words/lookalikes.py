"""Why two records may be about one person, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iass_tui.rules.duplicates import Sign

if TYPE_CHECKING:
    from iass_tui.services.import_views import Lookalike

SIGNS = {
    Sign.SAME_NAME: "same name",
    Sign.NAMES_SWAPPED: "first name and surname swapped",
    Sign.NICKNAME: "a short form of the name",
    Sign.NEARLY_SAME_NAME: "nearly the same name",
    Sign.SAME_FIRST_NAME: "same first name",
    Sign.SAME_SURNAME: "same surname",
    Sign.OTHER_FIRST_NAME: "another first name",
    Sign.OTHER_SURNAME: "another surname",
    Sign.SAME_BIRTH_DATE: "same date of birth",
    Sign.BIRTH_DATE_FITS: "date of birth fits, as far as it is known",
    Sign.BIRTH_DATE_TURNED: "date of birth with day and month swapped",
    Sign.OTHER_BIRTH_DATE: "another date of birth",
    Sign.SAME_PHONE: "same telephone number",
    Sign.SAME_EMAIL: "same e-mail address",
    Sign.SAME_POSTCODE: "same postcode",
    Sign.SAME_RELATIVE: "same parent or carer",
}


def explained(one: Lookalike) -> str:
    """What speaks for it, then what against it."""
    found = ", ".join(SIGNS[sign] for sign in one.likeness.speaks_for)
    against = ", ".join(SIGNS[sign] for sign in one.likeness.speaks_against)
    return f"{found}; but {against}" if against else found


def lookalike_name(one: Lookalike) -> str:
    """Who it is: a name with the birth date, or a row of the sheet."""
    if one.row is not None:
        return f"row {one.row}"
    born = f", born {one.born.display()}" if one.born is not None else ""
    return f"{one.name}{born}"


def lookalike_line(one: Lookalike) -> str:
    """One line: how likely, who, why."""
    return f"{'Likely' if one.likeness.is_likely else 'Possibly'} {lookalike_name(one)}: {explained(one)}"
