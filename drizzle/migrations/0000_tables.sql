CREATE TABLE "management"."conferences" (
	"id" text NOT NULL,
	"shard" smallint NOT NULL,
	"slug" text NOT NULL,
	"owner_name" text NOT NULL,
	"owner_email" text NOT NULL,
	"name" text NOT NULL,
	"tagline" text NOT NULL,
	"description" text NOT NULL,
	"location" text NOT NULL,
	"time_zone" text NOT NULL,
	"currency" text NOT NULL,
	"starts_at" text NOT NULL,
	"ends_at" text NOT NULL,
	"hold_minutes" integer NOT NULL,
	"payment_processor" text NOT NULL,
	"published" boolean NOT NULL,
	"was_ever_published" boolean NOT NULL,
	"access_code_hash" text NOT NULL,
	"sealed_access_code" text NOT NULL,
	"code_version" integer NOT NULL,
	"version" integer NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "conferences_id_shard_pk" PRIMARY KEY("id","shard")
);
--> statement-breakpoint
CREATE TABLE "management"."seat_types" (
	"id" text NOT NULL,
	"shard" smallint NOT NULL,
	"conference_id" text NOT NULL,
	"name" text NOT NULL,
	"description" text NOT NULL,
	"price_minor" integer NOT NULL,
	"quota" integer NOT NULL,
	"ordinal" integer NOT NULL,
	"version" integer NOT NULL,
	CONSTRAINT "seat_types_id_shard_pk" PRIMARY KEY("id","shard")
);
--> statement-breakpoint
CREATE TABLE "management"."slugs" (
	"slug" text PRIMARY KEY NOT NULL,
	"conference_id" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "checkpoints" (
	"consumer" text NOT NULL,
	"shard" smallint NOT NULL,
	"sequence" bigint NOT NULL,
	CONSTRAINT "checkpoints_consumer_shard_pk" PRIMARY KEY("consumer","shard")
);
--> statement-breakpoint
CREATE TABLE "commands" (
	"id_hash" text NOT NULL,
	"shard" smallint NOT NULL,
	"input_hash" text NOT NULL,
	"outcome" jsonb NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	CONSTRAINT "commands_id_hash_shard_pk" PRIMARY KEY("id_hash","shard")
);
--> statement-breakpoint
CREATE TABLE "events" (
	"position" bigint GENERATED ALWAYS AS IDENTITY (sequence name "events_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"stream" text NOT NULL,
	"version" integer NOT NULL,
	"shard" smallint NOT NULL,
	"conference_id" text NOT NULL,
	"type" text NOT NULL,
	"schema_version" smallint NOT NULL,
	"data" jsonb NOT NULL,
	"metadata" jsonb NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	CONSTRAINT "events_position_shard_pk" PRIMARY KEY("position","shard")
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "outbox_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"shard" smallint NOT NULL,
	"kind" text NOT NULL,
	"event_position" bigint,
	"payload" jsonb,
	"due_at" timestamp with time zone NOT NULL,
	"sequence" bigint,
	"published_at" timestamp with time zone,
	CONSTRAINT "outbox_id_shard_pk" PRIMARY KEY("id","shard")
);
--> statement-breakpoint
CREATE TABLE "parked" (
	"consumer" text NOT NULL,
	"key" text NOT NULL,
	"sequence" bigint NOT NULL,
	"shard" smallint NOT NULL,
	"message_type" text NOT NULL,
	"error" text,
	"attempts" integer NOT NULL,
	"parked_at" timestamp with time zone NOT NULL,
	CONSTRAINT "parked_consumer_sequence_shard_pk" PRIMARY KEY("consumer","sequence","shard")
);
--> statement-breakpoint
CREATE TABLE "shards" (
	"shard" smallint PRIMARY KEY NOT NULL,
	"last_sequence" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "snapshots" (
	"stream" text NOT NULL,
	"shard" smallint NOT NULL,
	"version" integer NOT NULL,
	"schema_version" smallint NOT NULL,
	"state" jsonb NOT NULL,
	CONSTRAINT "snapshots_stream_shard_pk" PRIMARY KEY("stream","shard")
);
--> statement-breakpoint
CREATE TABLE "refunds" (
	"payment_id" text NOT NULL,
	"shard" smallint NOT NULL,
	"conference_id" text NOT NULL,
	"order_id" text NOT NULL,
	"amount_minor" integer NOT NULL,
	"currency" text NOT NULL,
	"requested_at" timestamp with time zone NOT NULL,
	"answered_at" timestamp with time zone,
	"attempts" integer NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	CONSTRAINT "refunds_payment_id_shard_pk" PRIMARY KEY("payment_id","shard")
);
--> statement-breakpoint
CREATE TABLE "simulated_payments" (
	"payment_id" text NOT NULL,
	"shard" smallint NOT NULL,
	"conference_id" text NOT NULL,
	"outcome" text NOT NULL,
	"event_id" text NOT NULL,
	"decided_at" timestamp with time zone NOT NULL,
	"notified_at" timestamp with time zone,
	"refunded_at" timestamp with time zone,
	"attempts" integer NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	CONSTRAINT "simulated_payments_payment_id_shard_pk" PRIMARY KEY("payment_id","shard")
);
--> statement-breakpoint
CREATE TABLE "conferences" (
	"conference_id" text NOT NULL,
	"shard" smallint NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"tagline" text NOT NULL,
	"description" text NOT NULL,
	"location" text NOT NULL,
	"time_zone" text NOT NULL,
	"currency" text NOT NULL,
	"starts_at" text NOT NULL,
	"ends_at" text NOT NULL,
	"hold_minutes" integer NOT NULL,
	"payment_processor" text NOT NULL,
	"owner_name" text NOT NULL,
	"published" boolean NOT NULL,
	"was_ever_published" boolean NOT NULL,
	CONSTRAINT "conferences_conference_id_shard_pk" PRIMARY KEY("conference_id","shard")
);
--> statement-breakpoint
CREATE TABLE "order_lines" (
	"order_id" text NOT NULL,
	"seat_type_id" text NOT NULL,
	"shard" smallint NOT NULL,
	"ordinal" integer NOT NULL,
	"name" text NOT NULL,
	"description" text NOT NULL,
	"unit_price_minor" bigint NOT NULL,
	"requested" integer NOT NULL,
	"reserved" integer NOT NULL,
	"line_total_minor" bigint NOT NULL,
	CONSTRAINT "order_lines_order_id_seat_type_id_shard_pk" PRIMARY KEY("order_id","seat_type_id","shard")
);
--> statement-breakpoint
CREATE TABLE "order_payments" (
	"payment_id" text NOT NULL,
	"order_id" text NOT NULL,
	"shard" smallint NOT NULL,
	"conference_id" text NOT NULL,
	"status" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"reason" text,
	"initiated_at" timestamp with time zone NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "order_payments_payment_id_shard_pk" PRIMARY KEY("payment_id","shard")
);
--> statement-breakpoint
CREATE TABLE "orders" (
	"order_id" text NOT NULL,
	"shard" smallint NOT NULL,
	"conference_id" text NOT NULL,
	"version" integer NOT NULL,
	"status" text NOT NULL,
	"was_reinstated" boolean NOT NULL,
	"sealed_code" text NOT NULL,
	"code_lookup" text NOT NULL,
	"currency" text NOT NULL,
	"placed_at" timestamp with time zone NOT NULL,
	"hold_expires_at" timestamp with time zone NOT NULL,
	"confirmed_at" timestamp with time zone,
	"first_name" text,
	"last_name" text,
	"email" text,
	"seats" integer NOT NULL,
	"total_minor" bigint NOT NULL,
	CONSTRAINT "orders_order_id_shard_pk" PRIMARY KEY("order_id","shard")
);
--> statement-breakpoint
CREATE TABLE "seat_assignments" (
	"order_id" text NOT NULL,
	"position" integer NOT NULL,
	"shard" smallint NOT NULL,
	"conference_id" text NOT NULL,
	"version" integer NOT NULL,
	"seat_type_id" text NOT NULL,
	"seat_type_name" text NOT NULL,
	"first_name" text,
	"last_name" text,
	"email" text,
	CONSTRAINT "seat_assignments_order_id_position_shard_pk" PRIMARY KEY("order_id","position","shard")
);
--> statement-breakpoint
CREATE TABLE "seat_types" (
	"seat_type_id" text NOT NULL,
	"shard" smallint NOT NULL,
	"conference_id" text NOT NULL,
	"name" text NOT NULL,
	"description" text NOT NULL,
	"price_minor" bigint NOT NULL,
	"quota" integer NOT NULL,
	"remaining" integer NOT NULL,
	"held" integer NOT NULL,
	"sold" integer NOT NULL,
	"ordinal" integer NOT NULL,
	CONSTRAINT "seat_types_seat_type_id_shard_pk" PRIMARY KEY("seat_type_id","shard")
);
--> statement-breakpoint
CREATE TABLE "session_grants" (
	"session" text NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"code_version" integer NOT NULL,
	"granted_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "session_grants_session_kind_subject_pk" PRIMARY KEY("session","kind","subject")
);
--> statement-breakpoint
CREATE INDEX "conferences_owner" ON "management"."conferences" USING btree ("owner_email");--> statement-breakpoint
CREATE UNIQUE INDEX "seat_types_ordinal" ON "management"."seat_types" USING btree ("conference_id","ordinal","shard");--> statement-breakpoint
CREATE UNIQUE INDEX "events_stream_version" ON "events" USING btree ("stream","version","shard");--> statement-breakpoint
CREATE INDEX "outbox_due" ON "outbox" USING btree ("shard","due_at","id") WHERE sequence is null;--> statement-breakpoint
CREATE INDEX "outbox_published" ON "outbox" USING btree ("shard","sequence") WHERE sequence is not null;--> statement-breakpoint
CREATE INDEX "parked_key" ON "parked" USING btree ("consumer","key","shard");--> statement-breakpoint
CREATE INDEX "refunds_due" ON "refunds" USING btree ("shard","due_at") WHERE answered_at is null;--> statement-breakpoint
CREATE INDEX "simulated_payments_due" ON "simulated_payments" USING btree ("shard","due_at") WHERE notified_at is null;--> statement-breakpoint
CREATE INDEX "order_payments_order" ON "order_payments" USING btree ("order_id","shard");--> statement-breakpoint
CREATE INDEX "orders_conference" ON "orders" USING btree ("conference_id","placed_at","shard");--> statement-breakpoint
CREATE INDEX "orders_code" ON "orders" USING btree ("code_lookup","conference_id","shard");--> statement-breakpoint
CREATE INDEX "seat_assignments_conference" ON "seat_assignments" USING btree ("conference_id","shard");--> statement-breakpoint
CREATE INDEX "seat_types_conference" ON "seat_types" USING btree ("conference_id","shard");--> statement-breakpoint
CREATE INDEX "session_grants_expiry" ON "session_grants" USING btree ("expires_at");