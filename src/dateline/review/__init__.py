"""Reviewing: what wants a look, what a report says beside what was read from it, decisions and their undoing.

No HTML and no terminal here: the workbench and anything else that people review with call the same functions.
"""
