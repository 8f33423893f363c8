-- How far the purchase of an order has come: what `checkout` has done, so that it can be finished, or undone, later.

CREATE TABLE purchases ( -- of each order that `checkout` has made; its stock is held until it is done or undone
  order_id INTEGER PRIMARY KEY REFERENCES orders (id) ON DELETE CASCADE,
  customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE RESTRICT,
  request_key TEXT, -- the Idempotency-Key under which it was asked for
  state TEXT NOT NULL DEFAULT 'reserved' CHECK (
    state IN ('reserved', 'authenticating', 'authorised', 'booked', 'paid', 'done', 'undoing', 'undone')
  ),
  service TEXT NOT NULL, -- of the carrier
  payment_method TEXT NOT NULL, -- a token of the payment API's, never a card's number
  payment_id TEXT, -- at the payment API
  tracking_number TEXT, -- at the carrier's
  problem TEXT, -- why it was undone, for the customer
  busy_until BIGINT NOT NULL DEFAULT 0, -- milliseconds since 1970; until then somebody is at work on it
  UNIQUE (customer_id, request_key)
);
CREATE INDEX purchases_state ON purchases (state, busy_until);
