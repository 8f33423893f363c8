// How somebody who knows MongoDB would answer the questions of the bench: only the fields that are wanted, and related
// documents by their keys, one question for each collection.

import { MongoClient, ObjectId } from "mongodb";
import type { Db, Filter } from "mongodb";
import type { Ask } from "./databases.ts";

interface Order {
  readonly _id: ObjectId;
  readonly customer_id: ObjectId;
  readonly [field: string]: unknown;
}
interface Item {
  readonly order_id: ObjectId;
  readonly product_id: ObjectId;
  readonly quantity: number;
  readonly unit_price: number;
}
interface Named {
  readonly _id: ObjectId;
  readonly name: string;
  readonly price?: number;
}

const columns = { customer_id: 1, status: 1, currency: 1, total: 1, created_at: 1 } as const;

export function openMongodb(url: string, policy: boolean): Ask {
  const db = new MongoClient(url, { maxPoolSize: 10 }).db();
  const orders = db.collection<Order>("orders");
  const owned = (currency: string | number | undefined): Filter<Order> => (policy ? { currency } : {});
  const page = ([status, since, currency]: readonly (string | number)[]): Filter<Order> => ({
    status,
    created_at: { $gte: new Date(`${since}Z`) },
    ...owned(currency),
  });
  return async (question, values) => {
    const [first = "", second = "", third = "", fourth] = values;
    switch (question) {
      case "byKey": {
        const found = await orders.findOne(
          { _id: new ObjectId(String(first)), ...owned(values[1]) },
          { projection: columns },
        );
        return found === null ? undefined : JSON.stringify(named(found));
      }
      case "list": {
        const found = await orders.find(page(values), { projection: columns, sort, limit: 100 }).toArray();
        return JSON.stringify(found.map(named));
      }
      case "embedded": {
        const projection = { customer_id: 1, status: 1, total: 1, created_at: 1 };
        return JSON.stringify(
          await embed(db, await orders.find(page(values), { projection, sort, limit: 20 }).toArray()),
        );
      }
      case "insert": {
        const [customer_id, address_id] = [new ObjectId(String(first)), new ObjectId(String(second))];
        const note = String(third);
        const made = {
          _id: new ObjectId(),
          customer_id,
          address_id,
          note,
          status: "pending",
          currency: "EUR",
          total: 0,
        };
        await orders.insertOne(policy ? { ...made, currency: fourth } : made);
        return JSON.stringify([{ id: made._id }]);
      }
      case "update":
        await orders.updateOne(
          { _id: new ObjectId(String(first)), ...owned(values[2]) },
          { $set: { note: String(second) } },
        );
        return undefined;
      case "heavy":
        throw new Error("There is no long question for MongoDB.");
    }
  };
}

const sort = { created_at: 1 } as const;

function named({ _id, ...rest }: Named | Order): object {
  return { id: _id, ...rest };
}

async function embed(db: Db, orders: readonly Order[]): Promise<readonly object[]> {
  const [customers, items] = await Promise.all([
    namesOf(
      db,
      "customers",
      orders.map((order) => order.customer_id),
    ),
    db
      .collection<Item>("order_items")
      .find({ order_id: { $in: orders.map((order) => order._id) } }, { projection: { _id: 0 } })
      .toArray(),
  ]);
  const products = await namesOf(
    db,
    "products",
    items.map((item) => item.product_id),
  );
  const itemsOf = Map.groupBy(items, (item) => item.order_id.toHexString());
  return orders.map(({ customer_id, ...order }) => ({
    ...named(order as unknown as Order),
    customer: customers.get(customer_id.toHexString()),
    items: (itemsOf.get(order["_id"].toHexString()) ?? []).map(({ quantity, unit_price, product_id }) => ({
      quantity,
      unit_price,
      product: products.get(product_id.toHexString()),
    })),
  }));
}

/** The documents by their ids, each asked for once. */
async function namesOf(db: Db, collection: string, ids: readonly ObjectId[]): Promise<ReadonlyMap<string, object>> {
  const different = [...new Map(ids.map((id) => [id.toHexString(), id])).values()];
  const found = await db
    .collection<Named>(collection)
    .find({ _id: { $in: different } }, { projection: { name: 1, ...(collection === "products" ? { price: 1 } : {}) } })
    .toArray();
  return new Map(found.map((one) => [one._id.toHexString(), named(one)]));
}
