"""What someone has agreed to: events folded into what stands today, what a withdrawal does, and the form."""

from iass_tui.rules.consent.effects import STAYS_TRUE, Effect, Effects, recording_effects, withdrawal_effects
from iass_tui.rules.consent.filed import (
    Filed,
    NamesOnForm,
    changed_since,
    filed_answers,
    forms,
    latest_form,
    other_half,
)
from iass_tui.rules.consent.form import (
    AgencyAnswer,
    Answer,
    FormAnswers,
    UnfinishedForm,
    form_events,
    problems,
)
from iass_tui.rules.consent.passport import Passport, Permitted, passport
from iass_tui.rules.consent.standing import Lapse, NextChange, Standing, Status, reach_of
from iass_tui.rules.consent.state import CHANNELS, ConsentReason, ConsentState, fold, form_agency, re_ask_on

__all__ = [
    "CHANNELS",
    "STAYS_TRUE",
    "AgencyAnswer",
    "Answer",
    "ConsentReason",
    "ConsentState",
    "Effect",
    "Effects",
    "Filed",
    "FormAnswers",
    "Lapse",
    "NamesOnForm",
    "NextChange",
    "Passport",
    "Permitted",
    "Standing",
    "Status",
    "UnfinishedForm",
    "changed_since",
    "filed_answers",
    "fold",
    "form_agency",
    "form_events",
    "forms",
    "latest_form",
    "other_half",
    "passport",
    "problems",
    "re_ask_on",
    "reach_of",
    "recording_effects",
    "withdrawal_effects",
]
