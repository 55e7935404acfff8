DROP INDEX "orders_conference";--> statement-breakpoint
DROP INDEX "seat_assignments_attendees";--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "search_text" text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX "orders_conference" ON "orders" USING btree ("conference_id","placed_at","order_id","shard");--> statement-breakpoint
CREATE INDEX "seat_assignments_attendees" ON "seat_assignments" USING btree ("conference_id","seat_type_name","last_name","first_name","order_id","position","email","shard") WHERE email is not null;