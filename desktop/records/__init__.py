"""What every register shares: how one is described, listed, edited, and who may. No Qt."""
