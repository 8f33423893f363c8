// What was ordered, newest first, and the next step of each.

import { useCall, useInfiniteRows, useUpdate } from "@isthmus/client/react";
import { useState } from "react";
import { OrderStatus, statusText } from "../orders/status.tsx";
import { Day } from "../parts/day.tsx";
import { Price } from "../parts/price.tsx";
import { More } from "../parts/more.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { AdminPage } from "./admin-page.tsx";

const statuses = ["pending", "paid", "shipped", "delivered", "cancelled"] as const;
type Status = (typeof statuses)[number];

export default function OrdersPage() {
  return (
    <AdminPage title="Orders">
      <Settle />
      <Orders />
    </AdminPage>
  );
}

/** What waits for somebody who could not be reached is finished, or undone. In production a schedule does this. */
function Settle() {
  const { mutate, data, error, isPending } = useCall("settle-orders", { affects: ["orders", "purchases", "products"] });
  return (
    <div className="settle">
      <button type="button" className="button plain" disabled={isPending} onClick={() => mutate({})}>
        {isPending ? "Finishing…" : "Finish what waits"}
      </button>
      <p role="status" className="small soft">
        {data !== undefined && `${data.settled} finished, ${data.waiting} still waiting.`}
      </p>
      {error !== null && <Trouble error={error} what="Nothing was finished." />}
    </div>
  );
}

function useOrders(status: Status | undefined) {
  return useInfiniteRows((client) => {
    let question = client
      .from("orders")
      .select("id, status, total, currency, created_at, customer:customers(name, email), order_items(quantity)");
    if (status !== undefined) question = question.eq("status", status);
    return question.order("created_at", { ascending: false }).order("id", { ascending: false }).limit(25);
  });
}

function Orders() {
  const [status, setStatus] = useState<Status>();
  const rows = useOrders(status);
  const { data, error, refetch, isPending } = rows;
  return (
    <>
      <div className="filters">
        <label>
          <span className="unseen">Which orders</span>
          <select
            value={status ?? ""}
            onChange={({ target }) => setStatus(statuses.find((one) => one === target.value))}
          >
            <option value="">All orders</option>
            {statuses.map((one) => (
              <option key={one} value={one}>
                {statusText(one)}
              </option>
            ))}
          </select>
        </label>
      </div>
      {error !== null && <Trouble error={error} what="The orders cannot be shown now." again={() => refetch()} />}
      {data?.length === 0 && <p className="empty">There are none.</p>}
      {data !== undefined && data.length > 0 && (
        <div className="table-frame" tabIndex={0} role="group" aria-label="Orders">
          <table>
            <thead>
              <tr>
                <th scope="col">Order</th>
                <th scope="col" className="on-desk">
                  Customer
                </th>
                <th scope="col" className="number">
                  Total
                </th>
                <th scope="col" className="on-desk">
                  How far
                </th>
                <th scope="col">Next</th>
              </tr>
            </thead>
            <tbody>
              {data.map((order) => (
                <Row key={order.id} order={order} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {isPending && <div className="skeleton table-waiting" aria-hidden="true" />}
      <More rows={rows}>Older orders</More>
    </>
  );
}

type OrderRow = NonNullable<ReturnType<typeof useOrders>["data"]>[number];

function Row({ order }: { readonly order: OrderRow }) {
  const { id, status, total, currency, created_at, customer, order_items } = order;
  const update = useUpdate("orders");
  const pieces = order_items.reduce((sum, { quantity }) => sum + quantity, 0);
  const next = nextOf(status);
  return (
    <tr>
      <th scope="row">
        {id}
        <span className="small soft">
          <Day at={created_at} />
        </span>
        <span className="small soft on-phone">{customer.name}</span>
      </th>
      <td className="on-desk">
        {customer.name}
        <span className="small soft">{customer.email}</span>
      </td>
      <td className="number">
        <Price amount={total ?? 0} currency={currency} />
        <span className="small soft">
          {pieces} {pieces === 1 ? "piece" : "pieces"}
        </span>
      </td>
      <td className="on-desk">
        <OrderStatus status={status} />
      </td>
      <td>
        <span className="on-phone small">
          <OrderStatus status={status} />
        </span>
        {next !== undefined && (
          <button
            type="button"
            className="button plain"
            aria-label={`${next.title}: order ${id}`}
            onClick={() => update.mutate({ match: { id }, set: next.set() })}
          >
            {next.title}
          </button>
        )}
        {update.error !== null && (
          <span className="wrong small" role="alert">
            Not changed: {update.error.message}
          </span>
        )}
      </td>
    </tr>
  );
}

function nextOf(status: Status) {
  if (status === "paid")
    return {
      title: "It has left",
      set: () => ({ status: "shipped" as const, shipped_at: new Date().toISOString().slice(0, 19) }),
    };
  if (status === "shipped") return { title: "It has arrived", set: () => ({ status: "delivered" as const }) };
  return undefined;
}
