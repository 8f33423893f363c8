// What a process and all it has started take of the machine.

import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

interface Process {
  readonly id: number;
  readonly parent: number;
  /** Resident set. */
  readonly kilobytes: number;
  /** Microseconds, in user and system mode; unknown without /proc. */
  readonly cpu: number;
}

const isLinux = existsSync("/proc/self/stat");
/** A tick of `utime` and `stime`: Linux tells programs of hundredths of a second, whatever it counts in itself. */
const tick = 10_000;
/** Of the values in /proc/PID/stat that come after the name, which may hold anything but stands in brackets. */
const [parentAt, userAt, systemAt] = [1, 11, 12] as const;

/** MiB, as the system counts it: shared pages each time. */
export function memoryOf(pid: number): number {
  return sumOf(pid, ({ kilobytes }) => kilobytes) / 1024;
}

/** Microseconds the processors have worked for it so far; NaN where there is no /proc. */
export function cpuOf(pid: number): number {
  return isLinux ? sumOf(pid, ({ cpu }) => cpu) : Number.NaN;
}

function sumOf(pid: number, value: (one: Process) => number): number {
  const processes = isLinux ? processesOfLinux() : processesOfPs();
  const sum = (of: number): number =>
    processes.reduce((total, one) => total + (one.id === of ? value(one) : one.parent === of ? sum(one.id) : 0), 0);
  return sum(pid);
}

/** Small images of Linux have no `ps`. */
function processesOfLinux(): readonly Process[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      const values = stat
        .slice(stat.lastIndexOf(")") + 2)
        .split(" ")
        .map(Number);
      const status = readFileSync(`/proc/${name}/status`, "utf8");
      const kilobytes = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0);
      const cpu = ((values[userAt] ?? 0) + (values[systemAt] ?? 0)) * tick;
      return [{ id: Number(name), parent: values[parentAt] ?? 0, kilobytes, cpu }];
    } catch {
      // It has ended in the meantime.
      return [];
    }
  });
}

function processesOfPs(): readonly Process[] {
  const lines = execFileSync("ps", ["-axo", "pid=,ppid=,rss="], { encoding: "utf8" }).trim().split("\n");
  return lines.map((line) => {
    const [id = 0, parent = 0, kilobytes = 0] = line.trim().split(/\s+/).map(Number);
    return { id, parent, kilobytes, cpu: Number.NaN };
  });
}
