"""One visible room per register. REGISTERS is the table of contents, in menu order."""

from desktop.records.register import Registers
from desktop.registers.activities.spec import ACTIVITIES
from desktop.registers.cases.spec import CASES
from desktop.registers.households.spec import HOUSEHOLD_PERSONS, HOUSEHOLDS
from desktop.registers.members.spec import MEMBERS
from desktop.registers.people.spec import PEOPLE
from desktop.registers.projects.spec import PROJECTS

REGISTERS = Registers((PEOPLE, MEMBERS, HOUSEHOLDS, HOUSEHOLD_PERSONS, CASES, PROJECTS, ACTIVITIES))
