// The client as the bindings know it: by the catalog that the application has registered.

import type { IsthmusClient } from "../create-client.ts";
import type { RegisteredCatalog } from "../index.ts";

export type Client = IsthmusClient<RegisteredCatalog>;
export type Catalog = RegisteredCatalog;
