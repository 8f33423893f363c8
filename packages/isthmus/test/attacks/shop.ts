// The prey: a few tables with secrets beside what may be seen, and roles whose grants overlap in awkward ways.

import type { Principal, RoleConfiguration } from "../../src/core/index.ts";
import type { Database } from "../kit/open-engine.ts";

const mine = { kind: "claim", path: ["sub"] } as const;

const tables = `
CREATE TABLE people (id bigint PRIMARY KEY, name text NOT NULL, email text NOT NULL, secret text NOT NULL, realm varchar(50) NOT NULL, slug varchar(50) NOT NULL, CONSTRAINT people_place UNIQUE (realm, slug));
CREATE TABLE products (id bigint PRIMARY KEY, name text NOT NULL, secret text NOT NULL);
CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint NOT NULL REFERENCES people (id), product_id bigint NOT NULL REFERENCES products (id));
CREATE TABLE dossiers (id bigint PRIMARY KEY, product_id bigint NOT NULL, CONSTRAINT dossiers_product FOREIGN KEY (product_id) REFERENCES products (id));
INSERT INTO people VALUES (1, 'Ada', 'ada@shop.example', 'zebra', 'north', 'ada'), (2, 'Bob', 'bob@shop.example', 'apple', 'canary-realm', 'bob'), (3, 'Cyd', 'cyd@shop.example', 'mango', 'canary-realm', 'cyd');
INSERT INTO products VALUES (10, 'Mug', 'public'), (20, 'Cup', 'public'), (30, 'Jug', 'public');
INSERT INTO orders VALUES (100, 1, 10), (200, 2, 20), (300, 3, 30);
INSERT INTO dossiers VALUES (1, 10);
`;

const onPostgres = `
CREATE TABLE bookings (id bigint PRIMARY KEY, room int NOT NULL, during int4range NOT NULL, owner bigint NOT NULL, EXCLUDE USING gist (during WITH &&));
INSERT INTO bookings VALUES (1, 1, '[10,20)', 2);
CREATE TABLE letters (id bigint PRIMARY KEY, owner bigint NOT NULL, mood text NOT NULL);
INSERT INTO letters SELECT i, i % 2, CASE WHEN i % 2 = 0 THEN 'canary' ELSE 'plain' END FROM generate_series(1, 2000) i;
ANALYZE letters;
CREATE FUNCTION everybody() RETURNS SETOF people LANGUAGE sql STABLE AS 'SELECT * FROM people';
CREATE FUNCTION whisper(people) RETURNS text LANGUAGE sql STABLE AS 'SELECT $1.secret';
`;

const onSqlite = `
CREATE TABLE notes (id INTEGER PRIMARY KEY, title text NOT NULL, body text NOT NULL);
INSERT INTO notes VALUES (1, 'mine', 'alpha'), (2, 'theirs', 'canaryword');
CREATE VIRTUAL TABLE notes_index USING fts5 (title, body, content='notes', content_rowid='id');
INSERT INTO notes_index (notes_index) VALUES ('rebuild');
`;

export function schemaOf(database: Database): string {
  return tables + { sqlite: onSqlite, postgres: onPostgres, mysql: "" }[database];
}

export function rolesOf(database: Database): Readonly<Record<string, RoleConfiguration>> {
  const extra: Readonly<Record<Database, Readonly<Record<string, RoleConfiguration>>>> = {
    sqlite: {
      titles: { notes: { read: { fields: ["id", "title"] } } },
      own: { notes: { read: { fields: ["id", "title", "body"], where: { id: 1 } } } },
    },
    postgres: {
      booker: { bookings: { insert: true, read: { where: { owner: mine } } } },
      writer: { letters: { read: { where: { owner: mine } } } },
      caller: { everybody: { call: true } },
      polite: { people: { read: { except: ["secret"] } } },
      frank: { people: { read: { fields: ["id", "whisper"] } } },
    },
    mysql: {},
  };
  return {
    anonymous: { products: { read: true } },
    self: { people: { read: { fields: ["id", "name", "email"], where: { id: mine } } } },
    list: { people: { read: { fields: ["id", "name"] }, update: { fields: ["name"] } } },
    hinter: { people: { read: { fields: ["id", "email"], where: { name: "Ada" } } } },
    sorter: { orders: { read: true }, people: { read: { fields: ["id", "name"] } }, products: { read: true } },
    mover: { people: { read: { fields: ["id", "slug"] }, update: { fields: ["slug"] } } },
    keeper: { products: { read: true, insert: true, delete: true } },
    ...extra[database],
  };
}

export function user(
  id: string,
  roles: readonly string[],
  claims: Readonly<Record<string, unknown>> = id === "" ? {} : { sub: id },
): Principal {
  return { kind: "user", id, roles, claims };
}
