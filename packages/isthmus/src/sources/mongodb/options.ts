// The configuration of a MongoDB source, validated. Secrets have been read from the environment before.

import { z } from "zod";
import { checkTls, tlsOptions } from "../shared/tls/options.ts";

const milliseconds = z.int().positive().max(2_147_483_647);
const name = z
  .string()
  .min(1)
  .regex(/^[^$\0]+$/, "a name holds neither $ nor NUL");
const place = z.string().regex(/^[^.$\0]+\.[^.$\0]+$/, "must be written as collection.field");

const fieldSchema = z.strictObject({
  /** `text`, `bigint`, `decimal(10,2)`, `timestamp`, `objectId` …: see the README. */
  type: z.string().optional(),
  nullable: z.boolean().optional(),
  /** What the field gets when a record is inserted without it. */
  default: z.union([z.string(), z.number(), z.boolean()]).optional(),
  description: z.string().optional(),
});

export const mongodbOptions = z
  .strictObject({
    /** `mongodb://user:password@host:port/database?replicaSet=…` or `mongodb+srv://…`. */
    url: z.string().regex(/^mongodb(\+srv)?:\/\//, "must begin with mongodb:// or mongodb+srv://"),
    /**
     * `true`: TLS, with the server's certificate looked at. Default: what the address says (`tls=true`); where it says nothing,
     * none, but for `mongodb+srv://`.
     */
    tls: tlsOptions.optional(),
    /** Default: the one in the address. */
    database: name.optional(),
    /** Collections that are served. Default: all but the system's. */
    collections: z.array(name).min(1).optional(),
    /** Documents looked at where a collection has no validator. */
    sample: z.int().min(1).max(10_000).default(200),
    /** The name under which `_id` is offered. */
    id: name.default("_id"),
    /** Fields that name a record, where that is not `_id`; `_id` is then not offered. They need a unique index. */
    keys: z.record(name, z.array(name).min(1)).default({}),
    /** Fields that hold another record's: `{ "orders.customer_id": "customers._id" }`. They become relations. */
    references: z.record(place, place).default({}),
    /** What is known better than a validator or a sample tells: `{ "products.price": { type: "decimal(10,2)" } }`. */
    fields: z.record(place, z.union([z.string(), fieldSchema])).default({}),
    readOnly: z.boolean().default(false),
    /** Most connections. */
    pool: z.int().min(1).max(1000).default(20),
    /** Milliseconds a statement may run in the database. */
    statementTimeout: milliseconds.default(5_000),
    /** Milliseconds a statement may wait for a connection, or for a server that answers. */
    acquireTimeout: milliseconds.default(2_000),
    connectTimeout: milliseconds.default(3_000),
    /** Most documents or keys that a statement may hold in the server's memory, where the database cannot finish it. */
    memoryRows: z.int().min(1).max(10_000_000).default(100_000),
  })
  .superRefine(({ url, tls }, faults) => {
    checkTls({ tls }, faults);
    // The driver would have one of them count, and not say which.
    if (tls !== undefined && /[?&](tls|ssl)[a-z]*=/i.test(url))
      faults.addIssue({
        code: "custom",
        path: ["tls"],
        message: "the address speaks of TLS as well: say it in one place",
      });
  });

/** As the user writes them. */
export type MongodbOptions = z.input<typeof mongodbOptions>;
/** With the defaults filled in. */
export type MongodbSettings = z.output<typeof mongodbOptions>;
/** What `compile` must know of them: under which names fields are stored. */
export type Naming = Pick<MongodbSettings, "id" | "keys">;

/** The name of a field in the documents. */
export function storedName({ id, keys }: Naming, collection: string, field: string): string {
  return field === id && !Object.hasOwn(keys, collection) ? "_id" : field;
}
