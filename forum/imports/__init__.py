"""Bringing in a community from a file: checked as a whole first, then all of it or nothing."""

from forum.imports.files import Imported, ImportRefused, import_files
from forum.imports.lines import Problem

__all__ = ["ImportRefused", "Imported", "Problem", "import_files"]
