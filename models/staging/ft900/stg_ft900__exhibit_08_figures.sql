{{ read_long_exhibit(ref('exhibit_08'), '08') }}
