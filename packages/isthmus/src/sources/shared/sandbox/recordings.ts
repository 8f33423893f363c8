// Recorded answers: a folder with a readable file for each request, secrets taken out, to be looked at and committed.

import { createHash, randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { Problem } from "../../../core/index.ts";
import type { HttpAnswer, HttpCall } from "../http/exchange.ts";
import { readExactly, type Redaction } from "./redact.ts";

export interface Recordings {
  /** @param match `exact`: the same request; `shape`: one with the same names of query and body, where there is no other. */
  find(call: HttpCall, redaction: Redaction, match: "exact" | "shape"): Promise<HttpAnswer | undefined>;
  keep(call: HttpCall, answer: HttpAnswer, redaction: Redaction, date: string): Promise<void>;
}

interface Recording {
  readonly recorded: string;
  readonly request: RecordedRequest;
  readonly answer: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly json?: unknown;
    readonly text?: string;
    readonly base64?: string;
  };
}

interface RecordedRequest {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly body?: string;
}

/** Headers of an answer that say something about it; all others stay behind. */
const kept = /^(?:content-type|etag|last-modified|link|location|retry-after|cache-control|(?:x-)?ratelimit-[\w-]+)$/;

/** @param folder Of one source. */
export function openRecordings(folder: string): Recordings {
  return {
    async find(call, redaction, match) {
      const request = requestOf(call, redaction);
      const exact = await readRecording(path.join(folder, fileOf(request)));
      if (exact !== undefined) return answerOf(exact);
      if (match === "exact") return undefined;
      const like = await similar(folder, request);
      return like && answerOf(like);
    },
    async keep(call, answer, redaction, date) {
      const request = requestOf(call, redaction);
      const recording: Recording = { recorded: date, request, answer: recordedAnswer(answer, redaction) };
      await mkdir(folder, { recursive: true });
      const file = path.join(folder, fileOf(request));
      // Whoever reads meanwhile finds the old file or the new one.
      const part = `${file}.${randomUUID()}.part`;
      await writeFile(part, `${JSON.stringify(recording, undefined, 2)}\n`);
      await rename(part, file);
    },
  };
}

function requestOf(call: HttpCall, redaction: Redaction): RecordedRequest {
  const text = call.body === undefined ? "" : Buffer.from(call.body).toString();
  const [place = "", query] = redaction.path(call.path).split("?", 2);
  const pairs = query?.split("&").toSorted().join("&");
  return {
    operation: call.operation,
    method: call.method,
    path: pairs === undefined ? place : `${place}?${pairs}`,
    ...(text === "" ? {} : { body: redaction.body(text, call.headers["content-type"]) }),
  };
}

function fileOf(request: RecordedRequest): string {
  const hash = createHash("sha256")
    .update(JSON.stringify([request.operation, request.method, request.path, request.body ?? ""]))
    .digest("hex");
  return `${nameOf(request)}.${hash.slice(0, 10)}.json`;
}

function nameOf({ operation, method }: RecordedRequest): string {
  return `${method.toLowerCase()}-${operation.replaceAll(/\W+/g, "_").slice(0, 80)}`;
}

async function similar(folder: string, request: RecordedRequest): Promise<Recording | undefined> {
  const wanted = shapeOf(request);
  const start = `${nameOf(request)}.`;
  const files = await readdir(folder).catch(() => []);
  for (const file of files.filter((one) => one.startsWith(start) && one.endsWith(".json")).toSorted()) {
    const recording = await readRecording(path.join(folder, file));
    if (recording !== undefined && shapeOf(recording.request) === wanted) return recording;
  }
  return undefined;
}

/** The names in a request, without their values. */
function shapeOf({ operation, method, path: place, body }: RecordedRequest): string {
  const [plain = "", query = ""] = place.split("?", 2);
  const names = (text: string): readonly string[] => [...new Set(new URLSearchParams(text).keys())].toSorted();
  return JSON.stringify([operation, method, plain.split("/").length, names(query), bodyShape(body ?? "")]);
}

function bodyShape(body: string): unknown {
  try {
    return membersOf(JSON.parse(body), 0);
  } catch {
    return body.startsWith("<") ? "xml" : [...new Set(new URLSearchParams(body).keys())].toSorted();
  }
}

function membersOf(value: unknown, depth: number): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value) || depth > 5) return typeof value;
  return Object.entries(value)
    .map(([name, one]): readonly [string, unknown] => [name, membersOf(one, depth + 1)])
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function recordedAnswer({ status, headers, body }: HttpAnswer, redaction: Redaction): Recording["answer"] {
  const type = headers["content-type"];
  const shown = Object.entries(headers)
    .filter(([name]) => kept.test(name))
    .map(([name, value]) => [name, name === "location" ? redaction.path(value) : redaction.text(value)] as const);
  const about = { status, headers: Object.fromEntries(shown) };
  if (body.length === 0) return about;
  const text = utf8(body);
  // Bytes cannot be searched for secrets, so none of them is kept where one is found.
  if (text === undefined) {
    const bytes = Buffer.from(body).toString("latin1");
    return redaction.text(bytes) === bytes ? { ...about, base64: Buffer.from(body).toString("base64") } : about;
  }
  try {
    return { ...about, json: redaction.value(readExactly(text)) };
  } catch {
    return { ...about, text: redaction.body(text, type) };
  }
}

function utf8(body: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return undefined;
  }
}

function answerOf({ answer: { status, headers, json, text, base64 } }: Recording): HttpAnswer {
  const body =
    base64 !== undefined
      ? Buffer.from(base64, "base64")
      : Buffer.from(json === undefined ? (text ?? "") : JSON.stringify(json));
  return { status, headers, body };
}

async function readRecording(file: string): Promise<Recording | undefined> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw broken(file, cause);
  }
  try {
    const recording = readExactly(text) as Partial<Recording> | null;
    if (typeof recording?.answer?.status === "number" && typeof recording.request?.path === "string")
      return { recorded: "", ...recording } as Recording;
  } catch (cause) {
    throw broken(file, cause);
  }
  throw broken(file, undefined);
}

function broken(file: string, cause: unknown): Problem {
  return new Problem({
    code: "ISTHMUS621",
    category: "unsupported",
    status: 501,
    message: `The recording ${path.basename(file)} cannot be understood`,
    hint: "Correct it, or delete it and record it anew",
    cause,
  });
}
