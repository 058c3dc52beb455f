"""First contact, question by question (domain tables 1.3 and 2.14): what is asked, why, and what allows keeping it."""

from __future__ import annotations

import functools

from iass_tui.rules.intake.questions import Kind, Needs, Option, Prefill, Question, Section
from iass_tui.rules.records.consents import Purpose

YES_NO = (Option("YES", "Yes"), Option("NO", "No"))
NOT_GIVEN = Option("NOT_GIVEN", "Not given")

_coarse = functools.partial(Question, needs=Needs.NOTHING, why="why.count", purpose=Purpose.STATS)
_open = functools.partial(Question, needs=Needs.NOTHING)
_case = functools.partial(Question, needs=Needs.SAVE_CASE, purpose=Purpose.SAVE_CASE)
_reach = functools.partial(
    Question, needs=Needs.SAVE_CONTACT, purpose=Purpose.SAVE_CONTACT, why="why.contact", policy="P44"
)
_refer = functools.partial(Question, needs=Needs.REFERRAL, why="why.referral", policy="P30")

_START = Section(
    "start",
    "Before anything is saved",
    (
        _coarse(id="channel", title="How did they get in touch?", code_list="CHANNEL"),
        _coarse(id="user_type", title="Who is getting in touch?", code_list="USER_TYPE"),
        _coarse(id="issue_group", title="What is it about?", code_list="ISSUE_GROUP"),
        _open(
            id="referral",
            title="Are they passing a family on to us?",
            why="why.referral",
            options=(Option("YES", "Yes, they want us to help a family"), Option("NO", "No, a general question")),
            policy="P30",
        ),
    ),
)
_PERMISSION = Section(
    "permission",
    "Policy, rights and permission",
    (
        _open(
            id="policy",
            title="Explain our policy",
            why="why.policy",
            wording="intake.policy",
            options=(Option("READ", "They read it"), Option("ALOUD", "I read it or explained it")),
            or_options=(Option("ENDED", "The contact ended before I could"),),
            policy="P27 P72",
        ),
        _open(
            id="understood",
            title="Have they understood it?",
            why="why.policy",
            wording="intake.understood",
            options=(Option("YES", "Yes"), Option("NO", "No, explain it again")),
            policy="P73",
        ),
        _open(
            id="rights_how",
            title="Explain their rights",
            why="why.rights",
            wording="intake.rights",
            options=(
                Option("ALOUD", "I told them"),
                Option("LEAFLET", "I gave or sent them the sheet"),
                Option("BOTH", "Both"),
            ),
            policy="P24",
        ),
        _open(
            id="rights_by",
            title="Who explained them?",
            kind=Kind.TEXT,
            why="why.rights",
            prefill=Prefill.ME,
            policy="P24",
        ),
        _open(id="rights_on", title="When?", kind=Kind.DATE, why="why.rights", prefill=Prefill.TODAY, policy="P24"),
        _open(
            id="save",
            title="May we save what you tell us on our secure database?",
            why="why.save",
            purpose=Purpose.SAVE_CASE,
            wording="intake.save",
            options=(Option("YES", "Yes"), Option("NO", "No, do not save anything about me")),
            or_options=(Option("ANONYMOUS", "They want to stay anonymous"), Option("NOT_ASKED", "We could not ask")),
            policy="P29 P78",
        ),
        _case(
            id="contact",
            title="May we also keep ways to reach you?",
            why="why.contact",
            wording="intake.contact",
            options=YES_NO,
            policy="P44",
        ),
    ),
)
_REFERRAL = Section(
    "referral",
    "A family passed on to us",
    (
        _open(
            id="permit",
            title="Did the family permit this?",
            why="why.referral",
            wording="intake.permit",
            code_list="REF_PERMIT",
            leave_out=("SELF",),
            policy="P30",
        ),
        _open(
            id="referral_blocked",
            title="We cannot take this family on yet",
            kind=Kind.INFO,
            why="why.referral",
            wording="intake.referral_blocked",
            policy="P30",
        ),
        _refer(id="permitted_by", title="Who in the family permitted it?", kind=Kind.TEXT),
        _refer(id="permitted_on", title="When?", kind=Kind.DATE),
        _refer(id="permit_evidence", title="How do we know?", kind=Kind.TEXT),
        _refer(id="referrer_type", title="Who passes them on?", code_list="REF_SOURCE", leave_out=("SLF", "RET")),
        _refer(id="referrer", title="Their name or organisation", kind=Kind.TEXT, is_optional=True),
        _refer(id="family_given_name", title="Whom shall we contact? Given name", kind=Kind.TEXT, is_optional=True),
        _refer(id="family_family_name", title="Family name", kind=Kind.TEXT, is_optional=True),
        _refer(
            id="reach_how",
            title="One way to reach them",
            options=(Option("EMAIL", "Email"), Option("PHONE", "Phone"), Option("POST", "Post")),
        ),
        _refer(id="reach", title="Number or address", kind=Kind.TEXT),
    ),
)
_PEOPLE = Section(
    "people",
    "The child and the family",
    (
        _case(
            id="child_given_name",
            title="Child or young person: given name",
            kind=Kind.TEXT,
            why="why.name",
            is_optional=True,
            policy="P92",
        ),
        _case(
            id="child_family_name", title="Family name", kind=Kind.TEXT, why="why.name", is_optional=True, policy="P92"
        ),
        _case(id="child_known_as", title="Known as", kind=Kind.TEXT, why="why.name", is_optional=True),
        _case(
            id="born",
            title="Date of birth",
            kind=Kind.PARTIAL_DATE,
            why="why.born",
            or_options=(NOT_GIVEN,),
            policy="P93 P45",
        ),
        _case(
            id="parents",
            title="Parents and carers",
            kind=Kind.PEOPLE,
            why="why.parents",
            policy="P94",
            fields=(
                _case(id="given_name", title="Given name", kind=Kind.TEXT, why="why.name", is_optional=True),
                _case(id="family_name", title="Family name", kind=Kind.TEXT, why="why.name", is_optional=True),
                _case(
                    id="relation",
                    title="Relation to the child",
                    why="why.parents",
                    code_list="RELATION",
                    leave_out=("SELF",),
                ),
                _case(id="responsibility", title="Parental responsibility", why="why.parents", code_list="PR_STATUS"),
            ),
        ),
        _case(
            id="homes",
            title="Where does the child or young person live?",
            why="why.parents",
            options=(
                Option("ONE", "With both of them in one home"),
                Option("FIRST", "Mostly with the first of the two"),
                Option("SECOND", "Mostly with the second"),
                Option("BOTH", "Part of the time with each"),
            ),
            is_optional=True,
        ),
        _case(
            id="right",
            title="By what right do they decide for the child or young person?",
            why="why.parents",
            options=(
                Option("PR", "They have parental responsibility"),
                Option("AUTHORITY", "The young person asked them to"),
                Option("BEST_INTERESTS", "The young person cannot decide this: a best-interests decision"),
            ),
            or_options=(Option("NOT_KNOWN", "Not known yet"),),
        ),
    ),
)
_REACHING = Section(
    "reaching",
    "Reaching them",
    (
        _reach(id="phone", title="Phone", kind=Kind.TEXT, is_optional=True),
        _reach(id="email", title="Email", kind=Kind.TEXT, is_optional=True),
        _reach(id="address", title="Address", kind=Kind.LONG_TEXT, is_optional=True),
        _reach(id="postcode", title="Postcode", kind=Kind.TEXT, is_optional=True),
        _reach(id="safe_hours", title="Safe times to call", kind=Kind.TEXT, is_optional=True),
        _reach(
            id="safety",
            title="What to take care of",
            kind=Kind.MULTI,
            wording="intake.safety",
            code_list="SAFETY",
            is_optional=True,
        ),
        _case(
            id="code_word",
            title="A word for when they come back",
            kind=Kind.TEXT,
            why="why.contact",
            wording="intake.code_word",
            prefill=Prefill.CODE_WORD,
            policy="P44",
        ),
        _case(id="language", title="Language", why="why.language", code_list="LANG"),
        _case(
            id="interpreter", title="Interpreter", why="why.language", wording="intake.interpreter", code_list="INTERP"
        ),
        _case(
            id="formats",
            title="Formats that suit them",
            kind=Kind.MULTI,
            why="why.language",
            code_list="FORMAT",
            is_optional=True,
        ),
    ),
)
_SCHOOL = Section(
    "school",
    "School and needs",
    (
        _case(id="setting_type", title="Kind of school or setting", why="why.school", code_list="SETTING"),
        _case(id="setting_name", title="Its name", kind=Kind.TEXT, why="why.school", is_optional=True),
        _case(id="sen_stage", title="Support now", why="why.school", code_list="SEN_STAGE"),
        _case(id="needs", title="Needs, the main one first", kind=Kind.MULTI, why="why.school", code_list="NEED"),
    ),
)
_ENQUIRY = Section(
    "enquiry",
    "What they want and what we agreed",
    (
        _case(id="issues", title="Issues, the main one first", kind=Kind.MULTI, why="why.enquiry", code_list="ISSUE"),
        _case(
            id="wants", title="What the family wants", kind=Kind.LONG_TEXT, why="why.enquiry", wording="intake.wants"
        ),
        _case(
            id="child_view",
            title="Has the child or young person been asked what they want?",
            why="why.child_view",
            wording="intake.child_view",
            options=YES_NO,
            or_options=(Option("NOT_YET", "Not yet"),),
        ),
        _case(
            id="action",
            title="What we agreed",
            kind=Kind.LONG_TEXT,
            why="why.enquiry",
            wording="intake.action",
            policy="P40",
        ),
        _reach(
            id="action_reach",
            title="Do we ring or write to them for it?",
            options=(Option("YES", "Yes, whoever got in touch"), Option("NO", "No, nobody of the family")),
        ),
        _case(id="action_due", title="When is it due?", kind=Kind.DATE, why="why.enquiry", policy="P40"),
        _case(id="level", title="Level", why="why.enquiry", code_list="LEVEL"),
        _case(id="source", title="How did they hear of us?", why="why.enquiry", code_list="REF_SOURCE"),
    ),
)
_COUNT = Section(
    "count",
    "For our count",
    (
        _coarse(id="not_saved", title="Nothing was saved about them", kind=Kind.INFO, wording="intake.not_saved"),
        _coarse(id="minutes_band", title="How long did it take?", code_list="MINUTES_BAND"),
        _coarse(id="signposts", title="Whom did you point them to?", kind=Kind.MULTI, code_list="SIGNPOST"),
        _coarse(
            id="safeguarding",
            title="Was there a sign of harm?",
            kind=Kind.INFO,
            wording="intake.safeguarding",
            policy="P9 P23",
        ),
    ),
)
SECTIONS = (_START, _PERMISSION, _REFERRAL, _PEOPLE, _REACHING, _SCHOOL, _ENQUIRY, _COUNT)
