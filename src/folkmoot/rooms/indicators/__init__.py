"""What is measured: indicator definitions, series and observations."""
