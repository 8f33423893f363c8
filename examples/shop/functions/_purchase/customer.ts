// Which customer is asking.

import { type CatalogTypes, type FunctionContext, refuse } from "isthmus";

/** By the claim that the server makes of a signed-in user's own row. @throws Refusal where somebody is no customer yet. */
export function customerOf({ principal }: Pick<FunctionContext<CatalogTypes, unknown>, "principal">): number {
  const id = Number(principal.claims["customer"] ?? Number.NaN);
  if (Number.isSafeInteger(id)) return id;
  throw refuse({ code: "NO_CUSTOMER", message: "Please confirm your e-mail address first", status: 403 });
}
