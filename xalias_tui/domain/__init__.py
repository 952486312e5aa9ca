"""Values and pure logic: no input or output, no clock, no SDK, no user interface."""
