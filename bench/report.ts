// The results as tables in Markdown, as they are printed and as they stand in the README.

import { questionNames, titles } from "./questions.ts";
import { ratio } from "./statistics.ts";
import type { HeavyRow } from "./heavy.ts";
import type { MemoryRow } from "./memory.ts";
import type { Row } from "./throughput.ts";

/** @param yardstick Name of the system the others are compared with. */
export function throughputTable(rows: readonly Row[], yardstick: string): string {
  const lines = rows.map(({ system, policy, question, summary, memory }) => {
    const base = rows.find((row) => row.system === yardstick && row.question === question && row.policy === policy);
    return [
      titles[question],
      system,
      whole(summary.perSecond),
      base === undefined ? "" : `${ratio(summary, base.summary).toFixed(2)} ×`,
      short(summary.p50),
      short(summary.p99),
      Number.isNaN(summary.cpu) ? "–" : whole(summary.cpu),
      whole(memory),
      `${whole(Math.min(...summary.rates))}–${whole(Math.max(...summary.rates))}`,
    ];
  });
  const heads = [
    "question",
    "server",
    "requests/s",
    "to hand-written",
    "p50 ms",
    "p99 ms",
    "CPU µs",
    "MiB",
    "slowest–fastest round",
  ];
  return table(heads, lines);
}

/** How many times as fast as each of the others ours are. */
export function peersTable(rows: readonly Row[], ours: readonly string[], peers: readonly string[]): string {
  const of = (system: string, question: string) =>
    rows.find((row) => !row.policy && row.system === system && row.question === question);
  const lines = questionNames.flatMap((question) =>
    peers.flatMap((peer) => {
      const to = of(peer, question);
      if (to === undefined) return [];
      const ratios = ours.map((system) => {
        const row = of(system, question);
        return row === undefined ? "–" : `${ratio(row.summary, to.summary).toFixed(1)} ×`;
      });
      return [[titles[question], peer, ...ratios]];
    }),
  );
  return table(["question", "to", ...ours], lines);
}

/** What the policy costs each server. */
export function policyTable(rows: readonly Row[]): string {
  const lines = rows.flatMap((row) => {
    const open = rows.find(
      ({ system, question, policy }) => !policy && system === row.system && question === row.question,
    );
    if (!row.policy || open === undefined) return [];
    const change = (ratio(row.summary, open.summary) - 1) * 100;
    const numbers = [whole(open.summary.perSecond), whole(row.summary.perSecond)];
    return [[titles[row.question], row.system, ...numbers, `${change > 0 ? "+" : ""}${change.toFixed(1)} %`]];
  });
  return table(["question", "server", "without", "with a policy", "difference"], lines);
}

export function heavyTable(rows: readonly HeavyRow[]): string {
  const lines = rows.map(({ system, alone, beside, heavyAlone, heavyBeside }) => [
    system,
    whole(alone.perSecond),
    short(alone.p99),
    whole(beside.perSecond),
    short(beside.p99),
    `${(beside.p99 / alone.p99).toFixed(2)} ×`,
    whole(heavyAlone),
    whole(heavyBeside),
  ]);
  const heads = [
    "server",
    "by key alone /s",
    "p99 ms",
    "beside a long one /s",
    "p99 ms",
    "p99 rises",
    "long one alone ms",
    "long one beside ms",
  ];
  return table(heads, lines);
}

export function memoryTable(rows: readonly MemoryRow[]): string {
  const lines = rows.map(({ system, requests, memory }) => [system, whole(requests), memory.map(whole).join(" ")]);
  return table(["server", "requests", "MiB after each tenth"], lines);
}

function table(heads: readonly string[], lines: readonly (readonly string[])[]): string {
  const rows = [heads, heads.map(() => "---"), ...lines];
  const widths = heads.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows.map((row) => `| ${row.map((cell, column) => pad(cell, widths[column] ?? 0)).join(" | ")} |`).join("\n");
}

function pad(cell: string, width: number): string {
  return cell === "---" ? "-".repeat(width) : cell.padEnd(width);
}

function whole(value: number): string {
  return Math.round(value).toLocaleString("en");
}

function short(value: number): string {
  return value.toFixed(value < 10 ? 2 : 1);
}
