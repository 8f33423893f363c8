// Webhooks of payments, signed as Stripe signs them: `t=` and `v1=`, an HMAC-SHA256 of time and body.

import type { Ground } from "../../sources/shared/sandbox/simulator.ts";
import { signTimeAndBody } from "../signatures/time-and-body.ts";

/** @param about The object the event is about, as it is now. */
export function tell(ground: Ground, type: string, about: unknown, idempotencyKey: string | undefined): void {
  const created = Math.floor(ground.now() / 1000);
  const body = JSON.stringify({
    id: `evt_sandbox_${ground.next()}`,
    object: "event",
    api_version: "2026-01-01",
    created,
    data: { object: about },
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: idempotencyKey ?? null },
    type,
  });
  ground.deliver({
    event: type,
    body,
    headers: {
      "content-type": "application/json; charset=utf-8",
      "stripe-signature": signTimeAndBody(body, created, ground.webhooks.secret),
    },
  });
}
