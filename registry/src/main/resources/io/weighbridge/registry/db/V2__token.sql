-- The gate's own tokens: only their SHA-256, since nobody can guess 238 random bits.

create table token (
  id      integer primary key autoincrement, -- never used again: records name askers by it
  digest  text    not null unique,
  name    text    not null,
  role    text    not null,
  created integer not null
) strict;
