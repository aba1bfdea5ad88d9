"""Merges: two records found to be the same thing, one of which stays (รวมรายการซ้ำ)."""
