"""Folders that can be made again at any time: whole or absent, never half.

The folder that others open is a link to a finished one beside it, so replacing it is one
step of the file system. Whoever is stopped half-way leaves an unfinished folder that nobody
sees; the next one removes it.
"""

import fcntl
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


def publish(
    target: Path,
    fill: Callable[[Path], None],
    is_current: Callable[[Path], bool],
    *,
    force: bool = False,
) -> bool:
    """Make the folder ``target`` unless it is current; return whether it was made.

    Two processes that want the same folder at once make it one after the other. Where the
    folder is current, nothing is written, so a read-only disk is no obstacle.

    Args:
        target: the folder that others will open.
        fill: writes the content into an empty folder.
        is_current: says whether a folder, possibly missing or broken, will do as it is.
        force: make it in any case.
    """
    if not force and is_current(target):
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    with _alone(target):
        if not force and is_current(target):
            return False
        _sweep(target)
        fresh = target.with_name(f"{_unseen(target)}{secrets.token_hex(4)}")
        fresh.mkdir()
        fill(fresh)
        _sync(fresh)
        _switch(target, fresh)
        _sweep(target)
    return True


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    with target.with_name(f".{target.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _unseen(target: Path) -> str:
    return f".{target.name}~"


def _sweep(target: Path) -> None:
    """Remove what earlier builds left, except the folder that is in use."""
    for folder in target.parent.glob(f"{_unseen(target)}*"):
        if folder.resolve() != target.resolve():
            shutil.rmtree(folder)


def _sync(folder: Path) -> None:
    """Bring a folder and everything below it to the disk, before its name appears."""
    for path in [folder, *folder.rglob("*")]:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _switch(target: Path, fresh: Path) -> None:
    link = target.with_name(f".{target.name}.link")
    link.unlink(missing_ok=True)
    link.symlink_to(fresh.name, target_is_directory=True)
    if target.is_dir() and not target.is_symlink():
        # Someone copied a real folder here; a link cannot replace it in one step.
        target.rename(target.with_name(f"{_unseen(target)}{secrets.token_hex(4)}"))
    link.replace(target)
    _sync_name(target.parent)


def _sync_name(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
