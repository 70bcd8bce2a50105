"""Commands about vendors, duties, costs and models."""
