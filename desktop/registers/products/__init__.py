"""Products of the place (ของดี) and the marks they carry."""
