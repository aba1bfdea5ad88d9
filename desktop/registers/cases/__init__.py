"""Hardship cases (ผู้เดือดร้อน): what a household or person needs, and how far help has come."""
