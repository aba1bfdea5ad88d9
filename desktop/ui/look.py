"""How Sapha looks: fonts, light and dark palettes, sizes, icons. Fusion everywhere, so that every PC shows the same."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QToolButton, QWidget

from desktop.base import paths

FAMILY = "Sapha Sarabun"
ROW = 36  # px, one row of a table: Thai marks above and below need it
BUTTON = 36  # px
ICON = 20  # px
GAP = 8  # px between things
_EDGE, _TITLE_BAR = 16, 40  # px that the system's own frame takes
_NOTHING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"/>'
THEMES = ("system", "light", "dark")


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of one theme that a QPalette has no role for, and those it has."""

    window: str
    base: str
    raised: str
    side: str
    line: str
    text: str
    quiet: str
    accent: str
    on_accent: str
    chosen: str
    problem: str
    warning: str
    warning_back: str
    good: str


LIGHT = Colours(
    window="#f3f6f5", base="#ffffff", raised="#fbfdfc", side="#e6eeec", line="#c3cfcd", text="#182625", quiet="#5b6b69",
    accent="#0f766e", on_accent="#ffffff", chosen="#cfe9e4", problem="#b3261e", warning="#855400", warning_back="#fff3d6", good="#1b6e3c",
)  # fmt: skip
DARK = Colours(
    window="#1d2423", base="#151a1a", raised="#252d2c", side="#181f1e", line="#44514f", text="#e7eeec", quiet="#9fb0ad",
    accent="#34b8aa", on_accent="#06201d", chosen="#1f4a46", problem="#ff8f85", warning="#f2c063", warning_back="#3d3218", good="#7fd39f",
)  # fmt: skip

_now = LIGHT


def colours() -> Colours:
    """The colours in use."""
    return _now


def _palette(c: Colours) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for which, colour in (
        (role.Window, c.window), (role.WindowText, c.text), (role.Base, c.base), (role.AlternateBase, c.raised), (role.Text, c.text),
        (role.Button, c.raised), (role.ButtonText, c.text), (role.BrightText, c.problem), (role.ToolTipBase, c.raised),
        (role.ToolTipText, c.text), (role.PlaceholderText, c.quiet), (role.Highlight, c.accent), (role.HighlightedText, c.on_accent),
        (role.Link, c.accent), (role.LinkVisited, c.accent), (role.Accent, c.accent), (role.Mid, c.line), (role.Midlight, c.side),
    ):  # fmt: skip
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(c.quiet))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(c.line))
    return palette


