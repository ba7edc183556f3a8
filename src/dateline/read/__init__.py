"""From bytes to reports: one module a format; what cannot be read is set aside."""
