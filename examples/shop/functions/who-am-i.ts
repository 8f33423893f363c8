// What the pages have to know of who is signed in: which of them are for him.

import { defineFunction, z } from "isthmus";

export default defineFunction({
  description: "Your roles, and the number of the customer you are.",
  output: z.object({ roles: z.array(z.string()), customer: z.int().nullable() }),
  effect: "read",
  access: ["customer", "staff"],
  run({ principal }) {
    const customer = Number(principal.claims["customer"] ?? Number.NaN);
    return { roles: [...principal.roles], customer: Number.isSafeInteger(customer) ? customer : null };
  },
});
