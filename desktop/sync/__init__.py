"""The hand-over: parcels, merge, offices met. No Qt; works on any Register it is handed."""
