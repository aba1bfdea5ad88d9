"""All Qt that belongs to no single register."""
