"""Plain frozen values that every floor may use: text in languages, partial dates, figures."""
