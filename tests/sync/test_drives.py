"""Sticks told apart from disks, by what Linux says of its mounts and block devices."""

from __future__ import annotations

from pathlib import Path

from desktop.sync import drives


def block(blocks: Path, name: str, *, real: str, removable: str = "0", partition: bool = True) -> None:
    """A disk with one partition, as the system lays them out: a link to where it hangs."""
    disk = blocks.parent / "devices" / real
    place = disk / name if partition else disk
    place.mkdir(parents=True)
    (disk / "removable").write_text(f"{removable}\n")
    if partition:
        (place / "partition").write_text("1\n")
    blocks.mkdir(exist_ok=True)
    (blocks / name).symlink_to(place)


def test_a_stick_a_usb_disk_and_a_card_are_found_and_the_pcs_own_disk_is_not(tmp_path: Path) -> None:
    blocks = tmp_path / "block"
    block(blocks, "zzsda1", real="pci0/ata1/block/sda")
    block(blocks, "zzsdb1", real="pci0/usb1/block/sdb")
    block(blocks, "zzsdc", real="pci0/ata2/block/sdc", removable="1", partition=False)
    block(blocks, "zzcard1", real="pci0/mmc0/block/card")
    (tmp_path / "devices/pci0/mmc0/block/card/device").mkdir()
    (tmp_path / "devices/pci0/mmc0/block/card/device/type").write_text("SD\n")
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "proc /proc proc rw 0 0\n"
        "/dev/zzsda1 /home ext4 rw 0 0\n"
        "/dev/zzsdb1 /media/somsri/งาน\\040สภา vfat rw 0 0\n"
        "/dev/zzsdb1 /mnt/again vfat rw 0 0\n"
        "/dev/zzsdc /media/somsri/SAPHA vfat rw 0 0\n"
        "/dev/zzcard1 /media/somsri/CARD vfat ro 0 0\n"
        "/dev/zzgone1 /media/somsri/GONE vfat ro 0 0\n",
        encoding="utf-8",
    )
    found = list(drives.mounted(mounts, blocks))
    assert found == [Path("/media/somsri/งาน สภา"), Path("/media/somsri/SAPHA"), Path("/media/somsri/CARD")]


def test_a_stick_that_the_system_was_started_from_is_no_stick_to_hand_over_on(tmp_path: Path) -> None:
    blocks = tmp_path / "block"
    block(blocks, "zzsdb1", real="pci0/usb1/block/sdb", removable="1")
    mounts = tmp_path / "mounts"
    mounts.write_text("/dev/zzsdb1 / ext4 rw 0 0\n")
    assert list(drives.mounted(mounts, blocks)) == []
    assert list(drives.mounted(tmp_path / "missing", blocks)) == []


def test_asking_this_pc_for_its_sticks_works() -> None:
    assert all(path.is_absolute() for path in drives.sticks())
