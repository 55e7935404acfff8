CREATE TABLE "conference_checks" (
	"conference_id" text NOT NULL,
	"shard" smallint NOT NULL,
	"checked_at" timestamp with time zone NOT NULL,
	"findings" jsonb NOT NULL,
	"not_compared" jsonb NOT NULL,
	"events" integer NOT NULL,
	"orders" integer NOT NULL,
	"under_way" integer NOT NULL,
	CONSTRAINT "conference_checks_conference_id_shard_pk" PRIMARY KEY("conference_id","shard")
);
