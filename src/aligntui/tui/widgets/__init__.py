"""What screens are made of: they show values and post messages."""
