// What the server makes of the configuration's `graphql`: the interface's options, and the documents of a directory.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Configuration } from "../core/index.ts";
import { Problem } from "../core/index.ts";
import {
  explorerPage,
  explorerPolicy,
  explorerScript,
  explorerStyle,
  type GraphqlOptions,
} from "../interfaces/graphql/index.ts";
import type { Page } from "./http/options.ts";

/** Where GraphQL is served; `undefined` where it is switched off. */
export function graphqlPathOf({ graphql, server }: Configuration): string | undefined {
  return graphql === false ? undefined : (server?.graphqlPath ?? "/graphql");
}

/** The page to ask by, its script and its style; none unless they are asked for, or it is development. */
export function explorerPages(configuration: Configuration, title: string, development: boolean): readonly Page[] {
  const endpoint = graphqlPathOf(configuration);
  const { graphql } = configuration;
  const wanted = graphql === undefined || graphql === false ? undefined : graphql.graphiql;
  if (endpoint === undefined || !(wanted ?? development)) return [];
  const path = explorerPath;
  const [scriptUrl, styleUrl] = [`${path}/explorer.js`, `${path}/explorer.css`];
  const headers = { "content-security-policy": explorerPolicy, "referrer-policy": "no-referrer" };
  return [
    {
      path,
      type: "text/html; charset=utf-8",
      body: explorerPage({ title, endpoint, scriptUrl, styleUrl }),
      headers,
    },
    { path: scriptUrl, type: "application/javascript; charset=utf-8", body: explorerScript },
    { path: styleUrl, type: "text/css; charset=utf-8", body: explorerStyle },
  ];
}

const explorerPath = "/graphiql";

/** @throws Problem when the directory of documents cannot be read. */
export function graphqlOptionsOf({ graphql, limits }: Configuration): GraphqlOptions {
  if (graphql === undefined || graphql === false) return { persisted: { hash: sha256 }, ...limitsOf(limits) };
  const { introspection, suggestions, persisted } = graphql;
  const documents = documentsOf(persisted?.documents);
  const own = { ...limitsOf(limits).limits, ...graphql.limits };
  return {
    ...(introspection === undefined ? {} : { introspection }),
    ...(suggestions === undefined ? {} : { suggestions }),
    persisted: {
      ...(documents === undefined ? {} : { documents }),
      ...(persisted?.only === undefined ? {} : { only: persisted.only }),
      ...(persisted?.automatic === false ? {} : { hash: sha256 }),
    },
    limits: own,
  };
}

function limitsOf(limits: Configuration["limits"]): { readonly limits: NonNullable<GraphqlOptions["limits"]> } {
  const { conditions, batch } = limits ?? {};
  return {
    limits: { ...(conditions === undefined ? {} : { conditions }), ...(batch === undefined ? {} : { batch }) },
  };
}

/** By the SHA-256 of their texts: those of a map, or the `.graphql` and `.gql` files of a directory, as they are. */
function documentsOf(given: string | ReadonlyMap<string, string> | undefined): ReadonlyMap<string, string> | undefined {
  if (given === undefined || typeof given !== "string") return given;
  try {
    const files = readdirSync(given, { recursive: true, encoding: "utf8" }).filter((file) =>
      /\.(graphql|gql)$/.test(file),
    );
    const texts = files.map((file) => readFileSync(path.join(given, file), "utf8"));
    return new Map(texts.map((text) => [sha256(text), text]));
  } catch (error) {
    throw new Problem({
      code: "ISTHMUS100",
      category: "invalid",
      message: `graphql.persisted.documents: the directory ${given} cannot be read`,
      cause: error,
    });
  }
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
