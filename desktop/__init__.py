"""Sapha (สมุดสภา): the book of a subdistrict community council, kept offline and handed over by stick."""

__version__ = "0.1.0"
