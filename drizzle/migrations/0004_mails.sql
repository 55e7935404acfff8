CREATE TABLE "mails" (
	"id" text NOT NULL,
	"shard" smallint NOT NULL,
	"conference_id" text NOT NULL,
	"order_id" text,
	"kind" text NOT NULL,
	"cause" text NOT NULL,
	"recipient" text NOT NULL,
	"recipient_name" text NOT NULL,
	"facts" jsonb NOT NULL,
	"status" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"settled_at" timestamp with time zone,
	"attempts" integer NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"error" text,
	CONSTRAINT "mails_id_shard_pk" PRIMARY KEY("id","shard")
);
--> statement-breakpoint
CREATE UNIQUE INDEX "mails_cause" ON "mails" USING btree ("cause","recipient","kind","shard");--> statement-breakpoint
CREATE INDEX "mails_due" ON "mails" USING btree ("due_at","id","shard") WHERE status = 'waiting';--> statement-breakpoint
CREATE INDEX "mails_order" ON "mails" USING btree ("order_id","shard");