# Only frames and paddings: cells of tables are painted by Fusion itself, a style sheet there would halve the scrolling speed.
_SHEET = """
QPushButton {{ min-height: 24px; padding: 5px 14px; border: 1px solid {c.line}; border-radius: 6px; background: {c.raised}; }}
QPushButton:hover {{ border-color: {c.accent}; }}
QPushButton:pressed, QPushButton:checked {{ background: {c.chosen}; }}
QPushButton:focus {{ border: 2px solid {c.accent}; padding: 4px 13px; }}
QPushButton:disabled {{ color: {c.quiet}; background: {c.window}; }}
QPushButton[role="primary"] {{ background: {c.accent}; color: {c.on_accent}; border-color: {c.accent}; font-weight: 600; }}
QPushButton[role="primary"]:hover {{ border-color: {c.text}; }}
QPushButton[role="primary"]:focus {{ border: 2px solid {c.text}; }}
QPushButton[role="primary"]:disabled {{ background: {c.line}; color: {c.quiet}; border-color: {c.line}; }}
QPushButton[role="danger"] {{ color: {c.problem}; }}
QPushButton[role="link"] {{ border: 1px solid transparent; background: transparent; color: {c.accent}; text-align: left;
 padding: 2px 6px; }}
QPushButton[role="link"]:focus {{ border: 1px solid {c.accent}; }}
QToolButton {{ min-height: 28px; padding: 3px 7px; border: 1px solid transparent; border-radius: 6px; }}
QToolButton:hover {{ background: {c.side}; }}
QToolButton:pressed, QToolButton:checked {{ background: {c.chosen}; }}
QToolButton:focus {{ border: 1px solid {c.accent}; background: {c.side}; }}
QToolButton::menu-indicator {{ image: none; }}
QLineEdit QToolButton {{ min-height: 0; padding: 0; border: none; background: transparent; }}
QComboBox, QSpinBox {{ min-height: 28px; }}
QLineEdit, QPlainTextEdit {{ min-height: 30px; border: 1px solid {c.line}; border-radius: 4px; background: {c.base}; padding: 0 4px; }}
QLineEdit:focus, QPlainTextEdit:focus {{ border: 2px solid {c.accent}; padding: 0 3px; }}
QLineEdit:disabled, QLineEdit:read-only, QPlainTextEdit[role="fixed"] {{ background: {c.window}; }}
QLineEdit[problem="error"], QPlainTextEdit[problem="error"] {{ border: 2px solid {c.problem}; padding: 0 3px; }}
QComboBox QLineEdit, QSpinBox QLineEdit {{ min-height: 0; border: none; padding: 0; background: transparent; }}
QCheckBox::indicator:unchecked, QListWidget::indicator:unchecked {{ width: 12px; height: 12px; border: 1px solid {c.quiet};
 border-radius: 3px; background: {c.base}; }}
QCheckBox::indicator:unchecked:hover {{ border-color: {c.accent}; }}
QTableView:focus, QListWidget:focus, QTextBrowser:focus {{ border: 1px solid {c.accent}; }}
QLabel[role="hint"] {{ color: {c.quiet}; }}
QLabel[role="problem"] {{ color: {c.problem}; }}
QLabel[role="warning"] {{ color: {c.warning}; }}
QLabel[role="good"] {{ color: {c.good}; }}
QLabel[role="title"] {{ font-size: 17pt; font-weight: 600; }}
QLabel[role="section"] {{ font-weight: 600; color: {c.accent}; padding-top: 8px; }}
QLabel[role="figure"] {{ font-size: 20pt; font-weight: 600; color: {c.accent}; }}
QLabel[role="code"] {{ font-size: 17pt; font-weight: 600; padding: 10px; border: 1px dashed {c.line}; border-radius: 6px; }}
QLabel[role="practice"] {{ background: {c.warning_back}; color: {c.warning}; font-weight: 600; padding: 3px 10px; border-radius: 6px; }}
QFrame[role="panel"] {{ background: {c.warning_back}; border: 1px solid {c.warning}; border-radius: 8px; }}
QFrame[role="panel"] QLabel {{ color: {c.text}; }}
QFrame[role="card"] {{ background: {c.base}; border: 1px solid {c.line}; border-radius: 8px; }}
QFrame[role="card"]:focus {{ border: 2px solid {c.accent}; }}
QListWidget#navigation {{ background: {c.side}; border: none; padding: 6px; outline: none; }}
QListWidget#navigation::item {{ border-radius: 6px; padding: 0 8px; color: {c.text}; border: 2px solid transparent; }}
QListWidget#navigation::item:disabled {{ color: {c.quiet}; padding: 0 6px; }}
QListWidget#navigation::item:hover {{ background: {c.window}; }}
QListWidget#navigation::item:selected {{ background: {c.chosen}; color: {c.text}; }}
QListWidget#navigation::item:selected:focus {{ border: 2px solid {c.accent}; }}
QHeaderView::section {{ min-height: 30px; padding: 2px 4px; background: {c.side}; border: none; border-right: 1px solid {c.line};
 border-bottom: 1px solid {c.line}; font-weight: 600; }}
QTabBar::tab {{ min-height: 28px; padding: 3px 9px; border: none; border-bottom: 3px solid transparent; color: {c.quiet}; }}
QTabBar::tab:hover {{ color: {c.text}; }}
QTabBar::tab:selected {{ border-bottom-color: {c.accent}; color: {c.text}; font-weight: 600; }}
QToolBarExtension {{ padding: 0; min-height: 0; }}
QTabBar QToolButton {{ min-height: 0; padding: 0; background: {c.window}; border-color: {c.line}; }}
QTabBar::tab:focus {{ background: {c.chosen}; }}
QTabWidget::pane {{ border: none; border-top: 1px solid {c.line}; }}
QDialogButtonBox {{ button-layout: 3; dialogbuttonbox-buttons-have-icons: 0; }}
QStatusBar::item {{ border: none; }}
QToolTip {{ padding: 4px; }}
"""


