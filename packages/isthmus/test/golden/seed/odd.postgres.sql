SET TIME ZONE 'UTC';
CREATE TABLE things (
  id bigint PRIMARY KEY,
  code text NOT NULL UNIQUE,
  label text,
  small smallint,
  whole integer DEFAULT 7,
  ratio double precision,
  amount numeric(12,4) DEFAULT 1.25,
  flag boolean DEFAULT FALSE,
  due date,
  placed timestamp DEFAULT '2026-01-01 12:00:00.000',
  moment timestamptz,
  uid uuid,
  doc jsonb,
  parent_id bigint REFERENCES things (id)
);
CREATE TABLE parts (
  thing_id bigint NOT NULL REFERENCES things (id),
  place integer NOT NULL,
  note text,
  weight numeric(8,3) NOT NULL DEFAULT 1.5,
  PRIMARY KEY (thing_id, place)
);
CREATE TABLE marks (id bigint PRIMARY KEY, name text NOT NULL DEFAULT 'a mark', level integer);
CREATE TABLE thing_marks (
  thing_id bigint NOT NULL REFERENCES things (id),
  mark_id bigint NOT NULL REFERENCES marks (id),
  PRIMARY KEY (thing_id, mark_id)
);
