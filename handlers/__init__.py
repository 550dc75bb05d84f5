"""What Paperboy does with its parts, one file per trigger; no platform and no library in here."""
