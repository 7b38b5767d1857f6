"""A year that is typed, and the plain model beside it."""
