CREATE TABLE "conference_history" (
	"conference_id" text NOT NULL,
	"version" integer NOT NULL,
	"shard" smallint NOT NULL,
	"type" text NOT NULL,
	"subject" text NOT NULL,
	"subject_id" text NOT NULL,
	"subject_name" text NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	"actor" text NOT NULL,
	"before" jsonb NOT NULL,
	"after" jsonb NOT NULL,
	CONSTRAINT "conference_history_conference_id_version_shard_pk" PRIMARY KEY("conference_id","version","shard")
);
--> statement-breakpoint
CREATE TABLE "conference_statistics" (
	"conference_id" text NOT NULL,
	"day" date NOT NULL,
	"seat_type_id" text NOT NULL,
	"shard" smallint NOT NULL,
	"seats" integer NOT NULL,
	"orders" integer NOT NULL,
	"revenue_minor" bigint NOT NULL,
	CONSTRAINT "conference_statistics_conference_id_day_seat_type_id_shard_pk" PRIMARY KEY("conference_id","day","seat_type_id","shard")
);
--> statement-breakpoint
CREATE TABLE "order_timeline" (
	"order_id" text NOT NULL,
	"sequence" bigint NOT NULL,
	"shard" smallint NOT NULL,
	"conference_id" text NOT NULL,
	"kind" text NOT NULL,
	"type" text NOT NULL,
	"data" jsonb NOT NULL,
	"actor" text NOT NULL,
	"causation" text NOT NULL,
	"happened_at" timestamp with time zone NOT NULL,
	CONSTRAINT "order_timeline_order_id_sequence_shard_pk" PRIMARY KEY("order_id","sequence","shard")
);
--> statement-breakpoint
CREATE TABLE "statistics_zones" (
	"conference_id" text NOT NULL,
	"shard" smallint NOT NULL,
	"time_zone" text NOT NULL,
	CONSTRAINT "statistics_zones_conference_id_shard_pk" PRIMARY KEY("conference_id","shard")
);
--> statement-breakpoint
CREATE INDEX "order_payments_returned" ON "order_payments" USING btree ("conference_id","changed_at","shard") WHERE status in ('refundRequested', 'refunded', 'refundFailed');--> statement-breakpoint
CREATE INDEX "orders_reinstated" ON "orders" USING btree ("conference_id","placed_at","shard") WHERE was_reinstated;--> statement-breakpoint
CREATE INDEX "seat_assignments_attendees" ON "seat_assignments" USING btree ("conference_id","seat_type_name","last_name","first_name","order_id","position","shard") WHERE email is not null;--> statement-breakpoint
CREATE INDEX "seat_assignments_unassigned" ON "seat_assignments" USING btree ("conference_id","seat_type_name","shard") WHERE email is null;