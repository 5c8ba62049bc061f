"""What comes near without any publication: rules that end by themselves, and announced rules that begin to apply."""
