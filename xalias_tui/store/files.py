"""Files that others may have made: read whole within a limit, written whole or not at all, for the operator only."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import json
import os
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from xalias_tui.domain.errors import UsageError

PRIVATE_FILE: Final = 0o600
"""What is written holds names, ids and addresses of accounts: no other user may read it, whatever the umask."""
MOST_BYTES: Final = 16 * 1024 * 1024
"""Of a file that is read whole: the plan of a full change batch takes less than 1 MB."""


def open_regular(file: Path, flags: int = os.O_RDONLY) -> int:
    """A descriptor of a regular file; a pipe, a device or a folder is refused, and not waited for.

    Raises:
        OSError: when it can't be opened or is no regular file; ``strerror`` says which.
    """
    try:
        descriptor = os.open(file, flags | os.O_NONBLOCK | os.O_CLOEXEC, PRIVATE_FILE)
    except OSError as error:
        if error.errno == errno.ELOOP and flags & os.O_NOFOLLOW:
            raise OSError(error.errno, "it is a symbolic link", str(file)) from error
        raise
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return descriptor
    os.close(descriptor)
    raise OSError(errno.EINVAL, "it is not a regular file", str(file))


def read_bytes(file: Path) -> bytes:
    """The content of a file of at most 16 MB.

    Raises:
        OSError: when it can't be read, is no regular file, or is larger; ``strerror`` says which.
    """
    with os.fdopen(open_regular(file), "rb") as stream:
        content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise OSError(errno.EFBIG, f"it is larger than {MOST_BYTES // 1024**2} MB", str(file))
    return content


def read_json(file: Path, *, code: str, kind: str, remedy: str, unreadable: str = "file-unreadable") -> object:
    """The content of a JSON file.

    Args:
        file: Where it stands.
        code: Code of the error for content that is no JSON.
        kind: What the file should hold, e.g. ``plan of xalias``.
        remedy: What to do about a file of another kind.
        unreadable: Code of the error for a file that can't be read.

    Raises:
        UsageError: when it can't be read or is no JSON.
    """
    try:
        content: object = json.loads(read_bytes(file).decode("utf-8-sig"))
    except OSError as error:
        raise UsageError(unreadable, f"{file} can't be read: {error.strerror}.", "Name another file.") from error
    except ValueError as error:
        raise UsageError(code, f"{file} is not a {kind}: it is not JSON.", remedy) from error
    except RecursionError as error:
        raise UsageError(code, f"{file} is not a {kind}: it is nested too deeply.", remedy) from error
    return content


def write_text(file: Path, text: str) -> None:
    """Write a file whole or not at all, for the operator only; a link in its place is replaced, not followed.

    A pipe or a device is written to: replacing ``/dev/null`` would break the machine of whoever may do that.

    Raises:
        UsageError: when it can't be written.
    """
    if not file.name:
        raise UsageError("out-unwritable", f"'{file}' can't be written: it names no file.", "Name another file.")
    try:
        if is_stream(file):
            _write_into(file, text)
        else:
            _put_in_place(file, text)
    except OSError as error:
        raise _unwritable(file, error) from error


def is_stream(file: Path) -> bool:
    """Whether what has a file's name is no file: a device, a pipe, or a descriptor as in ``/dev/stdout``."""
    try:
        mode = file.lstat().st_mode
    except OSError:  # writing it shows why
        return False
    if stat.S_ISLNK(mode):
        return file.parent.resolve().parts[1:2] in (("dev",), ("proc",))
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _write_into(file: Path, text: str) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_NONBLOCK | os.O_CLOEXEC)  # no one may read the pipe
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        if stat.S_ISBLK(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "it is a block device", str(file))
        os.set_blocking(descriptor, True)
        stream.write(text)


def _put_in_place(file: Path, text: str) -> None:
    draft = file.with_name(f"{file.name}.{secrets.token_hex(4)}.part")  # of this writer alone
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, PRIVATE_FILE)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            os.fchmod(descriptor, PRIVATE_FILE)  # the umask may have taken more away
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(file)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, where they are not there yet.

    Raises:
        UsageError: when it can't be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            "out-unwritable", f"The folder {folder} can't be made: {error.strerror}.", "Name another folder."
        ) from error


def write_json(file: Path, content: object) -> None:
    """Write a JSON file whole or not at all.

    Raises:
        UsageError: when it can't be written.
    """
    write_text(file, json.dumps(content, indent=2) + "\n")


@contextlib.contextmanager
def alone(file: Path) -> Iterator[None]:
    """Keep other processes and threads from changing a file that is read, changed and written again.

    Raises:
        UsageError: when its folder can't be made or written to.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file.with_name(f".{file.name}.lock"), os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, PRIVATE_FILE)
    except OSError as error:
        raise _unwritable(file, error) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _unwritable(file: Path, error: OSError) -> UsageError:
    return UsageError("out-unwritable", f"{file} can't be written: {error.strerror}.", "Name another file.")
