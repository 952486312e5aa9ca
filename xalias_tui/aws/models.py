"""The SDK's service descriptions, read from disk once for all sessions, without their documentation.

Half of a description is documentation, which only ``help()`` shows: an audit of two accounts holds 12 MB less without.
"""

from __future__ import annotations

import os
import threading
from functools import cache
from pathlib import Path
from typing import Any, Final

from botocore.loaders import Loader

_SERVICE: Final = "service-2"


class LeanLoader(Loader):
    """Reads descriptions as the SDK does, each once whoever asks at the same time, and forgets their prose."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._lock = threading.RLock()

    def load_service_model(self, service_name: str, type_name: str, api_version: str | None = None) -> Any:
        """The description of a service, or of its pages and waiters; read once."""
        with self._lock:
            model = super().load_service_model(service_name, type_name, api_version)
            if type_name == _SERVICE and model.get("documentation"):
                _forget_prose(model)
            return model


def _forget_prose(model: Any) -> None:
    """Empty documentation in place; a member of a shape that is called so is a mapping, and stays."""
    if isinstance(model, dict):
        if isinstance(model.get("documentation"), str):
            model["documentation"] = ""
        for value in model.values():
            _forget_prose(value)
    elif isinstance(model, list):
        for item in model:
            _forget_prose(item)


@cache
def loader(data_path: str | None = None) -> Loader:
    """What reads them; ``data_path`` as in a profile that has its own (``data_path``, ``AWS_DATA_PATH``)."""
    given = (os.path.expandvars(path) for path in (data_path or "").split(os.pathsep) if path)
    paths = [str(Path(path).expanduser()) for path in given]
    return LeanLoader(extra_search_paths=paths or None)
