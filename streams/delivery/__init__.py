"""The only room that knows Faust: at least once, effects once."""
