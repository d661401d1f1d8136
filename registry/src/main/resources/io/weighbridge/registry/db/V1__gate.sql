-- Times are milliseconds since 1970 UTC. JSON columns hold canonical JSON.

create table model (
  id       integer primary key,
  key      text    not null unique,           -- lower-case id: hubs ignore case
  name     text    not null,                  -- canonical case
  upstream text    not null,
  pinned   integer not null default 0         -- 1 since the first admission: the upstream stays
) strict;

create table revision (
  id              integer primary key,
  model_id        integer not null references model (id),
  commit_id       text    not null,           -- the upstream's
  state           text    not null,
  served_commit   text    not null default '', -- what clients see, where files were left out
  text            text    not null default '', -- what a refused asker is told
  info            text    not null,           -- what the upstream said about the commit
  decision        text    not null default '',
  manifest_digest text    not null default '',
  policy_digest   text    not null default '',
  rules_digest    text    not null default '',
  would_stop      integer not null default 0, -- a rule in observe mode would have stopped it
  served          integer not null default 0, -- 1 since it was first offered to an asker
  requests        integer not null default 0, -- requests refused
  time            integer not null,
  unique (model_id, commit_id)
) strict;

create index revision_by_state on revision (state, time);
create index revision_by_served on revision (model_id, served_commit) where served_commit <> '';

create table evidence (
  revision_id integer primary key references revision (id) on delete cascade,
  json        text    not null
) strict;

create table file (
  revision_id  integer not null references revision (id) on delete cascade,
  path         text    not null,
  size         integer not null,
  oid          text    not null,
  announced    text    not null default '',   -- sha256 that the upstream announced
  pointer_size integer not null,
  blob         text    not null,              -- our sha256
  left_out     integer not null,
  report       text    not null,
  primary key (revision_id, path)
) strict, without rowid;

create index file_by_oid on file (oid, size);

create table settlement (
  id          integer primary key,
  revision_id integer not null references revision (id) on delete cascade,
  kind        text    not null,               -- approve, waive, refuse
  person      text    not null,
  reason      text    not null,
  concerns    text    not null,               -- the rules and files that the person knew of
  until       integer not null default 0,     -- of a waiver
  time        integer not null
) strict;

create index settlement_by_revision on settlement (revision_id, id);

create table branch (
  model_id      integer not null references model (id),
  name          text    not null,             -- '' is the default branch
  commit_id     text    not null,             -- the upstream's, when it was last asked
  last_admitted text    not null default '',  -- the upstream's commit last served for it
  checked_at    integer not null,
  primary key (model_id, name)
) strict, without rowid;

create table usage (
  token_id integer not null,
  kind     text    not null,                  -- vettings, bytes
  period   integer not null,                  -- start of the hour or day
  amount   integer not null,
  primary key (token_id, kind, period)
) strict, without rowid;

create table entitlement (
  person     text    not null,
  model_id   integer not null references model (id),
  granted    integer not null,
  checked_at integer not null,
  primary key (person, model_id)
) strict, without rowid;

create table upstream_token (
  person   text not null,
  upstream text not null,
  sealed   blob not null,                     -- AES-256-GCM, key in secrets/
  primary key (person, upstream)
) strict, without rowid;

create table total (
  name  text    primary key,                  -- pulls, blocked
  value integer not null
) strict, without rowid;
