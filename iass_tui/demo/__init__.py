"""An invented, believable office to try the program on."""
