"""The ethics training: its exam, and the certificate of it (`openhearth.ethics.credential`)."""
