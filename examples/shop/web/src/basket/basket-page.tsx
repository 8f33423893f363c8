// What is in the basket. Whether all of it is still there, and at which price, is asked of the server in one request.

import { useRows } from "@isthmus/client/react";
import { Link } from "react-router";
import { Availability } from "../parts/availability.tsx";
import { Price } from "../parts/price.tsx";
import { Heading, useTitle } from "../parts/title.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { Picture } from "../pictures/picture.tsx";
import { type Line, setQuantity, sumOf, useBasket } from "./basket.ts";
import "./basket-page.css";

export interface Checked extends Line {
  /** Undefined until the server has said; 0 where it is no longer sold. */
  readonly stock: number | undefined;
}

/** The basket with today's prices. */
export function useCheckedBasket() {
  const lines = useBasket();
  const ids = lines.map(({ id }) => id).sort((a, b) => a - b);
  const { data, error, refetch } = useRows(
    (client) => client.from("products").select("id, price, stock").in("id", ids).limit(200),
    { enabled: ids.length > 0 },
  );
  const known = new Map(data?.map((product) => [product.id, product]));
  const checked = lines.map((line): Checked => {
    const now = known.get(line.id);
    return { ...line, price: now?.price ?? line.price, stock: data === undefined ? undefined : (now?.stock ?? 0) };
  });
  return { lines: checked, error, refetch };
}

export function BasketPage() {
  useTitle("Basket");
  const { lines, error, refetch } = useCheckedBasket();
  if (lines.length === 0)
    return (
      <main className="page" id="content">
        <Heading>Your basket</Heading>
        <div className="empty">
          <p>There is nothing in it yet.</p>
          <Link className="button" to="/search">
            Look around
          </Link>
        </div>
      </main>
    );
  const short = lines.some(({ stock, quantity }) => stock !== undefined && stock < quantity);
  return (
    <main className="page basket" id="content">
      <Heading>Your basket</Heading>
      {error !== null && (
        <Trouble
          error={error}
          what="Prices and stock could not be checked; they are those of earlier."
          again={refetch}
        />
      )}
      <div className="split">
        <ul className="lines">
          {lines.map((line) => (
            <BasketLine key={line.id} line={line} />
          ))}
        </ul>
        <aside className="card sum">
          <p className="total">
            <span>Sum</span>
            <Price amount={sumOf(lines)} currency={lines[0]?.currency ?? "EUR"} />
          </p>
          <p className="small soft">Shipping is added when we know where to.</p>
          {short && <p className="small wrong">There is not enough of something; please take less of it.</p>}
          {short ? (
            <button type="button" className="button wide" disabled>
              Check out
            </button>
          ) : (
            <Link className="button wide" to="/checkout">
              Check out
            </Link>
          )}
        </aside>
      </div>
    </main>
  );
}

function BasketLine({ line }: { readonly line: Checked }) {
  const { id, slug, name, price, currency, image, attributes, quantity, stock } = line;
  return (
    <li>
      <Picture image={image} attributes={attributes} />
      <div className="words">
        <h2>
          <Link to={`/p/${slug}-${id}`}>{name}</Link>
        </h2>
        <Price amount={price} currency={currency} />
        {stock !== undefined && stock < quantity && <Availability stock={stock} />}
        <div className="amount">
          <label>
            <span className="unseen">How many of {name}</span>
            <input
              type="number"
              inputMode="numeric"
              min={1}
              max={99}
              value={quantity}
              onChange={({ target }) => target.valueAsNumber >= 1 && setQuantity(id, Math.floor(target.valueAsNumber))}
            />
          </label>
          <button type="button" className="link" onClick={() => setQuantity(id, 0)}>
            Take out<span className="unseen"> {name}</span>
          </button>
        </div>
      </div>
    </li>
  );
}
