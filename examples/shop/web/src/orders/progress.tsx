// What becomes of an order that was just placed: paid, waiting for the bank or for somebody who cannot be reached, undone.

import { useCall } from "@isthmus/client/react";
import { useEffect } from "react";
import { Link, useNavigate } from "react-router";
import { put } from "../basket/basket.ts";
import { Trouble } from "../parts/trouble.tsx";
import type { Order } from "./order-page.tsx";

interface ProgressProps {
  readonly order: Order;
  readonly isNew: boolean;
}

/** Milliseconds between two looks at an order that waits. */
const pause = 5_000;
const open = new Set(["reserved", "authenticating", "authorised", "booked", "undoing"]);

export function Progress({ order, isNew }: ProgressProps) {
  const { id, status, purchases } = order;
  const purchase = Array.isArray(purchases) ? purchases[0] : purchases;
  const waits = purchase !== undefined && purchase !== null && open.has(purchase.state);
  const { mutate, data, error } = useCall("finish-order", { affects: ["orders", "purchases", "products"] });
  useEffect(() => {
    if (!waits) return undefined;
    const look = () => mutate({ order_id: id });
    const timer = setInterval(look, pause);
    look();
    return () => clearInterval(timer);
  }, [waits, id, mutate]);
  if (status === "cancelled")
    return (
      <div className="notice bad" role="alert">
        <strong>This order was called off. Nothing was charged, or you have your money back.</strong>
        {purchase?.problem !== undefined && purchase.problem !== null && <p>{purchase.problem}</p>}
        <OnceMore order={order} />
      </div>
    );
  if (waits && data?.action_url !== undefined && data.action_url !== null)
    return (
      <div className="notice" role="status">
        <strong>Your bank wants to know whether it is you who pays.</strong>
        <p>Your things are set aside for half an hour.</p>
        <div>
          <a className="button" href={data.action_url}>
            Go to your bank
          </a>
        </div>
      </div>
    );
  if (waits)
    return (
      <div className="notice" role="status">
        <strong>Your order is kept, and will be finished as soon as possible.</strong>
        <p>
          Somebody we need for it, such as the payment service, does not answer just now. Your things are set aside. You
          need not do anything, and you pay once only; this page tells when it is done.
        </p>
        {error !== null && error.status === 0 && <Trouble error={error} what="This page cannot look now." />}
      </div>
    );
  if (!isNew) return <Tracking number={purchase?.tracking_number} />;
  return (
    <div className="notice" role="status">
      <strong>It is paid, and being packed.</strong>
      <Tracking number={purchase?.tracking_number} />
      <p className="small">
        We have written to you. This is an example shop, so you find the mail in <a href="/sandbox">the sandbox</a>; all
        your orders are in <Link to="/account">your account</Link>.
      </p>
    </div>
  );
}

/** What was called off can be bought by another way of paying. */
function OnceMore({ order: { order_items, currency } }: { readonly order: Order }) {
  const navigate = useNavigate();
  const putBack = (): void => {
    for (const { quantity, unit_price, product } of order_items)
      put({ ...product, price: unit_price, currency }, quantity);
    void navigate("/basket");
  };
  return (
    <div>
      <button type="button" className="button plain" onClick={putBack}>
        Put it all into the basket again
      </button>
    </div>
  );
}

function Tracking({ number }: { readonly number: string | null | undefined }) {
  if (number === null || number === undefined) return null;
  return <p className="small">The carrier knows it as {number}.</p>;
}
