"""People (บุคคล): one identity per person, used by every register."""
