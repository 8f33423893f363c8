// TLS towards Redis, as its client takes it.

import { readFileSync } from "node:fs";
import { checkServerIdentity, type ConnectionOptions } from "node:tls";
import type { TlsOptions } from "../../core/index.ts";

/**
 * Undefined: no TLS. The address alone decides where the configuration says nothing.
 *
 * @throws Error where both say different things, or a file cannot be read.
 */
export function redisTls(url: string, tls: TlsOptions | boolean | undefined): ConnectionOptions | undefined {
  const asked = /^rediss:/i.test(url);
  if (tls === false && asked) throw new Error("redis.tls: false, but the address asks for TLS: say it in one place");
  if (tls === false || (tls === undefined && !asked)) return undefined;
  const { ca, cert, key, serverName, verify = "full" } = typeof tls === "object" ? tls : {};
  if (verify === "ca" && ca === undefined)
    throw new Error("redis.tls: without the name, a certificate proves nothing: give the authority's own (ca)");
  return {
    ...(ca === undefined ? {} : { ca: pemOf("ca", ca) }),
    ...(cert === undefined ? {} : { cert: pemOf("cert", cert) }),
    ...(key === undefined ? {} : { key: pemOf("key", key) }),
    rejectUnauthorized: verify !== "none",
    checkServerIdentity: (host, certificate) =>
      verify === "full" ? checkServerIdentity(serverName ?? host, certificate) : undefined,
  };
}

function pemOf(option: string, given: string): string {
  if (given.includes("-----BEGIN ")) return given;
  try {
    return readFileSync(given, "utf8");
  } catch (cause) {
    throw new Error(`redis.tls.${option}: the file that it names cannot be read`, { cause });
  }
}

/** What was wrong with the server's certificate; undefined where it was something else. */
export function certificateFault(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error)) return undefined;
  const { code = "" } = thrown as NodeJS.ErrnoException;
  return /^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO|SELF_SIGNED|DEPTH_ZERO|EPROTO)/.test(code)
    ? `TLS: ${thrown.message}`
    : undefined;
}
