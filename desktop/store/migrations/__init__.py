"""Alembic migrations: they speak SQL and never import models."""
