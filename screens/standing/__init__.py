"""By what right someone may receive a file: talks about competence, written authorities."""
