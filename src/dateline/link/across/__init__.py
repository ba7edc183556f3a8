"""Linking across reports: which mentions tell of the same incident, and why.

Everything here is a pure function of mentions: ``traits`` says what of a mention is compared, ``compare`` weighs two
of them, ``candidates`` finds the pairs worth comparing, ``cluster`` makes incidents of pairs and verdicts.
"""
