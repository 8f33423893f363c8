// Buying what is in the basket: where to, how, and with which card; then one button.

import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { Link, useNavigate } from "react-router";
import { useWho } from "../account/who.ts";
import { useCheckedBasket } from "../basket/basket-page.tsx";
import { empty, sumOf } from "../basket/basket.ts";
import { Price, priceText } from "../parts/price.tsx";
import { Heading, useTitle } from "../parts/title.tsx";
import { buy, openAttempt, type Outcome } from "./attempt.ts";
import { cards } from "./cards.ts";
import { Choice } from "./choice.tsx";
import { Refused } from "./refused.tsx";
import { type Rate, Shipping } from "./shipping.tsx";
import { Unfinished } from "./unfinished.tsx";
import { WhereTo } from "./where-to.tsx";
import "../account/account.css";
import "../basket/basket-page.css";
import "../orders/order-page.css";
import "./checkout.css";

export function CheckoutPage() {
  useTitle("Check out");
  const { user } = useWho();
  const id = user?.id ?? "";
  const { lines, refetch } = useCheckedBasket();
  const navigate = useNavigate();
  const [attempt, setAttempt] = useState(() => openAttempt(id));
  const [address, setAddress] = useState<number>();
  const [rate, setRate] = useState<Rate>();
  const [card, setCard] = useState<string>(cards[0].token);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Extract<Outcome, { kind: "refused" }>>();
  const choose = useCallback((given: Rate | undefined) => setRate(given), []);

  const settle = (outcome: Outcome): void => {
    setAttempt(openAttempt(id));
    if (outcome.kind === "refused") {
      setRefused(outcome);
      void refetch();
    }
    if (outcome.kind !== "ordered") return;
    // Its things are set aside by now: in the basket they would be bought a second time.
    empty();
    if (outcome.bank === undefined) void navigate(`/account/orders/${outcome.order}?new`, { replace: true });
    else {
      rememberOrder(outcome.order);
      location.assign(outcome.bank);
    }
  };
  if (attempt !== undefined && !busy) return <Unfinished attempt={attempt} settle={settle} />;
  if (lines.length === 0 && !busy)
    return (
      <main className="page" id="content">
        <Heading>Check out</Heading>
        <div className="empty">
          <p>There is nothing in your basket.</p>
          <Link className="button" to="/search">
            Look around
          </Link>
        </div>
      </main>
    );
  const items = lines.map(({ id: product_id, quantity }) => ({ product_id, quantity }));
  const currency = lines[0]?.currency ?? "EUR";
  const total = sumOf(lines) + (rate?.price ?? 0);
  const ready = address !== undefined && rate !== undefined;
  const pay = async (): Promise<void> => {
    if (!ready || busy) return;
    setBusy(true);
    setRefused(undefined);
    settle(await buy(id, { items, address_id: address, service: rate.service, payment_method: card }));
    setBusy(false);
  };
  return (
    <main className="page checkout" id="content">
      <Heading above={<Link to="/basket">Your basket</Link>}>Check out</Heading>
      {refused !== undefined && (
        <Told>
          <Refused error={refused.error} />
        </Told>
      )}
      <div className="split">
        <div className="steps">
          <fieldset disabled={busy}>
            <legend>Where to</legend>
            <WhereTo chosen={address} choose={setAddress} />
          </fieldset>
          <fieldset disabled={busy}>
            <legend>How</legend>
            {address === undefined ? (
              <p className="soft">What shipping costs is known when we know where to.</p>
            ) : (
              <Shipping items={items} address={address} chosen={rate?.service} choose={choose} />
            )}
          </fieldset>
          <fieldset disabled={busy}>
            <legend>Pay with</legend>
            <p className="small soft">An example shop: these cards are simulated, and no money moves.</p>
            {cards.map(({ token, title, says }) => (
              <Choice
                key={token}
                name="card"
                value={token}
                checked={card === token}
                onPick={() => setCard(token)}
                title={title}
              >
                {says}
              </Choice>
            ))}
          </fieldset>
        </div>
        <aside className="card sum">
          <ul className="small brief">
            {lines.map((line) => (
              <li key={line.id}>
                <span>
                  {line.quantity} × {line.name}
                </span>
                <Price amount={line.price * line.quantity} currency={line.currency} />
              </li>
            ))}
          </ul>
          <dl className="sums">
            <dt>Shipping</dt>
            <dd>{rate === undefined ? "–" : <Price amount={rate.price} currency={rate.currency} />}</dd>
            <dt className="total">Total</dt>
            <dd className="total">
              <Price amount={total} currency={currency} />
            </dd>
          </dl>
          <button type="button" className="button wide" disabled={!ready || busy} onClick={() => void pay()}>
            {busy ? "Buying, one moment…" : ready ? `Pay ${priceText(total, currency)}` : "Pay"}
          </button>
          <p className="small soft" role="status">
            {busy ? "Please stay here; this takes a few seconds at most." : "You pay once, even if you press twice."}
          </p>
        </aside>
      </div>
    </main>
  );
}

/** Comes into sight when it appears: the button that led here is far below it on a phone. */
function Told({ children }: { readonly children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.focus(), []);
  return (
    <div ref={place} tabIndex={-1} className="told">
      {children}
    </div>
  );
}

/** For the page that the bank leads back to. */
function rememberOrder(order: number): void {
  sessionStorage.setItem("bank", String(order));
}
