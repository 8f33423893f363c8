// Calling an order off, as long as it has not left. Asked twice, since it cannot be undone.

import { useCall } from "@isthmus/client/react";
import { useState } from "react";
import { Trouble } from "../parts/trouble.tsx";
import type { Order } from "./order-page.tsx";

export function CallOff({ order: { id, status } }: { readonly order: Pick<Order, "id" | "status"> }) {
  const [sure, setSure] = useState(false);
  const { mutate, error, isPending } = useCall("cancel-order", { affects: ["orders", "purchases", "products"] });
  if (status !== "pending" && status !== "paid") return null;
  return (
    <div className="form">
      {error !== null && <Trouble error={error} what="The order was not called off." />}
      {sure ? (
        <>
          <p className="small">You get your money back. This cannot be undone.</p>
          <button
            type="button"
            className="button wide"
            disabled={isPending}
            onClick={() => mutate({ order_id: id }, { onSettled: () => setSure(false) })}
          >
            {isPending ? "One moment…" : "Yes, call it off"}
          </button>
          <button type="button" className="button plain wide" onClick={() => setSure(false)}>
            Keep it
          </button>
        </>
      ) : (
        <div>
          <button type="button" className="link" onClick={() => setSure(true)}>
            Call this order off
          </button>
        </div>
      )}
    </div>
  );
}
