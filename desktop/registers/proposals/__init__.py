"""Proposals (ข้อเสนอแก้ไข): what the regional office would change in a council's records, and what the council answers."""
