// Passkeys for the host of the public origin, and what their answers have to be before anything is looked up by them.

import type { BetterAuthPlugin } from "better-auth";

/** @param origin The page's origin that answers must have been made at. */
export async function passkeys(origin: string): Promise<readonly BetterAuthPlugin[]> {
  const [{ passkey }, { createAuthMiddleware, APIError }] = await Promise.all([
    import("@better-auth/passkey"),
    import("better-auth/api"),
  ]);
  const { hostname } = new URL(origin);
  return [
    {
      id: "passkey-answers",
      hooks: {
        before: [
          {
            matcher: ({ path }) => path?.startsWith("/passkey/verify-") === true,
            handler: createAuthMiddleware(async ({ body }) => {
              // The library looks a passkey up by whatever stands here.
              const { id } = ((body as { readonly response?: unknown } | undefined)?.response ?? {}) as {
                id?: unknown;
              };
              if (typeof id !== "string" || id === "")
                throw new APIError("BAD_REQUEST", {
                  message: "response: expected what the authenticator has answered",
                });
            }),
          },
        ],
      },
    },
    passkey({ rpID: hostname, rpName: hostname, origin }),
  ];
}
