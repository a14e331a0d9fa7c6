"""The book: the Sphinx extension that shows exhibits, numbers and claims, and the builds of HTML and PDF."""

from kunnskapsstatus.book.extension import setup

__all__ = ["setup"]
