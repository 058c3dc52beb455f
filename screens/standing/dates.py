"""Days on the forms about competence and authority."""

from __future__ import annotations

from datetime import date

from iass_tui.rules.dates import DateProblem
from screens.widgets.date_fields import DateFields
from screens.widgets.form_page import FormPage


def read_day(page: FormPage, key: str, today: date) -> tuple[date | None, str]:
    """A whole day that has come, or the sentence that says what to do."""
    field = page.query_one(f"#{key}", DateFields)
    found = field.read()
    if isinstance(found, DateProblem):
        return None, field.sentence(found)
    day = found.earliest()
    return (day, "") if day <= today else (None, f"{field.label}: enter a day that has come")


def read_later(page: FormPage, key: str) -> tuple[date | None, str]:
    """A day at any time, None where none was typed; or the sentence that says what to do."""
    field = page.query_one(f"#{key}", DateFields)
    if not any(field.parts):
        return None, ""
    found = field.read()
    return (None, field.sentence(found)) if isinstance(found, DateProblem) else (found.earliest(), "")
