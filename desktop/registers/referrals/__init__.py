"""Referrals (การส่งต่อ) to partners."""
