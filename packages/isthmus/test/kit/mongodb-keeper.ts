// A process of its own that runs a server of MongoDB's protocol for tests and prints its address: Docker's `mongo`, as a
// replica set of one; else FerretDB with its SQLite back end, built by Go once and kept. It ends the server when its
// standard input ends: that happens however the parent dies, so nothing is left behind.

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** What FerretDB cannot prove of MongoDB. */
const unproven =
  "proves nothing of transactions, validators, Decimal128, replica sets and of changes that race (its commands are not atomic)";

const server = hasDocker() ? await startDocker() : await startFerret();
process.stdout.write(`${JSON.stringify({ url: server.url, from: server.from })}\n`);

let ending = false;
const end = () => {
  if (ending) return;
  ending = true;
  void server.stop().finally(() => process.exit(0));
};
process.stdin.resume().once("end", end).once("close", end);
process.once("SIGTERM", end).once("SIGINT", end);

interface Running {
  readonly url: string;
  readonly from: string;
  stop(): Promise<void>;
}

function hasDocker(): boolean {
  try {
    execFileSync("docker", ["info"], { stdio: "ignore", timeout: 5_000 });
    return true;
  } catch {
    return false;
  }
}

async function startDocker(): Promise<Running> {
  const name = `isthmus-test-mongo-${randomBytes(4).toString("hex")}`;
  const docker = (...rest: readonly string[]) => execFileSync("docker", rest, { stdio: "pipe" }).toString().trim();
  docker(
    "run",
    "--rm",
    "-d",
    "--name",
    name,
    "-p",
    "127.0.0.1::27017",
    "mongo:8",
    "--replSet",
    "isthmus",
    "--bind_ip_all",
  );
  const port = docker("port", name, "27017/tcp").split(":").at(-1);
  const url = `mongodb://127.0.0.1:${port}/?directConnection=true`;
  await initiate(url);
  return { url, from: "Docker's mongo:8, a replica set of one", stop: async () => void docker("stop", name) };
}

async function initiate(url: string): Promise<void> {
  const { MongoClient } = await import("mongodb");
  const client = new MongoClient(url, { serverSelectionTimeoutMS: 30_000 });
  try {
    const config = { _id: "isthmus", members: [{ _id: 0, host: "127.0.0.1:27017" }] };
    await client.db("admin").command({ replSetInitiate: config });
    for (let tries = 0; tries < 300; tries++) {
      if ((await client.db("admin").command({ hello: 1 }))["isWritablePrimary"] === true) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error("the replica set did not choose a primary within 30 seconds");
  } finally {
    await client.close();
  }
}

async function startFerret(): Promise<Running> {
  const binary = buildFerret();
  const scratch = mkdtempSync(path.join(tmpdir(), "isthmus-test-ferretdb-"));
  process.on("exit", () => rmSync(scratch, { recursive: true, force: true, maxRetries: 5 }));
  const child: ChildProcess = spawn(binary, [scratch], { cwd: scratch, stdio: ["pipe", "pipe", "pipe"] });
  child.stderr?.pipe(process.stderr, { end: false });
  child.once("exit", (code) => process.exit(code ?? 1));
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream }); // piped
  const [url] = (await once(lines, "line")) as [string];
  const stop = async () => {
    child.removeAllListeners("exit");
    const gone = once(child, "exit");
    child.stdin?.end();
    await gone;
  };
  return { url, from: `FerretDB 1.24 over SQLite, which ${unproven}`, stop };
}

/** Built once for each state of its program, and kept outside of the repository. */
function buildFerret(): string {
  const folder = fileURLToPath(new URL("ferretdb", import.meta.url));
  const state = createHash("sha256");
  for (const file of ["go.mod", "go.sum", "main.go"]) state.update(readFileSync(path.join(folder, file)));
  const cache = path.join(process.env["XDG_CACHE_HOME"] ?? path.join(homedir(), ".cache"), "isthmus-test");
  const binary = path.join(cache, `ferretdb-${state.digest("hex").slice(0, 16)}`);
  if (existsSync(binary)) return binary;
  mkdirSync(cache, { recursive: true });
  const fresh = `${binary}.${process.pid}`;
  try {
    execFileSync("go", ["build", "-tags", "ferretdb_no_postgresql", "-o", fresh, "."], { cwd: folder, stdio: "pipe" });
  } catch (cause) {
    const why = (cause as { readonly stderr?: Buffer }).stderr?.toString().trim().split("\n").at(-1);
    throw new Error(
      `MongoDB is not tested: neither Docker's mongo nor Go for FerretDB is to be had${why ? ` (${why})` : ""}; set ISTHMUS_TEST_MONGODB to a server's address`,
      { cause },
    );
  }
  renameSync(fresh, binary);
  return binary;
}
