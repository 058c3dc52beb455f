"""Two invented enquiries that a volunteer sent: one about a family on file, one new, urgent and left too long."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta

from iass_tui.services.session import OfficeSession


def steps(
    volunteer: OfficeSession, on_file: Mapping[str, str], today: date
) -> Iterator[tuple[date, int, Callable[[], None]]]:
    """What was taken down on which day; `on_file` are a family's answers from when they first came."""

    def send(said: Mapping[str, str], taken_on: date, due_in: int) -> Callable[[], None]:
        def act() -> None:
            volunteer.intake.finish(
                {
                    **said,
                    "rights_by": volunteer.me.card.name,
                    "rights_on": taken_on.isoformat(),
                    "action_due": (taken_on + timedelta(days=due_in)).isoformat(),
                }
            )

        return act

    again = {
        **on_file,
        "channel": "TEL",
        "issue_group": "TR",
        "issues": "TR01",
        "wants": "The bus was stopped from one day to the next. They ask what they can do.",
        "action": "An officer rings back.",
    }
    yield today - timedelta(days=4), 4, send(_EXCLUDED, today - timedelta(days=4), 3)
    yield today - timedelta(days=1), 5, send(again, today - timedelta(days=1), 5)


_EXCLUDED = {
    "channel": "TEL",
    "user_type": "PAR",
    "issue_group": "EX",
    "policy": "ALOUD",
    "understood": "YES",
    "rights_how": "ALOUD",
    "save": "YES",
    "contact": "YES",
    "child_given_name": "Idris",
    "child_family_name": "Okonkwo-Bell",
    "child_known_as": "",
    "born": "2016-05-03",
    "parents": "1",
    "parents.0.given_name": "Ngozi",
    "parents.0.family_name": "Bell",
    "parents.0.relation": "MOT",
    "parents.0.responsibility": "YES",
    "right": "PR",
    "phone": "01632 960417",
    "email": "",
    "address": "",
    "postcode": "",
    "safe_hours": "after 15:30",
    "safety": "NO_VOICEMAIL",
    "language": "eng",
    "interpreter": "NONE",
    "formats": "STD",
    "setting_type": "MLA",
    "setting_name": "Larchfield Primary",
    "sen_stage": "K",
    "needs": "SEMH",
    "issues": "EX01",
    "wants": "Sent home for five days, the third time this term. She wants to know what the school may do.",
    "child_view": "NOT_YET",
    "action": "An officer rings before the five days are over.",
    "action_reach": "YES",
    "level": "L2",
    "source": "FRD",
    "minutes_band": "16-30",
    "signposts": "NONE",
}
