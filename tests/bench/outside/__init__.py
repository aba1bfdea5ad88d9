"""What Sapha is measured beside: scripts for the throw-away venv that `peers.venv` makes; nothing of the product is imported here."""
