"""Partners (ภาคี)."""
