-- Signed records of what was admitted, and the number of the list of what no longer is.

create table passport (
  revision_id integer primary key references revision (id) on delete cascade,
  identity    text    not null,               -- of the served tree: names, sizes, digests
  resource    text    not null,               -- package URL with the served commit
  document    text    not null,               -- the bundles, as signed
  issued      integer not null
) strict;

create index passport_by_identity on passport (identity);

create table revocation_list (
  number integer not null,                    -- grows whenever the list's content changes
  digest text    not null                     -- of the content that the number stands for
) strict;

insert into revocation_list (number, digest) values (0, '');

-- What blobs looked like on disk when their bytes were last hashed.
create table seal (
  sha256  text    primary key,
  file    integer not null,                   -- inode
  size    integer not null,
  changed integer not null                    -- ctime, nanoseconds since 1970
) strict, without rowid;
