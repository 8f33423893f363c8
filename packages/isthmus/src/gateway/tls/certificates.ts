// Certificates of the server, and of its further names: read from files, looked at every few seconds, and taken when they
// have changed. What cannot be used is said, and the old ones stay: connections that are open never notice.

import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { createSecureContext, type SecureContext, type TlsOptions } from "node:tls";
import { Problem } from "../../core/index.ts";
import type { TlsConfiguration } from "../../core/gateway-configuration.ts";

export interface Certificates {
  readonly options: TlsOptions;
  /** Called with what a server has to be given when the files have changed. */
  renewed(listener: (context: { readonly cert: string; readonly key: string }) => void): void;
  close(): void;
}

export interface CertificatesOptions {
  /** Told what a person should know. */
  readonly warn: (message: string) => void;
  /** Milliseconds between looks. Default: 5,000. */
  readonly every?: number | undefined;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

interface Pair {
  readonly name: string | undefined;
  readonly cert: string;
  readonly key: string;
  readonly context: SecureContext;
  readonly until: number;
}

/** A certificate that nobody has renewed by then is likely to run out. */
const soon = 14 * 86_400_000;

/** @throws Problem that names the file and what is wrong with it. */
export function openCertificates(tls: TlsConfiguration, options: CertificatesOptions): Certificates {
  const { warn, every = 5_000, now = Date.now } = options;
  const wanted = [{ name: undefined, cert: tls.cert, key: tls.key }, ...(tls.names ?? [])];
  const clientsCa = tls.clients === undefined ? undefined : read(tls.clients.ca);
  const listeners: ((context: Pair) => void)[] = [];
  const load = (): readonly Pair[] => wanted.map((files) => pairOf(files, clientsCa));
  let pairs = load();
  let refused: string | undefined;
  remind();

  function remind(): void {
    for (const { until, name } of pairs) {
      const left = until - now();
      if (left < soon)
        warn(
          `The certificate${name === undefined ? "" : ` of ${name}`} ${left < 0 ? "ran" : "runs"} out on ${new Date(until).toISOString()}`,
        );
    }
  }

  function look(): void {
    let texts = "";
    try {
      texts = wanted.map(({ cert, key }) => read(cert) + read(key)).join("");
      if (texts === refused || texts === pairs.map(({ cert, key }) => cert + key).join("")) return;
      pairs = load();
      refused = undefined;
      warn(`Renewed certificates are taken; the first holds until ${new Date(pairs[0]?.until ?? 0).toISOString()}`);
      remind();
      const [first] = pairs;
      if (first !== undefined) for (const listener of listeners) listener(first);
    } catch (thrown) {
      // A file that is just being written is whole at the next look.
      if (texts !== refused)
        warn(`The certificates stay as they were: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
      refused = texts;
    }
  }

  const timer = setInterval(look, every).unref();
  const contextOf = (name: string): SecureContext | undefined =>
    (pairs.find((pair) => pair.name?.toLowerCase() === name.toLowerCase()) ?? pairs[0])?.context;
  return {
    options: {
      cert: pairs[0]?.cert ?? "",
      key: pairs[0]?.key ?? "",
      minVersion: "TLSv1.2",
      ALPNProtocols: tls.http2 === false ? ["http/1.1"] : ["h2", "http/1.1"],
      SNICallback: (name, done) => done(null, contextOf(name)),
      ...(clientsCa === undefined
        ? {}
        : { ca: clientsCa, requestCert: true, rejectUnauthorized: tls.clients?.required !== false }),
    },
    renewed: (listener) => void listeners.push(listener),
    close: () => clearInterval(timer),
  };
}

function pairOf(
  files: { readonly name: string | undefined; readonly cert: string; readonly key: string },
  ca: string | undefined,
): Pair {
  const [cert, key] = [read(files.cert), read(files.key)];
  const certificate = within(files.cert, () => new X509Certificate(cert));
  const secret = within(files.key, () => createPrivateKey(key));
  if (!certificate.checkPrivateKey(secret))
    throw unusable(files.key, `is not the key of the certificate in ${files.cert}`);
  const context = within(files.cert, () =>
    createSecureContext({ cert, key, minVersion: "TLSv1.2", ...(ca === undefined ? {} : { ca }) }),
  );
  return { name: files.name, cert, key, context, until: Date.parse(certificate.validTo) };
}

function read(file: string): string {
  return within(file, () => readFileSync(file, "utf8"));
}

function within<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof Problem) throw thrown;
    const { code, message } = thrown as NodeJS.ErrnoException;
    throw unusable(file, code === "ENOENT" ? "is not there" : `cannot be used: ${message}`);
  }
}

function unusable(file: string, what: string): Problem {
  return new Problem({ code: "ISTHMUS757", category: "invalid", message: `server.tls: ${file} ${what}` });
}
