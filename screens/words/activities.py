"""Strategic activity in words."""

from __future__ import annotations

from datetime import date

from iass_tui.rules.dates import display_day
from iass_tui.services.feedback_views import ActivityView
from screens.widgets.row_list import Row
from screens.words.codes import label
from screens.words.days import short_day

LABELS = {
    "kind": "What kind",
    "on": "On which day",
    "what": "What it was about",
    "minutes": "Minutes",
    "travel": "Minutes on the way",
    "volunteer_minutes": "A volunteer's minutes",
    "reached": "How many people",
}
COLUMNS = (11, 20, 0, 14)


def row(one: ActivityView) -> Row:
    """One activity in the list: day, kind, what and how long, by whom."""
    body = one.body
    times = (
        f"{body.minutes} minutes" if body.minutes else "",
        f"{body.travel} on the way" if body.travel else "",
        f"{body.volunteer_minutes} of a volunteer's" if body.volunteer_minutes else "",
        f"{body.reached} people" if body.reached else "",
    )
    what = ", ".join(part for part in (body.what, *times) if part)
    return Row(one.id, (short_day(body.on), label("STRATEGIC", body.kind), what, one.author))


def field_words(name: str, value: object) -> str:
    """A field of an activity, for choosing between two versions."""
    if isinstance(value, date):
        return display_day(value)
    return label("STRATEGIC", str(value)) if name == "kind" else str(value or "")
