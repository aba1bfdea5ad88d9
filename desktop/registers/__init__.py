"""One visible room per register. REGISTERS is the table of contents, in menu order."""

from desktop.records.naming import worded
from desktop.records.register import Registers
from desktop.registers.activities.spec import ACTIVITIES
from desktop.registers.attachments.spec import ATTACHMENTS
from desktop.registers.cases.spec import CASE_FUNDS, CASE_STEPS, CASE_VISITS, CASES
from desktop.registers.codes.spec import CODES
from desktop.registers.councils.spec import COUNCIL_ASSESSMENTS, COUNCIL_TERMS, COUNCILS, SCORECARD_ANSWERS, SCORECARDS
from desktop.registers.help.spec import HELP
from desktop.registers.households.spec import HOUSEHOLD_DEBTS, HOUSEHOLD_PERSONS, HOUSEHOLDS
from desktop.registers.indicator_sheets.spec import INDICATOR_SHEETS
from desktop.registers.meetings.spec import AGENDA_ITEMS, ATTENDANCES, MEETINGS, RESOLUTIONS
from desktop.registers.members.spec import MEMBERS
from desktop.registers.organizations.spec import ORGANIZATION_PEOPLE, ORGANIZATIONS
from desktop.registers.partners.spec import PARTNERS
from desktop.registers.people.spec import CONSENTS, PEOPLE
from desktop.registers.projects.spec import PROJECTS
from desktop.registers.referrals.spec import REFERRALS

_HARDSHIP = (
    PEOPLE, CONSENTS, HOUSEHOLDS, HOUSEHOLD_PERSONS, HOUSEHOLD_DEBTS, CASES, CASE_STEPS, CASE_FUNDS, CASE_VISITS, HELP, REFERRALS,
    INDICATOR_SHEETS,
)  # fmt: skip
_COUNCIL = (
    COUNCILS, COUNCIL_TERMS, COUNCIL_ASSESSMENTS, SCORECARDS, SCORECARD_ANSWERS, MEMBERS, ORGANIZATIONS, ORGANIZATION_PEOPLE, MEETINGS,
    AGENDA_ITEMS, ATTENDANCES, RESOLUTIONS,
)  # fmt: skip
_WORK = (PROJECTS, ACTIVITIES, PARTNERS)

REGISTERS = Registers([worded(register) for register in (*_HARDSHIP, *_COUNCIL, *_WORK, ATTACHMENTS, CODES)])
