"""A user's day through the real program, on a screen of its own, with real key presses (.ci/screen)."""
