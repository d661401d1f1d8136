-- Whom a model opens for is a fact of the model, not of a commit: the upstream's last word holds for all of them.
-- Until it is asked again, the strictest that is on record about any commit.

alter table model add column gated text not null default 'false';
alter table model add column private integer not null default 0;

update model set
  gated = coalesce(
    (select case when max(json_extract(info, '$.gated')) in (0, 'false') then 'false'
                 when max(json_extract(info, '$.gated')) = 'auto' then 'auto'
                 when max(json_extract(info, '$.gated')) is null then 'false'
                 else 'manual' end
     from revision where model_id = model.id), 'false'),
  private = coalesce(
    (select max(json_extract(info, '$.private')) from revision where model_id = model.id), 0);
