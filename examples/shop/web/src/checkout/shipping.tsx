// What the carrier offers, and takes for it.

import { useAnswer } from "@isthmus/client/react";
import { useEffect } from "react";
import { Price } from "../parts/price.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { Choice } from "./choice.tsx";
import type { Wish } from "./attempt.ts";

export interface Rate {
  readonly service: string;
  readonly price: number;
  readonly currency: string;
}

interface ShippingProps {
  readonly items: Wish["items"];
  readonly address: number;
  readonly chosen: string | undefined;
  readonly choose: (rate: Rate | undefined) => void;
}

const titles: Readonly<Record<string, string>> = {
  STANDARD: "Standard",
  EXPRESS: "Express",
  PICKUP: "Pick it up at a parcel shop",
};

export function Shipping({ items, address, chosen, choose }: ShippingProps) {
  const { data, error, refetch, isFetching } = useAnswer(
    "quote-shipping",
    { items: [...items], address_id: address },
    { reads: ["addresses"], staleTime: 60_000 },
  );
  const rate = data?.find(({ service }) => service === chosen) ?? data?.[0];
  const price = rate?.price;
  useEffect(() => choose(rate), [rate?.service, price, choose]);
  if (error !== null && data === undefined)
    return (
      <Trouble
        error={isFetching ? { message: "Asking again…" } : error}
        what="The carrier cannot be asked what shipping costs just now."
        again={() => refetch()}
      >
        <p>Your basket is kept: you can come back to it later.</p>
      </Trouble>
    );
  if (data === undefined) return <div className="skeleton choice" role="status" aria-label="Asking the carrier" />;
  return data.map(({ service, price: takes, currency, days }) => (
    <Choice
      key={service}
      name="service"
      value={service}
      checked={service === rate?.service}
      onPick={() => choose({ service, price: takes, currency })}
      title={titles[service] ?? service}
      end={<Price amount={takes} currency={currency} />}
    >
      {days === 1 ? "Tomorrow" : `In ${days} days`}
    </Choice>
  ));
}
