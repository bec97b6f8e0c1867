"""`ruby-fsm doctor`: is this installation fit to call people, and what is to be done if not."""
