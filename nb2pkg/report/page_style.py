"""How the page of a verification looks, on a screen and on paper."""

from __future__ import annotations

from typing import Final

STYLE: Final = """
:root { color-scheme: light dark; --ink: #222; --paper: #fff; --line: #ccc; --mark: #ffd7d7; --head: #f4f4f4; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 80rem; padding: 0 1rem;
  color: var(--ink); background: var(--paper); }
h1 span { padding: 0 .4em; border-radius: .2em; color: #fff; background: #a33; }
h1 span.match { background: #283; }
.parting { border-left: 4px solid #a33; padding: .3rem .8rem; background: var(--head); overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; margin-bottom: 1.5rem; }
th, td { border: 1px solid var(--line); padding: .4rem .6rem; text-align: left; vertical-align: top; }
table.sides { table-layout: fixed; }
table.sides > * > tr > td { overflow: auto; }
table.sides > * > tr > :first-child { width: 8rem; }
thead th { background: var(--head); }
table.frame { width: auto; font-size: 12px; margin: .3rem 0; }
table.frame th, table.frame td { padding: .1rem .4rem; text-align: right; white-space: nowrap; }
pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; font: 13px/1.4 ui-monospace, monospace; }
mark { background: var(--mark); color: inherit; outline: 1px solid #a33; }
img { max-width: 100%; background: #fff; display: block; }
figure { margin: .5rem 0 0; }
figcaption { font-size: 12px; }
.overlay { position: relative; isolation: isolate; }
.overlay img + img { position: absolute; inset: 0; mix-blend-mode: difference; }
details { font-size: 12px; }
tr.differs > td:first-child { border-left: 4px solid #a33; }
tr.same > td:first-child { border-left: 4px solid #283; }
tr.unknown > td:first-child { border-left: 4px solid #999; }
tr:target { outline: 3px solid #36c; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #ddd; --paper: #1b1b1b; --line: #555; --mark: #633; --head: #2a2a2a; }
}
@media print {
  body { max-width: none; margin: 0; font-size: 11px; }
  nav, details { display: none; }
  tr { break-inside: avoid; }
  thead { display: table-header-group; }
}
"""
