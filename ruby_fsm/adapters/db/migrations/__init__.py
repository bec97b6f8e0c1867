"""The history of the schema, shipped in the package: Alembic's environment and its revisions."""
