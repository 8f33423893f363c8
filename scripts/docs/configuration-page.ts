// The page of all keys of the configuration: made from the interfaces that the compiler checks it with.

import { shapeTypes } from "./shape-type.ts";

/** The file of a source's options, and the shape they are checked with where they have no interface. */
export interface SourceOptions {
  readonly text: string;
  readonly shape?: unknown;
}

interface Member {
  readonly name: string;
  readonly type: string;
  readonly text: string;
}

const sections: readonly (readonly [title: string, name: string])[] = [
  ["The configuration", "Configuration"],
  ["`roles.<role>.<resource>`", "ResourceRules"],
  ["`….read`", "ReadRules"],
  ["`….insert`", "InsertRules"],
  ["`….update`: as insert, and", "UpdateRules"],
  ["`….delete`", "DeleteRules"],
  ["Tests in a `where` or `check`", "Tests"],
  ["`relations.<resource>.<relation>`", "RelationConfiguration"],
  ["`auth`", "AuthConfiguration"],
  ["`auth.jwt`", "JwtConfiguration"],
  ["`auth.apiKeys[]`", "ApiKeyConfiguration"],
  ["`server`", "ServerConfiguration"],
  ["`limits`", "LimitsConfiguration"],
  ["`limits.roles.<role>`", "RoleLimits"],
  ["`limits.rate[]`, `limits.quotas[]`, `limits.signIn[]`: whom they are about", "RuleScope"],
  ["`limits.rate[]`, `limits.signIn[]`", "RateRule"],
  ["`limits.quotas[]`", "QuotaRule"],
  ["`redis`", "RedisConfiguration"],
  ["`tls` of `redis`, `postgres`, `mysql`, `mongodb`", "TlsOptions"],
  ["`server.addresses`", "AddressesConfiguration"],
  ["`server.tls`", "TlsConfiguration"],
  ["`server.compression`", "CompressionConfiguration"],
  ["`validate.<resource>.<field>`", "FieldCheck"],
  ["`graphql`", "GraphqlConfiguration"],
  ["`routes.<path>`: `upstream({ … })`", "UpstreamOptions"],
  ["`routes.<path>.canary`", "CanaryOptions"],
  ["`routes.<path>.health`, in milliseconds", "HealthOptions"],
  ["`routes.<path>.timeout`, in milliseconds", "UpstreamTimeouts"],
  ["`routes.<path>.retries`", "RetryOptions"],
  ["`routes.<path>.identity`", "IdentityOptions"],
  ["`routes.<path>.rewrite`", "RewriteOptions"],
  ["`routes.<path>.tls`", "UpstreamTls"],
];

export function configurationPage(types: string, sources: Readonly<Record<string, SourceOptions>>): string {
  const parts = sections.map(([title, name]) => section(title, interfaceMembers(types, name)));
  const kinds = Object.entries(sources).map(([title, options]) => section(`\`${title}\``, optionMembers(options)));
  return `# Configuration

Written by \`npm run docs\` from the code; do not edit. \`isthmus.config.ts\` exports \`defineConfig({ … })\`. Any text may be
\`secret("NAME")\` where the type says \`Secret\`, and anywhere in a source's options.

${[...parts.slice(0, 1), ...kinds, ...parts.slice(1)].join("\n")}`;
}

function section(title: string, members: readonly Member[]): string {
  const rows = members.map(
    ({ name, type, text }) => `| \`${name}\` | ${type === "" ? "" : `\`${cell(type)}\``} | ${cell(text)} |`,
  );
  return `## ${title}\n\n| key | type | |\n|---|---|---|\n${rows.join("\n")}\n`;
}

/** Members of an interface with the comment above each; comments inside a type are left out. */
function interfaceMembers(types: string, name: string): readonly Member[] {
  const body =
    new RegExp(`export interface ${name}(?:<\\w+>)? (?:extends \\w+ )?\\{\\n([\\s\\S]*?)\\n\\}`).exec(types)?.[1] ?? "";
  const member =
    /(?:^ {2}\/\*\*([\s\S]*?)\*\/\n)?^ {2}readonly (\w+)(\??):\s+([\s\S]*?);(?=\n {2}(?:\/\*\*|readonly )|(?![\s\S]))/gm;
  return [...body.matchAll(member)].map(([, comment = "", key = "", optional = "", type = ""]) => ({
    name: key + optional,
    type: type
      .replaceAll(/\/\*\*[\s\S]*?\*\//g, "")
      .replace(/^\s*\| /, "")
      .replaceAll(/readonly | \| undefined$/g, "")
      .replaceAll(/Readonly<(Record<.*>)>/g, "$1")
      .replaceAll(/\s+/g, " "),
    text: commentText(comment),
  }));
}

/** Members of a source's options, whether an interface or a zod object with the comment above each member. */
function optionMembers({ text, shape }: SourceOptions): readonly Member[] {
  const named = /export interface (\w+Options)(?:<\w+>)? (?:extends \w+ )?\{/.exec(text)?.[1];
  if (shape === undefined) return interfaceMembers(text, named ?? "");
  const body = text.slice(text.search(/^export const \w+Options = /m));
  const indent = /strictObject\(\{\n( +)/.exec(body)?.[1] ?? "    ";
  const member = new RegExp(
    `(?:^${indent}/\\*\\*([\\s\\S]*?)\\*/\\n)?^${indent}(\\w+):([\\s\\S]*?)(?=\\n${indent}\\w+:|\\n${indent}/\\*\\*|\\n {0,${indent.length - 2}}\\})`,
    "gm",
  );
  const types = shapeTypes(shape);
  return [...body.matchAll(member)].flatMap(([, comment = "", key = "", checked = ""]) => {
    const typed = types.get(key);
    const fallback = /\.default\((.*)\)/.exec(checked)?.[1]?.replaceAll(/(?<=\d)_(?=\d)/g, ",");
    const text = `${commentText(comment)}${fallback === undefined ? "" : ` Default: ${fallback}.`}`.trim();
    return typed === undefined ? [] : [{ ...typed, text }];
  });
}

function commentText(comment: string): string {
  return comment
    .replaceAll(/^\s*\* ?/gm, "")
    .replaceAll(/\s+/g, " ")
    .trim();
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
