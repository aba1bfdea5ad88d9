"""The book on disk: the only package that knows engines, dialects, Alembic and the cipher."""
