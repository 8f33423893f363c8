// What the page that a server renders asks; the server asks the same before.

import type { IsthmusClient } from "@isthmus/client";
import type { Catalog } from "../kit/catalog.ts";

export const tags = (client: IsthmusClient<Catalog>) => client.from("tags").select("id, name").order("id").limit(5);
export const products = (client: IsthmusClient<Catalog>) => client.from("products").select("id").order("id").limit(3);
