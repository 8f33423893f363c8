// Refusals in the shape of Stripe's API errors: https://docs.stripe.com/api/errors.

import type { SimulatedAnswer } from "../../sources/shared/sandbox/simulator.ts";

export interface ApiError {
  readonly type: "invalid_request_error" | "card_error" | "idempotency_error";
  readonly message: string;
  readonly code?: string;
  readonly param?: string;
  readonly [more: string]: unknown;
}

/** Thrown by routes. */
export class Refused extends Error {
  readonly status: number;
  readonly error: ApiError;

  constructor(status: number, error: ApiError) {
    super(error.message);
    this.status = status;
    this.error = error;
  }

  get answer(): SimulatedAnswer {
    return { status: this.status, body: { error: this.error } };
  }
}

export function invalid(message: string, code?: string, param?: string, status = 400): Refused {
  return new Refused(status, {
    type: "invalid_request_error",
    message,
    ...(code === undefined ? {} : { code }),
    ...(param === undefined ? {} : { param }),
  });
}

export function missing(what: string, id: string, param = "id"): Refused {
  return invalid(`No such ${what}: '${id}'`, "resource_missing", param, 404);
}
