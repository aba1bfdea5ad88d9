"""Households (ครัวเรือน) and the persons who live in them."""
