"""One module per publisher's format; ``known`` lists them all."""
