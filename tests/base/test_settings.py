"""Settings are remembered, and nothing in their file can keep the program from starting."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from desktop.base import settings
from desktop.base.errors import Fault
from desktop.base.settings import Settings

CHOSEN = Settings(language="en", profile="เนินฆ้อ", geometry="AdnQywADAAAA", text_size=14, thai_digits=True)


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert settings.load(tmp_path) == Settings()
    assert settings.load(tmp_path / "nowhere") == Settings()
    assert Settings().language == "th"


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    settings.save(tmp_path / "new", CHOSEN)
    assert settings.load(tmp_path / "new") == CHOSEN
    settings.save(tmp_path / "new", replace(CHOSEN, text_size=9))
    assert settings.load(tmp_path / "new").text_size == 9
    assert [each.name for each in (tmp_path / "new").iterdir()] == ["settings.json"]


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"null", b"\xff\xfe\x00", b'{"language": "en"', b"[" * 100_000])
def test_a_damaged_file_is_kept_aside_and_the_defaults_hold(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "settings.json").write_bytes(damage)
    assert settings.load(tmp_path) == Settings()
    assert (tmp_path / "settings.damaged.json").read_bytes() == damage
    assert not (tmp_path / "settings.json").exists()
    settings.save(tmp_path, CHOSEN)
    assert settings.load(tmp_path) == CHOSEN


def test_one_choice_that_makes_no_sense_falls_back_alone(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text(
        '{"language": "tlh", "text_size": 400, "thai_digits": "yes", "geometry": 7, "profile": "p", "later": 1}', "utf-8"
    )
    assert settings.load(tmp_path) == Settings(profile="p")
    assert (tmp_path / "settings.json").exists()


def test_a_true_is_no_text_size(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text('{"text_size": true, "thai_digits": 1}', "utf-8")
    assert settings.load(tmp_path) == Settings()


def test_a_disk_that_refuses_is_a_fault_and_leaves_the_old_file_whole(tmp_path: Path) -> None:
    settings.save(tmp_path, CHOSEN)
    (tmp_path / "taken").write_text("a file", "utf-8")
    with pytest.raises(Fault) as caught:
        settings.save(tmp_path / "taken", Settings())
    assert caught.value.code == "settings_not_saved"
    (tmp_path / "other" / "settings.json").mkdir(parents=True)
    with pytest.raises(Fault):
        settings.save(tmp_path / "other", Settings())
    assert [each.name for each in (tmp_path / "other").iterdir()] == ["settings.json"]
    assert settings.load(tmp_path) == CHOSEN
