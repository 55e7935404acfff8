-- What happened is never changed.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the log is append-only: % on % is refused', tg_op, tg_table_name;
end $$;
--> statement-breakpoint
create trigger events_are_immutable before update or delete on events for each row execute function refuse_change();
--> statement-breakpoint
create trigger events_are_kept before truncate on events for each statement execute function refuse_change();
--> statement-breakpoint

-- Appends events to any number of streams of one shard, with their outgoing commands and the command from outside that
-- caused them: all or nothing, in one call.
--   batch: { offsetMs, streams: [{stream, expected}],
--            events: [{stream, version, conferenceId, type, schemaVersion, data, metadata}],
--            commands: [{payload, dueAt}], received: {idHash, inputHash, outcome} or null }
-- Raises VC001 when a stream's head is not exactly the expected version (too high is wrong as well), CM001 when the command was
-- heard before with other input. A command heard before with the same input is answered with its first outcome.
create function append_to_log(p_shard smallint, p_batch jsonb) returns jsonb language plpgsql as $$
declare
  moment timestamptz := clock_timestamp() + make_interval(secs => (p_batch->>'offsetMs')::double precision / 1000);
  heard jsonb := nullif(p_batch->'received', 'null'::jsonb);
  earlier commands%rowtype;
  conflicting text;
begin
  if heard is not null then
    select * into earlier from commands c where c.id_hash = heard->>'idHash' and c.shard = p_shard;
    if found then
      if earlier.input_hash <> heard->>'inputHash' then
        raise exception 'command heard before with other input' using errcode = 'CM001', detail = earlier.outcome::text;
      end if;
      return jsonb_build_object('repeated', true, 'outcome', earlier.outcome);
    end if;
    insert into commands (id_hash, shard, input_hash, outcome, received_at)
    values (heard->>'idHash', p_shard, heard->>'inputHash', heard->'outcome', moment);
  end if;

  select s.stream into conflicting
  from jsonb_to_recordset(p_batch->'streams') as s(stream text, expected integer)
  where s.expected is distinct from
    coalesce((select e.version from events e where e.stream = s.stream and e.shard = p_shard order by e.version desc limit 1), 0)
  limit 1;
  if found then
    raise exception 'stream % is at another version', conflicting using errcode = 'VC001';
  end if;

  with recorded as (
    insert into events (stream, version, shard, conference_id, type, schema_version, data, metadata, recorded_at)
    select e.value->>'stream', (e.value->>'version')::integer, p_shard, e.value->>'conferenceId', e.value->>'type',
      (e.value->>'schemaVersion')::smallint, e.value->'data', e.value->'metadata', moment
    from jsonb_array_elements(p_batch->'events') with ordinality as e(value, ordinal)
    order by e.ordinal
    returning position
  )
  insert into outbox (shard, kind, event_position, payload, due_at)
  select p_shard, leaving.kind, leaving.position, leaving.payload, leaving.due_at
  from (
    select 'event' as kind, position, null::jsonb as payload, '-infinity'::timestamptz as due_at, 0 as part, position as ordinal
    from recorded
    union all
    select 'command', null, c.value->'payload', coalesce((c.value->>'dueAt')::timestamptz, '-infinity'), 1, c.ordinal
    from jsonb_array_elements(p_batch->'commands') with ordinality as c(value, ordinal)
  ) as leaving
  order by leaving.part, leaving.ordinal;

  return jsonb_build_object('repeated', false);
end $$;
--> statement-breakpoint

-- Gives the shard's next sequence numbers to what is committed, unpublished and due. The row lock is taken by a statement of
-- its own: one that locks and reads at once would read what it saw before it waited, and number rows a second time.
-- Returns the shard's last sequence, how many were published and of which types; nothing when p_skip_locked finds another
-- publisher at work.
create function publish_shard(p_shard smallint, p_limit integer, p_offset_ms double precision, p_skip_locked boolean)
returns table (last_sequence bigint, published integer, types jsonb) language plpgsql as $$
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
  return query select head + stamped, stamped, coalesce(stamped_types, '[]');
end $$;
--> statement-breakpoint

-- Takes a consumer's next messages of a shard and moves its checkpoint behind them; the caller's transaction adds the effects.
-- The lock and the read are two statements, so that what is read was there after the wait. `parked_keys` stands in the first row.
create function take_messages(p_consumer text, p_shard smallint, p_limit integer, p_skip_locked boolean)
returns table (
  sequence bigint, kind text, payload jsonb, stream text, version integer, conference_id text, type text,
  schema_version smallint, data jsonb, metadata jsonb, recorded_at timestamptz, parked_keys jsonb
) language plpgsql as $$
#variable_conflict use_column
declare
  seen bigint;
  first_taken bigint;
  last_taken bigint;
begin
  perform set_config('lock_timeout', '2s', true), set_config('idle_in_transaction_session_timeout', '2s', true),
    set_config('statement_timeout', '10s', true), set_config('tcp_user_timeout', '5s', true);
  if p_skip_locked then
    select c.sequence into seen from checkpoints c where c.consumer = p_consumer and c.shard = p_shard for update skip locked;
    if not found then return; end if;
  else
    select c.sequence into strict seen from checkpoints c where c.consumer = p_consumer and c.shard = p_shard for update;
  end if;
  select min(o.sequence), max(o.sequence) into first_taken, last_taken
  from (
    select sequence from outbox where shard = p_shard and sequence > seen order by sequence limit p_limit
  ) as o;
  if last_taken is null then return; end if;
  update checkpoints c set sequence = last_taken where c.consumer = p_consumer and c.shard = p_shard;
  return query
    select o.sequence, o.kind, o.payload, e.stream, e.version, e.conference_id, e.type, e.schema_version, e.data,
      e.metadata, e.recorded_at,
      case when o.sequence = first_taken then
        (select jsonb_agg(distinct p.key) from parked p where p.consumer = p_consumer and p.shard = p_shard)
      end
    from outbox o
    left join events e on e.position = o.event_position and e.shard = p_shard
    where o.shard = p_shard and o.sequence > seen and o.sequence <= last_taken
    order by o.sequence;
end $$;
