"""One visible room per register. REGISTERS is the table of contents, in menu order."""

from desktop.records.naming import worded
from desktop.records.register import Registers
from desktop.registers.activities.spec import ACTIVITIES, ACTIVITY_PEOPLE, ACTIVITY_PRODUCTS
from desktop.registers.attachments.spec import ATTACHMENTS
from desktop.registers.budget_lines.spec import BUDGET_LINES, INSTALMENTS, PROJECT_CONTRIBUTIONS
from desktop.registers.business_plans.spec import BUSINESS_PLANS
from desktop.registers.capitals.spec import CAPITALS
from desktop.registers.cases.spec import CASE_FUNDS, CASE_STEPS, CASE_VISITS, CASES
from desktop.registers.cash_books.spec import CASH_BOOKS, CASH_COUNTS, CASH_LINES, CASH_MONTHS
from desktop.registers.codes.spec import CODES
from desktop.registers.councils.spec import COUNCIL_ASSESSMENTS, COUNCIL_TERMS, COUNCILS, SCORECARD_ANSWERS, SCORECARDS
from desktop.registers.enterprises.spec import ENTERPRISE_MEMBERS, ENTERPRISE_MONTHS, ENTERPRISE_SUPPORTS, ENTERPRISES
from desktop.registers.help.spec import HELP
from desktop.registers.households.spec import HOUSEHOLD_DEBTS, HOUSEHOLD_PERSONS, HOUSEHOLDS
from desktop.registers.indicator_sheets.spec import INDICATOR_SHEETS
from desktop.registers.meetings.spec import AGENDA_ITEMS, ATTENDANCES, MEETINGS, RESOLUTIONS
from desktop.registers.members.spec import MEMBERS
from desktop.registers.merges.spec import MERGE_PARTS, MERGES
from desktop.registers.organizations.spec import ORGANIZATION_PEOPLE, ORGANIZATIONS
from desktop.registers.partners.spec import AGREEMENTS, PARTNER_CONTACTS, PARTNER_SUPPORTS, PARTNERS
from desktop.registers.people.spec import CONSENTS, PEOPLE
from desktop.registers.plans.spec import PLAN_ITEMS, PLANS, STRATEGIES
from desktop.registers.products.spec import PRODUCT_MARKS, PRODUCTS
from desktop.registers.projects.spec import PROJECT_COUNCILS, PROJECT_LINKS, PROJECT_STEPS, PROJECT_TARGETS, PROJECTS
from desktop.registers.proposals.spec import PROPOSALS
from desktop.registers.referrals.spec import REFERRALS
from desktop.registers.results.spec import RESULTS
from desktop.registers.welfare_funds.spec import FUND_CLAIMS, FUND_MEMBERS, FUND_RECEIPTS, WELFARE_FUNDS

_HARDSHIP = (
    PEOPLE, CONSENTS, HOUSEHOLDS, HOUSEHOLD_PERSONS, HOUSEHOLD_DEBTS, CASES, CASE_STEPS, CASE_FUNDS, CASE_VISITS, HELP, REFERRALS,
    INDICATOR_SHEETS,
)  # fmt: skip
_COUNCIL = (
    COUNCILS, COUNCIL_TERMS, COUNCIL_ASSESSMENTS, SCORECARDS, SCORECARD_ANSWERS, MEMBERS, ORGANIZATIONS, ORGANIZATION_PEOPLE, MEETINGS,
    AGENDA_ITEMS, ATTENDANCES, RESOLUTIONS,
)  # fmt: skip
_WORK = (
    PROJECTS, PROJECT_COUNCILS, PROJECT_TARGETS, BUDGET_LINES, PROJECT_CONTRIBUTIONS, INSTALMENTS, PROJECT_LINKS, PROJECT_STEPS, RESULTS,
    ACTIVITIES, ACTIVITY_PEOPLE, ACTIVITY_PRODUCTS, PLANS, PLAN_ITEMS, STRATEGIES, PARTNERS, PARTNER_CONTACTS, AGREEMENTS, PARTNER_SUPPORTS,
)  # fmt: skip
_MONEY = (CASH_BOOKS, CASH_LINES, CASH_COUNTS, CASH_MONTHS, WELFARE_FUNDS, FUND_MEMBERS, FUND_RECEIPTS, FUND_CLAIMS)
_ECONOMY = (
    ENTERPRISES, ENTERPRISE_MEMBERS, ENTERPRISE_MONTHS, ENTERPRISE_SUPPORTS, PRODUCTS, PRODUCT_MARKS, BUSINESS_PLANS, CAPITALS,
)  # fmt: skip

REGISTERS = Registers(
    [
        worded(register)
        for register in (*_HARDSHIP, *_COUNCIL, *_WORK, *_MONEY, *_ECONOMY, ATTACHMENTS, PROPOSALS, MERGES, MERGE_PARTS, CODES)
    ]
)
