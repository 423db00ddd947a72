"""Layout, components, style and scripts. Knows no room."""
