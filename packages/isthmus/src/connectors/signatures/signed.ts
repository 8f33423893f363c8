// What every verifier of webhooks is given, and what it says. All of them are pure: no clock, no I/O.

/** A webhook as it arrived, before anything was made of it. */
export interface Received {
  /** The bytes of the body as they came: JSON that was read and written again has another signature. */
  readonly body: Uint8Array;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Where the sender sent it, as it was registered there, query included; for those that sign it. */
  readonly url?: string;
  /** Default: POST. */
  readonly method?: string;
}

export interface Trust {
  /** Several while one takes another's place: any of them will do. */
  readonly secrets: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Seconds by which the sender's clock may differ, either way. Default: 300. */
  readonly tolerance?: number;
}

export type Verdict =
  | {
      readonly ok: true;
      /** Under which it is to be remembered, so that what is sent twice is done once. Absent: the body has one, if anything. */
      readonly id?: string;
      /** When it was signed, in milliseconds since 1970; absent where the sender does not say. */
      readonly signedAt?: number;
    }
  | { readonly ok: false; readonly refusal: Refusal; readonly reason: string };

/**
 * `unsigned`: no signature; `malformed`: none that can be read; `expired`, `early`: signed at another time than now; `wrong`: signed
 * with another secret, or changed on its way; `unready`: the secrets or the address cannot be used, which is the server's own fault.
 */
export type Refusal = "unsigned" | "malformed" | "expired" | "early" | "wrong" | "unready";

export type Verify = (received: Received, trust: Trust) => Verdict;

export function refused(refusal: Refusal, reason: string): Verdict {
  return { ok: false, refusal, reason };
}

/** Sent several times, it is as good as not sent: which one the signature is would be a guess. */
export function headerOf({ headers }: Pick<Received, "headers">, name: string): string | undefined {
  const found = Object.entries(headers)
    .filter(([given, value]) => given.toLowerCase() === name && value !== undefined)
    .flatMap(([, value]) => value ?? []);
  return found.length === 1 && found[0] !== "" ? found[0] : undefined;
}

/** @param seconds Since 1970, as it was signed. @returns Why it may not be taken. */
export function untimely(seconds: number, { now, tolerance = 300 }: Trust): Verdict | undefined {
  const age = now / 1000 - seconds;
  if (age > tolerance)
    return refused("expired", `it was signed ${Math.round(age)} seconds ago; ${tolerance} are allowed`);
  if (age < -tolerance)
    return refused("early", `it is signed for ${Math.round(-age)} seconds from now; ${tolerance} are allowed`);
  return undefined;
}

/** Undefined where it is no time: only digits, and few enough to be exact. */
export function secondsOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,13}$/.test(text) ? Number(text) : undefined;
}

export function unready({ secrets }: Trust): Verdict | undefined {
  return secrets.length === 0 || secrets.includes("")
    ? refused("unready", "there is no secret to verify it with")
    : undefined;
}

export const wrong: Verdict = refused("wrong", "its signature fits none of the secrets");
