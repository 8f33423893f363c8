import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";

const program = path.join(import.meta.dirname, "../../../test/kit/signalled-server.ts");
let child: ChildProcess | undefined;
afterEach(() => child?.kill("SIGKILL"));

async function start(delay: number): Promise<{ url: string; said: () => string; ended: Promise<unknown[]> }> {
  const started = spawn(process.execPath, [program, String(delay)], { stdio: ["ignore", "pipe", "pipe"] });
  child = started;
  let said = "";
  started.stderr.on("data", (part) => (said += String(part)));
  const [port] = (await once(started.stdout, "data")) as [Buffer];
  return { url: `http://127.0.0.1:${String(port).trim()}/api/x`, said: () => said, ended: once(started, "exit") };
}

describe.each(["SIGTERM", "SIGINT"] as const)("%s", (signal) => {
  it("under load loses no request that is under way, and ends with 0", async () => {
    const { url, said, ended } = await start(400);
    const asked = Array.from({ length: 50 }, async () => (await fetch(url)).text());
    await sleep(250);
    child?.kill(signal);
    expect(await Promise.all(asked)).toEqual(Array.from({ length: 50 }, () => "ok"));
    expect(await ended).toEqual([0, null]);
    expect(said()).toBe(`${signal}: stopping; running requests may finish. Once more to stop at once\n`);
    await expect(fetch(url)).rejects.toThrow();
  });

  it("sent twice ends at once", async () => {
    const { url, ended } = await start(20_000);
    const asked = expect(fetch(url)).rejects.toThrow();
    await sleep(200);
    const began = performance.now();
    child?.kill(signal);
    await sleep(100);
    child?.kill(signal);
    expect(await ended).toEqual([signal === "SIGINT" ? 130 : 143, null]);
    expect(performance.now() - began).toBeLessThan(2_000);
    await asked;
  });
});
