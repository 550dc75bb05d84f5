"""What holds for every test."""

from hypothesis import settings

# A busy machine is no failed promise.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
