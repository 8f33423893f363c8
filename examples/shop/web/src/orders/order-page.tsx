// One order: what was bought, where it goes, how far it is. The page of thanks, too, when it has just been placed.

import { useLive } from "@isthmus/client/react";
import { Link, useParams, useSearchParams } from "react-router";
import { Day } from "../parts/day.tsx";
import { Price } from "../parts/price.tsx";
import { Heading, useTitle } from "../parts/title.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { Picture } from "../pictures/picture.tsx";
import { CallOff } from "./call-off.tsx";
import { Progress } from "./progress.tsx";
import { OrderStatus } from "./status.tsx";
import "./order-page.css";

function useOrder(id: number) {
  return useLive((client) =>
    client
      .from("orders")
      .select(
        "id, status, subtotal, shipping, discount, total, currency, created_at, note, address:addresses(recipient, street, postal_code, city, country), order_items(quantity, unit_price, product:products(id, name, slug, image, attributes)), purchases(state, service, tracking_number, problem)",
      )
      .eq("id", id),
  );
}

export type Order = NonNullable<ReturnType<typeof useOrder>["data"]>[number];

export function OrderPage() {
  const { id = "" } = useParams();
  const [parameters] = useSearchParams();
  const { data, error, refetch, isPending } = useOrder(/^\d{1,15}$/.test(id) ? Number(id) : 0);
  const order = data?.[0];
  const isNew = parameters.has("new");
  useTitle(isNew ? "Thank you" : `Order ${id}`);
  if (order === undefined)
    return (
      <main className="page" id="content">
        {error !== null ? (
          <Trouble error={error} what="This order cannot be shown now." again={refetch} />
        ) : isPending ? (
          <div className="skeleton order-waiting" aria-hidden="true" />
        ) : (
          <div className="empty">
            <h1>There is no such order</h1>
            <p>At least none of yours.</p>
            <Link className="button" to="/account">
              Your orders
            </Link>
          </div>
        )}
      </main>
    );
  return (
    <main className="page order" id="content">
      <Heading above={<Link to="/account">Your orders</Link>}>
        {isNew && order.status !== "cancelled" ? "Thank you for your order" : `Order ${order.id}`}
      </Heading>
      <p className="soft">
        Order {order.id} of <Day at={order.created_at} /> <OrderStatus status={order.status} />
      </p>
      <Progress order={order} isNew={isNew} />
      <div className="split">
        <Items order={order} />
        <aside className="card sum">
          <Sums order={order} />
          <Address order={order} />
          <CallOff order={order} />
        </aside>
      </div>
    </main>
  );
}

function Items({ order: { order_items, currency } }: { readonly order: Order }) {
  return (
    <ul className="lines" aria-label="What was ordered">
      {order_items.map(({ quantity, unit_price, product }) => (
        <li key={product.id}>
          <Picture image={product.image} attributes={product.attributes} />
          <div className="words">
            <h2>
              <Link to={`/p/${product.slug}-${product.id}`}>{product.name}</Link>
            </h2>
            <p className="soft">
              {quantity} × <Price amount={unit_price} currency={currency} />
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}

function Sums({ order: { subtotal, shipping, discount, total, currency } }: { readonly order: Order }) {
  return (
    <dl className="sums">
      <dt>Things</dt>
      <dd>
        <Price amount={subtotal} currency={currency} />
      </dd>
      <dt>Shipping</dt>
      <dd>
        <Price amount={shipping} currency={currency} />
      </dd>
      {discount > 0 && (
        <>
          <dt>Discount</dt>
          <dd>
            <Price amount={-discount} currency={currency} />
          </dd>
        </>
      )}
      <dt className="total">Total</dt>
      <dd className="total">
        <Price amount={total ?? 0} currency={currency} />
      </dd>
    </dl>
  );
}

function Address({ order: { address, note } }: { readonly order: Order }) {
  return (
    <div>
      <h2 className="small soft">Goes to</h2>
      <address>
        {address.recipient}
        <br />
        {address.street}
        <br />
        {address.postal_code} {address.city}, {address.country}
      </address>
      {note !== null && note !== "" && <p className="small soft">“{note}”</p>}
    </div>
  );
}
