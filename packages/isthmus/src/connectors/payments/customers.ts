// Customers, in the manner of Stripe: https://docs.stripe.com/api/customers.

import { invalid } from "./errors.ts";
import { type Given, textAt, textsAt } from "./given.ts";

export interface Customer {
  readonly id: string;
  readonly [member: string]: unknown;
}

/** @param created Seconds since 1970. @throws Refused where the address is none. */
export function customerOf(given: Given, number: number, created: number): Customer {
  const email = textAt(given, "email") ?? null;
  if (email !== null && !/^[^\s@]+@[^\s@]+$/.test(email))
    throw invalid(`Invalid email address: ${email}`, "email_invalid", "email");
  return {
    id: `cus_sandbox_${number}`,
    object: "customer",
    email,
    name: textAt(given, "name") ?? null,
    phone: textAt(given, "phone") ?? null,
    description: textAt(given, "description") ?? null,
    metadata: textsAt(given, "metadata"),
    created,
    livemode: false,
  };
}
