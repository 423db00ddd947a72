"""Who should meet: profiles, offers and needs, requests, the meeting schedule."""
