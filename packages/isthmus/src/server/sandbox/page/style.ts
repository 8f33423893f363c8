// How the sandbox's pages look, by day and by night, on wide screens and narrow ones.

export const sandboxStyle = `:root {
  color-scheme: light dark;
  --ground: light-dark(#f6f7f9, #14171c);
  --sheet: light-dark(#ffffff, #1c2027);
  --line: light-dark(#d5d9e0, #353c47);
  --ink: light-dark(#1b2430, #e6e9ee);
  --faint: light-dark(#566173, #9aa5b5);
  --accent: light-dark(#0b5fb8, #74b3ff);
  --on-accent: light-dark(#ffffff, #0d1a2a);
  --wrong: light-dark(#a3231f, #ff9c94);
  --wrong-ground: light-dark(#fdecea, #3a1d1b);
  --fine: light-dark(#1c6b3c, #7ed7a1);
  --code: ui-monospace, "Cascadia Code", "SF Mono", Menlo, Consolas, monospace;
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0; min-height: 100vh; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
header { display: flex; flex-wrap: wrap; align-items: center; gap: .6rem 1rem; padding: .6rem 1rem; border-bottom: 1px solid var(--line); background: var(--sheet); }
h1 { margin: 0; margin-right: auto; font-size: 1.05rem; font-weight: 650; }
h1 small { color: var(--faint); font-weight: 400; }
.sources { display: flex; flex-wrap: wrap; gap: .5rem; padding: .8rem 1rem 0; }
.source { padding: .3rem .7rem; border: 1px solid var(--line); border-radius: 6px; background: var(--sheet); font-size: .85rem; }
.source span { color: var(--faint); }
.tabs { display: flex; flex-wrap: wrap; gap: .2rem; padding: .8rem 1rem 0; border-bottom: 1px solid var(--line); }
.tabs button { padding: .45rem .8rem; border: 0; border-bottom: 3px solid transparent; border-radius: 0; background: none; color: var(--ink); font: 600 .9rem system-ui, sans-serif; }
.tabs button[aria-selected="true"] { border-bottom-color: var(--accent); color: var(--accent); }
.count { color: var(--faint); font-weight: 400; }
#content { padding: 1rem; }
#content:focus { outline: none; }
button { padding: .45rem .9rem; border: 0; border-radius: 6px; background: var(--accent); color: var(--on-accent); font: 600 .9rem system-ui, sans-serif; cursor: pointer; }
button.second, #reset { border: 1px solid var(--line); background: var(--sheet); color: var(--ink); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
details { margin-bottom: .4rem; border: 1px solid var(--line); border-radius: 6px; background: var(--sheet); }
summary { display: flex; flex-wrap: wrap; gap: .2rem .8rem; align-items: baseline; padding: .45rem .8rem; cursor: pointer; }
summary::before { content: "▸"; color: var(--faint); }
details[open] > summary::before { content: "▾"; }
summary code { overflow-wrap: anywhere; }
summary .end { margin-left: auto; color: var(--faint); font-size: .8rem; white-space: nowrap; }
.inside { padding: 0 .8rem .8rem; }
.inside h2 { margin: .6rem 0 .2rem; font-size: .8rem; color: var(--faint); }
pre, code { font: 13px/1.55 var(--code); }
pre { max-height: 24rem; margin: 0; padding: .6rem .7rem; overflow: auto; border: 1px solid var(--line); border-radius: 6px; background: var(--ground); white-space: pre-wrap; overflow-wrap: anywhere; }
.flag { display: inline-block; margin: 0; padding: .05rem .5rem; border: 1px solid currentColor; border-radius: 99px; color: var(--faint); font-size: .75rem; font-weight: 600; }
.flag.fine { color: var(--fine); }
.flag.wrong { color: var(--wrong); }
.wrong-row { border-color: var(--wrong); }
iframe { width: 100%; height: 24rem; border: 1px solid var(--line); border-radius: 6px; background: #ffffff; color-scheme: light; }
.empty { color: var(--faint); }
.fault { display: flex; flex-wrap: wrap; gap: .8rem; align-items: end; margin-bottom: 1rem; padding: .8rem; border: 1px solid var(--line); border-radius: 6px; background: var(--sheet); }
.fault label { display: flex; flex-direction: column; gap: .2rem; font-size: .8rem; font-weight: 600; }
input, select { min-width: 8rem; padding: .45rem .6rem; border: 1px solid var(--line); border-radius: 6px; background: var(--ground); color: inherit; font: 14px/1.4 system-ui, sans-serif; }
.switch { display: flex; flex-wrap: wrap; align-items: center; gap: .4rem .8rem; margin-bottom: .4rem; padding: .5rem .8rem; border: 1px solid var(--wrong); border-radius: 6px; background: var(--wrong-ground); }
.switch button { margin-left: auto; }
.status { position: sticky; bottom: 0; margin: 0; padding: .3rem 1rem; color: var(--faint); font-size: .8rem; min-height: 1.6rem; }
.status:not(:empty) { border-top: 1px solid var(--line); background: var(--sheet); }
.status.wrong { color: var(--wrong); background: var(--sheet); }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: .5rem; top: .5rem; z-index: 1; padding: .4rem .8rem; background: var(--sheet); }
.act { display: grid; place-items: center; padding: 1rem; }
.card { width: min(30rem, 100%); padding: 1.5rem; border: 1px solid var(--line); border-radius: 10px; background: var(--sheet); }
.card h1 { margin: .8rem 0; font-size: 1.3rem; }
.choices { display: flex; flex-wrap: wrap; gap: .6rem; margin-top: 1.2rem; }
@media (max-width: 40rem) {
  .fault label, .fault input, .fault select, .fault button { width: 100%; }
  summary .end { margin-left: 0; width: 100%; }
  h1 small { display: block; }
}
`;
