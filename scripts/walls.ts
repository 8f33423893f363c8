// In charge of the walls between the server's folders, as overrides for the linter: what a folder may import of ours, and
// of other people's. A new source or interface has its walls as soon as its folder is there.
//
// The last override that fits a file replaces those before it, so that each one says everything.

import { readdirSync } from "node:fs";
import path from "node:path";
import { root } from "./node-24.mjs";

const src = "packages/isthmus/src";

/** Folders of `src` that know of each other only what a wall lets through. */
const areas = [
  "catalog",
  "engine",
  "sources",
  "interfaces",
  "identity",
  "events",
  "store",
  "gateway",
  "connectors",
  "upstreams",
  "server",
] as const;

/** What is imported in a few places alone; everything else is left to whoever needs it. */
const housed = [
  ...["pg", "mysql2", "mongodb", "node:sqlite", "undici", "ipaddr.js", "yaml", "sax"],
  ...["graphql", "graphql-ws", "ws", "@scalar/fastify-api-reference"],
  ...["ioredis", "jose", "fastify", "@fastify/static", "commander", "pino", "prom-client"],
] as const;
type Housed = (typeof housed)[number];

const drivers: Readonly<Record<string, Housed>> = {
  postgres: "pg",
  mysql: "mysql2",
  mongodb: "mongodb",
  sqlite: "node:sqlite",
};

const builtIns = "^(?:node:|(?:fs|path|crypto|http|https|net|tls|os|child_process|worker_threads)(?:/|$))";

interface Wall {
  readonly files: readonly string[];
  /** Areas it may import. */
  readonly may?: readonly (typeof areas)[number][];
  /** Said where it imports another. */
  readonly rule: string;
  /** Neighbours it must not see. */
  readonly strangers?: readonly string[];
  readonly imports?: readonly Housed[];
  /** Of these, types alone. */
  readonly types?: readonly Housed[];
  /** No Node built-ins, no clock, no I/O. */
  readonly pure?: boolean;
  /** Further folders that only types may be taken from. */
  readonly typesOf?: readonly string[];
}

interface Pattern {
  readonly group?: readonly string[];
  readonly regex?: string;
  readonly message: string;
  readonly allowTypeImports?: boolean;
}

function override({ files, may = [], rule, strangers = [], imports = [], types = [], pure, typesOf = [] }: Wall) {
  const closed = areas.filter((area) => !may.includes(area));
  const patterns: Pattern[] = [];
  const close = (folders: readonly string[], message: string, allowTypeImports = false) => {
    if (folders.length === 0) return;
    patterns.push({ group: folders.map((folder) => `**/${folder}/**`), message, allowTypeImports });
  };
  close(closed, rule);
  close(strangers, "Adapters are strangers to each other: they see themselves, shared and core alone.");
  close(typesOf, "Types alone are taken from there: see scripts/walls.ts.", true);
  for (const name of housed.filter((one) => !imports.includes(one))) {
    patterns.push({
      regex: `^${name.replaceAll(".", "\\.")}(?:/|$)`,
      message: `${name} has its own place: see scripts/walls.ts.`,
      allowTypeImports: types.includes(name),
    });
  }
  if (pure === true)
    patterns.push({ regex: builtIns, message: "This module is pure: no Node built-ins, no clock, no I/O." });
  return { files: files.map((file) => `${src}/${file}`), rules: { "no-restricted-imports": ["error", { patterns }] } };
}

function adapters(area: "sources" | "interfaces"): readonly string[] {
  return readdirSync(path.join(root, src, area), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "shared")
    .map((entry) => entry.name);
}

function wallsOfSources(): readonly Wall[] {
  const all = adapters("sources");
  const rule = "A source imports core and sources/shared alone.";
  const shared: Omit<Wall, "files"> = { rule, strangers: all };
  return [
    ...all.flatMap((name): Wall[] => {
      const folder = `sources/${name}`;
      const driver = drivers[name];
      const own = driver === undefined ? [] : [driver];
      const wall = { rule, strangers: all.filter((one) => one !== name), types: own };
      return [
        { ...wall, files: [`${folder}/**`] },
        { ...wall, files: ["connect", "values", "driver"].map((file) => `${folder}/${file}.ts`), imports: own },
        { ...wall, files: [`${folder}/**/compile*.ts`, `${folder}/compile/**`], pure: true },
      ];
    }),
    {
      rule,
      strangers: all.filter((one) => one !== "openapi"),
      files: ["sources/openapi/document/*.ts"],
      imports: ["yaml"],
    },
    {
      rule,
      strangers: all.filter((one) => one !== "soap"),
      files: ["sources/soap/xml/*.ts"],
      imports: ["sax"],
    },
    {
      rule,
      strangers: all.filter((one) => one !== "graphql"),
      files: ["sources/graphql/introspect.ts", "sources/graphql/introspect/*.ts"],
      imports: ["graphql"],
    },
    { ...shared, files: ["sources/shared/**"] },
    { ...shared, files: ["sources/shared/sql/**"], pure: true },
    { ...shared, files: ["sources/shared/http/connect.ts"], imports: ["undici"] },
    { ...shared, files: ["sources/shared/http/addresses.ts"], imports: ["ipaddr.js"] },
  ];
}

const ofInterfaces: Readonly<Record<string, readonly Housed[]>> = {
  rest: ["@scalar/fastify-api-reference"],
  graphql: ["graphql"],
};

