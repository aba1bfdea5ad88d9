"""Each room: its description against its table, and the rules of one record."""
