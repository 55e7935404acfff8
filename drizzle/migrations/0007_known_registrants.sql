-- What the orders projection writes from now on, for the registrants it has written already.
update orders set search_text = lower(normalize(first_name || ' ' || last_name || ' ' || email, NFKC)) where email is not null;
