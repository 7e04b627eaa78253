"""What a committee printed, as proposals: reports, responses and meeting papers. Nothing here decides; a person confirms each."""
