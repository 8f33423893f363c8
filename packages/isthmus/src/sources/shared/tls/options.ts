// What a configuration and an address say of TLS, made one: which of them counts, and what is refused because they say
// different things, or because it would be given up in silence.

import { z } from "zod";
import type { TlsOptions, TlsVerify } from "../../../core/index.ts";

const text = z.string().min(1);

export const tlsOptions = z.union([
  z.boolean(),
  z
    .strictObject({
      /** PEM, or the path of a file. Default: the authorities that Node believes. */
      ca: text.optional(),
      /** The client's own certificate, with `key`: PEM, or the path of a file. */
      cert: text.optional(),
      key: text.optional(),
      /** The name that the server's certificate must hold. Default: the host of the address. */
      serverName: text.optional(),
      /** `ca`: the name in the certificate is not looked at. `none`: nothing is, and whoever sits on the way reads all. */
      verify: z.enum(["full", "ca", "none"]).optional(),
    })
    .refine(({ cert, key }) => (cert === undefined) === (key === undefined), "cert and key are needed together"),
]);

/** TLS with what is to be looked at. */
export type Tls = TlsOptions & { readonly verify: TlsVerify };

/** `undefined`: nobody has said anything of it. */
export type TlsWanted = Tls | false | undefined;

/** @throws Error with a sentence, where it says two things, or nothing that can be had safely. */
export function wantedTls(given: TlsOptions | boolean | undefined, address: AddressTls): TlsWanted {
  const { verify: asked, ...files } = address;
  const option = typeof given === "object" ? given : {};
  if (given === undefined && asked === undefined) return undefined;
  if (given === false && asked !== undefined && asked !== "plain")
    throw new Error("tls: false, but the address asks for TLS: say it in one place");
  if (given === false || (given === undefined && asked === "plain")) return false;
  if (asked === "plain") throw new Error("tls is wanted, but the address says that there is none: say it in one place");
  if (option.verify !== undefined && asked !== undefined && option.verify !== asked)
    throw new Error(`tls.verify is "${option.verify}", and the address says "${asked}": say it in one place`);
  const wanted: Tls = { ...files, ...withoutUndefined(option), verify: option.verify ?? asked ?? "full" };
  if (wanted.verify === "ca" && wanted.ca === undefined)
    throw new Error(
      "without the name, a certificate proves nothing where everybody can get one: give the authority's own (ca, or " +
        'sslrootcert in the address), or use "full"',
    );
  return wanted;
}

/** What the parameters of an address say. */
export interface AddressTls extends Pick<TlsOptions, "ca" | "cert" | "key"> {
  readonly verify?: TlsVerify | "plain" | undefined;
}

/** Of PostgreSQL's and MySQL's clients, by the names they have without `-` and `_`. */
const meanings: Readonly<{ [value: string]: TlsVerify | "plain" | "unsafe" }> = {
  disable: "plain",
  disabled: "plain",
  false: "plain",
  "0": "plain",
  allow: "unsafe",
  prefer: "unsafe",
  preferred: "unsafe",
  true: "full",
  "1": "full",
  "": "full",
  require: "full",
  required: "full",
  verifyca: "ca",
  verifyfull: "full",
  verifyidentity: "full",
  noverify: "none",
};
const modes: ReadonlySet<string> = new Set(["sslmode", "ssl", "tls", "usessl"]);
const files: Readonly<{ [name: string]: "ca" | "cert" | "key" }> = {
  sslrootcert: "ca",
  sslca: "ca",
  sslcert: "cert",
  sslkey: "key",
};
/** Drivers that weaken `sslmode` by it are not asked. */
const ignored = "uselibpqcompat";

/**
 * Takes what it says of TLS out of an address. `sslmode=require` looks at the certificate as `verify-full` does.
 *
 * @throws Error with a sentence. It holds no part of the address but the parameter.
 */
export function splitAddress(url: string): { readonly url: string; readonly tls: AddressTls } {
  const mark = url.indexOf("?");
  if (mark < 0) return { url, tls: {} };
  const tls: { verify?: TlsVerify | "plain"; ca?: string; cert?: string; key?: string } = {};
  const kept = url
    .slice(mark + 1)
    .split("&")
    .filter((part) => {
      const [[given, value] = ["", ""]] = new URLSearchParams(part);
      const name = given.toLowerCase().replaceAll(/[-_]/g, "");
      const file = Object.hasOwn(files, name) ? files[name] : undefined;
      if (file !== undefined && value !== "system") tls[file] = value;
      if (modes.has(name)) tls.verify = agreed(tls.verify, meant(given, value));
      return file === undefined && !modes.has(name) && name !== ignored;
    });
  if (tls.verify === undefined && tls.ca !== undefined) tls.verify = "full";
  if ((tls.cert === undefined) !== (tls.key === undefined))
    throw new Error("the address names one of sslcert and sslkey: both are needed");
  const rest = kept.join("&");
  return { url: url.slice(0, mark) + (rest === "" ? "" : `?${rest}`), tls };
}

/** How a source that has both is reached. @throws Error with a sentence. */
export function reachedBy({ url, tls }: TlsGiven): { readonly url: string | undefined; readonly tls: TlsWanted } {
  const address = url === undefined ? { url, tls: {} } : splitAddress(url);
  return { url: address.url, tls: wantedTls(tls, address.tls) };
}

export interface TlsGiven {
  readonly url?: string | undefined;
  readonly tls?: TlsOptions | boolean | undefined;
}

/** For `superRefine`: tells of what `reachedBy` would throw, and whether there was nothing. */
export function checkTls(
  given: TlsGiven,
  faults: { addIssue(fault: { code: "custom"; path: string[]; message: string }): void },
): boolean {
  try {
    reachedBy(given);
    return true;
  } catch (reason) {
    const message = reason instanceof Error ? reason.message : String(reason);
    faults.addIssue({ code: "custom", path: [given.tls === undefined ? "url" : "tls"], message });
    return false;
  }
}

function meant(name: string, value: string): TlsVerify | "plain" {
  const key = value.toLowerCase().replaceAll(/[-_]/g, "");
  const meaning = Object.hasOwn(meanings, key) ? meanings[key] : undefined;
  if (meaning === "unsafe")
    throw new Error(
      `${name}=${value} goes on without TLS where the server, or somebody on the way, says that there is none: use ` +
        "require (the certificate is looked at) or disable",
    );
  if (meaning === undefined) throw new Error(`${name}: expected disable, require, verify-ca, verify-full or no-verify`);
  return meaning;
}

function agreed(before: TlsVerify | "plain" | undefined, meaning: TlsVerify | "plain"): TlsVerify | "plain" {
  if (before !== undefined && before !== meaning) throw new Error("the address says two different things of TLS");
  return meaning;
}

function withoutUndefined(given: TlsOptions): TlsOptions {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
