"""Every action in words, for Ctrl+P: the keys of the screen, the pages of the office, and how it looks."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from functools import partial
from typing import TYPE_CHECKING

from textual.app import SystemCommand

from screens import messages as m, policy_wishes
from screens.base import OfficeScreen
from screens.shell.themes import LOOKS
from screens.widgets.bars import key_name

if TYPE_CHECKING:
    from textual.screen import Screen

PAGES: tuple[tuple[str, str, m.Wish, str], ...] = (
    ("First page", "Today, or the front desk", m.TodayWanted(), ""),
    ("Find a person or a case", "By any part of a name, a phone number, a date", m.FindWanted(), "FIND"),
    ("Search in all notes", "Words of a note, newest first", m.NoteSearchWanted(), "OPEN_CASE"),
    ("New enquiry", "Start an intake", m.IntakeWanted(), "ASK_INTAKE"),
    ("Volunteers' enquiries", "What they took down and sent", m.QueueWanted(), "ACCEPT_INTAKE"),
    ("Safeguarding concerns", "The queue, the most urgent first", m.ConcernsWanted(), "READ_CONCERN"),
    ("Safeguarding checklist", "The office's own steps", m.ConcernStepsWanted(), "CHANGE_OFFICE"),
    ("Agencies", "The directory of organisations and professionals", m.AgenciesWanted(), "READ_OFFICE"),
    ("Keeping in touch", "Who gets news, and which way", m.KeepingInTouchWanted(), "RECORD_CONSENT"),
    ("Team", "Load, what is overdue, and work that is nobody's", m.TeamWanted(), "READ_TEAM"),
    ("Term calendar", "The school days that dates are counted on", m.TermsWanted(), "READ_OFFICE"),
    ("Feedback form", "A paper form typed in; it says nothing of whose it is", m.FeedbackWanted(), "SAVE_TALLY"),
    ("What families wrote", "Comments of this quarter and the last", m.FeedbackCommentsWanted(), "READ_TEAM"),
    ("Strategic activity", "Training, events, meetings: about no family", m.ActivitiesWanted(), "WRITE_NOTE"),
    ("Handover gaps", "Cases that a colleague could not take over yet", m.HandoverGapsWanted(), "READ_TEAM"),
    ("Policy", "Its versions, reviews, and who was told", policy_wishes.PolicyWanted(), "READ_OFFICE"),
    ("Copies asked for", "Of the policy, of the ICT standards", policy_wishes.PolicyAskedWanted(), "READ_OFFICE"),
    ("Questions about the policy", "For the manager", policy_wishes.PolicyAskedWanted(questions=True), "READ_OFFICE"),
    ("Staff", "Colleagues, invitations, leavers", m.StaffWanted(), "READ_OFFICE"),
    ("Training", "Courses, undertakings and declarations", m.TrainingWanted(), "READ_OFFICE"),
    ("Registers", "Processing, third systems, controls, mailing list", m.RegistersWanted(), "CHANGE_REGISTERS"),
    ("Restricted records", "Who is shut out, and when to look again", m.RestrictedWanted(), "RESTRICT"),
    ("Audit", "Who did what, and who looked", m.AuditWanted(), "READ_AUDIT"),
    ("Quarter", "The workbook of a quarter", m.QuarterWanted(), "EXPORT_QUARTER"),
    ("Import", "An office's own spreadsheet of families and cases", m.ImportWanted(), "IMPORT"),
    ("Outbox", "Encrypted files waiting to be fetched", m.OutboxWanted(), "EXPORT_PACK"),
    ("Write a letter", "Asks first whom it is about", m.FindWanted(for_letter=True), "EXPORT_PACK"),
    ("Papers to hand out", "The policy, a summary, rights, a blank form", m.DocumentWanted(), "READ_OFFICE"),
    ("Print a blank consent form", "To fill in by hand", m.DocumentWanted(kind="FORM"), "FIND"),
    ("Print the policy", "Word for word, any version", m.DocumentWanted(kind="POLICY"), "FIND"),
    ("Print the summary", "The policy in plain words", m.DocumentWanted(kind="SUMMARY"), "FIND"),
    ("Recovery kit", "Make the three sheets anew", m.KitWanted(), "MANAGE_KEYS"),
    (
        "About this office",
        "Name, council, privacy notice, where records are held",
        m.OfficeFactsWanted(),
        "CHANGE_OFFICE",
    ),
    ("Change my passphrase", "It opens your keys, and nobody can look it up", m.PassphraseWanted(), ""),
    ("Help", "How this works, in a few words", m.HelpWanted(), ""),
    ("Lock", "Blank the screen; your passphrase opens it again", m.LockWanted(), ""),
    ("Sign out and close", "Unsaved work is kept as a draft where saving was permitted", m.SignOutWanted(), ""),
)


def commands(screen: Screen[object]) -> Iterator[SystemCommand]:
    """What can be done from this screen. A dialog wants its answer first, so there only looks change."""
    if isinstance(screen, OfficeScreen):
        seen = set()
        for active in screen.active_bindings.values():
            binding = active.binding
            if active.enabled and binding.tooltip and binding.action not in seen and binding.id:
                seen.add(binding.action)
                title = f"{binding.description.capitalize()}  ({key_name(binding.key)})"
                act = partial(screen.app.run_action, binding.action, active.node)
                yield SystemCommand(title, binding.tooltip, act)
        yield from office_pages(screen)
    for name, look in LOOKS.items():
        yield SystemCommand(f"Look: {look}", "Changes colours at once", partial(setattr, screen.app, "theme", name))


def office_pages(screen: OfficeScreen | Screen[object]) -> Iterator[SystemCommand]:
    """The pages of the office that this colleague may open, and what the page before them adds."""
    if not isinstance(screen, OfficeScreen):
        return
    acts = {title: (text, wish, needed) for title, text, wish, needed in (*PAGES, *screen.unbound())}
    for title, (text, wish, needed) in acts.items():
        if not needed or screen.seat.may(needed):
            yield SystemCommand(title, text, partial(screen.post_message, _fresh(wish)))


def _fresh(wish: m.Wish) -> m.Wish:
    """A message object can be posted once, so the one in the list never is."""
    return copy(wish)
