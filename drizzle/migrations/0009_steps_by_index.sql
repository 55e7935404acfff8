-- The planner does not know how few messages are due: behind a long log it read the whole outbox for each step, to join it or to
-- have it in the order of its ids. What is due is found first now (`offset 0` keeps it apart), and the steps reach rows by
-- index alone.
create or replace function publish_shard(p_shard smallint, p_limit integer, p_offset_ms double precision, p_skip_locked boolean)
returns table (last_sequence bigint, published integer, types jsonb, checkpoints jsonb) language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  head bigint;
  moment timestamptz;
  stamped integer;
  stamped_types jsonb;
begin
  perform set_config('lock_timeout', '2s', true);
  if p_skip_locked then
    select s.last_sequence into head from shards s where s.shard = p_shard for update skip locked;
    if not found then return; end if;
  else
    select s.last_sequence into head from shards s where s.shard = p_shard for update;
  end if;
  moment := clock_timestamp() + make_interval(secs => p_offset_ms / 1000);
  with due as (
    select o.id, row_number() over (order by o.id) as n
    from (
      select unpublished.id
      from (select id from outbox where shard = p_shard and sequence is null and due_at <= moment offset 0) as unpublished
      order by unpublished.id limit p_limit
    ) as o
  ), numbered as (
    update outbox o set sequence = head + due.n, published_at = moment
    from due where o.id = due.id and o.shard = p_shard
    returning o.event_position, o.payload
  )
  select count(*), jsonb_agg(distinct coalesce(e.type, n.payload->'command'->>'type')) into stamped, stamped_types
  from numbered n left join events e on e.position = n.event_position and e.shard = p_shard;
  if stamped > 0 then
    update shards s set last_sequence = head + stamped where s.shard = p_shard;
  end if;
  return query select head + stamped, stamped, coalesce(stamped_types, '[]'),
    (select jsonb_object_agg(c.consumer, c.sequence) from checkpoints c where c.shard = p_shard);
end $$;
--> statement-breakpoint
alter function take_messages(text, smallint, integer, boolean) set enable_seqscan = off;
--> statement-breakpoint
alter function take_messages(text, smallint, integer, boolean) set enable_hashjoin = off;
--> statement-breakpoint
alter function take_messages(text, smallint, integer, boolean) set enable_mergejoin = off;
