"""Forms on paper: visits, orders, replies, requests."""
