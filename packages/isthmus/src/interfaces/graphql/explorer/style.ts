// How the page to ask by looks, by day and by night, on wide screens and narrow ones.

export const explorerStyle = `:root {
  color-scheme: light dark;
  --ground: light-dark(#f6f7f9, #14171c);
  --sheet: light-dark(#ffffff, #1c2027);
  --line: light-dark(#d5d9e0, #353c47);
  --ink: light-dark(#1b2430, #e6e9ee);
  --faint: light-dark(#566173, #9aa5b5);
  --accent: light-dark(#0b5fb8, #74b3ff);
  --on-accent: light-dark(#ffffff, #0d1a2a);
  --wrong: light-dark(#a3231f, #ff9c94);
  --code: ui-monospace, "Cascadia Code", "SF Mono", Menlo, Consolas, monospace;
}
* { box-sizing: border-box; }
html, body { height: 100%; margin: 0; }
body { display: flex; flex-direction: column; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
header { display: flex; align-items: center; gap: 1rem; padding: .6rem 1rem; border-bottom: 1px solid var(--line); background: var(--sheet); }
h1 { margin: 0; margin-right: auto; font-size: 1.05rem; font-weight: 650; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
h1 small { color: var(--faint); font-weight: 400; }
main { flex: 1; min-height: 0; display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) 20rem; gap: 1px; background: var(--line); }
section, nav { display: flex; flex-direction: column; gap: .4rem; min-height: 0; padding: .8rem 1rem; background: var(--ground); }
nav { overflow: auto; }
label { font-size: .8rem; font-weight: 600; }
label span { color: var(--faint); font-weight: 400; }
textarea, input, select, pre { width: 100%; margin: 0; padding: .6rem .7rem; border: 1px solid var(--line); border-radius: 6px; background: var(--sheet); color: inherit; font: 13px/1.55 var(--code); tab-size: 2; }
.operation { display: flex; align-items: center; gap: .5rem; white-space: nowrap; }
.operation[hidden] { display: none; }
#query { flex: 1; min-height: 10rem; resize: none; }
#variables { resize: vertical; }
pre { flex: 1; min-height: 10rem; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
#status { margin: 0; font-size: .8rem; color: var(--faint); min-height: 1.2rem; }
#status.wrong { color: var(--wrong); }
button { padding: .45rem .9rem; border: 0; border-radius: 6px; background: var(--accent); color: var(--on-accent); font: 600 .9rem system-ui, sans-serif; cursor: pointer; white-space: nowrap; }
button[aria-busy="true"] { opacity: .6; }
kbd { font: inherit; font-weight: 400; opacity: .85; }
button.link { padding: 0; border-radius: 2px; background: none; color: var(--accent); font: 13px/1.6 var(--code); text-align: left; white-space: normal; overflow-wrap: anywhere; }
button.link:hover { text-decoration: underline; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
#trail { margin: 0; }
#schema h2 { margin: .8rem 0 .2rem; font-size: .85rem; }
#schema ul { margin: 0; padding: 0; list-style: none; }
#schema li { padding: .3rem 0; border-bottom: 1px solid var(--line); font: 13px/1.6 var(--code); overflow-wrap: anywhere; }
#schema p { margin: .2rem 0; font: 13px/1.5 system-ui, sans-serif; color: var(--faint); white-space: pre-line; }
#schema .arguments { padding-left: 1rem; }
.skip { position: absolute; left: -100rem; }
.skip:focus { left: .5rem; top: .5rem; z-index: 1; padding: .4rem .8rem; background: var(--sheet); }
@media (max-width: 60rem) {
  body { height: auto; }
  main { display: flex; flex-direction: column; }
  #query, pre { min-height: 14rem; flex: none; }
  kbd { display: none; }
}
@media (prefers-reduced-motion: no-preference) { button { transition: opacity .15s; } }
`;
