"""Activities (กิจกรรม): what was done, where, with how many people."""
