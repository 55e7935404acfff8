drop function publish_shard(smallint, integer, double precision, boolean);
--> statement-breakpoint

-- Gives the shard's next sequence numbers to what is committed, unpublished and due. The row lock is taken by a statement of
-- its own: one that locks and reads at once would read what it saw before it waited, and number rows a second time.
-- Returns the shard's last sequence, how many were published and of which types, and where each consumer stands, so that only
-- those need to look whom something concerns; nothing when p_skip_locked finds another publisher at work.
create function publish_shard(p_shard smallint, p_limit integer, p_offset_ms double precision, p_skip_locked boolean)
returns table (last_sequence bigint, published integer, types jsonb, checkpoints jsonb) language plpgsql as $$
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
      select id from outbox
      where shard = p_shard and sequence is null and due_at <= moment
      order by id limit p_limit
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
