"""What the app is made of besides its screens: crashes, idling, the lock's keeper, the palette, looks."""
