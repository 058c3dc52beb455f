"""Which screen answers which wish, by name: a screen is imported when it is first wanted (trap T22).

Add a line for a new screen; its class method `open(session, wish)` makes it. A wish whose screen is not part of
this version is answered with a sentence that says so.
"""

from __future__ import annotations

from screens import messages as m

CASEWORK_HOME = "screens.today:TodayScreen"
VOLUNTEER_HOME = "screens.front_desk:FrontDeskScreen"

ROUTES: dict[type[m.Wish], str] = {
    m.AuditWanted: "screens.audit:AuditScreen",
    m.CaseChosen: "screens.case:CaseScreen",
    m.ConsentWanted: "screens.consent:ConsentScreen",
    m.FindWanted: "screens.find:FindScreen",
    m.HelpWanted: "screens.help:HelpScreen",
    m.IntakeWanted: "screens.intake:IntakeScreen",
    m.KitWanted: "screens.kit:KitScreen",
    m.NoteWanted: "screens.note:NoteScreen",
    m.OfficeFactsWanted: "screens.office_facts:OfficeFactsScreen",
    m.OutboxWanted: "screens.outbox:OutboxScreen",
    m.PackWanted: "screens.pack:PackScreen",
    m.PassphraseWanted: "screens.passphrase:PassphraseScreen",
    m.PersonChosen: "screens.person:PersonScreen",
    m.QuarterWanted: "screens.quarter:QuarterScreen",
    m.StaffWanted: "screens.staff:StaffScreen",
}
