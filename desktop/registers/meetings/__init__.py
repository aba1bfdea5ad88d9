"""Meetings (การประชุม) with agenda, attendance and resolutions."""
