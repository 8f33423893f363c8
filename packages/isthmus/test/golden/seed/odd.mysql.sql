SET time_zone = '+00:00';
CREATE TABLE things (
  id bigint PRIMARY KEY,
  code varchar(60) NOT NULL,
  label text,
  small smallint,
  whole int DEFAULT 7,
  ratio double,
  amount decimal(12,4) DEFAULT 1.25,
  flag boolean DEFAULT FALSE,
  due date,
  placed datetime(3) DEFAULT '2026-01-01 12:00:00.000',
  moment timestamp(3) NULL,
  uid uuid,
  doc json,
  parent_id bigint,
  CONSTRAINT things_code_key UNIQUE (code),
  CONSTRAINT things_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES things (id)
);
CREATE TABLE parts (
  thing_id bigint NOT NULL,
  place int NOT NULL,
  note text,
  weight decimal(8,3) NOT NULL DEFAULT 1.5,
  PRIMARY KEY (thing_id, place),
  CONSTRAINT parts_thing_id_fkey FOREIGN KEY (thing_id) REFERENCES things (id)
);
CREATE TABLE marks (id bigint PRIMARY KEY, name varchar(60) NOT NULL DEFAULT 'a mark', level int);
CREATE TABLE thing_marks (
  thing_id bigint NOT NULL,
  mark_id bigint NOT NULL,
  PRIMARY KEY (thing_id, mark_id),
  CONSTRAINT thing_marks_thing_id_fkey FOREIGN KEY (thing_id) REFERENCES things (id),
  CONSTRAINT thing_marks_mark_id_fkey FOREIGN KEY (mark_id) REFERENCES marks (id)
);
