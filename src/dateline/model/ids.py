"""Content ids: the same content has the same id, on every machine and in every run."""

from __future__ import annotations

import hashlib
import json

ID_HEX = 16  # 64 bits: about 1e-6 chance of one clash among six million rows


def content_id(prefix: str, *parts: object) -> str:
    """Return ``prefix`` and a hash of the parts, which must be JSON values."""
    canonical = json.dumps(parts, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return prefix + hashlib.sha256(canonical.encode()).hexdigest()[:ID_HEX]


def text_sha256(text: str) -> str:
    """Return the SHA-256 of a text's UTF-8 form, in hex."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
