// How many of each thing lie in each warehouse. What is written shows at once, and goes back if the server refuses.

import { useInfiniteRows, useUpdate } from "@isthmus/client/react";
import { type SubmitEvent, useState } from "react";
import { Link } from "react-router";
import { textsOf } from "../parts/field.tsx";
import { More } from "../parts/more.tsx";
import { Trouble } from "../parts/trouble.tsx";
import { AdminPage } from "./admin-page.tsx";

export default function StockPage() {
  return (
    <AdminPage title="Stock">
      <Levels />
    </AdminPage>
  );
}

function useLevels(words: string, low: boolean) {
  return useInfiniteRows((client) => {
    let question = client
      .from("stock_levels")
      .select(
        "product_id, warehouse_id, quantity, reorder_at, product:products!inner(name, slug, sku), warehouse:warehouses(name)",
      );
    if (words !== "") question = question.ilike("product.name", `*${words}*`);
    if (low) question = question.lte("quantity", 5);
    return question.order("product_id").order("warehouse_id").limit(30);
  });
}

function Levels() {
  const [words, setWords] = useState("");
  const [low, setLow] = useState(false);
  const rows = useLevels(words, low);
  const { data, error, refetch, isPending } = rows;
  const search = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setWords((textsOf(event.currentTarget)["words"] ?? "").slice(0, 100));
  };
  return (
    <>
      <form className="filters wrapped" onSubmit={search} aria-label="Narrow the list">
        <label className="grow">
          <span className="unseen">Search by the name of a product</span>
          <input type="search" name="words" placeholder="Name of a product" maxLength={100} />
        </label>
        <label className="check">
          <input type="checkbox" checked={low} onChange={({ target }) => setLow(target.checked)} />
          Running low
        </label>
        <button type="submit" className="button plain">
          Search
        </button>
      </form>
      {error !== null && <Trouble error={error} what="The stock cannot be shown now." again={() => refetch()} />}
      {data?.length === 0 && <p className="empty">Nothing matches.</p>}
      {data !== undefined && data.length > 0 && (
        <div className="table-frame" tabIndex={0} role="group" aria-label="Stock by product and warehouse">
          <table>
            <thead>
              <tr>
                <th scope="col">Product</th>
                <th scope="col" className="on-desk">
                  Warehouse
                </th>
                <th scope="col" className="number">
                  Pieces
                </th>
              </tr>
            </thead>
            <tbody>
              {data.map((level) => (
                <Level key={`${level.product_id} ${level.warehouse_id}`} level={level} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {isPending && <div className="skeleton table-waiting" aria-hidden="true" />}
      <More rows={rows}>Show more</More>
    </>
  );
}

type LevelRow = NonNullable<ReturnType<typeof useLevels>["data"]>[number];

function Level({ level }: { readonly level: LevelRow }) {
  const { product_id, warehouse_id, quantity, reorder_at, product, warehouse } = level;
  const update = useUpdate("stock_levels", { affects: ["products"] });
  const name = `${product.name}, ${warehouse.name}`;
  const put = (text: string): void => {
    const next = Number(text);
    if (text === "" || !Number.isInteger(next) || next < 0 || next === quantity) return;
    update.mutate({ match: { product_id, warehouse_id }, set: { quantity: next } });
  };
  const step = (by: number): void => put(String(quantity + by));
  return (
    <tr>
      <th scope="row">
        <Link to={`/p/${product.slug}-${product_id}`}>{product.name}</Link>{" "}
        <span className="small soft">
          <span className="on-phone">{warehouse.name} · </span>
          {product.sku}
        </span>
        {update.error !== null && (
          <span className="wrong small" role="alert">
            Not changed: {update.error.message}
          </span>
        )}
      </th>
      <td className="on-desk">{warehouse.name}</td>
      <td className="number">
        <span className="steps" data-low={quantity < reorder_at}>
          <button type="button" aria-label={`One less: ${name}`} disabled={quantity <= 0} onClick={() => step(-1)}>
            −
          </button>
          <input
            key={quantity}
            type="text"
            inputMode="numeric"
            pattern="[0-9]*"
            defaultValue={quantity}
            aria-label={`Pieces: ${name}`}
            onBlur={({ target }) => put(target.value)}
            onKeyDown={({ key, currentTarget }) => key === "Enter" && put(currentTarget.value)}
          />
          <button type="button" aria-label={`One more: ${name}`} onClick={() => step(1)}>
            +
          </button>
        </span>
      </td>
    </tr>
  );
}
