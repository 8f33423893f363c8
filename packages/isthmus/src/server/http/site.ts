// The website itself: files of one folder, served beside the API from the same origin, so that a front end needs neither
// another server nor permission to call across origins.

import { stat } from "node:fs/promises";
import path from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Problem } from "../../core/index.ts";

export interface SiteOptions {
  /** Folder with an `index.html`, as a bundler leaves it. Where the working directory is not its parent: absolute. */
  readonly folder: string;
  /** Paths in it whose names change with their content; browsers keep them for a year. Default: `/assets/`. */
  readonly hashed?: string;
  /** `Content-Security-Policy` of its pages. Default: everything from this origin alone, images and styles also inline. */
  readonly contentSecurityPolicy?: string;
}

const strict =
  "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
/** Seconds. */
const year = 31_536_000;

/** @throws Problem `ISTHMUS116` where the folder has no `index.html`. */
export async function addSite(app: FastifyInstance, options: SiteOptions): Promise<void> {
  const root = path.resolve(options.folder);
  const hashed = path.join(root, options.hashed ?? "/assets/");
  const index = await stat(path.join(root, "index.html")).catch(() => undefined);
  if (index?.isFile() !== true) throw noSite(options.folder);
  await app.register(fastifyStatic, {
    root,
    // What a bundler left compressed beside a file is sent to whoever takes it.
    preCompressed: true,
    dotfiles: "ignore",
    cacheControl: false,
    wildcard: true,
    setHeaders: (reply, file) => {
      reply.header("cache-control", file.startsWith(hashed) ? `public, max-age=${year}, immutable` : "no-cache");
      if (/\.html(?:\.(?:br|gz))?$/.test(file))
        reply.header("content-security-policy", options.contentSecurityPolicy ?? strict);
    },
  });
}

/** A page that the front end draws by itself: every address a browser goes to that names no file is the index's. */
export function isPageOfSite({ method, url, headers }: FastifyRequest): boolean {
  if (method !== "GET" && method !== "HEAD") return false;
  const [route = ""] = url.split("?", 1);
  return headers.accept?.includes("text/html") === true && path.posix.extname(route) === "";
}

export function sendIndex(reply: FastifyReply): FastifyReply {
  return reply.sendFile("index.html");
}

function noSite(folder: string): Problem {
  return new Problem({
    code: "ISTHMUS116",
    category: "invalid",
    message: `server.site: ${folder} has no index.html`,
    hint: "Build the website first, or name the folder that its bundler writes",
  });
}
