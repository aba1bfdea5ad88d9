"""Pictures of every screen, in both languages and two scales, to be looked at: `make pictures` puts them into out/pictures.

Run on a screen with a window manager (.ci/screen), else it draws offscreen. Everybody in the pictures is invented.
"""
