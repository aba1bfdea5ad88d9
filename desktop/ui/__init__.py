"""All Qt that belongs to no single register."""

from __future__ import annotations

from desktop.ui.immortal import make_immortal

make_immortal()
