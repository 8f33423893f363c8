import { describe, expect, it } from "vitest";
import { referencePage, referencePolicy } from "./reference-page.ts";
import { loadReferenceScript } from "./reference-script.ts";

const hostile = `</title></script><script>alert("x")</script>'&`;

describe("the documentation page", () => {
  const page = referencePage({
    title: hostile,
    documentUrl: `/api/?${hostile}`,
    scriptUrl: "/docs/script.js",
  });

  it("lets no title or address out of its place", () => {
    expect(page).not.toContain("<script>alert");
    expect(page).toContain("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&#39;&amp;");
  });

  it("has no script in it but the one it is told to load, and no address of another server", () => {
    expect(page.match(/<script[^>]*>/g)).toEqual([
      expect.stringContaining('id="api-reference"'),
      '<script src="/docs/script.js">',
    ]);
    expect(page).not.toMatch(/https?:/);
  });

  it("turns off the proxy, the telemetry and the fonts of strangers", () => {
    for (const setting of ["proxyUrl&quot;:&quot;&quot;", "telemetry&quot;:false", "withDefaultFonts&quot;:false"])
      expect(page).toContain(setting);
  });

  it("works under a policy that allows no inline script and no other server", () => {
    expect(referencePolicy).toContain("script-src 'self';");
    expect(referencePolicy).toContain("connect-src 'self';");
    expect(referencePolicy).not.toMatch(/https?:|\*|script-src[^;]*unsafe/);
  });
});

describe("the page's script", () => {
  it("comes out of the package, whole", async () => {
    const script = await loadReferenceScript();
    expect(script.length).toBeGreaterThan(1_000_000);
    expect(script).toContain("api-reference");
  });
});
