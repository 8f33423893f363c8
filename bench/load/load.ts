// Puts load on a server for a while and measures it: by wrk where it is installed (it costs the machine least), else by
// autocannon. Both run as a process of their own.

import { execFile, execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { writeRequests } from "./request-file.ts";
import type { Request } from "../questions.ts";

const run = promisify(execFile);

export interface Measure {
  readonly requests: number;
  readonly seconds: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  /** Failed connections, time-outs, and answers that are not 2xx or 3xx. */
  readonly errors: number;
}

export interface Load {
  readonly origin: string;
  /** Written by `requestFile`. */
  readonly file: string;
  readonly seconds: number;
  readonly connections: number;
}

export const generator: "wrk" | "autocannon" = hasWrk() ? "wrk" : "autocannon";

let turn = 0;

export async function load({ origin, file, seconds, connections }: Load): Promise<Measure> {
  turn += 1;
  const command =
    generator === "wrk"
      ? [
          "wrk",
          "-t1",
          `-c${connections}`,
          `-d${seconds}s`,
          "--timeout",
          "20s",
          "-s",
          join(import.meta.dirname, "wrk.lua"),
          origin,
          "--",
          file,
          String(turn),
        ]
      : [
          process.execPath,
          join(import.meta.dirname, "autocannon.ts"),
          origin,
          file,
          String(seconds),
          String(connections),
        ];
  const [program = "", ...rest] = command;
  const { stdout, stderr } = await run(program, rest, { maxBuffer: 1 << 24 });
  const line = stdout.split("\n").find((text) => text.startsWith("RESULT "));
  if (line === undefined) throw new Error(`${program} gave no result: ${stdout}${stderr}`);
  return JSON.parse(line.slice("RESULT ".length)) as Measure;
}

/** Puts requests into a file in `folder` and gives its path. */
export function requestFile(folder: string, name: string, requests: readonly Request[]): string {
  const file = join(folder, `${name}.requests`);
  writeFileSync(file, writeRequests(requests));
  return file;
}

function hasWrk(): boolean {
  try {
    // Exits with 1 after printing its version.
    execFileSync("wrk", ["--version"], { stdio: "ignore" });
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ENOENT";
  }
}
