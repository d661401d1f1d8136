"""Verify models against a Weighbridge passport, where they are loaded."""

from ._bundle import Refused
from ._verify import Held, verify

__all__ = ["Held", "Refused", "verify"]
__version__ = "0.1.0"
