// `isthmus import` and `isthmus export`: the same road as over HTTP, in a process of their own, with no server needed.

import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import path from "node:path";
import type { Configuration, Principal, Request } from "../../core/index.ts";
import { Problem } from "../../core/index.ts";
import { createEngine, type Flowing } from "../../engine/index.ts";
import { rest } from "../../interfaces/rest/index.ts";
import { openStore } from "../../store/index.ts";
import { readLock } from "../configuration/lock.ts";
import { faulty } from "../configuration/validate.ts";
import type { Sources } from "../open-sources.ts";
import { layTerrain, schemasOf } from "../terrain.ts";
import { withSources } from "./prepare.ts";

export interface TransferOptions {
  readonly config?: string;
  /** On whose behalf; its policies hold. */
  readonly asRole: string;
  /** `name=value`. */
  readonly claim?: readonly string[];
  readonly format?: string;
}

export interface ImportOptions extends TransferOptions {
  readonly duplicates?: string;
  readonly onConflict?: string;
  readonly refused?: string;
  readonly dryRun?: boolean;
}

export interface ExportOptions extends TransferOptions {
  readonly query?: string;
}

interface Told {
  readonly rows: number;
  readonly written: number;
  readonly refused: number;
  readonly line: number;
  readonly done?: true;
  readonly code?: string;
  readonly message?: string;
  readonly details?: unknown;
  readonly hint?: string | null;
  readonly refusals?: readonly { readonly line: number; readonly code: string; readonly message: string }[];
}

const types: Readonly<Record<string, string>> = { csv: "text/csv", ndjson: "application/x-ndjson" };

/** Exit code: 0 when every row was taken. @param file `-`: the standard input. */
export async function importFile(file: string, resource: string, options: ImportOptions): Promise<number> {
  const bytes =
    file === "-" ? process.stdin : (await open(path.resolve(file))).createReadStream({ highWaterMark: 65_536 });
  const preferences = [
    ...(options.duplicates === undefined ? [] : [`resolution=${options.duplicates}-duplicates`]),
    ...(options.dryRun === true ? ["tx=rollback"] : []),
  ];
  const parameters = [
    ...(options.onConflict === undefined ? [] : [`on_conflict=${encodeURIComponent(options.onConflict)}`]),
    ...(options.refused === undefined ? [] : [`refused=${options.refused}`]),
  ];
  const request = requestOf("POST", `/import/${encodeURIComponent(resource)}`, parameters.join("&"), {
    "content-type": typeOf(options.format, file),
    accept: "application/x-ndjson",
    ...(preferences.length === 0 ? {} : { prefer: preferences.join(",") }),
  });
  return flowing(options, request, bytes, async ({ text }) => {
    let last: Told | undefined;
    for await (const line of text) {
      last = JSON.parse(line) as Told;
      if (last.done !== true) showProgress(`${last.rows.toLocaleString("en")} rows, ${last.refused} refused`);
    }
    return printEnd(last);
  });
}

/** @param file `-`: the standard output. */
export async function exportFile(resource: string, file: string, options: ExportOptions): Promise<number> {
  const place = path.resolve(file);
  const request = requestOf("GET", `/export/${encodeURIComponent(resource)}`, options.query ?? "", {
    accept: typeOf(options.format, file),
  });
  return flowing(options, request, none(), async ({ text }) => {
    const handle = file === "-" ? undefined : await open(place, "w");
    let length = 0;
    try {
      for await (const part of text) {
        if (handle === undefined) await written(part);
        else await handle.write(part);
        length += part.length;
        if (handle !== undefined) showProgress(`${(length / 1_000_000).toFixed(1)} MB`);
      }
    } finally {
      await handle?.close();
    }
    if (handle !== undefined) clearProgress();
    return 0;
  });
}

