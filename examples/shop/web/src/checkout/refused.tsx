// Why nothing was bought, and what to do about it.

import type { IsthmusError } from "@isthmus/client";
import { Link } from "react-router";
import { Trouble } from "../parts/trouble.tsx";

export function Refused({ error }: { readonly error: IsthmusError }) {
  if (error.code === "SOLD_OUT" || error.code === "NOT_SOLD")
    return (
      <Trouble
        error={{ message: "Somebody was quicker. Nothing was ordered, and nothing was charged." }}
        what="Something in your basket is sold out."
      >
        <div>
          <Link className="button plain" to="/basket">
            See what is left
          </Link>
        </div>
      </Trouble>
    );
  if (error.code === "NOT_BOUGHT")
    return (
      <Trouble error={error} what="The payment did not go through.">
        <p>Nothing was charged, and your basket is as it was. Please try another card.</p>
      </Trouble>
    );
  return (
    <Trouble error={error} what="Nothing was ordered.">
      <p>Nothing was charged, and your basket is as it was.</p>
    </Trouble>
  );
}
