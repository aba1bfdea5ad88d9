"""Help (ความช่วยเหลือ) that was given."""