/** Of the answer to a request that was carried out. @throws Problem in the words of the refusal otherwise. */
async function flowing(
  options: TransferOptions,
  request: Request,
  bytes: AsyncIterable<Uint8Array>,
  work: (answer: Flowing) => Promise<number>,
): Promise<number> {
  return withSources(options.config, async (configuration, sources) => {
    const { store, engine } = await openEngine(configuration, sources, principalOf(options));
    const leaving = new AbortController();
    const stop = (): void => leaving.abort(stopped());
    process.once("SIGINT", stop).once("SIGTERM", stop);
    try {
      const received = performance.now();
      const answer = await engine.flow({
        interface: rest({ ...(configuration.limits === undefined ? {} : { limits: configuration.limits }) }),
        request,
        credentials: {},
        signal: leaving.signal,
        received,
        deadline: Number.POSITIVE_INFINITY,
        bytes,
      });
      if ("text" in answer) return await work(answer);
      throw refusalOf(String(answer.body));
    } finally {
      process.off("SIGINT", stop).off("SIGTERM", stop);
      engine.live.close();
      store.close();
    }
  });
}

async function openEngine(configuration: Configuration, sources: Sources, principal: Principal) {
  if (!Object.hasOwn(configuration.roles ?? {}, principal.roles[0] ?? ""))
    throw new Problem({
      code: "ISTHMUS100",
      category: "invalid",
      message: `The configuration has no role "${principal.roles[0]}"`,
    });
  const schemas = await schemasOf(sources, readLock(process.cwd()));
  const { faults, ...terrain } = layTerrain(configuration, sources, schemas);
  if (faults.length > 0) throw faulty(faults);
  const limits = configuration.limits ?? {};
  const store = openStore(":memory:");
  const engine = createEngine({
    ...terrain,
    authenticate: () => principal,
    idempotency: {
      ledger: store.idempotency,
      now: Date.now,
      hash: (text) => createHash("sha256").update(text).digest("hex"),
    },
    limits: { ...limits, rows: limits.rows ?? 1_000, depth: limits.depth ?? 6, concurrency: 1 },
    record: () => {},
    clock: () => performance.now(),
  });
  return { store, engine };
}

/** A service with one role: the policies of that role hold, and nothing beyond them. */
function principalOf({ asRole, claim = [] }: TransferOptions): Principal {
  const claims = claim.map((pair): [string, string] => {
    const equals = pair.indexOf("=");
    if (equals < 1) throw new Error(`--claim takes name=value; found ${JSON.stringify(pair)}`);
    return [pair.slice(0, equals), pair.slice(equals + 1)];
  });
  return { kind: "service", id: "command-line", roles: [asRole], claims: Object.fromEntries(claims) };
}

function requestOf(method: string, place: string, query: string, headers: Request["headers"]): Request {
  return { id: "command-line", method, path: place, query, headers, body: "", base: "" };
}

function typeOf(format: string | undefined, file: string): string {
  const wanted = format ?? (file.toLowerCase().endsWith(".csv") ? "csv" : "ndjson");
  const type = Object.hasOwn(types, wanted) ? types[wanted] : undefined;
  if (type === undefined) throw new Error(`--format is csv or ndjson; found ${JSON.stringify(wanted)}`);
  return type;
}

function printEnd(told: Told | undefined): number {
  clearProgress();
  if (told === undefined) return 1;
  const { rows, written: wrote, refused, refusals = [], code, message, details, hint } = told;
  for (const one of refusals) process.stderr.write(`line ${one.line}: ${one.message} (${one.code})\n`);
  process.stderr.write(`${rows} rows: ${wrote} written, ${refused} refused.\n`);
  if (code === undefined) return refused === 0 ? 0 : 1;
  const why = typeof details === "string" ? `${message}: ${details}` : message;
  process.stderr.write(`It ended behind line ${told.line}: ${why}\n${typeof hint === "string" ? `${hint}.\n` : ""}`);
  return 1;
}

function showProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}

function clearProgress(): void {
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
}

function written(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (failure) => (failure ? reject(failure) : resolve()));
  });
}

async function* none(): AsyncGenerator<Uint8Array, void> {}

function refusalOf(body: string): Problem {
  const { code, message, details, hint } = JSON.parse(body) as Required<Pick<Told, "code" | "message" | "details">> & {
    readonly hint: string | null;
  };
  return new Problem({ code, category: "invalid", message, details, hint });
}

function stopped(): Problem {
  return new Problem({ code: "ISTHMUS502", category: "unavailable", message: "The command was stopped" });
}
