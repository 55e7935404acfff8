-- The steps of the log reach their rows by index alone, so one plan is right for every shard and consumer. PostgreSQL thought it
-- worth planning take_messages anew at each call, which took twice as long as the call itself.
alter function publish_shard(smallint, integer, double precision, boolean) set plan_cache_mode = force_generic_plan;
--> statement-breakpoint
alter function take_messages(text, smallint, integer, boolean) set plan_cache_mode = force_generic_plan;
