"""What a person asks for, as data: each command gives the next person, or refuses."""
