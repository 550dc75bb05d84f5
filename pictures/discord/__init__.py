"""Discord's messages, drawn as its client would draw them."""