def dress(app: QApplication, theme: str = "system", points: float = 11.0) -> None:
    """Give the application its fonts, palette and sizes; again when theme ('system', 'light', 'dark') or text size change."""
    global _now
    app.setStyle("Fusion")
    for file in sorted(paths.resource("fonts").glob("SaphaSarabun-*.ttf")):
        _add_font(str(file))
    font = QFont(FAMILY)
    font.setPointSizeF(points)
    app.setFont(font)
    dark = theme == "dark" or (theme == "system" and app.styleHints().colorScheme() == Qt.ColorScheme.Dark)
    _now = DARK if dark else LIGHT
    app.setPalette(_palette(_now))
    app.setStyleSheet(_SHEET.format(c=_now))
    _picture.cache_clear()


@lru_cache
def _add_font(path: str) -> int:
    return QFontDatabase.addApplicationFont(path)


@lru_cache(maxsize=512)
def _picture(name: str, width: int, height: int, colour: str) -> QPixmap:
    pixmap = QPixmap(QSize(width, height))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(_drawing(name).replace("currentColor", colour).encode()).render(painter, QRectF(0, 0, width, height))
    painter.end()
    return pixmap


@lru_cache
def _drawing(name: str) -> str:
    file = paths.resource("icons", f"{name}.svg")
    # A button without its drawing still has its words; a test makes sure that none is missing.
    return file.read_text(encoding="utf-8") if file.exists() else _NOTHING


class _Icon(QIconEngine):
    """A line drawing in the palette's text colour, sharp at every scale."""

    def __init__(self, name: str, role: QPalette.ColorRole) -> None:
        super().__init__()
        self._name = name
        self._role = role

    def clone(self) -> QIconEngine:
        return _Icon(self._name, self._role)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatioF()
        size = rect.size() * ratio
        painter.drawPixmap(rect, self._drawn(size, mode))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self._drawn(size, mode)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        # `size` is in points: drawn at that size it would be blurred on a scaled screen.
        pixmap = QPixmap(self._drawn(size * scale, mode))
        pixmap.setDevicePixelRatio(scale)
        return pixmap

    def _drawn(self, size: QSize, mode: QIcon.Mode) -> QPixmap:
        group = QPalette.ColorGroup.Disabled if mode == QIcon.Mode.Disabled else QPalette.ColorGroup.Active
        colour = QGuiApplication.palette().color(group, self._role).name()
        return _picture(self._name, size.width(), size.height(), colour)


def icon(name: str, role: QPalette.ColorRole = QPalette.ColorRole.ButtonText) -> QIcon:
    """The icon of that name in resources/icons; it follows the theme and the screen's scale."""
    return QIcon(_Icon(name, role))


def play(widget: QWidget, role: str) -> None:
    """Give a widget a role of the style sheet ('primary', 'hint', 'problem', 'title' ...), now or again."""
    if widget.property("role") == role:
        return  # looking its style up again costs as much as the first time
    widget.setProperty("role", role)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def with_icon(button: QAbstractButton, name: str) -> None:
    """Put an icon on a button at the size all buttons use; give a primary button its role before."""
    primary = button.property("role") == "primary"
    button.setIcon(icon(name, QPalette.ColorRole.HighlightedText if primary else QPalette.ColorRole.ButtonText))
    button.setIconSize(QSize(ICON, ICON))


def open_at(window: QWidget, width: int, height: int) -> None:
    """Let a window begin with this size, or as much of it as the screen has: its buttons never stand below the edge."""
    room = window.screen().availableSize()
    window.resize(min(width, room.width() - _EDGE), min(height, room.height() - _TITLE_BAR))


def open_menu(button: QToolButton) -> None:
    """Open a button's menu under it. Not `showMenu`: that holds Python's lock until the menu closes, and every task waits with it."""
    button.menu().popup(button.mapToGlobal(button.rect().bottomLeft()))
