"""Which screen answers which wish, by name: a screen is imported when it is first wanted (trap T22).

Add a line for a new screen; its class method `open(session, wish)` makes it. A wish whose screen is not part of
this version is answered with a sentence that says so.
"""

from __future__ import annotations

from screens import messages as m

CASEWORK_HOME = "screens.today:TodayScreen"
VOLUNTEER_HOME = "screens.front_desk:FrontDeskScreen"

ROUTES: dict[type[m.Wish], str] = {
    m.ActivitiesWanted: "screens.activities.page:ActivitiesScreen",
    m.ActivityFormWanted: "screens.activities.form:ActivityFormScreen",
    m.AgenciesWanted: "screens.agencies.page:AgenciesScreen",
    m.AgencyChosen: "screens.agencies.entry:AgencyScreen",
    m.AgencyFormWanted: "screens.agencies.form:AgencyFormScreen",
    m.AuditWanted: "screens.audit.page:AuditScreen",
    m.CardWanted: "screens.person.card:CardScreen",
    m.CaseChosen: "screens.case.page:CaseScreen",
    m.CaseFactsWanted: "screens.case.facts:FactsScreen",
    m.ClosingWanted: "screens.case.closing:ClosingScreen",
    m.ConcernChosen: "screens.concern.page:ConcernScreen",
    m.ConcernStepsWanted: "screens.concern.steps:StepsScreen",
    m.ConcernWanted: "screens.concern.raising:RaiseScreen",
    m.ConcernsWanted: "screens.concern.queue:ConcernsScreen",
    m.ConsentFormWanted: "screens.consent.form:ConsentFormScreen",
    m.ConsentWanted: "screens.consent.page:ConsentScreen",
    m.DecisionWanted: "screens.consent.decision:DecisionScreen",
    m.ErasureWanted: "screens.consent.erasing:ErasureScreen",
    m.AuthorityWanted: "screens.standing.authority:AuthorityScreen",
    m.CompetenceWanted: "screens.standing.competence:CompetenceScreen",
    m.StandingWanted: "screens.standing.page:StandingScreen",
    m.TracesWanted: "screens.consent.traces:TracesScreen",
    m.ContactWanted: "screens.person.contact:ContactScreen",
    m.ExceptionWanted: "screens.sharing.exception:ExceptionScreen",
    m.DocumentWanted: "screens.papers.page:PapersScreen",
    m.EqualityWanted: "screens.equality.page:EqualityScreen",
    m.FeedbackCommentsWanted: "screens.feedback.comments:CommentsScreen",
    m.FeedbackWanted: "screens.feedback.page:FeedbackScreen",
    m.FindWanted: "screens.find:FindScreen",
    m.HandoverGapsWanted: "screens.handover.gaps:HandoverGapsScreen",
    m.HandoverWanted: "screens.handover.page:HandoverScreen",
    m.HelpWanted: "screens.help:HelpScreen",
    m.ImportColumnsWanted: "screens.importing.columns:ImportColumnsScreen",
    m.ImportReportWanted: "screens.importing.report:ImportReportScreen",
    m.ImportWanted: "screens.importing.file:ImportFileScreen",
    m.IntakeWanted: "screens.intake:IntakeScreen",
    m.InvolvedWanted: "screens.agencies.involved:InvolvedScreen",
    m.InviteWanted: "screens.staff.invite:InviteScreen",
    m.KeepingInTouchWanted: "screens.keeping_in_touch:KeepingInTouchScreen",
    m.KitWanted: "screens.kit:KitScreen",
    m.LeavingWanted: "screens.staff.leaving:LeavingScreen",
    m.NoteSearchWanted: "screens.searching_notes.page:NoteSearchScreen",
    m.NoteWanted: "screens.note.page:NoteScreen",
    m.OfficeFactsWanted: "screens.staff.office_facts:OfficeFactsScreen",
    m.OutboxWanted: "screens.pack.outbox:OutboxScreen",
    m.PackWanted: "screens.pack.page:PackScreen",
    m.PassphraseWanted: "screens.staff.passphrase:PassphraseScreen",
    m.PersonChosen: "screens.person.page:PersonScreen",
    m.QueueWanted: "screens.queue.waiting:QueueScreen",
    m.QuarterWanted: "screens.quarter:QuarterScreen",
    m.RelativeWanted: "screens.person.relative:RelativeScreen",
    m.SentIntakeChosen: "screens.queue.page:SentIntakeScreen",
    m.ShareWanted: "screens.sharing.page:ShareScreen",
    m.SharingRecordWanted: "screens.sharing.record:SharingRecordScreen",
    m.StaffWanted: "screens.staff.page:StaffScreen",
    m.TimetableWanted: "screens.deadlines.page:TimetableScreen",
    m.TieWanted: "screens.person.tie:TieScreen",
}
