"""The workbench's answers for programs: the contract over HTTP, below ``/api/v1``.

One small module a group of routes; ``contract`` and ``answers`` say what goes out, ``asking`` what comes in.
"""
