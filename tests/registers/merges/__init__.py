"""Tests of the room of merges."""
