"""The SDK's service descriptions, read from disk once for all sessions: only what is asked, without documentation.

All descriptions together are 9 MB of JSON, of which a quarter of a megabyte is about operations that are called here;
the rest costs 0.2 s of CPU and 40 MiB in a search of every kind. So that part is kept beside this module, in
``sdk_models``, made from the SDK's own by a test, which fails when it is not what the installed SDK would give::

    XALIAS_UPDATE_MODELS=1 pytest -n0 tests/aws/test_aws_models.py

A description that lacks an operation that is called is not used; the SDK's own is then. Services that the SDK alone
calls, to sign in, are read whole.
"""

from __future__ import annotations

import gzip
import json
import os
import threading
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from botocore.exceptions import DataNotFoundError
from botocore.loaders import JSONFileLoader, Loader

from xalias_tui.aws.guard import READS, WRITES

SERVICE: Final = "service-2"
"""What the SDK calls the description of a service."""
OURS: Final = Path(__file__).with_name("sdk_models")
WHOLE: Final = frozenset({"signin", "sso", "sso-oidc"})
"""Services that the SDK calls by itself."""
CALLED: Final[Mapping[str, frozenset[str]]] = {name: READS[name] | WRITES.get(name, frozenset()) for name in READS}
"""Operations that are called, by service."""
_READ_WITH_PROSE: Final = "clientContextParams"
"""The one part whose documentation the SDK insists on."""
_OPENED: Final[Mapping[str, Callable[[str, str], Any]]] = {".json": open, ".json.gz": gzip.open}


class _Files(JSONFileLoader):
    """Reads files as the SDK does, into plain dictionaries: they keep their order, too, in half of the space."""

    def load_file(self, file_path: str) -> Any:
        for ending, opened in _OPENED.items():
            try:
                with opened(file_path + ending, "rb") as file:
                    return json.loads(file.read())
            except FileNotFoundError:
                continue
        return None


class LeanLoader(Loader):
    """Reads descriptions as the SDK does, each once whoever asks at the same time, and forgets what is not needed."""

    FILE_LOADER_CLASS = _Files

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._lock = threading.RLock()
        self._models: dict[tuple[str, str, str | None], Any] = {}

    def load_service_model(self, service_name: str, type_name: str, api_version: str | None = None) -> Any:
        """The description of a service, or of its pages and waiters; read once."""
        with self._lock:
            key = (service_name, type_name, api_version)
            if key not in self._models:
                self._models[key] = self._load(*key)
            return self._models[key]

    def _load(self, service: str, type_name: str, api_version: str | None) -> Any:
        try:
            version = api_version or self.determine_latest_version(service, type_name)
        except DataNotFoundError:  # the SDK lists what there is; to do so for each that there is costs 10 ms
            return super().load_service_model(service, type_name, api_version)
        path = f"{service}/{version}/{type_name}"
        if type_name == SERVICE and service in CALLED and service not in WHOLE and self._is_of_the_sdk(path):
            ours: Any = self.file_loader.load_file(str(OURS / path))
            if ours is not None and CALLED[service] <= ours["operations"].keys():
                return ours
        model: Any = self.load_data(path)
        extras = self._find_extras(service, type_name, version)  # type: ignore[attr-defined] # not in the stub
        self._extras_processor.process(model, extras)  # type: ignore[attr-defined] # as above
        if type_name == SERVICE and model.get("documentation"):
            _forget_prose(model)
        return model

    def _is_of_the_sdk(self, path: str) -> bool:
        """Whether no folder of the operator's has the file."""
        others = (folder for folder in self.search_paths if not self.is_builtin_path(folder))
        return not any(self.file_loader.exists(str(Path(folder, path))) for folder in others)


def trimmed(model: Mapping[str, Any], operations: frozenset[str]) -> dict[str, Any]:
    """A description of some operations, with the shapes that they need, without documentation and examples."""
    kept = {name: model["operations"][name] for name in sorted(operations)}
    shapes: dict[str, Any] = {}
    awaited = [kept]
    while awaited:
        for name in _shapes_in(awaited.pop()):
            if name not in shapes:
                shapes[name] = model["shapes"][name]
                awaited.append(shapes[name])
    found = {**model, "operations": kept, "shapes": dict(sorted(shapes.items()))}
    found.pop("examples", None)
    copied: dict[str, Any] = json.loads(json.dumps(found))
    _forget_prose(copied)
    return copied


def _shapes_in(value: Any) -> set[str]:
    """The shapes that a part of a description names."""
    if isinstance(value, list):
        return set().union(*map(_shapes_in, value))
    if not isinstance(value, dict):
        return set()
    named = {value["shape"]} if isinstance(value.get("shape"), str) else set()
    return named.union(*map(_shapes_in, value.values()))


def _forget_prose(model: Any) -> None:
    """Remove documentation in place; a member of a shape that is called so is a mapping, and stays."""
    if isinstance(model, dict):
        if isinstance(model.get("documentation"), str):
            del model["documentation"]
        for key, value in model.items():
            if key != _READ_WITH_PROSE:
                _forget_prose(value)
    elif isinstance(model, list):
        for item in model:
            _forget_prose(item)


def loader(data_path: str | None = None) -> Loader:
    """What reads them; ``data_path`` as in a profile that has its own (``data_path``, ``AWS_DATA_PATH``)."""
    found: Loader = _loader(data_path or "")
    return found


@cache
def _loader(data_path: str) -> Loader:
    given = (os.path.expandvars(path) for path in data_path.split(os.pathsep) if path)
    paths = [str(Path(path).expanduser()) for path in given]
    return LeanLoader(extra_search_paths=paths or None)
