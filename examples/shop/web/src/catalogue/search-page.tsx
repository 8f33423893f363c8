// What was searched for, or the whole assortment.

import { useSearchParams } from "react-router";
import { Heading, useTitle } from "../parts/title.tsx";
import { Filters } from "./filters.tsx";
import { ProductList } from "./product-list.tsx";
import { wantedIn } from "./sorting.ts";

export function SearchPage() {
  const [parameters] = useSearchParams();
  const wanted = wantedIn(parameters, undefined);
  const title = wanted.search === "" ? "All products" : `“${wanted.search}”`;
  useTitle(title);
  return (
    <main className="page" id="content">
      <Heading above={wanted.search === "" ? undefined : "Search"}>{title}</Heading>
      <Filters wanted={wanted} />
      <ProductList key={JSON.stringify(wanted)} wanted={wanted} />
    </main>
  );
}
