{{ read_long_exhibit(ref('exhibit_07'), '07') }}
