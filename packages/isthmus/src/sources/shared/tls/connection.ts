// TLS as Node's sockets take it, and what was wrong with a server's certificate as one sentence.

import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { checkServerIdentity, type PeerCertificate } from "node:tls";
import type { Tls } from "./options.ts";

/** For `tls.connect`, without the address. */
export interface SocketTls {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  /** What the server is told that it is called; an address in numbers may not stand there (RFC 6066). */
  readonly servername?: string;
  readonly rejectUnauthorized: boolean;
  readonly checkServerIdentity: (host: string, certificate: PeerCertificate) => Error | undefined;
}

/** Reads the files, so that renewed ones count for the next connection. @throws Error that names the file. */
export function socketTls({ ca, cert, key, serverName, verify }: Tls): SocketTls {
  return {
    ...(ca === undefined ? {} : { ca: pemOf("ca", ca) }),
    ...(cert === undefined ? {} : { cert: pemOf("cert", cert) }),
    ...(key === undefined ? {} : { key: pemOf("key", key) }),
    ...(serverName === undefined || isIP(serverName) > 0 ? {} : { servername: serverName }),
    rejectUnauthorized: verify !== "none",
    checkServerIdentity: (host, certificate) =>
      verify === "full" ? checkServerIdentity(serverName ?? host, certificate) : undefined,
  };
}

function pemOf(option: string, given: string): string {
  if (given.includes("-----BEGIN ")) return given;
  let text: string;
  try {
    text = readFileSync(given, "utf8");
  } catch (reason) {
    const { code = "not a path" } = reason as NodeJS.ErrnoException;
    // A key that was pasted without its frame is no path, and is shown nowhere.
    const shown = option === "key" ? "the file it names" : `"${given.slice(0, 200)}"`;
    throw new Error(`tls.${option}: ${shown} cannot be read (${code})`);
  }
  if (!text.includes("-----BEGIN ")) throw new Error(`tls.${option}: the file holds nothing in PEM`);
  return text;
}

/** Drivers wrap what they were told; how deep is looked. */
const deepest = 5;

/** Why there is no TLS to a server, as a sentence; undefined where it was something else. */
export function tlsFault(thrown: unknown, depth = 0): string | undefined {
  if (!(thrown instanceof Error) || depth > deepest) return undefined;
  return faultOf(thrown) ?? tlsFault(thrown.cause, depth + 1);
}

function faultOf(thrown: Error): string | undefined {
  const { code } = thrown as NodeJS.ErrnoException;
  if (thrown.message === "The server does not support SSL connections" || code === "HANDSHAKE_NO_SSL_SUPPORT")
    return "the server has no TLS, and nothing was sent to it: switch TLS on there, or say that none is wanted (sslmode=disable, tls: false)";
  if (code === undefined) return undefined;
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    const { reason, host } = thrown as { readonly reason?: string; readonly host?: string };
    return `the server's certificate is not for "${host ?? "the host of the address"}" (${reason ?? "another name"}): connect by a name that it holds, or give that as tls.serverName`;
  }
  if (Object.hasOwn(sentences, code)) return sentences[code];
  if (code === "EPROTO" || code.startsWith("ERR_SSL_"))
    return `the server and this client do not agree on TLS (${code}): look at its protocol versions, and whether it asks for a client's certificate (tls.cert, tls.key)`;
  return undefined;
}

const unknownAuthority =
  "the server's certificate is of an authority that is not believed: give the authority's certificate as tls.ca";
const sentences: Readonly<{ [code: string]: string }> = {
  CERT_HAS_EXPIRED: "the server's certificate has run out: renew it there",
  CERT_NOT_YET_VALID: "the server's certificate is not valid yet: compare the clocks of both machines",
  CERT_REVOKED: "the server's certificate has been revoked",
  CERT_SIGNATURE_FAILURE: "the server's certificate is not signed by the authority it names",
  DEPTH_ZERO_SELF_SIGNED_CERT: unknownAuthority,
  SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownAuthority,
  INVALID_PURPOSE: "the server's certificate is not meant for a server",
};

/** A sentence where it is about TLS. It has no cause: whoever looks for the innermost one is to find the sentence. */
export function explainedTls(thrown: unknown): unknown {
  const fault = tlsFault(thrown);
  return fault === undefined ? thrown : new Error(`TLS: ${fault}`);
}
