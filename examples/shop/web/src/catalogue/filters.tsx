// Narrowing and ordering a list; what is chosen goes into the page's address.

import { useSearchParams } from "react-router";
import { sortings, type Wanted } from "./sorting.ts";
import "./filters.css";

const prices = [25, 50, 100, 250];

export function Filters({ wanted }: { readonly wanted: Wanted }) {
  const [, setParameters] = useSearchParams();
  const change = (name: string, value: string | undefined): void =>
    setParameters(
      (before) => {
        const next = new URLSearchParams(before);
        if (value === undefined || value === "") next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true, preventScrollReset: true },
    );
  return (
    <form className="filters" aria-label="Narrow and order" onSubmit={(event) => event.preventDefault()}>
      <label>
        <span className="unseen">Price up to</span>
        <select value={wanted.below ?? ""} onChange={(event) => change("below", event.target.value)}>
          <option value="">Any price</option>
          {prices.map((price) => (
            <option key={price} value={price}>
              Up to {price} €
            </option>
          ))}
        </select>
      </label>
      <Check name="stock" checked={wanted.inStock} change={change}>
        In stock
      </Check>
      <Check name="rated" checked={wanted.rated} change={change}>
        4 stars and more
      </Check>
      <label className="order">
        <span className="unseen">Order by</span>
        <select value={wanted.sorting} onChange={(event) => change("sort", event.target.value)}>
          {Object.entries(sortings).map(([name, { title }]) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
      </label>
    </form>
  );
}

interface CheckProps {
  readonly name: string;
  readonly checked: boolean;
  readonly change: (name: string, value: string | undefined) => void;
  readonly children: string;
}

function Check({ name, checked, change, children }: CheckProps) {
  return (
    <label className="check">
      <input
        type="checkbox"
        checked={checked}
        onChange={(event) => change(name, event.target.checked ? "1" : undefined)}
      />
      {children}
    </label>
  );
}
