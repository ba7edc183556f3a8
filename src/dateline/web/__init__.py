"""The workbench: pages for people over the ledger and the review room. Nothing imports it but the command ``serve``.

One module a page, one template a page; no page holds a rule of its own about what is decided or counted.
"""
