// The client of the test pages: the page's own origin, and the token that a test gives it.

import { createClient } from "@isthmus/client";
import { type Catalog, shape } from "../kit/catalog.ts";

declare module "@isthmus/client" {
  interface Register {
    catalog: Catalog;
  }
}

declare global {
  interface Window {
    isthmusToken?: string;
  }
}

export const client = createClient<Catalog>({
  url: "/",
  shape,
  token: () => window.isthmusToken,
  retry: { first: 20 },
});

export const account = { email: "ada@example.org", password: "a good password", name: "Ada" };
