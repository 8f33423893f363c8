// Certificates for tests, of an authority of their own, made by the machine's openssl.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

export interface Authority {
  readonly folder: string;
  readonly ca: string;
  /** Files of a certificate for these names (`DNS:localhost`, `IP:127.0.0.1`); `days` may be negative: it has run out. */
  issue(file: string, names: readonly string[], days?: number): { readonly cert: string; readonly key: string };
  remove(): void;
}

export function createAuthority(): Authority {
  const folder = mkdtempSync(path.join(tmpdir(), "isthmus-certificates-"));
  const at = (name: string): string => path.join(folder, name);
  const openssl = (...given: readonly string[]): void =>
    void execFileSync("openssl", given, { cwd: folder, stdio: "pipe" });
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  openssl(
    "req",
    "-x509",
    ...curve,
    "-keyout",
    "ca.key",
    "-out",
    "ca.crt",
    "-subj",
    "/CN=Test authority",
    "-days",
    "30",
  );
  return {
    folder,
    ca: at("ca.crt"),
    issue(file, names, days = 30) {
      openssl("req", ...curve, "-keyout", `${file}.key`, "-out", `${file}.csr`, "-subj", `/CN=${file}`);
      writeFileSync(at(`${file}.ext`), `subjectAltName=${names.join(",")}\n`);
      const day = (offset: number): string =>
        new Date(Date.now() + offset * 86_400_000).toISOString().replaceAll(/[-:T]|\.\d+/g, "");
      writeFileSync(at("index.txt"), "");
      writeFileSync(at("serial"), `${Date.now().toString(16).padStart(12, "0")}\n`);
      writeFileSync(
        at("ca.cnf"),
        "[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\nserial=serial\nnew_certs_dir=.\ndefault_md=sha256\npolicy=p\nunique_subject=no\n[p]\ncommonName=supplied\n",
      );
      openssl(
        ...[
          "ca",
          "-batch",
          "-config",
          "ca.cnf",
          "-cert",
          "ca.crt",
          "-keyfile",
          "ca.key",
          "-in",
          `${file}.csr`,
          "-notext",
        ],
        ...["-out", `${file}.crt`, "-extfile", `${file}.ext`],
        ...["-startdate", day(Math.min(days, 0) - 2), "-enddate", day(days)],
      );
      return { cert: at(`${file}.crt`), key: at(`${file}.key`) };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
