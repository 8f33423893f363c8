// A category, or a department with all its categories. Its name comes with its products, so that the page is one request.

import { Link, useLocation, useParams, useSearchParams } from "react-router";
import { Heading, useTitle } from "../parts/title.tsx";
import { Filters } from "./filters.tsx";
import { idIn } from "./id-in.ts";
import { ProductList, useProducts } from "./product-list.tsx";
import { wantedIn } from "./sorting.ts";

export function CategoryPage() {
  const { place = "" } = useParams();
  const [parameters] = useSearchParams();
  const id = idIn(place);
  const wanted = wantedIn(parameters, id);
  const known = useLocation().state as { readonly name?: string } | null;
  const { data } = useProducts(wanted);
  const category = data?.[0]?.category;
  const isDepartment = category !== undefined && category.id !== id;
  const name = (isDepartment ? category.parent?.name : category?.name) ?? known?.name ?? nameIn(place);
  const above = isDepartment ? undefined : category?.parent;
  useTitle(name);
  return (
    <main className="page" id="content">
      <Heading above={above && <Link to={`/c/${above.slug}-${above.id}`}>{above.name}</Link>}>{name}</Heading>
      <Filters wanted={wanted} />
      <ProductList key={JSON.stringify(wanted)} wanted={wanted} />
    </main>
  );
}

/** Until it is known, as the address spells it. */
function nameIn(place: string): string {
  const words = place.replace(/-?\d+$/, "").replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
