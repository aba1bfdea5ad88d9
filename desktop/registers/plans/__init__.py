"""Plans (แผนพัฒนาตำบล) with their items, and the strategies they serve."""
