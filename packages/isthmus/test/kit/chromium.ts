// In charge of finding a browser: CHROMIUM, an installed one, or (as root on Debian) one that apt-get installs.

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

const places = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

export type Browser = { readonly path: string } | { readonly path?: undefined; readonly reason: string };

export function findChromium(): Browser {
  const installed = () => [process.env["CHROMIUM"] ?? "", ...places].find((place) => existsSync(place));
  const there = installed();
  if (there !== undefined) return { path: there };
  if (process.getuid?.() !== 0 || !existsSync("/etc/debian_version")) {
    return { reason: "no Chromium is installed; say by CHROMIUM where one is" };
  }
  try {
    execFileSync("apt-get", ["install", "-y", "--no-install-recommends", "chromium"], {
      stdio: "pipe",
      timeout: 300_000,
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
  } catch (error) {
    return { reason: `no Chromium, and apt-get gave none: ${String(error).split("\n")[0]}` };
  }
  const got = installed();
  return got === undefined ? { reason: "apt-get installed no Chromium" } : { path: got };
}
