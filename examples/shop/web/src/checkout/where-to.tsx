// Where an order goes: to an address that is known, or to a new one.

import { useInsert, useRows } from "@isthmus/client/react";
import { type SubmitEvent, useEffect, useState } from "react";
import { useWho } from "../account/who.ts";
import { Field, textsOf } from "../parts/field.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { Choice } from "./choice.tsx";

interface WhereToProps {
  readonly chosen: number | undefined;
  readonly choose: (id: number) => void;
}

export function WhereTo({ chosen, choose }: WhereToProps) {
  const { customer } = useWho();
  const { data, error, refetch } = useRows(
    (client) =>
      client
        .from("addresses")
        .select("id, label, recipient, street, postal_code, city, country")
        .eq("customer_id", customer ?? 0)
        .order("id", { ascending: false })
        .limit(20),
    { enabled: customer !== undefined },
  );
  const [writing, setWriting] = useState(false);
  const first = data?.[0]?.id;
  useEffect(() => {
    if (chosen === undefined && first !== undefined) choose(first);
  }, [chosen, first, choose]);
  if (error !== null)
    return <Trouble error={error} what="Your addresses cannot be shown now." again={() => refetch()} />;
  if (data === undefined) return <div className="skeleton choice" aria-hidden="true" />;
  const isNew = writing || data.length === 0;
  return (
    <>
      {data.map(({ id, label, recipient, street, postal_code, city, country }) => (
        <Choice
          key={id}
          name="address"
          value={String(id)}
          checked={!isNew && chosen === id}
          onPick={() => {
            setWriting(false);
            choose(id);
          }}
          title={`${label}: ${recipient}`}
        >
          {street}, {postal_code} {city}, {country}
        </Choice>
      ))}
      {data.length > 0 && (
        <Choice name="address" value="new" checked={isNew} onPick={() => setWriting(true)} title="Another address" />
      )}
      {isNew && (
        <NewAddress
          made={(id) => {
            setWriting(false);
            choose(id);
          }}
        />
      )}
    </>
  );
}

/** Countries that the carrier goes to, by their ISO codes. */
const countries = {
  AT: "Austria",
  BE: "Belgium",
  DE: "Germany",
  DK: "Denmark",
  FI: "Finland",
  FR: "France",
  IE: "Ireland",
  IT: "Italy",
  NL: "Netherlands",
  NO: "Norway",
  SE: "Sweden",
} as const;

function NewAddress({ made }: { readonly made: (id: number) => void }) {
  const insert = useInsert("addresses");
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const {
      label,
      recipient = "",
      street = "",
      postal_code = "",
      city = "",
      country = "",
    } = textsOf(event.currentTarget);
    insert.mutate(
      { label: label === undefined || label === "" ? "Home" : label, recipient, street, postal_code, city, country },
      { onSuccess: ({ id }) => made(id) },
    );
  };
  return (
    <form className="card form" onSubmit={submit} aria-label="Another address">
      {insert.error !== null && <Trouble error={insert.error} what="The address was not kept." />}
      <Field label="Name" name="recipient" autoComplete="name" maxLength={120} required />
      <Field label="Street and number" name="street" autoComplete="street-address" maxLength={200} required />
      <div className="two">
        <Field label="Postal code" name="postal_code" autoComplete="postal-code" maxLength={12} required />
        <Field label="City" name="city" autoComplete="address-level2" maxLength={100} required />
      </div>
      <label className="field">
        <span>Country</span>
        <select name="country" autoComplete="country" defaultValue="DE">
          {Object.entries(countries).map(([code, name]) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <Field label="What you call it" name="label" placeholder="Home" maxLength={40} />
      <button type="submit" className="button" disabled={insert.isPending}>
        {insert.isPending ? "One moment…" : "Use this address"}
      </button>
    </form>
  );
}
