"""The history of the schema: revisions of Alembic, which go out with the package."""
