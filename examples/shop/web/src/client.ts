// The one client of the shop's server, and the catalog its names are checked against.

import { createClient } from "@isthmus/client";
import { type Catalog, shape } from "./isthmus.types.ts";

declare module "@isthmus/client" {
  interface Register {
    catalog: Catalog;
  }
}

export const client = createClient<Catalog>({ url: location.origin, shape });