function wallsOfInterfaces(): readonly Wall[] {
  const all = adapters("interfaces");
  const rule = "An interface imports core and interfaces/shared alone.";
  return all.flatMap((name): Wall[] => {
    const wall = { rule, strangers: all.filter((one) => one !== name), imports: ofInterfaces[name] ?? [] };
    const verbs = ["parse", "render", "describe", "schema"];
    const pure = verbs.flatMap((verb) => [`interfaces/${name}/${verb}*.ts`, `interfaces/${name}/${verb}/**`]);
    return [
      { ...wall, files: [`interfaces/${name}/**`] },
      { ...wall, files: pure, pure: true },
    ];
  });
}

function wallsOfEngine(): readonly Wall[] {
  const wall = { rule: "engine imports core and catalog alone.", may: ["catalog", "engine"] as const };
  return [
    { ...wall, files: ["engine/**"], typesOf: ["live"] },
    { ...wall, files: ["engine/{authorize,plan}/**", "engine/{authorize,plan}*.ts"], typesOf: ["live"], pure: true },
    { ...wall, files: ["engine/index.ts", "engine/live/**"] },
  ];
}

/** What is written down of vendors: it sees what all sources share, and no source. */
function wallsOfConnectors(): readonly Wall[] {
  const wall: Omit<Wall, "files"> = {
    rule: "A connector imports core and sources/shared alone, and the types of sources' options.",
    may: ["sources", "connectors"],
    typesOf: adapters("sources"),
  };
  return [
    { ...wall, files: ["connectors/**"] },
    { ...wall, files: ["connectors/shipping/envelope.ts"], imports: ["sax"], types: ["sax"] },
  ];
}

function wallsOfServer(): readonly Wall[] {
  const wall = { rule: "", may: areas };
  return [
    { ...wall, files: ["server/**"] },
    { ...wall, files: ["server/command/**"], imports: ["commander"] },
    { ...wall, files: ["server/http/**"], imports: ["fastify", "@fastify/static"] },
    { ...wall, files: ["server/http/live/**"], types: ["ws"] },
    { ...wall, files: ["server/http/live/sockets.ts"], imports: ["ws"] },
    { ...wall, files: ["server/observe/**"], imports: ["pino", "prom-client"] },
  ];
}

/** The client knows nothing of the server and of Node; its core nothing of frameworks, and each binding one of them. */
function wallsOfClient() {
  const frameworks = {
    react: "^(?:react(?:-dom)?|@tanstack/react-query)(?:/|$)",
    vue: "^(?:vue|@tanstack/vue-query)(?:/|$)",
    angular: "^(?:@angular/|@tanstack/angular-)",
  };
  const wall = (files: string, of: readonly string[], bindings: readonly string[]) => ({
    files: [`packages/client/src/${files}`],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            { regex: "^isthmus(?:/|$)|/isthmus/", message: "The client knows nothing of the server." },
            { regex: builtIns, message: "The client runs in browsers." },
            ...of.map((regex) => ({ regex, message: "This part of the client is not for that framework." })),
            ...bindings.map((name) => ({ group: [`**/${name}/**`], message: "Bindings are for applications alone." })),
          ],
        },
      ],
    },
  });
  const names = Object.keys(frameworks) as (keyof typeof frameworks)[];
  return [
    wall("**", Object.values(frameworks), names),
    ...names.map((name) => {
      const others = names.filter((one) => one !== name);
      return wall(
        `${name}/**`,
        others.map((one) => frameworks[one]),
        others,
      );
    }),
  ];
}

export const walls = [
  ...wallsOfClient(),
  override({ files: ["core/**"], rule: "core imports nothing of ours.", pure: true }),
  override({ files: ["catalog/**"], rule: "catalog imports core alone.", may: ["catalog"] }),
  ...wallsOfEngine().map(override),
  ...wallsOfSources().map(override),
  ...wallsOfInterfaces().map(override),
  override({ files: ["identity/**"], rule: "identity imports core alone.", may: ["identity"], imports: ["jose"] }),
  override({ files: ["gateway/**"], rule: "gateway imports core alone.", may: ["gateway"] }),
  override({
    files: ["gateway/redis/shared-counts.ts"],
    rule: "gateway imports core alone.",
    may: ["gateway"],
    imports: ["ioredis"],
  }),
  override({ files: ["upstreams/**"], rule: "upstreams imports core alone.", may: ["upstreams"], types: ["undici"] }),
  override({
    files: ["upstreams/connect.ts"],
    rule: "upstreams imports core alone.",
    may: ["upstreams"],
    imports: ["undici"],
  }),
  override({
    files: ["upstreams/*-headers.ts", "upstreams/hop-by-hop.ts", "upstreams/canonical-path.ts", "upstreams/choose.ts"],
    rule: "upstreams imports core alone.",
    may: ["upstreams"],
    types: ["undici"],
    pure: true,
  }),
  override({ files: ["events/**"], rule: "events imports core alone.", may: ["events"] }),
  override({ files: ["store/**"], rule: "store imports core alone.", may: ["store"], imports: ["node:sqlite"] }),
  override({
    files: ["store/users-database.ts"],
    rule: "store imports core alone.",
    may: ["store"],
    imports: ["node:sqlite", "pg", "mysql2"],
  }),
  override({ files: ["store/users-nodes.ts"], rule: "store imports core alone.", may: ["store"], types: ["pg"] }),
  ...wallsOfConnectors().map(override),
  ...wallsOfServer().map(override),
];
