"""The coding scheme as data: YAML files, their schema and the loader."""

from dateline.codebook.book import Codebook, CodebookError, load_codebook

__all__ = ["Codebook", "CodebookError", "load_codebook"]
